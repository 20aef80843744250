// @ts-check
// Makes Python go on with studies, slice by slice: the newest one first, the older ones after it. The store holds
// one study of each kind; a new one takes the place of the one before.

import { WorkerGone } from "../boot/engine.js";
import { changed } from "./setup.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Bands, CsvFile, OutcomeFacts, Plan, Setup } from "../generated/protocol.js" */
/** @import { PageState, Store } from "./store.js" */

const BUDGET_MS = 40;
/** While a knob is turned, the visitor's own run goes first. */
const TURNING_WAIT_MS = 100;

/**
 * @typedef {{
 *   id: number, plan: Plan, setup: Setup, csv: CsvFile | undefined, runs: number, part: number,
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

  const find = (/** @type {number} */ id) => store.get().studies.find((study) => study.id === id);
  const newest = () => store.get().studies.findLast(({ state }) => state === "running");
  const change = (/** @type {number} */ id, /** @type {Partial<Study>} */ fields) =>
    store.set({ studies: store.get().studies.map((study) => (study.id === id ? { ...study, ...fields } : study)) });

  /** @param {number} id @param {Study["state"]} state @param {unknown} [error] */
  function end(id, state, error) {
    if (!(error instanceof WorkerGone)) engine.call("drop_study", { study: id }).catch(() => {});
    change(id, { state, error });
  }

  async function work() {
    if (working) return;
    working = true;
    for (let study = newest(); study; study = newest()) {
      const { id } = study;
      try {
        await goOn(study);
      } catch (error) {
        if (find(id)?.state === "running") end(id, error instanceof WorkerGone ? "stopped" : "failed", error);
      }
    }
    working = false;
  }

  /** @param {Study} study */
  async function goOn({ id, runs, setup, plan }) {
    if (store.get().turning) {
      await new Promise((resolve) => setTimeout(resolve, TURNING_WAIT_MS));
      return;
    }
    if (runs === 0) {
      const begun = await engine.call("start_study", { study: id, setup, plan });
      change(id, { runs: begun.runs });
    }
    const { done, part, outcomes, bands } = await engine.call("advance_study", { study: id, budget_ms: BUDGET_MS });
    const now = find(id);
    if (now?.state !== "running") return;
    change(id, { part, ...(outcomes.length ? { outcomes: [...now.outcomes, ...outcomes], bands } : {}) });
    if (done) end(id, "done");
  }

  /** What has been made so far stays. @param {Plan["kind"]} kind */
  function stop(kind) {
    const study = studyOf(store.get(), kind);
    if (study?.state === "running") end(study.id, "stopped");
  }

  return {
    stop,
    /** Nothing stays of it. @param {Plan["kind"]} kind */
    drop(kind) {
      stop(kind);
      const studies = store.get().studies.filter(({ plan }) => plan.kind !== kind);
      if (studies.length < store.get().studies.length) store.set({ studies });
    },
    /** Begins a study of set-ups like the present one. @param {Plan} plan */
    start(plan) {
      stop(plan.kind);
      /** @type {Study} */
      const study = {
        id: ++last, plan, setup: store.get().setup, csv: store.get().csv, runs: 0, part: 0, state: "running", error: undefined, outcomes: [], bands: [],
      };
      store.set({ studies: [...store.get().studies.filter((other) => other.plan.kind !== plan.kind), study] });
      void work();
    },
  };
}

/** Whether the lab has other data, or another set-up than each of the study's. @param {Study} study @param {Pick<PageState, "setup" | "csv">} now */
export function isOfAnother({ setup, csv, outcomes }, now) {
  const ofIt = [setup, ...outcomes.map((outcome) => outcome.setup)];
  return (now.setup.dataset === "own" && now.csv !== csv) || !ofIt.some((one) => changed(one, now.setup).length === 0);
}

/** The study of a kind, if there is one. @param {{ studies: Study[] }} state @param {Plan["kind"]} kind */
export const studyOf = ({ studies }, kind) => studies.find(({ plan }) => plan.kind === kind);
