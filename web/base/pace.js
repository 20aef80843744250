// @ts-check
// How many epochs a second pass, over the last second or so.

const WINDOW_MS = 1000;

/** @param {() => number} now  in milliseconds */
export function createPace(now = () => performance.now()) {
  /** @type {{ at: number, epoch: number }[]} */
  let seen = [];
  return {
    /** Training goes on from here. @param {number} epoch */
    start(epoch) {
      seen = [{ at: now(), epoch }];
    },
    /** Training has come this far; gives epochs a second. @param {number} epoch */
    reach(epoch) {
      seen.push({ at: now(), epoch });
      while (seen.length > 2 && seen[1].at < now() - WINDOW_MS) seen.shift();
      const [{ at, epoch: before }] = seen;
      return ((epoch - before) * 1000) / Math.max(1, now() - at);
    },
  };
}
