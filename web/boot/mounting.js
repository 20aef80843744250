// @ts-check
// Views are mounted in slices, between which the page can draw and answer. Those that nobody needs before the network
// can be trained wait until then: on a processor with one core, Python would wait for them. They come at once when the
// visitor does something.

import { breathe } from "../base/breathe.js";

/** They wait no longer than this, however slow the line is. */
const LONGEST_MS = 4000;
/** A slice; on a phone, which takes four times as long, it is no longer than a tap may wait. */
const SLICE_MS = 5;
const SIGNS = ["pointerdown", "pointermove", "keydown", "focusin", "wheel", "touchstart"];

/** @typedef {() => unknown} Unmount */

/**
 * Mounts each in its turn; gives what ends each.
 * @param {(() => Unmount)[]} mounts
 */
export async function mountInTurn(mounts) {
  const mounted = [];
  let begun = performance.now();
  for (const mount of mounts) {
    if (performance.now() - begun > SLICE_MS) {
      await breathe();
      begun = performance.now();
    }
    mounted.push(mount());
  }
  return mounted;
}

/**
 * The same for views that are on their way, one a slice.
 * @param {Promise<(() => Unmount | Promise<Unmount>)[]>} coming
 * @param {Promise<unknown>} ready  when Python has started, or failed to
 */
export async function mountLater(coming, ready) {
  /** @type {(() => Unmount | Promise<Unmount>)[]} */
  let waiting = [];
  let wanted = false;
  /** @type {(Unmount | Promise<Unmount>)[]} */
  const mounted = [];
  const mountNext = () => {
    const mount = waiting.shift();
    if (mount) mounted.push(mount());
  };
  const mountAll = () => {
    wanted = true;
    while (waiting.length) mountNext();
  };
  for (const sign of SIGNS) addEventListener(sign, mountAll, { capture: true, once: true, passive: true });
  const longest = new Promise((resolve) => setTimeout(resolve, LONGEST_MS));
  waiting = [...await coming];
  if (wanted) mountAll();
  await Promise.race([ready, longest]);
  while (waiting.length) {
    mountNext();
    await mounted.at(-1);
    await breathe();
  }
  for (const sign of SIGNS) removeEventListener(sign, mountAll, { capture: true });
  return Promise.all(mounted);
}
