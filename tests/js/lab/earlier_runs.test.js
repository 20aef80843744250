import assert from "node:assert/strict";
import test from "node:test";

import { initialState } from "../../../web/lab/store.js";
import { withEarlierRun } from "../../../web/lab/transitions.js";

const history = {
  epoch: [0, 1], train_loss: [1, 0.5], train_accuracy: [0, 1], printed_loss: [NaN, 1], test_loss: [NaN, NaN], test_accuracy: [NaN, NaN],
};
const file = (/** @type {string} */ name) => ({ name, data: Uint8Array.of(1, 2, 3) });

/** The state right before a new lab: `table` is what was trained on, the set-up and file what comes. */
function state(/** @type {string} */ table, /** @type {object} */ change) {
  const { setup, ...rest } = initialState();
  const dataset = { key: table, table, name: "", features: [], classes: [], total: 0, rows: [] };
  return /** @type {any} */ ({ ...rest, setup: { ...setup, ...change }, lab: { rows: 10, test_rows: 0 }, history, dataset });
}

test("the run of other data leaves the chart and stays in the list", () => {
  const trainedWith = initialState().setup;
  const [same] = withEarlierRun(state("iris", { test_ratio: 0.3 }), trainedWith).earlier ?? [];
  assert.equal(same.shown, true); // the same table, only split
  const [other] = withEarlierRun(state("iris", { dataset: "wine" }), trainedWith).earlier ?? [];
  assert.equal(other.shown, false);
});

test("a new file is other data, though both are the visitor's own", () => {
  const own = { dataset: "own", target: "kind" };
  const before = JSON.stringify(["kind", "old.csv", 3]);
  const trainedWith = { ...initialState().setup, ...own };
  const [run] = withEarlierRun({ ...state(before, own), csv: file("new.csv") }, trainedWith).earlier ?? [];
  assert.equal(run.shown, false);
  const [again] = withEarlierRun({ ...state(before, own), csv: file("old.csv") }, trainedWith).earlier ?? [];
  assert.equal(again.shown, true);
});
