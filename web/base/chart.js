// @ts-check
// What all charts share: the look of their axes, round ticks, gaps.

import { token } from "./canvas.js";
import { minus } from "./numbers.js";

/** An axis of uPlot in the theme's colours, as they are now. */
export function axisStyle() {
  const [stroke, line] = [token("--ink-soft"), { stroke: token("--line"), width: 1 }];
  return { stroke, grid: line, ticks: line, font: "12px system-ui", labelFont: "12px system-ui", labelSize: 18 };
}

/** Steps between the marks of epochs, which have no halves. */
export const WHOLE = [1, 2, 5].flatMap((step) => [1, 10, 100, 1000, 10_000].map((power) => step * power)).sort((a, b) => a - b);

/** What cannot be drawn is a gap, which is null for uPlot. @param {number} value */
export const gap = (value) => (Number.isFinite(value) ? value : null);

/** The script of a canvas that draws its own axes. */
export const axisFont = () => `12px ${getComputedStyle(document.body).fontFamily}`;

/** Three to six round numbers within a range. @param {[number, number]} range */
export function ticks([low, high]) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = /** @type {number} */ ([1, 2, 2.5, 5, 10].find((part) => part * power >= rough)) * power;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step + 1e-9) + 1 }, (_, at) => first + at * step);
}

/** Between two numbers below an axis; enough, though the last may be moved off the canvas's edge. */
const APART = 16;

/**
 * Which ticks are written below an axis, and where their middles are: none touches another or is cut off.
 * @param {number[]} all
 * @param {(tick: number) => number} place
 * @param {(label: string) => number} widthOf
 * @param {number} end  where the canvas ends
 */
export function written(all, place, widthOf, end) {
  const widths = all.map((tick) => widthOf(tickLabel(tick)));
  const between = all.length > 1 ? place(all[1]) - place(all[0]) : Infinity;
  const every = Math.max(1, Math.ceil((Math.max(...widths) + APART) / between));
  return all.flatMap((tick, at) => (at % every ? [] : [{ label: tickLabel(tick), at: Math.min(place(tick), end - widths[at] / 2) }]));
}

/** @param {number} tick */
export const tickLabel = (tick) => minus(Number(tick.toPrecision(6)) || 0);
