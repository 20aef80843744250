// web/boot/early.js defines it; in nnlab.html scripts/built/one_file/page.js does.
declare var nnlabStartWorker: () => { worker: Worker, heard: (MessageEvent | ErrorEvent)[], asModule?: boolean };
// What scripts/built/one_file/ adds in nnlab.html, and nowhere else.
declare var nnlabNow: ((url: URL) => Uint8Array) | undefined;
