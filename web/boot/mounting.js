// @ts-check
// Views that nobody needs before the network can be trained wait until then: on a processor with one core,
// Python would wait for them. They come at once when the visitor does something.

/** They wait no longer than this, however slow the line is. */
const LONGEST_MS = 4000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "focusin", "wheel", "touchstart"];

/**
 * Mounts each in its turn, a few milliseconds at a time; gives what ends each.
 * @param {(() => Unmount | Promise<Unmount>)[]} mounts
 * @param {Promise<unknown>} ready  when Python has started, or failed to
 *
 * @typedef {() => unknown} Unmount
 */
export async function mountLater(mounts, ready) {
  const waiting = [...mounts];
  /** @type {(Unmount | Promise<Unmount>)[]} */
  const mounted = [];
  const mountNext = () => {
    const mount = waiting.shift();
    if (mount) mounted.push(mount());
  };
  const mountAll = () => {
    while (waiting.length) mountNext();
  };
  for (const sign of SIGNS) addEventListener(sign, mountAll, { capture: true, once: true, passive: true });
  await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
  while (waiting.length) {
    mountNext();
    await mounted.at(-1);
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (const sign of SIGNS) removeEventListener(sign, mountAll, { capture: true });
  return Promise.all(mounted);
}
