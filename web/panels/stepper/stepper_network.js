// @ts-check
// The network once more, small, beside the step: it lights the layer that the step is about, or what is pointed at.

import { eachFrame, onTheme } from "../../base/canvas.js";
import { givenHeight } from "../../base/fill.js";
import { highlightOn, parameterCount, planNetwork } from "../../lab/network_plan.js";
import { drawNetwork } from "../../lab/network_picture.js";
import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { isOfFirstLayer, neuronOf } from "./stepper_pictures.js";

/** @import { Store } from "../../lab/store.js" */

const HEIGHT = 190;
const WIDEST = 360;
const MARGIN = 40; // room for the marks of the classes

/** @param {Store} store */
export function mountSmallNetwork(store) {
  const scope = createScope();
  const canvas = byId("apart-network", HTMLCanvasElement);
  const stage = /** @type {HTMLElement} */ (canvas.parentElement);
  const frame = eachFrame(paint);

  function paint() {
    const { lab, dataset, snapshot, highlight, stepper } = store.get();
    const width = Math.min(WIDEST, stage.clientWidth);
    if (!lab || !snapshot || !stepper.traced || width < 2 * MARGIN) return;
    const { sizes } = lab;
    const vector = snapshot.vector.data;
    const step = stepper.traced.steps[stepper.step];
    const { layer } = step;
    const neuron = neuronOf(store);
    const { data: samples, shape: [features, columns] } = stepper.traced.samples;
    const pictures = neuron === undefined ? undefined : dataset?.pictures;
    const place = highlight ?? (neuron !== undefined && isOfFirstLayer(step) ? { kind: /** @type {const} */ ("neuron"), layer, row: neuron }
      : layer > 0 ? { kind: /** @type {const} */ ("layer"), layer } : undefined);
    if (vector.length !== parameterCount(sizes)) return;
    drawNetwork(canvas, planNetwork(sizes, width, givenHeight(stage) ?? HEIGHT, MARGIN, pictures?.side), {
      sizes, vector, activations: undefined, front: Infinity, maps: undefined,
      inputNames: [], outputNames: [], pictures,
      inputValues: pictures ? Array.from({ length: features }, (_, at) => samples[at * columns]) : [],
      layerNames: sizes.map((_, layer) => (layer ? String(layer) : "X")), // as the steps call them
      highlight: highlightOn(sizes, place),
    });
  }

  scope.add(store.follow(["lab", "dataset", "snapshot", "highlight", "stepper"], frame.ask), onTheme(frame.ask));
  scope.add(frame.stop);
  scope.onResize([stage], frame.ask);
  return scope.end;
}
