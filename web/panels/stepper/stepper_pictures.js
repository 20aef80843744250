// @ts-check
// "Take it apart" where the sample is a picture: the first layer's input as the visitor sees it, its weights as the
// picture of one neuron, other large matrices in colours. All numbers are one press away.

import { onTheme } from "../../base/canvas.js";
import { byId, make, tell } from "../../base/dom.js";
import { isLarge } from "../../base/matrix.js";
import { pixels, signedPixels } from "../../base/pixels.js";
import { roving } from "../../base/roving.js";
import { createScope } from "../../base/scope.js";
import { outputName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Traced, TraceOperand, TraceStep } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Place } from "./pointing.js" */

/** @typedef {Pick<TraceOperand, "symbol" | "layer" | "array" | "transposed"> & { reads: TraceOperand["reads"] }} Matrix */
/** @typedef {(x: number, y: number) => Place} PlaceAt  The entry that a picture's pixel stands for. */

/** The weights before the update, row by row. @param {Traced} traced @returns {TraceOperand["array"]} */
const weightsBefore = ({ steps }) => steps[0].operands[0].array;

/** The first-layer neuron that is looked at: the chosen one, or else the one that answers most. @param {Store} store */
export function neuronOf(store) {
  const { stepper: { traced, neuron }, dataset, lab } = store.get();
  if (!dataset?.pictures || !traced || traced.samples.shape[0] !== lab?.sizes[0]) return undefined;
  const { data, shape: [count, columns] } = traced.steps[1].result;
  if (neuron !== undefined && neuron < count) return neuron;
  let best = 0;
  for (let at = 1; at < count; at += 1) if (data[at * columns] > data[best * columns]) best = at;
  return best;
}

/** Whether of this step one neuron of the first layer is looked at. @param {TraceStep} step */
export const isOfFirstLayer = (step) => step.layer === 1;

/** @param {Store} store @param {Text} text */
export function createPictures(store, text) {
  const scope = createScope();
  const list = byId("apart-neurons", HTMLOListElement);
  const all = byId("apart-all", HTMLButtonElement);
  const keys = roving(list);
  let numbers = false;
  /** What the list was painted of. @type {unknown} */
  let listed;

  scope.on(all, "click", () => {
    numbers = !numbers;
    store.set({ stepper: { ...store.get().stepper } }); // all is shown anew
  });
  scope.add(keys.stop, onTheme(() => {
    listed = undefined;
    store.set({ stepper: { ...store.get().stepper } });
  }));

  /** Which row of a matrix is shown alone. @param {TraceStep} step @param {Matrix} matrix */
  function only(step, { array: { shape: [rows, columns] }, reads }) {
    const sizes = store.get().lab?.sizes ?? [];
    const ofNeurons = rows === sizes[1] && reads !== "column" && reads !== "all" && (sizes.length > 2 || columns === sizes[0]);
    return !numbers && isOfFirstLayer(step) && ofNeurons ? neuronOf(store) : undefined;
  }

  /** The classes, at the rows that are theirs. @param {Matrix} matrix */
  function names({ symbol, layer, array: { shape: [rows] }, transposed }) {
    const { lab } = store.get();
    if (neuronOf(store) === undefined || !lab || transposed || symbol === "X") return undefined;
    const last = lab.sizes.length - 1;
    if (rows !== lab.sizes[last] || (layer !== last && symbol !== "t")) return undefined;
    return lab.class_names.map((_, index) => outputName(text, lab, index));
  }

  /**
   * A matrix as pictures; undefined where its numbers are shown.
   * @param {TraceStep} step @param {Matrix} matrix
   * @returns {{ canvas: HTMLCanvasElement, placeAt: PlaceAt, kind: "ink" | "row" | "heat" }[] | undefined}
   */
  function drawn(step, matrix) {
    const { stepper: { traced }, dataset, lab } = store.get();
    const neuron = neuronOf(store);
    if (numbers || neuron === undefined || !traced || !dataset?.pictures || !lab) return undefined;
    const { symbol, layer, array: { data, shape: [rows, columns] }, transposed } = matrix;
    const { side } = dataset.pictures;
    if (symbol === "X" && layer === 1) {
      const { data: raw, shape: [features, samples] } = traced.samples;
      return Array.from({ length: samples }, (_, sample) => ({
        canvas: pixels(Array.from({ length: features }, (_, at) => raw[at * samples + sample]), /** @type {import("../../base/pixels.js").PictureScale} */ (dataset.pictures)),
        placeAt: (x, y) => (transposed ? { row: sample, column: y * side + x } : { row: y * side + x, column: sample }),
        kind: "ink",
      }));
    }
    const row = only(step, matrix);
    if (row !== undefined && columns === lab.sizes[0]) {
      return [{ canvas: signedPixels(data.subarray(row * columns, (row + 1) * columns)), placeAt: (x, y) => ({ row, column: y * side + x }), kind: "row" }];
    }
    if (row !== undefined && columns > 1) return isLarge(1, columns) ? [heat(data.subarray(row * columns, (row + 1) * columns), columns, row)] : undefined;
    return row === undefined && isLarge(rows, columns) ? [heat(data, columns, 0)] : undefined;
  }

  /** @param {Float64Array} data @param {number} columns @param {number} first  the row that it begins with */
  function heat(data, columns, first) {
    return { canvas: signedPixels(data, columns), placeAt: (/** @type {number} */ x, /** @type {number} */ y) => ({ row: first + y, column: x }), kind: /** @type {const} */ ("heat") };
  }

  /** What a neuron of the first layer is called: without hidden layers it is an output. @param {number} at */
  function nameOf(at) {
    const { lab } = store.get();
    return lab && lab.sizes.length > 2 ? text.t("detector_title", { index: at + 1 }) : outputName(text, lab, at);
  }

  /** The neurons to choose from, and the button. @param {TraceStep} step */
  function show(step) {
    const neuron = neuronOf(store);
    const { stepper: { traced }, lab } = store.get();
    byId("apart-picture", HTMLElement).hidden = neuron === undefined;
    if (neuron === undefined || !traced || !lab) return;
    all.setAttribute("aria-pressed", String(numbers));
    const choosing = !numbers && isOfFirstLayer(step);
    list.hidden = !choosing;
    tell(byId("apart-neuron", HTMLElement), choosing ? text.t("apart_neuron", { neuron: nameOf(neuron), neurons: lab.sizes[1] }) : "");
    if (!choosing) return;
    const weights = weightsBefore(traced);
    if (listed !== weights) fill(weights);
    listed = weights;
    [...list.querySelectorAll("button")].forEach((button, at) => button.setAttribute("aria-pressed", String(at === neuron)));
  }

  /** @param {TraceOperand["array"]} weights */
  function fill({ data, shape: [count, features] }) {
    keys.renew(() => list.replaceChildren(...Array.from({ length: count }, (_, at) => {
      const button = make("button", { type: "button", "aria-label": nameOf(at) },
        signedPixels(data.subarray(at * features, (at + 1) * features)));
      button.onclick = () => store.set({ stepper: { ...store.get().stepper, neuron: at } });
      return make("li", {}, button);
    })));
  }

  scope.add(text.onChange(() => (listed = undefined)));
  return { show, drawn, only, names, exact: () => numbers, stop: scope.end };
}

/** @typedef {ReturnType<typeof createPictures>} Pictures */
