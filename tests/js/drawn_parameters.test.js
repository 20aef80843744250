// Of a large network the strongest weights are drawn, weakest first.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnParameters, mostLines } from "../../web/lab/drawn_parameters.js";
import { normal, uniform } from "./random.js";

const VECTORS = {
  normal: (/** @type {number} */ size) => Float64Array.from({ length: size }, normal(size)),
  ties: (/** @type {number} */ size) => {
    const next = uniform(size);
    return Float64Array.from({ length: size }, () => Math.floor(next() * 1800) - 900);
  },
  rising: (/** @type {number} */ size) => Float64Array.from({ length: size }, (_, at) => at - size / 3),
};

for (const [kind, make] of Object.entries(VECTORS)) {
  for (const size of [1, 59, 700, 701, 5000]) {
    test(`the strongest of ${size} are drawn: ${kind}`, () => {
      const vector = make(size);
      const drawn = Array.from(drawnParameters(vector), (index) => Math.abs(vector[index]));
      const strongest = [...vector.map(Math.abs).sort().slice(-700)];
      for (let at = 1; at < drawn.length; at += 1) assert.ok(drawn[at] >= drawn[at - 1]);
      // Where several are as strong as the last one, all of them are drawn.
      assert.deepEqual(drawn.slice(-strongest.length), strongest);
      for (const value of drawn.slice(0, -strongest.length)) assert.equal(value, strongest[0]);
    });
  }
}

test("between wide layers, and on a phone, fewer lines are drawn", () => {
  assert.deepEqual([[4, 6, 3], [64, 64, 10], [29, 29, 3]].map((sizes) => mostLines(sizes, 360)), [700, 120, 700]);
  assert.deepEqual([[4, 6, 3], [64, 64, 10]].map((sizes) => mostLines(sizes, 600)), [700, 300]);
  const vector = VECTORS.normal(4810);
  assert.equal(drawnParameters(vector, 120).length, 120);
  assert.equal(drawnParameters(vector).length, 700);
});
