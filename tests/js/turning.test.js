// @ts-check
// Whether a curve's two ends tell it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { turnOf } from "../../web/panels/importance/turning.js";

test("of a curve that comes back the farthest point is told, of one that goes one way none", () => {
  assert.equal(turnOf([0.003, 0.2, 0.61, 0.4, 0.001]), 2);
  assert.equal(turnOf([5, 1, 4, 6]), 1);
  for (const line of [[1, 2, 3], [3, 2, 1], [0, 1, 2, 1.95], [2, 2, 2], [1]]) assert.equal(turnOf(line), undefined);
});
