// @ts-check
// The network as a picture: weights are lines, outputs fill circles, and every weight can be looked at and set.

import { eachFrame, onTheme } from "../../base/canvas.js";
import { givenHeight } from "../../base/fill.js";
import { biasIndex, ends, heightAt, highlightOn, middleOf, neuronAt, parameterAt, parameterCount, planNetwork, wishedHeight } from "../../lab/network_plan.js";
import { MOST_LINES, drawnParameters, mostLines } from "../../lab/drawn_parameters.js";
import { SMALLEST_MAP, drawNetwork, thickness, weightScale } from "../../lab/network_picture.js";
import { weightPictures } from "../../lab/weight_pictures.js";
import { minus } from "../../base/numbers.js";
import { shownSnapshot } from "../../lab/store.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { seenSample } from "../../lab/sample.js";
import { shortFeatureName, shortFeatureNames } from "../../lab/names.js";
import { inUnit, isNumber, outputName } from "../../lab/task.js";
import { copyOf, number, placeTip, raised, touches } from "./telling.js";
import { createWeightEditor } from "./weight_editor.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Parameter, Plan } from "../../lab/network_plan.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Neuron } from "../../lab/network_picture.js" */

/** How long a new sample's signal takes from the inputs to the outputs. */
const FLOW_MS = 900;
/** A picture of hundreds of lines takes a frame's time, so it is drawn anew only this often while training. */
const REDRAW_MS = 250;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountNetwork(store, text, runner) {
  const scope = createScope();
  const stage = byId("network-stage", HTMLElement);
  const canvas = byId("network-canvas", HTMLCanvasElement);
  const tip = byId("network-tip", HTMLElement);
  /** @type {Plan | undefined} */
  let plan;
  /** @type {Parameter | Neuron | undefined} */
  let highlight;
  let front = Infinity;
  let painted = 0;
  let letPass = false;
  /** The stage's; to ask for it anew at each painting would make the browser lay out the page in the middle. */
  let [width, given] = [0, /** @type {number | undefined} */ (undefined)];
  let flowing = 0;
  /** The neuron whose map is seen large. @type {number[] | undefined} */
  let seenLarge;
  let flowingFor = /** @type {{ form?: string, pointed?: string }} */ ({});
  const frame = eachFrame(paint);
  const editor = createWeightEditor(stage, text, {
    commit: (parameter, value) => runner.setParameter(parameter, value),
    close: () => point(undefined),
  });

  const sizes = () => store.get().lab?.sizes ?? [];
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  function paint() {
    const state = store.get();
    const snapshot = shownSnapshot(state);
    if (!state.lab || !snapshot || state.hidden.includes("network")) return;
    const vector = snapshot.vector.data;
    if (vector.length !== parameterCount(state.lab.sizes)) return;
    if (width < 50) return;
    // While a knob is turned the new curve has a frame to itself, and the network the next one.
    letPass = state.turning && !letPass;
    if (letPass) return frame.ask();
    if (state.training.kind === "running" && vector.length > MOST_LINES && performance.now() - painted < REDRAW_MS) {
      frame.later(REDRAW_MS);
      return;
    }
    painted = performance.now();
    const height = given ?? wishedHeight(state.lab.sizes);
    const { pictures } = state.dataset ?? {};
    if (!plan || plan.columns[0].grid?.side !== pictures?.side || plan.width !== width || plan.height !== height || plan.columns.length !== state.lab.sizes.length ||
      plan.columns.some((column, layer) => column.ys.length !== sizes()[layer])) {
      plan = planNetwork(state.lab.sizes, width, height, undefined, pictures?.side);
    }
    if (flowing) {
      front = ((performance.now() - flowing) / FLOW_MS) * (sizes().length - 1);
      if (front >= sizes().length - 1) {
        flowing = 0;
        front = Infinity;
      } else frame.ask();
    }
    const { values, prediction } = seenSample(state);
    drawNetwork(canvas, plan, {
      sizes: state.lab.sizes,
      vector,
      activations: fitting(prediction?.activations.map((array) => array.data)),
      inputNames: shortFeatureNames(text, state.lab.input_names),
      inputValues: values?.length === sizes()[0] ? values : Array.from(prediction?.inputs.data ?? []),
      outputNames: Array.from({ length: sizes().at(-1) ?? 0 }, (_, index) => outputName(text, state.lab, index)),
      answer: prediction?.number === undefined || !isNumber(state.lab) ? undefined : inUnit(state.lab, prediction.number),
      layerNames: layerNames(),
      front,
      highlight: highlight ?? highlightOn(state.lab.sizes, state.highlight),
      maps: state.neuronMaps ?? (plan.columns[1].radius >= SMALLEST_MAP ? weightPictures(state.lab.sizes, vector, pictures) : undefined),
      pictures,
    });
    showLegend(vector);
  }

  /** An answer of the network before this one is of no use. @param {Float64Array[] | undefined} activations */
  function fitting(activations) {
    return activations?.length === sizes().length && activations.every((layer, at) => layer.length === sizes()[at]) ? activations : undefined;
  }

  function layerNames() {
    const last = sizes().length - 1;
    return sizes().map((_, layer) =>
      text.t(layer === 0 ? "layer_input" : layer === last ? "layer_output" : "layer_hidden", { layer }));
  }

  /** @param {Neuron} neuron */
  function neuronName({ layer, index }) {
    const { lab } = store.get();
    if (layer === 0) return shortFeatureName(text, lab?.input_names[index] ?? "");
    if (layer === sizes().length - 1) return outputName(text, lab, index);
    return text.t(sizes().length > 3 ? "neuron_of_layer" : "neuron", { layer, index: index + 1 });
  }

  let legendFor = "";
  /** @param {Float64Array} vector */
  function showLegend(vector) {
    const scale = weightScale(vector);
    const most = mostLines(sizes(), width);
    const key = `${scale} ${vector.length} ${most} ${text.language}`;
    if (key === legendFor) return;
    legendFor = key;
    const sample = (/** @type {number} */ value) => {
      const line = make("span", { class: `weight-line ${value < 0 ? "negative" : value > 0 ? "positive" : "none"}`, "aria-hidden": "true" });
      line.style.blockSize = `${thickness(value, scale)}px`;
      return make("li", {}, line, minus(Number(value.toPrecision(3))));
    };
    byId("network-legend", HTMLUListElement).replaceChildren(
      ...[-1, -0.5, -0.1, 0, 0.1, 0.5, 1].map((part) => sample(part * scale)));
    byId("network-note", HTMLElement).textContent = vector.length > most
      ? text.t("network_strongest", { shown: most.toLocaleString("en"), all: vector.length.toLocaleString("en") })
      : "";
  }

  /** What lies under a point of the canvas. @param {number} x @param {number} y @param {number} reach */
  function find(x, y, reach) {
    const snapshot = shownSnapshot(store.get());
    if (!plan || !snapshot) return undefined;
    const { columns } = plan;
    const neuron = neuronAt(plan, x, y);
    if (neuron) return neuron;
    const layer = columns.findLastIndex((column) => column.x <= x);
    if (layer < 0 || layer >= columns.length - 1) return undefined;
    /** @type {Parameter | undefined} */
    let best;
    let least = reach;
    for (const index of drawnParameters(snapshot.vector.data, mostLines(sizes(), width))) {
      const parameter = parameterAt(sizes(), index);
      if (parameter.layer !== layer) continue;
      const line = ends(plan, parameter);
      const t = (x - line.x0) / (line.x1 - line.x0);
      if (t < 0 || t > 1) continue;
      const slope = ((line.y1 - line.y0) / (line.x1 - line.x0)) * 6 * t * (1 - t);
      const distance = Math.abs(y - heightAt(line, t)) / Math.hypot(1, slope);
      if (distance <= least) [best, least] = [parameter, distance];
    }
    return best;
  }

  /** Lights one weight or neuron up, with its numbers beside it. @param {Parameter | Neuron | undefined} thing */
  function point(thing, x = NaN, y = NaN) {
    highlight = thing;
    frame.ask();
    const lens = thing && !("kind" in thing) && thing.layer > 0 ? { layer: thing.layer - 1, index: thing.index } : undefined;
    if (String(lens && [lens.layer, lens.index]) !== String(seenLarge)) {
      seenLarge = lens && [lens.layer, lens.index];
      store.set({ lens });
    }
    tip.hidden = thing === undefined;
    if (!thing || !plan) return;
    const place = placeOf(thing);
    tip.replaceChildren(...("kind" in thing ? tellParameter(thing) : tellNeuron(thing)), ...mapOf(thing));
    placeTip(tip, plan, Number.isNaN(x) ? place.x : x, Number.isNaN(y) ? place.y : y);
  }

  /** @param {Parameter | Neuron} thing */
  function placeOf(thing) {
    const at = /** @type {Plan} */ (plan);
    if (!("kind" in thing)) return middleOf(at, thing.layer, thing.index);
    const line = ends(at, thing);
    return { x: (line.x0 + line.x1) / 2, y: (line.y0 + line.y1) / 2 };
  }

  /** @param {Parameter} parameter */
  function nameOf({ layer, kind, row, column }) {
    const to = neuronName({ layer: layer + 1, index: row });
    return kind === "b" ? text.t("bias_of", { to }) : text.t("weight_between", { from: neuronName({ layer, index: column }), to });
  }

  /** @param {Parameter} parameter */
  function tellParameter(parameter) {
    const state = store.get();
    const value = shownSnapshot(state)?.vector.data[parameter.index] ?? NaN;
    const { layer, kind, row, column } = parameter;
    const place = kind === "b" ? `b⁽${raised(layer + 1)}⁾[${row + 1}]` : `W⁽${raised(layer + 1)}⁾[${row + 1}, ${column + 1}]`;
    const signal = fitting(seenSample(state).prediction?.activations.map((array) => array.data))?.[layer][column];
    return [
      make("strong", {}, nameOf(parameter)),
      make("span", {}, `${place} = ${number(value)}`),
      ...(kind === "W" && signal !== undefined
        ? [make("span", {}, text.t("weight_carries", { product: number(value * signal), signal: number(signal), weight: number(value) }))]
        : []),
      make("em", {}, text.t(told ? "click_again_to_set" : "click_to_set")),
    ];
  }

  /** @param {Neuron} neuron */
  function tellNeuron({ layer, index }) {
    const state = store.get();
    const vector = shownSnapshot(state)?.vector.data;
    const { prediction } = seenSample(state);
    const outputs = fitting(prediction?.activations.map((array) => array.data));
    const lines = [make("strong", {}, neuronName({ layer, index }))];
    if (!outputs || !vector) return lines;
    if (layer === 0) {
      lines.push(make("span", {}, `x = ${number(outputs[0][index])}`));
      return lines;
    }
    const bias = vector[biasIndex(sizes(), layer - 1, index)];
    lines.push(
      make("span", {}, `z = ${number(prediction?.sums[layer - 1].data[index] ?? NaN)}, a = f(z) = ${number(outputs[layer][index])}`),
      make("span", {}, text.t("bias_is", { bias: number(bias) })),
      make("em", {}, text.t(told ? "click_again_to_set" : "click_to_set_bias")),
    );
    return lines;
  }

  /** A phone shows the network or the map: there the map of a neuron comes with its numbers. @param {Parameter | Neuron} thing */
  function mapOf(thing) {
    const { neuronMaps, room, lab, dataset, snapshot } = store.get();
    if ("kind" in thing) return [];
    const weights = snapshot && weightPictures(lab?.sizes ?? [], snapshot.vector.data, dataset?.pictures);
    const map = (weights ?? (room !== "play" || width > 480 ? undefined : neuronMaps))?.[thing.layer - 1]?.[thing.index];
    return map ? [copyOf(map)] : [];
  }

  /** @param {Parameter | Neuron | undefined} thing */
  function edit(thing) {
    if (!thing || !plan) return;
    if (!("kind" in thing)) {
      if (thing.layer === 0) return;
      return edit({ layer: thing.layer - 1, kind: "b", row: thing.index, column: 0, index: biasIndex(sizes(), thing.layer - 1, thing.index) });
    }
    const value = shownSnapshot(store.get())?.vector.data[thing.index];
    if (value === undefined) return;
    point(thing);
    tip.hidden = true;
    editor.open(thing, nameOf(thing), value, placeOf(thing), plan);
  }

  /** @param {PointerEvent | MouseEvent} event */
  function under(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y, reach: touches(event) ? 18 : 8 };
  }

  /** What the pointer last stood over. @type {{ thing: Parameter | Neuron | undefined, x: number, y: number } | undefined} */
  let lit;
  /** What the last tap told of: the next one on it edits it. */
  let told = "";
  scope.on(canvas, "pointermove", (event) => {
    if (editor.isOpen || event.pointerType === "touch") return;
    const { x, y, reach } = under(event);
    const thing = find(x, y, reach);
    lit = { thing, x, y };
    canvas.style.cursor = thing && ("kind" in thing || thing.layer > 0) ? "pointer" : "default";
    point(thing, x, y);
  });
  scope.on(canvas, "pointerleave", () => {
    lit = undefined;
    if (!editor.isOpen) point(undefined);
  });
  scope.on(canvas, "click", (event) => {
    const { x, y, reach } = under(event);
    // A click comes in whole pixels; where lines cross, it means the one that was lit.
    const thing = lit && Math.hypot(x - lit.x, y - lit.y) < 2 ? lit.thing : find(x, y, reach);
    const first = touches(event) && told !== JSON.stringify(thing);
    told = touches(event) ? JSON.stringify(thing) ?? "" : "";
    if (first || (thing && !("kind" in thing) && thing.layer === 0)) point(thing, x, y);
    else edit(thing);
  });
  // By keyboard: arrows go from neuron to neuron, Enter sets the bias; the table below has every weight.
  scope.on(canvas, "keydown", (event) => {
    const moves = /** @type {Record<string, [number, number]>} */ ({
      ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
    });
    if (event.key === "Enter" && highlight) {
      event.preventDefault();
      edit(highlight);
    }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const now = highlight && !("kind" in highlight) ? highlight : { layer: 0, index: -1 };
    const layer = Math.max(0, Math.min(sizes().length - 1, now.layer + move[0]));
    const index = Math.max(0, Math.min(sizes()[layer] - 1, now.index + move[1]));
    point({ layer, index });
    byId("network-said", HTMLElement).textContent = tip.textContent;
  });
  scope.on(canvas, "blur", () => {
    if (!editor.isOpen) point(undefined);
  });

  /** A new sample flows through, and a row that is pointed at; new weights only refresh the picture. */
  function onPrediction() {
    const { training, pointed } = store.get();
    const { values, prediction } = seenSample(store.get());
    const way = pointed?.prediction ? "pointed" : "form";
    if (prediction && flowingFor[way] !== String(values) && training.kind !== "running" && !still.matches) flowing = performance.now();
    flowingFor = { ...(way === "pointed" && flowingFor), [way]: String(values) };
    frame.ask();
  }

  scope.onResize([stage], () => {
    width = Math.floor(stage.clientWidth);
    given = givenHeight(stage);
    frame.ask();
  });
  scope.add(
    store.follow(["lab"], () => {
      lit = undefined;
      editor.close();
      point(undefined);
    }),
    store.follow(["snapshot", "moment", "lab", "sample", "hidden", "neuronMaps", "highlight"], () => frame.ask()),
    store.watch(["prediction", "pointed"], onPrediction),
    text.onChange(() => frame.ask()),
    onTheme(() => frame.ask()),
    frame.stop,
    editor.remove,
  );
  return scope.end;
}
