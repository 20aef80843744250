// @ts-check
// The worker: boots Python in named phases, mounts py/, then hands every request to page.bridge.

import { DownloadError, fetchBytes, fetchPinned } from "./download.js";

/** @type {(message: import("./protocol.js").Event | import("./protocol.js").Reply, transfer?: Transferable[]) => void} */
const post = (message, transfer = []) => self.postMessage(message, { transfer });

const web = new URL("./", import.meta.url);
const root = new URL("../", web);
const HOME = "/nnlab";

/** @type {undefined | ((request: unknown) => { reply: object, buffers: ArrayBuffer[] })} */
let handle;
/** @type {import("./protocol.js").Request[]} */
const early = [];

self.onmessage = ({ data }) => {
  if (handle) answer(handle, data);
  else early.push(data);
};

/**
 * @param {NonNullable<typeof handle>} handle
 * @param {import("./protocol.js").Request} request
 */
function answer(handle, request) {
  try {
    const { reply, buffers } = handle(request);
    post(/** @type {import("./protocol.js").Reply} */ ({ id: request.id, ...reply }), buffers);
  } catch (error) {
    // Python's own errors come back as replies; what arrives here killed the runtime itself.
    post({ event: "fatal", data: { reason: "crashed", file: "", detail: String(error) } });
  }
}

/** @param {import("./protocol.js").BootProgress["phase"]} phase */
function phase(phase, done = 0, total = 0) {
  post({ event: "boot", data: { phase, done, total } });
}

/** Fetches the runtime in parallel, with progress in bytes. */
async function download() {
  const list = JSON.parse(new TextDecoder().decode(await fetchBytes(new URL("runtime.json", web), "web/runtime.json")));
  const total = list.files.reduce((/** @type {number} */ sum, /** @type {{bytes: number}} */ file) => sum + file.bytes, 0);
  let done = 0;
  phase("download", done, total);
  /** @type {[string, Uint8Array<ArrayBuffer>][]} */
  const files = await Promise.all(
    list.files.map(async (/** @type {import("./download.js").Pinned} */ file) => {
      const bytes = await fetchPinned(root, file, (part) => phase("download", (done += part), total));
      return [file.path.split("/").at(-1), bytes];
    }),
  );
  return { files: new Map(files), packages: list.packages };
}

async function fetchPackage() {
  const text = new TextDecoder().decode(await fetchBytes(new URL("py/files.json", root), "py/files.json"));
  /** @type {string[]} */
  const paths = JSON.parse(text);
  return Promise.all(
    paths.map(async (path) => ({ path, bytes: await fetchBytes(new URL(`py/${path}`, root), `py/${path}`) })),
  );
}

/**
 * Pyodide asks for its parts by URL; they are here already, and checked.
 * @param {Map<string, Uint8Array<ArrayBuffer>>} files
 */
function serveFromMemory(files) {
  const network = self.fetch;
  self.fetch = async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    const bytes = files.get(new URL(url, web).pathname.split("/").at(-1) ?? "");
    if (!bytes) return network(input, init);
    const type = url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(bytes, { headers: { "Content-Type": type } });
  };
}

/**
 * Before Python starts, since Python remembers folders that were not there.
 * @typedef {{ mkdirTree(path: string): void, writeFile(path: string, bytes: Uint8Array): void }} FS
 * @param {FS} FS
 * @param {{ path: string, bytes: Uint8Array }[]} sources
 */
function mount(FS, sources) {
  for (const { path, bytes } of sources) {
    const file = `${HOME}/${path}`;
    FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
    FS.writeFile(file, bytes);
  }
}

/** @param {Uint8Array<ArrayBuffer> | undefined} bytes */
function importBytes(bytes) {
  return import(URL.createObjectURL(new Blob([/** @type {BlobPart} */ (bytes)], { type: "text/javascript" })));
}

async function boot() {
  const [{ files, packages }, sources] = await Promise.all([download(), fetchPackage()]);
  phase("python");
  serveFromMemory(files);
  const { loadPyodide } = await importBytes(files.get("pyodide.mjs"));
  const asm = await importBytes(files.get("pyodide.asm.mjs"));
  const indexURL = new URL("vendor/pyodide/", web).href;
  const pyodide = await loadPyodide({
    indexURL,
    packageBaseUrl: indexURL,
    createPyodideModule: asm.default,
    env: { PYTHONPATH: HOME },
    fsInit: async (/** @type {FS} */ FS) => mount(FS, sources),
    stdout: (/** @type {string} */ text) => post({ event: "log", data: { text } }),
  });
  phase("numpy");
  await pyodide.loadPackage(packages, { messageCallback: () => {} });
  phase("nnlab");
  Object.assign(self, { pyodide }); // for the developer tools, and for tests that break things
  const bridge = pyodide.pyimport("page.bridge");
  const ready = (handle = bridge.handle);
  post({ event: "ready", data: bridge.versions() });
  early.splice(0).forEach((request) => answer(ready, request));
}

boot().catch((error) => {
  const known = error instanceof DownloadError;
  post({
    event: "fatal",
    data: {
      reason: known ? error.reason : "crashed",
      file: known ? error.file : "",
      detail: known ? error.detail : String(error?.stack ?? error),
    },
  });
});
