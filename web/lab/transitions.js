// @ts-check
// What the store holds after Python has answered: nothing but functions of what it held before.

import { dataKey, datasetOf, tableKey } from "./dataset.js";
import { withRun } from "./earlier_runs.js";
import { firstRow } from "./sample.js";
import { emptyHistory, grown } from "./history.js";

/** @import { Configured, Setup, Trained } from "../generated/protocol.js" */
/** @import { History } from "./history.js" */
/** @import { RunOf } from "./earlier_runs.js" */
/** @import { TrainingState, PageState } from "./store.js" */

/** A lab before its first epoch. @param {PageState} state @param {Configured} lab @param {Setup} setup */
export function begun(state, lab, setup) {
  const history = emptyHistory();
  history.epoch.push(0);
  history.train_loss.push(lab.train_loss);
  history.train_accuracy.push(lab.train_accuracy);
  history.printed_loss.push(NaN);
  history.test_loss.push(lab.test_loss);
  history.test_accuracy.push(lab.test_accuracy);
  if (lab.train_error !== undefined) history.train_error.push(lab.train_error);
  if (lab.test_error !== undefined) history.test_error.push(lab.test_error);
  return { ...given(state, lab, setup), history, training: /** @type {TrainingState} */ ({ kind: "idle" }), error: "", pace: 0 };
}

/**
 * A lab that Python has, with the set-up that it accepted. Other data than before come with their first row in
 * the form; the first ones of a visit with what the last one drew.
 * @param {PageState} state @param {Configured} lab @param {Setup} setup
 */
export function given(state, lab, setup) {
  return { ...newData(state, lab, setup), lab, accepted: setup, snapshot: lab.snapshot, moment: undefined, takenBack: 0, checkpoints: lab.kept };
}

/** @param {PageState} state @param {Configured} lab @param {Setup} setup @returns {Partial<PageState>} */
function newData({ dataset: before, csv, lab: old, sample }, lab, setup) {
  const key = dataKey(setup, csv);
  // The old network's answer does not fit a new one of another shape.
  if (before?.key === key) return String(old?.sizes) === String(lab.sizes) ? {} : { prediction: undefined };
  const drawn = !before && sample.kind === "typed" && lab.pictures.length > 0 && sample.values.length === lab.feature_names.length;
  return { dataset: datasetOf(lab, setup, csv), sample: drawn ? sample : firstRow(), prediction: undefined, neuronMaps: undefined };
}

/** The present run among the earlier ones. @param {PageState} state @param {Setup} trainedWith @param {RunOf} [of] @returns {Partial<PageState>} */
export function withEarlierRun({ lab, history, earlier, setup, dataset, csv }, trainedWith, of) {
  if (!lab || !dataset) return {};
  const { table } = dataset;
  const runs = withRun(earlier, { of, setup: trainedWith, table, history, samples: lab.rows - lab.test_rows });
  const now = tableKey(setup, csv);
  // Losses on other data say nothing here, unless someone wants to see them. A lesson's come back with its data.
  return { earlier: runs.map((run) => ({ ...run, shown: run.shown && (run.of !== undefined || run.table === now) })) };
}

/** What a call to train brings. @param {History} before @param {Trained} trained @param {number} pace */
export function trainedOn(before, { reports, snapshot, kept, why_plain }, pace) {
  return { history: grown(before, reports), snapshot, checkpoints: kept, whyPlain: why_plain, pace };
}

/** How training has ended, or undefined. @param {Trained} trained @param {number} target @param {number} learningRate @returns {TrainingState | undefined} */
export function endOf({ breakdown, stopped, snapshot }, target, learningRate) {
  if (breakdown) return { kind: "broken", why: breakdown, learningRate };
  if (stopped) return { kind: "finished", why: stopped };
  return snapshot.epoch >= target ? { kind: "finished", why: "epochs" } : undefined;
}
