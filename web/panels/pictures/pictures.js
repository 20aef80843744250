// @ts-check
// What each neuron of the first hidden layer looks for: its weights as a picture, and the rows that it responds to most.

import { onTheme } from "../../base/canvas.js";
import { byId, make, tell } from "../../base/dom.js";
import { mark } from "../../base/marks.js";
import { minus } from "../../base/numbers.js";
import { pixels, signedPixels } from "../../base/pixels.js";
import { roving } from "../../base/roving.js";
import { createScope } from "../../base/scope.js";
import { createAsker } from "../../lab/asker.js";
import { rowNumber } from "../../lab/dataset.js";
import { className } from "../../lab/names.js";
import { shownSnapshot } from "../../lab/store.js";
import { hasDetectors, weightsOf } from "../../lab/weight_pictures.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Responses } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

/** While the network trains, its weights are painted so often. */
const GAP_MS = 400;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountPictures(store, text, engine) {
  const scope = createScope();
  const list = byId("detectors", HTMLOListElement);
  const rows = byId("detector-rows", HTMLOListElement);
  const keys = roving(list);
  const rowKeys = roving(rows);
  let chosen = 0;
  /** @type {Responses | undefined} */
  let shown;

  const asker = createAsker(store, ask, { running: GAP_MS });

  async function ask() {
    const { lab, moment, hidden, engine: { kind } } = store.get();
    const there = hasDetectors(store.get());
    byId("pictures", HTMLElement).classList.toggle("nothing", !there);
    if (!there || !lab || kind !== "ready" || hidden.includes("pictures")) return;
    chosen = Math.min(chosen, lab.sizes[1] - 1);
    showWeights();
    const answer = await engine.call("responses", { layer: 1, neuron: chosen, epoch: moment?.epoch });
    if (store.get().lab?.run !== lab.run) return;
    shown = answer;
    showResponses();
  }

  function showWeights() {
    const { lab } = store.get();
    const vector = shownSnapshot(store.get())?.vector.data;
    if (!lab || !vector) return;
    keys.renew(() => list.replaceChildren(...Array.from({ length: lab.sizes[1] }, (_, row) => {
      const button = make("button", {
        type: "button", "aria-pressed": String(row === chosen), "aria-label": text.t("neuron", { index: row + 1 }),
      }, signedPixels(weightsOf(lab.sizes, vector, row)), make("span", {}, String(row + 1)));
      button.onclick = () => {
        chosen = row;
        asker.want();
      };
      return make("li", {}, button);
    })));
  }

  function showResponses() {
    const { lab, dataset } = store.get();
    if (!lab || !shown || !dataset?.pictures) return;
    const { pictures } = dataset;
    const means = Array.from(shown.by_class.data);
    const best = means.reduce((at, mean, index) => (mean > (means[at] ?? -Infinity) || Number.isNaN(means[at]) ? index : at), 0);
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    const named = (/** @type {number} */ at) => className(text, lab.class_names[at]);
    tell(byId("detector-title", HTMLElement), text.t("detector_title", { index: chosen + 1 }));
    tell(byId("detector-note", HTMLElement), text.t(shown.outputs.data[0] > 0 || mean !== 0 ? "detector_note" : "detector_silent", {
      name: named(best), output: minus(means[best].toPrecision(3)), mean: minus(mean.toPrecision(3)),
    }));
    const width = dataset.features.length;
    const { rows: numbers, labels, features, outputs } = shown;
    rowKeys.renew(() => rows.replaceChildren(...Array.from(numbers.data, (row, at) => {
      const values = Array.from(features.data.subarray(at * width, (at + 1) * width));
      const name = named(labels.data[at]);
      const button = make("button", { type: "button" }, make("span", { class: "offscreen" }, text.t("choose_row", { row: rowNumber(lab, row) })), pixels(values, pictures), make("span", {}, mark(labels.data[at]), name), make("span", {}, minus(outputs.data[at].toPrecision(3))));
      button.onclick = () => {
        const known = row < (store.get().lab?.table.labels.data.length ?? 0);
        store.set({ sample: known ? { kind: "row", row } : { kind: "typed", values } });
      };
      return make("li", {}, button);
    })));
  }

  scope.add(
    store.watch(["lab", "dataset", "snapshot", "moment", "hidden", "engine"], asker.want),
    text.onChange(() => {
      showWeights();
      showResponses();
    }),
    onTheme(asker.want),
    asker.stop,
    keys.stop,
    rowKeys.stop,
  );
  return scope.end;
}
