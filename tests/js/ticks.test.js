// The numbers at an axis.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ticks } from "../../web/base/chart.js";

test("an axis has three to six round numbers, whatever it spans", () => {
  for (let span = 0.01; span < 1000; span *= 1.07) {
    const count = ticks([0, span]).length;
    assert.ok(count >= 3 && count <= 6, `${count} of ${span}`);
  }
  assert.deepEqual(ticks([-3, 8]), [-2.5, 0, 2.5, 5, 7.5]);
});
