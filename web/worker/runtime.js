// @ts-check
// What Python starts from: the runtime's parts and the files to be there before it starts. Each is
// checked against the hash that runtime.json holds.
//
// The page as it stands in the repository has the runtime's own archives and py/; the built one has
// a pack of byte code instead, which saves compiling them, and the archives only for later.

import { fetchJson, fetchModule, fetchPinned, fetchText } from "../base/download.js";
import { fromCopy, hasCopy } from "./from_copy.js";
import { spread } from "./heap.js";
import { compileLibraries } from "./libraries.js";
import { EMPTY_ZIP, filesOf, HOME, unpacked } from "./parts.js";

/** @import { Pinned } from "../base/download.js" */
/** @import { Bytes, Source } from "./parts.js" */

/**
 * @typedef {Pinned & { to: string, modules: string[] }} Archive
 * @typedef {{
 *   files: Pinned[],
 *   packages: string[],
 *   pack?: Pinned,
 *   later?: Pinned,
 *   kept?: { pack: Pinned, heap: Pinned },
 *   rest: Archive[],
 * }} RuntimeList  web/runtime.json
 * @typedef {{
 *   parts: Map<string, Bytes>, module: WebAssembly.Module, loader: any[], later?: Pinned, sources: Iterable<Source>, packages: string[],
 *   rest: Archive[], libraries: ReturnType<typeof compileLibraries>, heap?: Uint8Array,
 * }} Runtime  The parts by file name, the WebAssembly, the loader's two modules, and the sources by their path in the
 *   worker's file system; from an offline copy also Python's memory, as it was once everything was imported.
 */

/** How often the download's progress is told: the page would do little else if it heard of every part. */
const TOLD_MS = 50;
const [WASM, SCRIPT] = [".wasm", ".mjs"];

/** Kept for `readNow`: confine.js takes it away from everybody else. */
const Request = globalThis.XMLHttpRequest;

/**
 * @param {URL} root
 * @param {Promise<void>} begun  when what takes time may begin
 * @param {(done: number, total: number) => void} onProgress in bytes
 * @returns {Promise<Runtime>}
 */
export async function fetchRuntime(root, begun, onProgress) {
  /** @type {RuntimeList} */
  const list = await fetchJson(new URL("web/runtime.json", root), "web/runtime.json");
  await begun;
  const kept = hasCopy() ? list.kept : undefined;
  const pinned = list.pack ? [...list.files, list.pack] : list.files;
  const total = pinned.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  onProgress(done, total);
  let told = performance.now();
  const onBytes = (/** @type {number} */ bytes) => {
    done += bytes;
    if (performance.now() - told < TOLD_MS) return;
    told = performance.now();
    onProgress(done, total);
  };
  const fetchPart = (/** @type {Pinned} */ file) => fetchPinned(root, file, onBytes);
  const ending = (/** @type {string} */ end) => list.files.filter(({ path }) => path.endsWith(end));
  const [wasm] = ending(WASM);
  const scripts = ending(SCRIPT);
  const others = list.files.filter((file) => file !== wasm && !scripts.includes(file));
  const [module, loader, parts, { sources, libraries }, heap] = await Promise.all([
    fetchModule(root, wasm, onBytes),
    // Read while the rest is still on its way.
    Promise.all(scripts.map(async (file) => importBytes(await fetchPart(file)))),
    Promise.all(others.map(async (file) => /** @type {const} */ ([nameOf(file.path), await fetchPart(file)]))),
    (list.pack ? fetchPack(list.pack) : fetchOwnFiles(root)).then((sources) => ({ sources, libraries: compileLibraries(sources) })),
    kept && fromCopy(root, kept.heap).then((heap) => heap && spread(heap)),
  ]);
  return {
    parts: new Map(list.pack ? [["python_stdlib.zip", EMPTY_ZIP], ...parts] : parts),
    module,
    loader,
    later: list.later,
    sources,
    libraries,
    heap,
    packages: list.packages,
    rest: list.rest,
  };

  async function fetchPack(/** @type {Pinned} */ pack) {
    const tar = kept && (await fromCopy(root, kept.pack));
    if (tar) onBytes(pack.bytes);
    return filesOf(tar ?? (await unpacked(await fetchPart(pack))));
  }
}

/** @param {Bytes} bytes @returns {Promise<any>} */
function importBytes(bytes) {
  if (globalThis.nnlabImport) return globalThis.nnlabImport(new TextDecoder().decode(bytes)); // in nnlab.html
  return import(URL.createObjectURL(new Blob([bytes], { type: "text/javascript" })));
}

/** @param {string} path */
export function nameOf(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** @param {URL} root @returns {Promise<Source[]>} */
async function fetchOwnFiles(root) {
  /** @type {string[]} */
  const paths = await fetchJson(new URL("py/files.json", root), "py/files.json");
  return Promise.all(
    paths.map(async (path) => ({
      path: `${HOME}/${path}`,
      bytes: new TextEncoder().encode(await fetchText(new URL(`py/${path}`, root), `py/${path}`)),
    })),
  );
}

/**
 * The bytes of a file at once, as an import statement needs them.
 * @param {URL} url
 */
export function readNow(url) {
  if (globalThis.nnlabNow) return globalThis.nnlabNow(url); // in nnlab.html
  const request = new Request();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`HTTP status ${request.status}`);
  return new Uint8Array(request.response);
}
