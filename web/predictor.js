// @ts-check
// Keeps the answer for the form's flower up to date: after each change of the form or of the weights.
// Only the newest question is ever waiting.

import { WorkerGone } from "./engine.js";

/**
 * @param {import("./state.js").Store} store
 * @param {Pick<ReturnType<typeof import("./engine.js").createEngine>, "call">} engine
 */
export function createPredictor(store, engine) {
  let asking = false;
  let stale = false;

  async function ask() {
    stale = true;
    if (asking) return;
    asking = true;
    try {
      while (stale) {
        stale = false;
        const { values, lab, moment, engine: { kind } } = store.get();
        if (!values || !lab || values.length !== lab.feature_names.length || kind !== "ready") break;
        store.set({ prediction: await engine.call("predict", { values, epoch: moment?.epoch }) });
      }
    } catch (error) {
      if (!(error instanceof WorkerGone)) store.set({ error: String(error) });
    } finally {
      asking = false;
    }
  }
  return store.watch(["values", "snapshot", "moment"], () => void ask());
}
