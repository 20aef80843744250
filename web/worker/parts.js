// @ts-check
// What Python's start needs in the worker, and in scripts/built/pack/heap.mjs, which makes the heap: both must
// have the same files in the same places, or the heap would not fit.

import { untar } from "./untar.js";

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{ path: string, bytes: Uint8Array }} Source
 */

export const HOME = "/nnlab";
/** Python's environment, the same in every browser. */
export const ENV = { PYTHONPATH: HOME, LANG: "en_US.UTF-8" };
/** A zip file without entries: the built page's standard library stands unpacked beside it. */
export const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...Array(18).fill(0));

/** A plain file's mode: everybody reads and writes it. */
const FILE = 0o100666;

/** @param {Bytes} bytes */
export async function unpacked(bytes) {
  const { body } = new Response(bytes); // not a Blob: on file:// WebKit reads none
  const stream = /** @type {NonNullable<typeof body>} */ (body).pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} tar @returns {Source[]} */
export function filesOf(tar) {
  return Array.from(untar(tar), ({ path, bytes }) => ({ path: `/${path}`, bytes }));
}

/**
 * Before Python starts, since Python remembers folders that were not there. Each file is put into its folder as
 * `writeFile` would in the end, which first looks for it in vain, twice, from the root on.
 * @typedef {{ contents: Uint8Array, usedBytes: number }} Node
 * @typedef {{
 *   mkdirTree(path: string): void, lookupPath(path: string): { node: Node },
 *   filesystems: { MEMFS: { createNode(folder: Node, name: string, mode: number, device: number): Node } },
 * }} FS
 * @param {FS} FS
 * @param {Iterable<Source>} sources
 */
export function mount(FS, sources) {
  const folders = new Map();
  for (const { path, bytes } of sources) {
    const end = path.lastIndexOf("/");
    const folder = path.slice(0, end);
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.set(folder, FS.lookupPath(folder).node);
    }
    const file = FS.filesystems.MEMFS.createNode(folders.get(folder), path.slice(end + 1), FILE, 0);
    file.contents = bytes;
    file.usedBytes = bytes.length;
  }
}
