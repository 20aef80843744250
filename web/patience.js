// @ts-check
// Waits for a sign of life. It counts the seconds in which the page was awake, so that nothing is taken for
// dead because the computer slept: timers that were due meanwhile fire once, whatever the time.

/** @param {(seconds: number) => void} onOver called after so many seconds in a row without a sign */
export function createPatience(onOver) {
  let timer = 0;

  function stop() {
    clearInterval(timer);
  }

  return {
    stop,
    /** Waits from now on. @param {number} seconds */
    start(seconds) {
      stop();
      let left = seconds;
      timer = setInterval(() => {
        left -= 1;
        if (left > 0) return;
        stop();
        onOver(seconds);
      }, 1000);
    },
  };
}
