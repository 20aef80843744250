// @ts-check
// A matrix as a table between brackets: four digits, every digit on hover; of a large one, the ends.

import { formatEntry } from "./numbers.js";
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
 */
export function matrixTable({ data, shape: [rows, columns] }, label) {
  const body = make("tbody");
  const places = shown(columns, COLUMNS);
  for (const i of shown(rows, ROWS)) {
    const row = make("tr");
    for (const j of places) {
      if (i === GAP || j === GAP) {
        row.append(make("td", { class: "gap" }, i === GAP && j === GAP ? "⋱" : i === GAP ? "⋮" : "⋯"));
        continue;
      }
      const value = data[i * columns + j];
      row.append(make("td", { "data-row": String(i), "data-column": String(j), title: String(value) }, formatEntry(value)));
    }
    body.append(row);
  }
  return make("table", { class: "matrix", "aria-label": label }, body);
}

/** @param {HTMLElement} cell */
export const placeOf = (cell) => ({ row: Number(cell.dataset.row), column: Number(cell.dataset.column) });
