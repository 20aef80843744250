// @ts-check
// Python's memory in a file: its length, how many pages hold anything, where these begin, and then the pages.

const PAGE = 65536;

/**
 * @param {Uint8Array} memory
 * @returns {Uint8Array<ArrayBuffer>} without the pages that are empty
 */
export function gather(memory) {
  const starts = Array.from({ length: Math.ceil(memory.length / PAGE) }, (_, page) => page * PAGE);
  const held = starts.filter((at) => memory.subarray(at, at + PAGE).some(Boolean));
  const head = Uint32Array.of(memory.length, held.length, ...held);
  const heap = new Uint8Array(head.byteLength + held.length * PAGE);
  heap.set(new Uint8Array(head.buffer));
  held.forEach((at, nth) => heap.set(memory.subarray(at, at + PAGE), head.byteLength + nth * PAGE));
  return heap;
}

/** What `gather` was given. @param {Uint8Array<ArrayBuffer>} heap */
export function spread(heap) {
  const [length, count] = new Uint32Array(heap.buffer, 0, 2);
  const held = new Uint32Array(heap.buffer, 8, count);
  const pages = heap.subarray(8 + held.byteLength);
  const memory = new Uint8Array(length);
  held.forEach((at, nth) => memory.set(pages.subarray(nth * PAGE, nth * PAGE + Math.min(PAGE, length - at)), at));
  return memory;
}
