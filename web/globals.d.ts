// web/boot/early.js defines it; in nnlab.html scripts/built/one_file/page.js does.
declare var nnlabStartWorker: () => { worker: Worker, heard: (MessageEvent | ErrorEvent)[], asModule?: boolean };
// web/rooms/first_room.js defines them: the rooms' names, "all" among them, and the one that an address opens.
declare var nnlabRooms: string[];
declare var nnlabRoom: (hash: string) => string;
// web/boot/first_language.js defines it.
declare var nnlabLanguage: string;
// What scripts/built/one_file/ adds in nnlab.html, and nowhere else.
declare var nnlabNow: ((url: URL) => Uint8Array) | undefined;
declare var nnlabImport: ((script: string) => Promise<any>) | undefined;
