// The first run of a visit takes its time, slowest at the beginning, and never goes past its end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { thickness, weightScale } from "../../web/lab/network_picture.js";
import { guidedEpochs } from "../../web/lab/training.js";

for (const epochs of [1, 7, 400, 100_000]) {
  test(`a guided run of ${epochs} epochs takes eight seconds`, () => {
    let before = 0;
    for (let ms = 0; ms <= 9000; ms += 50) {
      const due = guidedEpochs(epochs, ms);
      assert.ok(due >= Math.max(1, before) && due <= epochs, `${due} at ${ms} ms`);
      before = due;
    }
    if (epochs > 1) assert.ok(guidedEpochs(epochs, 6000) < epochs);
    assert.equal(guidedEpochs(epochs, 8000), epochs);
    assert.ok(guidedEpochs(epochs, 2000) <= 0.1 * epochs + 1);
  });
}

test("a weight that grows is drawn thicker, whatever the others do", () => {
  const young = Float64Array.of(0.5, -0.3);
  const old = Float64Array.of(2.5, -9);
  assert.equal(weightScale(young), weightScale(old));
  assert.ok(thickness(2.5, weightScale(old)) > 2 * thickness(0.5, weightScale(young)));
});
