// @ts-check
// Of many classes the largest confusions, one a row, in place of a square that nobody can read.

import { make } from "../../base/dom.js";
import { mark } from "../../base/marks.js";
import { className } from "../../lab/names.js";

/** @import { Text } from "../../base/text.js" */

const MOST = 25;

/**
 * @param {Text} text
 * @param {string[]} names  of the classes
 * @param {Float64Array} matrix  row by row: how many of a class were taken for another
 * @param {string | undefined} open  the cell whose rows are shown
 */
export function largestConfusions(text, names, matrix, open) {
  const count = names.length;
  const wrong = Array.from(matrix, (value, at) => ({ value, actual: Math.floor(at / count), taken: at % count }))
    .filter(({ value, actual, taken }) => value > 0 && actual !== taken).sort((a, b) => b.value - a.value).slice(0, MOST);
  const named = (/** @type {number} */ at) => className(text, names[at]);
  return make("tbody", { class: "largest-confusions" }, ...wrong.map(({ value, actual, taken }) => {
    const cell = `${actual}-${taken}`;
    const button = make("button", {
      type: "button", "data-cell": cell, class: "wrong", "aria-expanded": String(cell === open),
      "aria-label": text.t("confusion_cell", { count: value, actual: named(actual), taken: named(taken) }),
    }, String(value));
    return make("tr", {}, make("th", { scope: "row" }, mark(actual), named(actual), " → ", mark(taken), named(taken)), make("td", {}, button));
  }));
}
