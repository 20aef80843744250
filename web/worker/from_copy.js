// @ts-check
// What the offline copy (scripts/built/service_worker.js) keeps unpacked for the next start.

import { whatIsWrong } from "../base/download.js";

/** @import { Pinned } from "../base/download.js" */

/** Whether the page comes from one: see early.js. */
export const hasCopy = () => self.name === "copy";

/**
 * Undefined when there is no copy, or another file in it: then the start is as on the first visit.
 * @param {URL} base
 * @param {Pinned} pinned
 */
export async function fromCopy(base, pinned) {
  try {
    const response = await globalThis.caches?.match(new URL(pinned.path, base));
    if (!response) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await whatIsWrong(bytes, pinned)) ? undefined : bytes;
  } catch {
    return undefined; // the browser keeps nothing for this page
  }
}
