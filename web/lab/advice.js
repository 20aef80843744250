// @ts-check
// A run that ended poorly gets advice that was tried: Python trains the set-ups of page.panels.advice behind the
// page, and the simplest one that did clearly better is recommended.

import { changed } from "./setup.js";
import { studyOf } from "./studies.js";

/** @import { OutcomeFacts, Setup } from "../generated/protocol.js" */
/** @import { PageState, Store } from "./store.js" */
/** @import { createStudies } from "./studies.js" */

/** A run with fewer right answers than this part of all is a poor one. */
const POOR = 0.9;
/** So much more must be right for a set-up to be recommended ... */
const CLEARLY = 0.05;
/** ... and a simpler one is preferred when it is as good but for this. */
const NEARLY = 0.02;
/** What takes longer than this goes on no further without being asked. */
const LONGEST_MS = 20_000;

/**
 * @typedef {{ setup: Setup, why: string, now: number, then: number }} Advice  `why` ends the key of its sentence;
 *   `now` and `then` are the accuracies without and with it.
 */

/** @param {Store} store @param {ReturnType<typeof createStudies>} studies @returns {() => void} stops it */
export function createAdvice(store, studies) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  const stop = store.watch(["training", "turning"], (state) => {
    const { training, turning } = state;
    if (turning) return; // the last of its runs is judged
    clearTimeout(patience);
    if (training.kind !== "finished" || !(reached(state) < POOR)) return studies.drop("advice");
    studies.start({ kind: "advice" });
    patience = setTimeout(() => studies.stop("advice"), LONGEST_MS);
  });
  return () => {
    clearTimeout(patience);
    stop();
  };
}

/** The accuracy that counts: that of the rows kept back, where there are some. @param {PageState} state */
export function reached({ history }) {
  const tested = history.test_accuracy.at(-1) ?? NaN;
  return Number.isFinite(tested) ? tested : (history.train_accuracy.at(-1) ?? NaN);
}

/** What to recommend for the run that has ended, or undefined. @param {PageState} state @returns {Advice | undefined} */
export function adviceFor(state) {
  const study = studyOf(state, "advice");
  if (state.training.kind !== "finished" || study?.state !== "done" || changed(study.setup, state.accepted).length) return undefined;
  const now = reached(state);
  const sound = study.outcomes.filter(({ breakdown }) => !breakdown).toSorted((a, b) => a.index - b.index);
  const best = Math.max(...sound.map(accuracy));
  const found = sound.find((outcome) => accuracy(outcome) >= best - NEARLY);
  if (!found || accuracy(found) < now + CLEARLY) return undefined;
  return { setup: found.setup, why: reason(study.setup, found.setup), now, then: accuracy(found) };
}

/** @param {OutcomeFacts} outcome */
function accuracy({ curves }) {
  const tested = curves.test_accuracy.data.at(-1) ?? NaN;
  return Number.isFinite(tested) ? tested : (curves.train_accuracy.data.at(-1) ?? NaN);
}

/** Which change it is: see advised() in py/page/panels/advice.py. @param {Setup} before @param {Setup} after */
function reason(before, after) {
  const names = changed(before, after);
  if (names.includes("batch_size") || names.includes("shuffle")) return "several";
  if (names.includes("optimizer")) return "optimizer";
  if (names.includes("learning_rate")) return after.learning_rate > before.learning_rate ? "longer_steps" : "shorter_steps";
  if (names.includes("standardize")) return "standardize";
  if (before.hidden_sizes.length === 0) return "hidden_layer";
  return names.includes("hidden_sizes") ? "neurons" : "tanh";
}
