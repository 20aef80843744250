// @ts-check
// The run that a knob started: whether it is the one under way, what it came to, and how long Python took for it.

/** @import { Snapshot } from "../generated/protocol.js" */

/** A run that is over in a blink is not cut in two. */
const BLINK_MS = 45;

export function createLiveRun() {
  /** Whether the run that is under way was started by a knob. */
  let underWay = false;
  /** What it came to last: a network that nobody trained further or changed by hand. @type {Snapshot | undefined} */
  let latest;
  /** How long Python was at work since the last one began. */
  let workedMs = 0;

  return {
    /** A knob has started a run. @param {Snapshot} snapshot @param {number} ms  Python's work so far */
    begin(snapshot, ms) {
      underWay = true;
      latest = snapshot;
      workedMs = ms;
    },
    /** From here on it is the visitor who trains. */
    leave() {
      underWay = false;
    },
    /** @param {Snapshot} snapshot */
    reached(snapshot) {
      if (underWay) latest = snapshot;
    },
    /** @param {number} ms */
    worked(ms) {
      workedMs += ms;
    },
    /** Whether this is what a knob's run came to, and no more. @param {Snapshot} snapshot */
    made: (snapshot) => snapshot === latest,
    /** How long the next one's first call may take: `short` where it would be cut anyway. @param {number} short */
    budget: (short) => (workedMs <= 2 * BLINK_MS ? BLINK_MS : short),
  };
}

/** @typedef {ReturnType<typeof createLiveRun>} LiveRun */
