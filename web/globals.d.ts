// What scripts/one_file/ adds in nnlab.html, and nowhere else.
declare var nnlabFile: { startWorker(): Worker } | undefined;
declare var nnlabNow: ((url: URL) => Uint8Array) | undefined;
