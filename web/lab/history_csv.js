// @ts-check
// The figures of runs as CSV, one line an epoch.

import { csvText } from "../base/csv.js";

/** @import { History } from "./history.js" */

/** @param {History} history */
export function historyCsv(history) {
  const columns = columnsOf([history]);
  return csvText(columns, lines(history, columns));
}

/** Several runs, under their names. @param {{ name: string, history: History }[]} runs */
export function runsCsv(runs) {
  const columns = columnsOf(runs.map(({ history }) => history));
  const rows = runs.flatMap(({ name, history }) => lines(history, columns).map((line) => [name, ...line]));
  return csvText(["run", ...columns], rows);
}

/** The columns that some run has figures in. @param {History[]} histories */
function columnsOf([first, ...others]) {
  const names = /** @type {(keyof History)[]} */ (Object.keys(first));
  return names.filter((name) => name === "epoch" || [first, ...others].some((history) => history[name]?.length));
}

/** @param {History} history @param {(keyof History)[]} columns */
function lines(history, columns) {
  return history.epoch.map((_, at) => columns.map((name) => history[name]?.[at] ?? NaN));
}
