// @ts-check
// The worker: boots Python in named phases, mounts py/, then hands every request to page.bridge.

import { confine } from "./confine.js";
import { DownloadError } from "../base/download.js";
import { createLater } from "./later.js";
import { ENV, mount } from "./parts.js";
import { fetchRuntime, nameOf, readNow } from "./runtime.js";

/** @import { BootProgress, Event, Reply, Request } from "../base/worker_messages.js" */
/** @import { FS } from "./parts.js" */
/** @import { Runtime } from "./runtime.js" */

/** @type {(message: Event | Reply, transfer?: Transferable[]) => void} */
const post = (message, transfer = []) => self.postMessage(message, { transfer });

const web = new URL("../", import.meta.url);
const root = new URL("../", web);

/** @type {undefined | ((request: unknown) => object)} */
let handle;
/** @type {Request[]} */
const early = [];
/** @type {undefined | ReturnType<typeof createLater>} */
let later;

/** @type {() => void} */
let begin;
/** @type {Promise<void>} */
const begun = new Promise((resolve) => (begin = resolve)); // when the page says so: see early.js

self.onmessage = ({ data }) => {
  if (data === "begin") begin();
  else if (handle) answer(handle, data);
  else early.push(data);
};

/**
 * @param {NonNullable<typeof handle>} handle
 * @param {Request} request
 */
function answer(handle, request) {
  try {
    const reply = handle(request);
    post(/** @type {Reply} */ ({ id: request.id, ...reply }), buffers(reply));
  } catch (error) {
    // Python's own errors come back as replies; what arrives here killed the runtime itself.
    die(error);
  }
}

/** @param {any} error */
function die(error) {
  // A missing part of Python stops it from within, and then Python has its own words for that.
  const cause = later?.failure ?? error;
  const known = cause instanceof DownloadError;
  post({
    event: "fatal",
    data: {
      reason: known ? cause.reason : "crashed",
      file: known ? cause.file : "",
      detail: known ? cause.detail : String(cause?.stack ?? cause),
    },
  });
}

/** Every buffer below a plain value: they are moved to the page, not copied. @param {unknown} value @returns {ArrayBuffer[]} */
function buffers(value) {
  if (ArrayBuffer.isView(value)) return [/** @type {ArrayBuffer} */ (value.buffer)];
  return typeof value === "object" && value ? Object.values(value).flatMap(buffers) : [];
}

/** @param {BootProgress["phase"]} phase */
function phase(phase, done = 0, total = 0) {
  // So that the developer tools, and scripts/bench.py, can tell how long each phase took.
  if (!done) performance.mark(phase);
  post({ event: "boot", data: { phase, done, total } });
}

/**
 * Pyodide asks for its parts by URL; they are here already, and checked.
 * @param {Runtime} runtime
 * @param {ReturnType<typeof createLater>} later
 */
function serveFromMemory({ parts, module }, later) {
  const network = self.fetch;
  self.fetch = async (input, init) => {
    const name = nameOf(new URL(String(input instanceof Request ? input.url : input), root).pathname);
    if (name.endsWith(".wasm")) return new Response();
    const bytes = parts.get(name);
    return bytes ? new Response(bytes) : network(input, init);
  };
  WebAssembly.instantiateStreaming = (_response, imports = {}) => {
    const made = later.instantiate(module, imports);
    made.catch(die); // such as no memory, of which Pyodide's loader only warns: it then waits for ever
    return made;
  };
}

/**
 * From the offline copy's memory, where there is one and this browser is like the one that it was made for; else anew.
 * @param {Runtime} runtime
 */
async function startPython({ loader, sources, libraries, heap }) {
  const [{ loadPyodide }, asm] = loader;
  /** @type {Awaited<typeof libraries>} */
  const preloadedWasm = {};
  const indexURL = new URL("vendor/pyodide/", web).href;
  const how = {
    indexURL,
    packageBaseUrl: indexURL,
    createPyodideModule: (/** @type {object} */ settings) => asm.default(Object.assign(settings, { preloadedWasm })),
    env: { ...ENV },
    fsInit: async (/** @type {FS} */ FS) => mount(FS, sources),
    stdout: (/** @type {string} */ text) => post({ event: "log", data: { text } }),
  };
  if (!heap) {
    const pyodide = await loadPyodide(how);
    Object.assign(preloadedWasm, await libraries);
    return pyodide;
  }
  Object.assign(preloadedWasm, await libraries);
  try {
    const pyodide = await loadPyodide({ ...how, _loadSnapshot: heap });
    pyodide._api.config._loadSnapshot = undefined; // as large as Python's memory
    pyodide.pyimport("random").seed(); // else every visit would draw the same numbers
    return pyodide;
  } catch {
    return loadPyodide(how);
  }
}

async function boot() {
  const runtime = await fetchRuntime(root, begun, (done, total) => phase("download", done, total));
  const { packages, rest } = runtime;
  phase("python");
  later = createLater(root, runtime.later);
  serveFromMemory(runtime, later);
  const pyodide = await startPython(runtime);
  phase("numpy");
  await pyodide.loadPackage(packages, { messageCallback: () => {} });
  pyodide.pyimport("numpy").destroy();
  phase("nnlab");
  Object.assign(self, { pyodide }); // for the developer tools, and for tests that break things
  const bridge = pyodide.pyimport("page.bridge");
  // Python may ask for these archives and for nothing else.
  const archives = new Map(rest.map(({ path }) => [path, new URL(path, root)]));
  bridge.provide_rest(rest, (/** @type {string} */ path) => {
    const url = archives.get(path);
    if (!url) throw new Error(`${path} is no archive`);
    // Asked for again, it was wrong: from then on it must not come from the browser's cache.
    archives.set(path, new URL(`?${performance.now()}`, url));
    return readNow(url);
  });
  confine();
  const ready = (handle = bridge.handle);
  post({ event: "ready", data: bridge.versions() });
  early.splice(0).forEach((request) => answer(ready, request));
  later.follow();
}

boot().catch(die);
