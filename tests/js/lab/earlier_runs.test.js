import assert from "node:assert/strict";
import test from "node:test";

import { drawnRuns, runLabel } from "../../../web/lab/earlier_runs.js";
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

const said = /** @type {any} */ ({ language: "zh", t: (/** @type {string} */ key, /** @type {object} */ values) => `${key}${Object.values(values ?? {})}` });
/** What a run of lesson 3 was chosen for. */
const ofLesson = (/** @type {string} */ choice) => ({ lesson: "step_length", title: {}, choice: { en: choice, zh: `${choice}吗` }, setup: initialState().setup });

test("a lesson's runs are drawn in it, elsewhere when asked for, and leave the visitor's own in the list", () => {
  const { setup: trainedWith } = initialState();
  let earlier = withEarlierRun(state("iris", {}), trainedWith).earlier ?? [];
  for (let rate = 1; rate <= 7; rate++) {
    const now = { ...state("iris", {}), earlier, history: { ...history, train_loss: [1, rate] } };
    earlier = withEarlierRun(now, trainedWith, ofLesson(`rate ${rate}`)).earlier ?? [];
  }
  const numbers = (/** @type {object} */ change) => drawnRuns({ ...initialState(), earlier, ...change }).map(({ number }) => number);
  assert.deepEqual(numbers({ room: "play" }), [1]);
  assert.deepEqual(numbers({ room: "play", lessonRuns: true }), [1, 3, 4, 5, 6, 7, 8]);
  const course = { lesson: { name: "step_length" } };
  assert.deepEqual(numbers({ room: "learn", lesson: "3", course }), [3, 4, 5, 6, 7, 8]);
  assert.deepEqual(numbers({ room: "learn", lesson: "4", course: { lesson: { name: "hidden_layer" } } }), []);
  // Another lesson's data take its curves away, and coming back brings them back.
  const { setup } = initialState();
  earlier = withEarlierRun({ ...state("iris", { dataset: "wine" }), earlier }, trainedWith, ofLesson("rate 8")).earlier ?? [];
  assert.deepEqual(numbers({ room: "learn", lesson: "3", course, setup: { ...setup, dataset: "wine" } }), []);
  assert.deepEqual(numbers({ room: "learn", lesson: "3", course }), [4, 5, 6, 7, 8, 9]);
  assert.equal(new Set(earlier.slice(1).map(({ color }) => color)).size, 6);
});

test("a lesson's run has the name of its choice in the page's language, as long as it is that choice's", () => {
  const { setup } = initialState();
  const [run] = withEarlierRun(state("iris", {}), setup, ofLesson("rate 1")).earlier ?? [];
  assert.equal(runLabel(said, run), "rate 1吗");
  assert.equal(runLabel({ ...said, language: "en" }, run), "rate 1");
  assert.equal(runLabel(said, { ...run, setup: { ...setup, learning_rate: 9 } }), "run_name1");
  const [again, ...more] = withEarlierRun({ ...state("iris", {}), earlier: [run], history: { ...history, train_loss: [1, 2] } }, setup, ofLesson("rate 1")).earlier ?? [];
  assert.deepEqual([again.number, more.length], [2, 0]); // the same choice, once
});
