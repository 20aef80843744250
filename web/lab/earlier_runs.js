// @ts-check
// Runs that another one replaced: kept with their set-up, so that curves can be compared.

import { changed } from "./setup.js";

/** @import { Setup } from "../generated/protocol.js" */
/** @import { History } from "./history.js" */

/** More curves than this cannot be told apart; the oldest goes. */
const MOST_RUNS = 6;

/**
 * @typedef {{
 *   number: number, name: string, shown: boolean,
 *   setup: Setup, table: string, history: History, samples: number,
 * }} EarlierRun  `name` is "" until the visitor, or a lesson's choice, gives one, in the language of that moment; `table` tells the data (see dataset.js), `samples` is how
 *   many of them it was trained on.
 */

/**
 * The list with one more run. One that only repeats it, as far as it went, makes place for it.
 * @param {EarlierRun[]} runs
 * @param {Pick<EarlierRun, "setup" | "table" | "history" | "samples">} run
 * @returns {EarlierRun[]}
 */
export function withRun(runs, run) {
  if (run.history.epoch.length < 2) return runs;
  const number = runs.reduce((most, earlier) => Math.max(most, earlier.number), 0) + 1;
  const others = runs.filter((earlier) => earlier.name !== "" || !repeats(earlier, run));
  return [...others, { ...run, number, name: "", shown: true }].slice(-MOST_RUNS);
}

/** @param {Pick<EarlierRun, "setup" | "table" | "history">} one @param {Pick<EarlierRun, "setup" | "table" | "history">} other */
function repeats(one, other) {
  const last = one.history.epoch.length - 1;
  return one.table === other.table && changed(one.setup, other.setup).length === 0 && last < other.history.epoch.length &&
    one.history.train_loss[last] === other.history.train_loss[last];
}
