// The numbers at an axis.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ticks, written } from "../../web/base/chart.js";

test("an axis has three to six round numbers, whatever it spans", () => {
  for (let span = 0.01; span < 1000; span *= 1.07) {
    const count = ticks([0, span]).length;
    assert.ok(count >= 3 && count <= 6, `${count} of ${span}`);
  }
  assert.deepEqual(ticks([-3, 8]), [-2.5, 0, 2.5, 5, 7.5]);
});

test("no number below an axis touches the next or is cut off at the canvas's end", () => {
  const widthOf = (/** @type {string} */ label) => 7.3 * label.length;
  for (const [range, width] of /** @type {[[number, number], number][]} */ ([[[143000, 621000], 254], [[0, 1], 254], [[1.2e6, 9.9e6], 200], [[-0.4, 0.4], 120]])) {
    const place = (/** @type {number} */ tick) => 66 + ((tick - range[0]) / (range[1] - range[0])) * width;
    const end = 66 + width + 8;
    const shown = written(ticks(range), place, widthOf, end);
    assert.ok(shown.length >= 2);
    shown.reduce((last, { label, at }) => {
      assert.ok(at - widthOf(label) / 2 >= last + 2 && at + widthOf(label) / 2 <= end, label);
      return at + widthOf(label) / 2;
    }, 0);
  }
});
