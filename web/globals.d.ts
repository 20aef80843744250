// web/boot/early.js defines it; in nnlab.html scripts/one_file/page.js does.
declare var nnlabStartWorker: () => { worker: Worker, heard: (MessageEvent | ErrorEvent)[], asModule?: boolean };
// What scripts/one_file/ adds in nnlab.html, and nowhere else.
declare var nnlabNow: ((url: URL) => Uint8Array) | undefined;
