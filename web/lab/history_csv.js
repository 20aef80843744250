// @ts-check
// The figures of runs as CSV, one line an epoch.

import { csvText } from "../base/csv.js";

/** @import { History } from "./history.js" */

/** @param {History} history */
export function historyCsv(history) {
  return csvText(Object.keys(history), lines(history));
}

/** Several runs, under their names. @param {{ name: string, history: History }[]} runs */
export function runsCsv(runs) {
  const rows = runs.flatMap(({ name, history }) => lines(history).map((line) => [name, ...line]));
  return csvText(["run", ...Object.keys(runs[0].history)], rows);
}

/** @param {History} history */
function lines(history) {
  return history.epoch.map((_, at) => Object.values(history).map((column) => column[at]));
}
