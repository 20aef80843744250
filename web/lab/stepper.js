// @ts-check
// Asks Python to take one update apart, whenever what it would be made of has changed: the weights, the
// sample in the form, the learning rate. Only while nothing is being trained, and only once wanted.

import { WorkerGone } from "../boot/engine.js";
import { remeasured } from "./history.js";
import { sampleValues } from "./sample.js";
import { liveFields } from "./setup.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { GradientChecked, Sample, Traced } from "../generated/protocol.js" */
/** @import { Store } from "./store.js" */

/**
 * `columns` is how many samples are in the batch. `target` is the class, or the number, that typed values are said to be. `sought` is an equation whose step is wanted, for as long as there is none. `neuron` is the one of the first layer
 * that is looked at where samples are pictures. `stale` means that the network has moved on since.
 * @typedef {{
 *   columns: number, target: number | undefined, step: number, sought: number | undefined, neuron: number | undefined,
 *   traced: Traced | undefined,
 *   checked: GradientChecked | undefined,
 *   stale: boolean,
 * }} StepperState
 */

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function createStepper(store, engine) {
  let wanted = false;
  let asking = false;
  let outdated = false;

  /** @param {Partial<StepperState>} change */
  const set = (change) => store.set({ stepper: { ...store.get().stepper, ...change } });

  /** @returns {Sample | undefined} */
  function sample() {
    const state = store.get();
    const { lab, sample, prediction, stepper } = state;
    if (!lab) return undefined;
    if (sample.kind === "row") {
      // Spread over the data: rows next to each other are often of one class.
      const rows = Array.from({ length: stepper.columns }, (_, k) => (sample.row + Math.floor((k * lab.rows) / stepper.columns)) % lab.rows);
      return { rows };
    }
    const values = sampleValues(state);
    return values && { values, target: stepper.target ?? prediction?.number ?? prediction?.predicted ?? 0 };
  }

  /** @param {() => Promise<void>} action */
  async function guarded(action) {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof WorkerGone)) store.set({ error: String(error) });
    }
  }

  const free = () => {
    const { engine: { kind }, training, lab } = store.get();
    return kind === "ready" && training.kind !== "running" && lab !== undefined;
  };

  /** Goes to the first step of the equation that is sought. */
  function find() {
    const { traced, sought } = store.get().stepper;
    if (!traced || sought === undefined) return;
    const step = traced.steps.findIndex(({ equations }) => equations.includes(sought));
    if (step >= 0) set({ step, sought: undefined });
  }

  async function refresh() {
    outdated = true;
    if (asking || !wanted) return;
    asking = true;
    // Between the last look and `asking = false` nothing is awaited, or what changes there would be missed.
    while (outdated && free()) {
      outdated = false;
      const current = sample();
      if (!current) break;
      await guarded(async () => {
        const traced = await engine.call("trace", { sample: current, live: liveFields(store.get().setup) });
        const last = traced.steps.length - 1;
        set({ traced, stale: outdated, step: Math.min(store.get().stepper.step, last) });
        find();
      });
    }
    asking = false;
  }

  const unwatch = store.watch(["snapshot", "sample", "training", "lab", "engine", "setup"], () => {
    const { traced, stale, checked } = store.get().stepper;
    if ((traced && !stale) || checked) set({ stale: traced !== undefined, checked: undefined });
    void refresh();
  });

  return {
    stop: unwatch,

    /** From now on: the section has come into view. */
    begin() {
      if (wanted) return;
      wanted = true;
      void refresh();
    },

    /** @param {number} step */
    goTo(step) {
      const { traced } = store.get().stepper;
      if (traced) set({ step: Math.min(Math.max(step, 0), traced.steps.length - 1), sought: undefined });
    },

    /** Goes to the step that an equation of the article stands for, as soon as there is one. @param {number} number */
    seek(number) {
      set({ sought: number });
      find();
      this.begin();
    },

    /** @param {Partial<Pick<StepperState, "columns" | "target">>} change */
    choose(change) {
      set({ ...change, checked: undefined });
      void refresh();
    },

    /** Makes the update that is shown the network's real next one. */
    apply: () =>
      guarded(async () => {
        const current = sample();
        const { lab } = store.get();
        if (!current || !free()) return;
        const edited = await engine.call("apply_step", { sample: current, live: liveFields(store.get().setup) });
        if (store.get().lab !== lab) return;
        // What a run came to was another network's.
        store.set({ snapshot: edited.snapshot, history: remeasured(store.get().history, edited), training: { kind: "paused" } });
      }),

    /** What the check has found is looked at no more. */
    closeCheck: () => set({ checked: undefined }),

    check: () =>
      guarded(async () => {
        const current = sample();
        if (current && free()) set({ checked: await engine.call("gradient_check", { sample: current }) });
      }),
  };
}

/** @typedef {ReturnType<typeof createStepper>} Stepper */
