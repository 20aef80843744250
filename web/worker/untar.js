// @ts-check
// Reads a tar file as Python's tarfile writes it (POSIX ustar).

const BLOCK = 512;

/**
 * @param {Uint8Array} tar
 * @returns {Generator<{ path: string, bytes: Uint8Array }>} views of `tar`, not copies
 */
export function* untar(tar) {
  const text = (/** @type {number} */ start, /** @type {number} */ length) =>
    new TextDecoder().decode(tar.subarray(start, start + length)).replace(/\0.*$/s, "");
  // An empty header ends the archive.
  for (let header = 0; header < tar.length && tar[header]; ) {
    const prefix = text(header + 345, 155);
    const name = text(header, 100);
    const size = parseInt(text(header + 124, 12), 8);
    const content = header + BLOCK;
    yield { path: prefix ? `${prefix}/${name}` : name, bytes: tar.subarray(content, content + size) };
    header = content + Math.ceil(size / BLOCK) * BLOCK;
  }
}
