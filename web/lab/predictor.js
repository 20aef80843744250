// @ts-check
// Keeps the answer for the form's sample up to date, and for the row that is pointed at: after each change of the
// form, of the pointer or of the weights.
// Only the newest question is ever waiting.

import { newestOnly } from "../boot/newest_only.js";
import { movedOn, sampleValues } from "./sample.js";
import { trainable } from "./store.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Store } from "./store.js" */

/** While a knob is turned, the run itself goes first. */
const TURNING_GAP_MS = 30;

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function createPredictor(store, engine) {
  async function ask() {
    const state = store.get();
    const { lab, moment } = state;
    const values = sampleValues(state);
    if (!values || !lab || values.length !== lab.feature_names.length || !trainable(state)) return;
    const prediction = await engine.call("predict", { values, epoch: moment?.epoch });
    if (movedOn(state.sample, store.get().sample)) store.set({ prediction });
  }
  const asker = newestOnly(ask, {
    gap: () => (store.get().turning ? TURNING_GAP_MS : 0),
    failed: store.fail,
  });
  let at = NaN;
  const pointing = newestOnly(async () => {
    const state = store.get();
    const { pointed, dataset, lab, moment } = state;
    const values = pointed && dataset?.rows[pointed.row]?.values;
    if (!values || values.length !== lab?.feature_names.length || !trainable(state)) return;
    const prediction = await engine.call("predict", { values, epoch: moment?.epoch });
    if (store.get().pointed?.row === pointed.row) store.set({ pointed: { row: pointed.row, prediction } });
  }, { gap: () => 0, failed: () => store.set({ pointed: undefined }) });
  const stops = [
    store.watch(["sample", "snapshot", "moment"], asker.want),
    store.watch(["snapshot", "moment"], () => store.get().pointed && pointing.want()),
    store.watch(["pointed"], ({ pointed }) => {
      if (at !== (at = pointed?.row ?? NaN) && pointed) pointing.want();
    }),
    store.watch(["lab"], () => store.set({ pointed: undefined })),
  ];
  return () => stops.forEach((stop) => stop());
}
