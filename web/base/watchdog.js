// @ts-check
// A watchdog: calls when there was no sign of life for too long. It counts the seconds in which the page was
// awake: after the computer slept, timers that were due meanwhile fire once, so nothing is taken for dead.

/** @param {(seconds: number) => void} onOver called after so many seconds in a row without a sign */
export function createWatchdog(onOver) {
  let timer = 0;
  let wanted = 0;
  let left = 0;

  function stop() {
    clearInterval(timer);
    timer = 0;
  }

  function tick() {
    left -= 1;
    if (left > 0) return;
    stop();
    onOver(wanted);
  }

  return {
    stop,
    /** Waits from now on, give or take a second: a new timer for every sign would cost more than the sign. @param {number} seconds */
    start(seconds) {
      wanted = left = seconds;
      timer ||= setInterval(tick, 1000);
    },
  };
}
