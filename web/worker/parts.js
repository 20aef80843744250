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
 * Before Python starts, since Python remembers folders that were not there.
 * @typedef {{
 *   mkdirTree(path: string): void, writeFile(path: string, bytes: Uint8Array, options?: object): void,
 * }} FS
 * @param {FS} FS
 * @param {Iterable<Source>} sources
 */
export function mount(FS, sources) {
  const made = new Set();
  for (const { path, bytes } of sources) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(folder)) FS.mkdirTree(folder);
    made.add(folder);
    FS.writeFile(path, bytes, { canOwn: true });
  }
}
