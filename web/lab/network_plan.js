// @ts-check
// Where the network's neurons and weights stand: in the vector that Python keeps, and on the picture.

/** @import { Highlight } from "./store.js" */

/**
 * @typedef {{ layer: number, kind: "W" | "b", row: number, column: number, index: number }} Parameter
 *   W[row, column] or b[row] of a layer (from 0), and its index in the vector [W1, b1, W2, b2, …].
 * @typedef {{ left: number, top: number, side: number, size: number }} Grid  Pixels of `size`, `side` in a row.
 * @typedef {{ x: number, ys: number[], bias: number | undefined, gap: number, radius: number, grid?: Grid }} Column
 *   One layer of circles: how far apart they stand, and how large they are; `bias` is where its unit of
 *   constant 1 stands, which feeds the next layer's biases. Of inputs that are a picture, `grid` says where it is.
 * @typedef {{ columns: Column[], width: number, height: number, left: number, right: number }} Plan
 *   `left` and `right` are the room beside the outer layers for names.
 */

const TOP = 34;
const BOTTOM = 12;
/** Left of a picture, so that it does not look cut off. */
const EDGE = 6;
/** Below a picture, the room for its layer's unit of constant 1. */
const BIAS = 24;
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
 * @param {number} [side]  of inputs that are a picture, how many pixels it has in a row
 * @returns {Plan}
 */
export function planNetwork(sizes, width, height, margin, side) {
  const narrow = width < 480;
  const wide = Math.min(136, Math.max(94, width * 0.2));
  const [names, right] = margin ? [margin, margin] : narrow ? [78, 86] : [wide, wide];
  const edge = side ? Math.min(height - TOP - BOTTOM - 2 * BIAS, (width - names) * 0.42) : 0;
  const left = edge ? edge + EDGE + 4 : names;
  const step = (width - left - right) / (sizes.length - 1);
  const slots = sizes.map((size, layer) => (edge && layer === 0 ? 1 : size + (layer < sizes.length - 1 ? 1 : 0)));
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
  if (side) columns[0] = pictureColumn(side, edge, height);
  return { columns, width, height, left, right };
}

/** @param {number} side @param {number} edge @param {number} height @returns {Column} */
function pictureColumn(side, edge, height) {
  const top = TOP + (height - TOP - BOTTOM - edge) / 2;
  const size = edge / side;
  const ys = Array.from({ length: side * side }, (_, at) => top + (Math.floor(at / side) + 0.5) * size);
  return { x: EDGE + edge / 2, ys, bias: top + edge + BIAS / 2, gap: size, radius: 0.3 * BIAS, grid: { left: EDGE, top, side, size } };
}

/** The middle of a neuron, or of a pixel. @param {Plan} plan @param {number} layer @param {number} index */
export function middleOf({ columns }, layer, index) {
  const { x, ys, grid } = columns[layer];
  return { x: grid ? grid.left + ((index % grid.side) + 0.5) * grid.size : x, y: ys[index] };
}

/** Which neuron, or pixel, lies under a point. @param {Plan} plan @param {number} x @param {number} y */
export function neuronAt({ columns }, x, y) {
  for (const [layer, column] of columns.entries()) {
    const { radius, gap, grid } = column;
    if (grid) {
      const [across, down] = [Math.floor((x - grid.left) / grid.size), Math.floor((y - grid.top) / grid.size)];
      if (Math.min(across, down) >= 0 && Math.max(across, down) < grid.side) return { layer, index: down * grid.side + across };
      continue;
    }
    if (Math.abs(x - column.x) > radius + 4) continue;
    const index = column.ys.findIndex((at) => Math.hypot(x - column.x, y - at) <= Math.min(radius + 3, gap / 2));
    if (index >= 0) return { layer, index };
  }
  return undefined;
}

/** The ends of a weight's line. @param {Plan} plan @param {Parameter} parameter */
export function ends(plan, { layer, kind, row, column }) {
  const [from, to] = [plan.columns[layer], plan.columns[layer + 1]];
  const start = kind === "W" ? from.ys[column] : /** @type {number} */ (from.bias);
  const x0 = from.grid && kind === "W" ? middleOf(plan, layer, column).x : from.x + from.radius;
  return { x0, y0: start, x1: to.x - to.radius, y1: to.ys[row] };
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
