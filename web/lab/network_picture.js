// @ts-check
// Draws a network on a canvas: lines by weight, circles by output. Nothing here listens or asks.

import { mix } from "../base/color_grid.js";
import { contrast, fit, rgb, token } from "../base/canvas.js";
import { traceMark } from "../base/marks.js";
import { formatEntry } from "../base/numbers.js";
import { pixels } from "../base/pixels.js";
import { drawnParameters, mostLines } from "./drawn_parameters.js";
import { ALL, ends, heightAt, middleOf, parameterAt, weightIndex } from "./network_plan.js";

/** @import { PictureScale } from "../generated/protocol.js" */
/** @import { Parameter, Plan } from "./network_plan.js" */

const THICKEST = 9;
/** In a circle of a smaller radius, nobody can see a map. */
export const SMALLEST_MAP = 9;

/**
 * @typedef {{ layer: number, index: number }} Neuron
 * @typedef {{
 *   sizes: number[], vector: Float64Array, activations: Float64Array[] | undefined,
 *   inputNames: string[], inputValues: number[], outputNames: string[], answer?: string, layerNames: string[],
 *   front: number, highlight: Parameter | Neuron | undefined,
 *   maps: HTMLCanvasElement[][] | undefined, pictures?: PictureScale,
 * }} Scene  `front` is how many layers the signal has passed; `maps` are each layer's small maps, inputs left out.
 */

/** In a network that can be taken in at a glance this weight is drawn thickest, always: so one sees weights grow. */
const FULL_WEIGHT = 5;
/** More parameters than this are dense: they are drawn finer, and by the largest among them. */
const DENSE = 400;

/**
 * The weight that is drawn thickest: a fixed one, or, where weights are many, 1, 2 or 5 times a power of ten,
 * at or above the largest.
 * @param {Float64Array} vector
 */
export function weightScale(vector) {
  if (vector.length <= DENSE) return FULL_WEIGHT;
  let largest = 0;
  for (let at = 0; at < vector.length; at += 1) largest = Math.max(largest, Math.abs(vector[at]));
  largest ||= 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return /** @type {number} */ ([1, 2, 5, 10].find((step) => step * power >= largest * 0.999)) * power;
}

/** @param {number} value @param {number} scale the value drawn thickest */
export function thickness(value, scale) {
  return 0.6 + (THICKEST - 0.6) * Math.min(1, Math.abs(value) / scale);
}

/** The output that fills a circle: the layer's largest, and at least 1. @param {Float64Array | undefined} outputs */
function fullOutput(outputs) {
  let most = 1;
  for (const value of outputs ?? []) most = Math.max(most, Math.abs(value));
  return most;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Plan} plan
 * @param {Scene} scene
 */
export function drawNetwork(canvas, plan, scene) {
  const context = fit(canvas, plan.width, plan.height);
  const { sizes, vector, activations, front, highlight } = scene;
  const color = {
    ink: token("--ink"), soft: token("--ink-soft"), line: token("--line"), card: token("--card"),
    negative: token("--negative"), positive: token("--positive"), focus: token("--focus"),
  };
  const [card, ink, full] = [rgb("--card"), rgb("--ink"), rgb("--signal")];
  const font = getComputedStyle(document.body).fontFamily;
  const scale = weightScale(vector);
  const dense = vector.length > DENSE;
  const strongest = drawnParameters(vector, mostLines(sizes, plan.width));
  const parameters = [...ownLines(), ...strongest].map((index) => parameterAt(sizes, index));

  /** Of a neuron that is looked at, also the weaker lines. */
  function ownLines() {
    if (!highlight || "kind" in highlight || highlight.index === ALL || strongest.length === vector.length) return [];
    const { layer, index } = highlight;
    const to = layer ? Array.from({ length: sizes[layer - 1] }, (_, from) => weightIndex(sizes, layer - 1, index, from)) : [];
    const on = Array.from({ length: sizes[layer + 1] ?? 0 }, (_, next) => weightIndex(sizes, layer, next, index));
    const there = new Set(strongest);
    return [...to, ...on].filter((each) => !there.has(each));
  }

  /** @param {Parameter} parameter */
  function traceLine(parameter) {
    const line = ends(plan, parameter);
    const third = (line.x1 - line.x0) / 3;
    context.beginPath();
    context.moveTo(line.x0, line.y0);
    context.bezierCurveTo(line.x0 + third, line.y0, line.x1 - third, line.y1, line.x1, line.y1);
  }

  const colorOf = (/** @type {number} */ value) => (value < 0 ? color.negative : value > 0 ? color.positive : color.soft);

  /** What passes along a line now. @param {Parameter} parameter */
  function signal({ layer, kind, column, index }) {
    const output = kind === "b" ? 1 : activations?.[layer]?.[column] ?? 0;
    return vector[index] * output;
  }

  function drawLines() {
    const chosen = highlight && "index" in highlight && !("kind" in highlight) ? highlight : undefined;
    const alone = highlight && "kind" in highlight ? highlight.index : -1;
    for (const parameter of parameters) {
      const value = vector[parameter.index];
      const touches = !highlight || parameter.index === alone || (chosen !== undefined &&
        ((parameter.layer === chosen.layer - 1 && [parameter.row, ALL].includes(chosen.index)) ||
          (parameter.layer === chosen.layer && parameter.kind === "W" && parameter.column === chosen.index)));
      // Nothing passes where the weight is 0: dots, of no sign.
      context.setLineDash(value ? [] : [1, 5]);
      context.globalAlpha = (dense ? 0.35 + (0.5 * Math.abs(value)) / scale : 0.86) * (touches ? 1 : 0.22);
      context.strokeStyle = colorOf(value);
      context.lineWidth = thickness(value, scale) * (dense ? 0.6 : 1);
      traceLine(parameter);
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (highlight && "kind" in highlight) {
      traceLine(highlight);
      context.lineWidth = thickness(vector[highlight.index], scale) + 5;
      context.strokeStyle = color.focus;
      context.stroke();
      traceLine(highlight);
      context.lineWidth = thickness(vector[highlight.index], scale);
      context.strokeStyle = colorOf(vector[highlight.index]);
      context.stroke();
    }
  }

  /** Beads run along the lines that lead to the layer that the signal is about to reach. */
  function drawBeads() {
    const layer = Math.floor(front);
    if (layer < 0 || layer >= sizes.length - 1 || !activations) return;
    const arriving = parameters.filter((parameter) => parameter.layer === layer).slice(-300);
    const most = arriving.reduce((largest, parameter) => Math.max(largest, Math.abs(signal(parameter))), 1e-12);
    const t = front - layer;
    context.fillStyle = color.ink;
    for (const parameter of arriving) {
      const part = Math.abs(signal(parameter)) / most;
      if (part < 0.02) continue;
      const line = ends(plan, parameter);
      context.globalAlpha = 0.25 + 0.75 * part;
      context.beginPath();
      context.arc(line.x0 + (line.x1 - line.x0) * t, heightAt(line, t), 1 + 3.5 * Math.sqrt(part), 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  /** @param {string} text @param {number} x @param {number} y @param {number} room */
  function write(text, x, y, room) {
    let shown = text;
    while (shown.length > 1 && context.measureText(shown).width > room) shown = `${shown.slice(0, -2)}…`;
    context.fillText(shown, x, y);
  }

  /** @param {number} layer @param {number} index @param {number} most the layer's output that fills a circle */
  function drawNeuron(layer, index, most) {
    const { x, ys, gap, radius: r } = plan.columns[layer];
    const y = ys[index];
    const map = layer > 0 && r >= SMALLEST_MAP ? scene.maps?.[layer - 1]?.[index] : undefined;
    const reached = activations !== undefined && front >= layer;
    const marked = highlight && !("kind" in highlight) && highlight.layer === layer && [index, ALL].includes(highlight.index);
    const output = layer === sizes.length - 1;
    const outputs = activations?.[layer];
    const largest = output && outputs && outputs.every((value) => value <= outputs[index]);
    const fullness = outputs ? Math.min(1, Math.abs(outputs[index]) / most) : 0;
    const fill = mix(card, output ? rgb(`--class-${index}`) : full, 0.92 * fullness);

    context.beginPath();
    if (map) context.roundRect(x - r, y - r, 2 * r, 2 * r, 5);
    else context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = color.card;
    context.fill();
    if (map) {
      context.save();
      context.clip();
      context.imageSmoothingEnabled = true;
      context.drawImage(map, x - r, y - r, 2 * r, 2 * r);
      context.restore();
    } else if (reached && outputs) {
      context.fillStyle = `rgb(${fill})`;
      context.fill();
    }
    context.beginPath();
    if (map) context.roundRect(x - r, y - r, 2 * r, 2 * r, 5);
    else context.arc(x, y, r, 0, 2 * Math.PI);
    context.lineWidth = marked ? 4 : largest && reached ? 3 : r > 8 ? 1.5 : 1;
    context.strokeStyle = marked ? color.focus : largest && reached ? color.ink : color.soft;
    context.stroke();

    if (r >= 14 && !map && reached && outputs) {
      context.font = `600 ${r >= 19 ? 12 : 10.5}px ${font}`;
      context.textAlign = "center";
      context.fillStyle = contrast(fill, card) > contrast(fill, ink) ? color.card : color.ink;
      const exact = compact(outputs[index], 2);
      const fits = context.measureText(exact).width < 1.75 * r;
      context.fillText(fits ? exact : compact(outputs[index], 1), x, y + 0.5);
    }
    if (gap >= 13) {
      if (layer === 0) nameInput(index, x - r - 8, y);
      if (output) nameOutput(index, x + r + 8, y, largest === true && reached);
    }
  }

  /** @param {number} index @param {number} x @param {number} y */
  function nameInput(index, x, y) {
    const { gap, radius } = plan.columns[0];
    const value = scene.inputValues[index];
    const two = gap >= 30 && value !== undefined;
    const room = plan.left - radius - 12;
    context.textAlign = "right";
    context.font = `${gap >= 20 ? 12.5 : 10}px ${font}`;
    context.fillStyle = color.soft;
    const name = scene.inputNames[index] ?? "";
    const words = name.split(" ");
    const three = two && gap >= 44 && words.length > 1 && context.measureText(name).width > room;
    if (three) {
      write(words[0], x, y - 15, room);
      write(words.slice(1).join(" "), x, y - 1, room);
    } else write(name, x, y - (two ? 8 : 0), room);
    if (!two) return;
    context.font = `600 ${plan.width < 480 ? 11.5 : 13}px ${font}`;
    context.fillStyle = color.ink;
    const whole = formatEntry(value);
    write(context.measureText(whole).width > room ? formatEntry(Number(value.toPrecision(2))) : whole, x, y + (three ? 14 : 8), room);
  }

  /** @param {number} index @param {number} x @param {number} y @param {boolean} largest */
  function nameOutput(index, x, y, largest) {
    const { gap, radius } = plan.columns[sizes.length - 1];
    const room = plan.right - radius - 12;
    const two = gap >= 30 && activations !== undefined && front >= sizes.length - 1;
    // Where there is little room, the mark stands beside the number and the name has its line to itself.
    const narrow = two && plan.width < 480;
    if (scene.answer === undefined) {
      context.fillStyle = token(`--class-${index}`);
      traceMark(context, index, x + 5, y + (narrow ? 9 : two ? -8 : 0), 9.5);
      context.fill();
    }
    context.textAlign = "left";
    context.font = `${largest ? "600 " : ""}${narrow ? 12 : gap >= 20 ? 13 : 10}px ${font}`;
    context.fillStyle = color.ink;
    const mark = scene.answer === undefined ? 15 : 0;
    const before = narrow ? 0 : mark;
    write(scene.outputNames[index] ?? "", x + before, y - (two ? 8 : 0), room - before);
    if (!two || !activations) return;
    context.font = `${largest ? "600 " : ""}13px ${font}`;
    write(scene.answer ?? activations[sizes.length - 1][index].toFixed(3), x + mark, y + 9, room - mark);
  }

  function drawBiasUnits() {
    plan.columns.forEach(({ x, bias, radius }) => {
      if (bias === undefined) return;
      const r = Math.max(2, radius * 0.72);
      context.beginPath();
      context.arc(x, bias, r, 0, 2 * Math.PI);
      context.fillStyle = color.card;
      context.fill();
      context.setLineDash(r > 6 ? [3, 3] : []);
      context.lineWidth = 1.3;
      context.strokeStyle = color.soft;
      context.stroke();
      context.setLineDash([]);
      if (r < 7) return;
      context.font = `600 11px ${font}`;
      context.textAlign = "center";
      context.fillStyle = color.soft;
      context.fillText("1", x, bias + 0.5);
    });
  }

  function nameLayers() {
    const room = (plan.columns[1].x - plan.columns[0].x) * 0.96;
    context.font = `12px ${font}`;
    context.fillStyle = color.soft;
    const tight = room < 58; // then the outer names lean outwards, and the layers between have numbers
    plan.columns.forEach(({ x }, layer) => {
      const lean = !tight ? 0 : layer === 0 ? 1 : layer === sizes.length - 1 ? -1 : 0;
      context.textAlign = lean > 0 ? "right" : lean < 0 ? "left" : "center";
      write(tight && lean === 0 ? String(layer) : scene.layerNames[layer], x + 6 * lean, 12, Math.max(room, 50));
    });
  }

  function drawInput() {
    const { grid } = plan.columns[0];
    if (!grid || !scene.pictures || scene.inputValues.length !== sizes[0]) return;
    const canvas = pixels(scene.inputValues, scene.pictures);
    const edge = grid.side * grid.size;
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, grid.left, grid.top, edge, edge);
    context.lineWidth = 1;
    context.strokeStyle = color.soft;
    context.strokeRect(grid.left + 0.5, grid.top + 0.5, edge - 1, edge - 1);
    if (!highlight || "kind" in highlight || highlight.layer !== 0 || highlight.index === ALL) return;
    const { x, y } = middleOf(plan, 0, highlight.index);
    context.lineWidth = 3;
    context.strokeStyle = color.focus;
    context.strokeRect(x - grid.size / 2, y - grid.size / 2, grid.size, grid.size);
  }

  context.textBaseline = "middle";
  context.lineCap = "butt";
  drawLines();
  drawBeads();
  drawBiasUnits();
  sizes.forEach((size, layer) => {
    if (plan.columns[layer].grid) return drawInput();
    const most = fullOutput(activations?.[layer]);
    for (let index = 0; index < size; index += 1) drawNeuron(layer, index, most);
  });
  nameLayers();
}

/** A number in four characters or so. @param {number} value @param {number} decimals  behind the point */
function compact(value, decimals) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return "–";
  if (size >= 100) return value.toPrecision(2).replace("e+", "e");
  if (size >= 9.995) return value.toFixed(1);
  return value.toFixed(decimals).replace(/^(-?)0\./, "$1.");
}
