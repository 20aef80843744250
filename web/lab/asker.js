// @ts-check
// How a view asks Python for what it shows: one question at a time, and less often while the network trains.

import { breathe } from "../base/breathe.js";
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
  return newestOnly(ofOneLab(store, ask), {
    gap: () => (store.get().training.kind === "running" ? running : store.get().turning ? turning : 0),
    failed: store.fail,
  });
}

/**
 * The same question; what goes wrong with a lab that another has replaced since is nobody's concern. A view that is not seen
 * hears of that later, so it cannot tell.
 * @param {Pick<Store, "get">} store @param {() => Promise<void>} ask
 */
export const ofOneLab = (store, ask) => async () => {
  const run = store.get().lab?.run;
  try {
    await ask();
  } catch (error) {
    await breathe(); // until the other one is there
    if (store.get().lab?.run === run) throw error;
  }
};
