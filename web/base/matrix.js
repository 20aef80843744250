// @ts-check
// A matrix as a table between brackets: four digits, every digit on hover; of a large one, the ends.

import { formatBeside, formatEntry } from "./numbers.js";
import { make } from "./dom.js";

const ROWS = { all: 10, head: 6, tail: 2 };
const COLUMNS = { all: 6, head: 4, tail: 1 };
const GAP = -1;

/**
 * Which of `count` places are shown, with one GAP for those left out.
 * @param {number} count @param {{ all: number, head: number, tail: number }} limits
 */
function shown(count, { all, head, tail }) {
  const places = Array.from({ length: count }, (_, place) => place);
  return count <= all ? places : [...places.slice(0, head), GAP, ...places.slice(count - tail)];
}

/**
 * The table; every cell knows its row and column in the matrix.
 * @param {{ data: ArrayLike<number>, shape: number[] }} array  two-dimensional
 * @param {string} label
 * @param {{ only?: number, names?: string[], exact?: boolean }} [how]  `only` this row; `names` of the rows; `exact`:
 *   also what is nothing beside the largest entry
 */
export function matrixTable({ data, shape: [rows, columns] }, label, { only, names, exact } = {}) {
  const body = make("tbody");
  const places = shown(columns, COLUMNS);
  let most = 0;
  if (!exact) for (let at = 0; at < data.length; at += 1) most = Math.max(most, Math.abs(data[at]));
  for (const i of only === undefined ? shown(rows, ROWS) : [only]) {
    const row = make("tr", {}, ...(names ? [make("th", { scope: "row" }, names[i] ?? "")] : []));
    for (const j of places) {
      if (i === GAP || j === GAP) {
        row.append(make("td", { class: "gap" }, i === GAP && j === GAP ? "⋱" : i === GAP ? "⋮" : "⋯"));
        continue;
      }
      const value = data[i * columns + j];
      row.append(make("td", { "data-row": String(i), "data-column": String(j), title: String(value) }, exact ? formatEntry(value) : formatBeside(value, most)));
    }
    body.append(row);
  }
  return make("table", { class: "matrix", "aria-label": label }, body);
}

/** Whether not all of it would stand in the table. @param {number} rows @param {number} columns */
export const isLarge = (rows, columns) => rows > ROWS.all || columns > COLUMNS.all;

/** @param {HTMLElement} cell */
export const placeOf = (cell) => ({ row: Number(cell.dataset.row), column: Number(cell.dataset.column) });
