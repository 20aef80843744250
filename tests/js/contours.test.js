// Contour lines: every piece lies where the grid has the level, and closed curves are closed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { contour, levels } from "../../web/base/contours.js";
import { normal } from "./random.js";

/** The ends of all pieces. @param {[number, number, number, number][]} pieces */
const ends = (pieces) => pieces.flatMap(([x0, y0, x1, y1]) => [[x0, y0], [x1, y1]]);

test("a circle is found whole", () => {
  const [columns, rows] = [13, 11];
  const values = Array.from({ length: rows * columns }, (_, at) => ((at % columns) - 6) ** 2 + (Math.floor(at / columns) - 5) ** 2);
  const points = ends(contour(values, columns, rows, 14.5)).map(([x, y]) => [x - 6, y - 5]);
  // Linear between two points of a parabola.
  for (const [x, y] of points) assert.ok(Math.abs(Math.hypot(x, y) - Math.sqrt(14.5)) < 0.05);
  const counted = new Map();
  for (const point of points) {
    const key = point.map((value) => (Math.round(value * 1e9) + 0).toString()).join(" ");
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  assert.deepEqual(new Set(counted.values()), new Set([2])); // each end is another piece's end
});

test("levels grow by a factor", () => {
  levels(1, 16, 3).forEach((level, at) => assert.ok(Math.abs(level - [2, 4, 8][at]) < 1e-6));
  assert.equal(levels(1, 16, 3).length, 3);
});

for (const seed of [0, 1, 2]) {
  test(`every end has the level on its edge, seed ${seed}`, () => {
    const [columns, rows, level] = [7, 6, 0.1];
    const values = Array.from({ length: rows * columns }, normal(seed)); // saddles in plenty
    const pieces = contour(values, columns, rows, level);
    assert.ok(pieces.length > 10);
    const value = (/** @type {number} */ row, /** @type {number} */ column) => values[row * columns + column];
    for (const [x, y] of ends(pieces)) {
      const [column, row] = [Math.floor(x + 1e-12), Math.floor(y + 1e-12)];
      const [right, up] = [Math.min(column + 1, columns - 1), Math.min(row + 1, rows - 1)];
      const low = value(row, column) + (x - column) * (value(row, right) - value(row, column));
      const high = value(row, column) + (y - row) * (value(up, column) - value(row, column));
      assert.ok(Math.min(Math.abs(low - level), Math.abs(high - level)) < 1e-9);
    }
  });
}

test("cells without a number have no line", () => {
  const pieces = contour([0, 1, 0, 0, 1, NaN], 3, 2, 0.5);
  assert.equal(pieces.length, 1);
  for (const [x0, , x1] of pieces) assert.ok(x0 <= 1 && x1 <= 1);
});
