// @ts-check
// The figures of every epoch, from the untrained network on: the curves.

/** @import { Edited, Reports } from "../generated/protocol.js" */

/**
 * @typedef {{
 *   epoch: number[], train_loss: number[], train_accuracy: number[], printed_loss: number[],
 *   test_loss: number[], test_accuracy: number[], train_error: number[], test_error: number[],
 * }} History  An accuracy is R² where numbers are predicted; errors are there then, and are else empty.
 *   Column by column, as the chart wants it; index 0 is the untrained network, NaN is
 *   what was not measured.
 */

/** @returns {History} */
export const emptyHistory = () => ({
  epoch: [], train_loss: [], train_accuracy: [], printed_loss: [], test_loss: [], test_accuracy: [],
  train_error: [], test_error: [],
});

/**
 * The history with the epochs of more reports. Its columns grow in place: a copy of a hundred thousand epochs
 * for every frame would be seen.
 * @param {History} before @param {Reports} reports @returns {History}
 */
export function grown(before, reports) {
  const history = { ...before };
  for (const name of /** @type {(keyof History)[]} */ (Object.keys(history))) {
    for (const figure of reports[name]?.data ?? []) history[name].push(figure);
  }
  return history;
}

/** The history up to an epoch whose figures were measured anew. @param {History} before @param {Edited} edited @returns {History} */
export function remeasured(before, { snapshot, train_loss, train_accuracy, test_loss, test_accuracy, train_error, test_error }) {
  const history = historyUntil(before, snapshot.epoch);
  const last = history.epoch.length - 1;
  for (const [name, figure] of Object.entries({ train_loss, train_accuracy, test_loss, test_accuracy, train_error, test_error })) {
    if (figure === undefined) continue;
    const column = /** @type {keyof History} */ (name);
    history[column] = history[column].with(last, figure);
  }
  return history;
}

/**
 * A copy of the figures up to an epoch, that one included.
 * @param {History} history
 * @param {number} epoch
 * @returns {History}
 */
export function historyUntil(history, epoch) {
  const later = history.epoch.findIndex((each) => each > epoch);
  const columns = Object.entries(history).map(([name, column]) => [name, column.slice(0, later < 0 ? undefined : later)]);
  return Object.fromEntries(columns);
}
