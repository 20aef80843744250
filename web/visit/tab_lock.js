// @ts-check
// Only the tab that holds this lock stores its lab for the next visit: else open tabs would write over each other's.

const NAME = "nnlab-kept";

/** @param {() => void} onLost  another tab has taken the lock over */
export function createTabLock(onLost) {
  let held = false;

  return {
    /**
     * Whether this tab holds the lock, from now until it is closed. With `steal` it takes it from another.
     * @param {{ steal?: boolean }} how
     * @returns {Promise<boolean>}
     */
    take({ steal = false } = {}) {
      // Where the browser has no locks (plain http, some files), every tab stores, and the last to write wins.
      if (held || !navigator.locks) return Promise.resolve(true);
      return new Promise((answer) => {
        const until = (/** @type {Lock | null} */ lock) => {
          held = lock !== null;
          answer(held);
          return held ? new Promise(() => {}) : undefined;
        };
        navigator.locks.request(NAME, steal ? { steal } : { ifAvailable: true }, until).catch(() => {
          answer(true); // no locks here after all
          if (held) onLost();
          held = false;
        });
      });
    },
  };
}
