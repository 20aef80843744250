// @ts-check
// Where the network's neurons and weights stand: in the vector that Python keeps, and on the picture.

/** @import { Highlight } from "./store.js" */

/**
 * @typedef {{ layer: number, kind: "W" | "b", row: number, column: number, index: number }} Parameter
 *   W[row, column] or b[row] of a layer (from 0), and its index in the vector [W1, b1, W2, b2, …].
 * @typedef {{ x: number, ys: number[], bias: number | undefined, gap: number, radius: number }} Column
 *   One layer of circles: how far apart they stand, and how large they are; `bias` is where its unit of
 *   constant 1 stands, which feeds the next layer's biases.
 * @typedef {{ columns: Column[], width: number, height: number, left: number, right: number }} Plan
 *   `left` and `right` are the room beside the outer layers for names.
 */

const TOP = 34;
const BOTTOM = 12;
/** Beside a wide layer, the circles of a small one may stand this far apart: there is room for their names. */
const ROOMY = { wide: 40, narrow: 46 };

/** @param {number[]} sizes */
export function parameterCount(sizes) {
  return sizes.slice(1).reduce((sum, outputs, layer) => sum + outputs * (sizes[layer] + 1), 0);
}

/** @type {WeakMap<number[], number[]>} */
const knownStarts = new WeakMap();

/** Where each layer's W starts in the vector. @param {number[]} sizes */
function starts(sizes) {
  const known = knownStarts.get(sizes);
  if (known) return known;
  let start = 0;
  const begin = sizes.slice(1).map((outputs, layer) => {
    const first = start;
    start += outputs * (sizes[layer] + 1);
    return first;
  });
  knownStarts.set(sizes, begin);
  return begin;
}

/** @param {number[]} sizes @param {number} index @returns {Parameter} */
export function parameterAt(sizes, index) {
  const begin = starts(sizes);
  const layer = begin.findLastIndex((start) => start <= index);
  const offset = index - begin[layer];
  const inputs = sizes[layer];
  const weights = inputs * sizes[layer + 1];
  return offset < weights
    ? { layer, kind: "W", row: Math.floor(offset / inputs), column: offset % inputs, index }
    : { layer, kind: "b", row: offset - weights, column: 0, index };
}

/** @param {number[]} sizes @param {number} layer @param {number} row @param {number} column */
export function weightIndex(sizes, layer, row, column) {
  return starts(sizes)[layer] + row * sizes[layer] + column;
}

/** @param {number[]} sizes @param {number} layer @param {number} row */
export function biasIndex(sizes, layer, row) {
  return starts(sizes)[layer] + sizes[layer] * sizes[layer + 1] + row;
}

/** Every neuron of a layer, in the place of one's index. */
export const ALL = -1;

/**
 * What another view points at, as the picture counts: layers from 0.
 * @param {number[]} sizes
 * @param {Highlight | undefined} at
 * @returns {Parameter | { layer: number, index: number } | undefined}
 */
export function highlightOn(sizes, at) {
  if (!at || at.layer >= sizes.length) return undefined;
  if (at.kind === "neuron") return { layer: at.layer, index: at.row };
  if (at.kind === "layer") return { layer: at.layer, index: ALL };
  const layer = at.layer - 1;
  if (at.kind === "bias") return { layer, kind: "b", row: at.row, column: 0, index: biasIndex(sizes, layer, at.row) };
  return { layer, kind: "W", row: at.row, column: at.column, index: weightIndex(sizes, layer, at.row, at.column) };
}

/** How tall the picture should be for these layers. @param {number[]} sizes */
export function wishedHeight(sizes) {
  const most = Math.max(...sizes.map((size, layer) => size + (layer < sizes.length - 1 ? 1 : 0)));
  return Math.min(560, Math.max(300, TOP + BOTTOM + most * 58));
}

/**
 * @param {number[]} sizes @param {number} width @param {number} height
 * @param {number} [margin]  on either side; else as much as names need
 * @returns {Plan}
 */
export function planNetwork(sizes, width, height, margin) {
  const narrow = width < 480;
  const wide = Math.min(136, Math.max(94, width * 0.2));
  const [left, right] = margin ? [margin, margin] : narrow ? [78, 86] : [wide, wide];
  const step = (width - left - right) / (sizes.length - 1);
  const slots = sizes.map((size, layer) => size + (layer < sizes.length - 1 ? 1 : 0));
  const share = (/** @type {number} */ most) => (height - TOP - BOTTOM) / most;
  const narrowest = Math.min(72, share(Math.max(...slots)));
  const columns = sizes.map((size, layer) => {
    const gap = Math.max(narrowest, Math.min(narrow ? ROOMY.narrow : ROOMY.wide, share(slots[layer])));
    const middle = TOP + (height - TOP - BOTTOM) / 2;
    const y = (/** @type {number} */ slot) => middle + (slot - (slots[layer] - 1) / 2) * gap;
    return {
      x: left + layer * step,
      ys: Array.from({ length: size }, (_, index) => y(index)),
      bias: layer < sizes.length - 1 ? y(size) : undefined,
      gap,
      radius: Math.min(narrow ? 15 : 22, Math.max(2, gap * 0.36), step * 0.3),
    };
  });
  return { columns, width, height, left, right };
}

/** The ends of a weight's line. @param {Plan} plan @param {Parameter} parameter */
export function ends({ columns }, { layer, kind, row, column }) {
  const [from, to] = [columns[layer], columns[layer + 1]];
  const start = kind === "W" ? from.ys[column] : /** @type {number} */ (from.bias);
  return { x0: from.x + from.radius, y0: start, x1: to.x - to.radius, y1: to.ys[row] };
}

/**
 * The height of the line at x: it leaves and arrives level, along 3t² − 2t³. As a Bézier curve its control
 * points stand at a third and two thirds of the way, so that x runs evenly along it.
 * @param {{ x0: number, y0: number, x1: number, y1: number }} line
 * @param {number} t from 0 to 1
 */
export function heightAt({ y0, y1 }, t) {
  return y0 + (y1 - y0) * t * t * (3 - 2 * t);
}
