// @ts-check
// Of all open tabs of the lab one keeps its own for the next visit, so that none writes over another's.

const NAME = "nnlab-kept";

/** @param {() => void} onLost  another tab has taken the place */
export function createPlace(onLost) {
  let held = false;

  return {
    /**
     * Whether this tab is the one, from now until it is closed. With `steal` it takes another's place.
     * @param {{ steal?: boolean }} how
     * @returns {Promise<boolean>}
     */
    take({ steal = false } = {}) {
      // Where the browser has no locks (plain http, some files), the last to write is the one.
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
