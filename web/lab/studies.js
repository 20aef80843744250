// @ts-check
// Makes Python go on with studies, slice by slice: the newest one first, the older ones after it.

import { WorkerGone } from "../boot/engine.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Bands, OutcomeFacts, Plan, Setup } from "../generated/protocol.js" */
/** @import { Store } from "./store.js" */

const BUDGET_MS = 40;
/** While a knob is turned, the visitor's own run goes first. */
const TURNING_WAIT_MS = 100;

/**
 * @typedef {{
 *   id: number, plan: Plan, setup: Setup, runs: number, part: number,
 *   state: "running" | "done" | "stopped" | "failed", error: unknown,
 *   outcomes: OutcomeFacts[], bands: Bands[],
 * }} Study  `part` is how much has been done, from 0 to 1.
 *
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function createStudies(store, engine) {
  let last = 0;
  let working = false;
  /** Those that are not over, the newest last. @type {Study[]} */
  let open = [];
  /** @type {(study: Study) => void} */
  let changed = () => {};

  /** @param {Study} study @param {Study["state"]} state @param {unknown} [error] */
  function end(study, state, error) {
    Object.assign(study, { state, error });
    open = open.filter((other) => other !== study);
    if (!(error instanceof WorkerGone)) engine.call("drop_study", { study: study.id }).catch(() => {});
    changed(study);
  }

  async function work() {
    if (working) return;
    working = true;
    for (let study = open.at(-1); study; study = open.at(-1)) {
      try {
        await goOn(study);
      } catch (error) {
        if (study.state === "running") end(study, error instanceof WorkerGone ? "stopped" : "failed", error);
      }
    }
    working = false;
  }

  /** @param {Study} study */
  async function goOn(study) {
    if (store.get().turning) {
      await new Promise((resolve) => setTimeout(resolve, TURNING_WAIT_MS));
      return;
    }
    if (study.runs === 0) {
      const { runs } = await engine.call("start_study", { study: study.id, setup: study.setup, plan: study.plan });
      study.runs = runs;
    }
    const { done, part, outcomes, bands } = await engine.call("advance_study", { study: study.id, budget_ms: BUDGET_MS });
    if (study.state !== "running") return;
    study.part = part;
    if (outcomes.length) {
      study.outcomes = [...study.outcomes, ...outcomes];
      study.bands = bands;
    }
    if (done) end(study, "done");
    else changed(study);
  }

  return {
    /** Begins a study of set-ups like the present one. @param {Plan} plan @returns {Study} */
    start(plan) {
      /** @type {Study} */
      const study = {
        id: ++last, plan, setup: store.get().setup, runs: 0, part: 0, state: "running", error: undefined, outcomes: [], bands: [],
      };
      open = [...open, study];
      void work();
      return study;
    },
    /** What has been made so far stays. @param {Study} study */
    stop(study) {
      if (study.state === "running") end(study, "stopped");
    },
    /** Calls `listener` after every change of a study. @param {typeof changed} listener */
    onChange(listener) {
      changed = listener;
    },
  };
}
