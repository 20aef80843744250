// @ts-check
// How a view asks Python for what it shows: one question at a time, and less often while the network trains.

import { newestOnly } from "../boot/newest_only.js";

/** @import { Store } from "./store.js" */

/**
 * What goes wrong is said at the page's place for it.
 * @param {Store} store
 * @param {() => Promise<void>} ask  see `newestOnly`
 * @param {{ running?: number, turning?: number }} [gaps]  how long to wait before a question, in milliseconds, while the
 *   network trains, and, when it does not, while a knob is turned; else it is asked at once
 */
export function createAsker(store, ask, { running = 0, turning = 0 } = {}) {
  return newestOnly(ask, {
    gap: () => (store.get().training.kind === "running" ? running : store.get().turning ? turning : 0),
    failed: store.fail,
  });
}
