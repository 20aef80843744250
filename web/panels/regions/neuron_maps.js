// @ts-check
// The decision regions of single neurons, layer by layer: a small map each, which can be seen large.

import { entry } from "../../base/entry.js";
import { ACTIVATIONS } from "../../generated/options.js";
import { SHADES, paintGrid, shades } from "../../base/color_grid.js";
import { rgb } from "../../base/canvas.js";
import { minus } from "../../base/numbers.js";
import { mark } from "../../base/marks.js";
import { byId, make } from "../../base/dom.js";
import { isNumber, outputName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { NDArray } from "../../generated/protocol.js" */

/** Of a wider layer, the first ones: as many as the network view can draw circles large enough for. */
const MOST = 20;
/** Cells across a small map: finer ones cannot be seen. */
const FINE = 48;
/** What a neuron can answer; where there is no limit, a map runs from its own least to its own most. */
function limitsOf(/** @type {string} */ activation) {
  if (!activation) return undefined; // no lab yet
  const { least, most } = entry(ACTIVATIONS, activation);
  return Number.isFinite(most - least) ? /** @type {[number, number]} */ ([least, most]) : undefined;
}

/**
 * @typedef {{ layer: number, index: number }} Chosen  `layer` counts from 0, the first hidden one.
 *
 * @param {Store} store
 * @param {Text} text
 * @param {() => void} onChoice  another map, or none, is to be seen large
 */
export function createNeuronMaps(store, text, onChoice) {
  const root = byId("neuron-gallery", HTMLElement);
  const list = byId("neuron-layers", HTMLElement);
  /** @type {HTMLCanvasElement[][]} */
  let maps = [];
  /** What Python last said. @type {NDArray[] | undefined} */
  let latest;
  /** The maps that are on the screen. @type {Set<Element>} */
  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    paintMaps((canvas) => entries.some(({ target, isIntersecting }) => isIntersecting && target === canvas));
  });
  let builtFor = "";
  /** @type {Chosen | undefined} */
  let chosen;

  const sizes = () => store.get().lab?.sizes.slice(1) ?? [];
  const isOutput = (/** @type {number} */ layer) => layer === sizes().length - 1;
  const activation = (/** @type {number} */ layer) =>
    isOutput(layer) ? (isNumber(store.get().lab) ? "identity" : store.get().accepted.output) : store.get().accepted.hidden_activations[layer] ?? "";

  /** @param {Chosen} neuron */
  function nameOf({ layer, index }) {
    if (isOutput(layer)) return text.t("neuron_of_output", { name: outputName(text, store.get().lab, index) });
    return text.t(sizes().length > 2 ? "neuron_of_layer" : "neuron", { layer: layer + 1, index: index + 1 });
  }

  /** The colour where the output is largest. @param {Chosen} neuron */
  const strong = ({ layer, index }) => (isOutput(layer) ? `--class-${index}` : "--signal");

  /** The palest and the darkest output of a map. @param {NDArray} grids @param {Chosen} neuron @returns {[number, number]} */
  function rangeOf(grids, { layer, index }) {
    const limits = limitsOf(activation(layer));
    if (limits) return limits;
    let [least, most] = [0, 1e-9]; // a ReLU that is off everywhere stays pale
    for (const value of cellsOf(grids, index)) [least, most] = [Math.min(least, value), Math.max(most, value)];
    return [least, most];
  }

  /** @param {NDArray} grids @param {number} index */
  function cellsOf({ data, shape: [, rows, columns] }, index) {
    return data.subarray(index * rows * columns, (index + 1) * rows * columns);
  }

  /** @param {HTMLCanvasElement | OffscreenCanvas} canvas @param {NDArray} grids @param {Chosen} neuron @param {number} [every] */
  function paint(canvas, grids, neuron, every) {
    const [least, most] = rangeOf(grids, neuron);
    const cells = cellsOf(grids, neuron.index);
    const step = (SHADES - 1) / (most - least);
    paintGrid(canvas, grids.shape[1], grids.shape[2], shades(rgb("--card"), rgb(strong(neuron))), (cell) =>
      Math.max(0, Math.min(SHADES - 1, Math.round((cells[cell] - least) * step) || 0)), every);
  }

  function build() {
    const { lab, accepted } = store.get();
    const key = [lab?.sizes, lab?.class_names, lab?.target_name, accepted.hidden_activations, accepted.output, text.language].join("|");
    if (key === builtFor) return;
    builtFor = key;
    if (chosen && !(chosen.index < Math.min(MOST, sizes()[chosen.layer] ?? 0))) chosen = undefined;
    maps = sizes().map((size) => Array.from({ length: Math.min(MOST, size) }, () => make("canvas", { "aria-hidden": "true" })));
    list.replaceChildren(...maps.map(buildLayer));
    watcher.disconnect();
    seen.clear();
    for (const canvas of maps.flat()) watcher.observe(canvas);
  }

  /** @param {(canvas: HTMLCanvasElement, layer: number) => boolean} wanted */
  function paintMaps(wanted) {
    maps.forEach((layerMaps, layer) => {
      const grids = latest?.[layer];
      if (!grids || grids.shape[0] < layerMaps.length) return;
      const every = Math.ceil(grids.shape[1] / FINE);
      layerMaps.forEach((canvas, index) => {
        if (wanted(canvas, layer)) paint(canvas, grids, { layer, index }, every);
      });
    });
  }

  /** @param {HTMLCanvasElement[]} layerMaps @param {number} layer */
  function buildLayer(layerMaps, layer) {
    const limits = limitsOf(activation(layer))?.map((limit) => minus(limit));
    const title = make("h4", {}, text.t(isOutput(layer) ? "weights_output" : "weights_hidden", { layer: layer + 1 }));
    const scale = limits
      ? make("span", { class: "map-scale" }, limits[0], make("span", { class: "map-ramp", "aria-hidden": "true" }), limits[1])
      : make("span", {}, text.t("maps_own_scale"));
    const left = sizes()[layer] - layerMaps.length;
    const buttons = layerMaps.map((canvas, index) => {
      const name = nameOf({ layer, index });
      const label = isOutput(layer)
        ? make("span", { class: "map-name" }, ...(isNumber(store.get().lab) ? [] : [mark(index)]), outputName(text, store.get().lab, index))
        : make("span", { class: "map-name" }, String(index + 1));
      const button = make("button", {
        type: "button", "data-neuron": `${layer}-${index}`, "aria-label": text.t("map_of", { name }), title: name,
        "aria-pressed": String(chosen?.layer === layer && chosen.index === index),
      }, canvas, label);
      const lit = () => store.set({ highlight: { kind: "neuron", layer: layer + 1, row: index } });
      const unlit = () => store.set({ highlight: undefined });
      Object.assign(button, { onmouseenter: lit, onfocus: lit, onmouseleave: unlit, onblur: unlit });
      button.onclick = () => choose({ layer, index });
      return make("li", {}, button);
    });
    return make("div", { class: "map-layer" },
      make("div", { class: "map-head" }, title, scale,
        ...(left > 0 ? [make("span", {}, text.t("maps_first", { shown: layerMaps.length, all: sizes()[layer] }))] : [])),
      make("ul", {}, ...buttons));
  }

  /** The neuron to be seen large: the one that is pointed at, else the one that was pressed. */
  const large = () => store.get().lens ?? chosen;

  /** @param {Chosen} neuron */
  function choose(neuron) {
    chosen = chosen?.layer === neuron.layer && chosen.index === neuron.index ? undefined : neuron;
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.neuron === (chosen && `${chosen.layer}-${chosen.index}`)));
    }
    onChoice();
  }

  return {
    stop: () => watcher.disconnect(),
    /** How many maps there are now. */
    count: () => (root.hidden ? 0 : maps.flat().length),
    /** Takes what Python says of every neuron; `undefined`: they are not wanted. @param {NDArray[] | undefined} neurons */
    show(neurons) {
      root.hidden = !neurons;
      latest = neurons;
      if (!neurons) {
        chosen = undefined;
        builtFor = "";
        return store.set({ neuronMaps: undefined });
      }
      build();
      // Those of wide layers only where they are seen, for the browser takes its time for each; the others
      // stand in the network view as well.
      paintMaps((canvas, layer) => maps[layer].length < MOST || seen.has(canvas));
      store.set({ neuronMaps: [...maps] });
    },
    /** Paints the neuron that is to be seen large, if there is one. @param {OffscreenCanvas} ground @param {NDArray[]} neurons */
    paintChosen(ground, neurons) {
      const neuron = large();
      if (!neuron || !neurons[neuron.layer]) return false;
      paint(ground, neurons[neuron.layer], neuron);
      return true;
    },
    /** What is seen large, in words; "" for the network's answer. @param {NDArray[]} neurons */
    tell(neurons) {
      const neuron = large();
      if (!neuron || !neurons[neuron.layer]) return "";
      const [low, high] = rangeOf(neurons[neuron.layer], neuron).map((value) => minus(Number(value.toPrecision(3))));
      return text.t("map_large", { name: nameOf(neuron), low, high });
    },
  };
}
