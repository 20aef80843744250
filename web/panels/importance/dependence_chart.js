// @ts-check
// The mean answer as one feature moves: a line for each class, or one for a number; of words a dot each, for there is
// nothing between them.

import uPlot from "uplot";
import { token } from "../../base/canvas.js";
import { axisStyle } from "../../base/chart.js";
import { grouped } from "../../lab/task.js";

const HEIGHT = 240;
const DASHES = [[], [8, 4], [3, 3], [10, 3, 3, 3], [1, 4]];

/** @param {uPlot} _ @param {number[]} splits */
const inDigits = (_, splits) => splits.map(grouped);

/** @param {HTMLElement} root */
export const widthIn = (root) => Math.max(200, root.clientWidth);

/** As wide as the longest number. @param {uPlot} _ @param {string[] | null} values */
const roomFor = (_, values) => 20 + 8 * Math.max(4, ...(values ?? []).map((value) => value.length));

/**
 * @param {HTMLElement} root
 * @param {number[]} xs
 * @param {number[][]} lines
 * @param {{ x: string, y: string, classes: boolean, words: string[] }} look  `words` are what the xs stand for, if any
 */
export function dependenceChart(root, xs, lines, { x, y, classes, words }) {
  const axis = axisStyle();
  return new uPlot(
    {
      width: widthIn(root),
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false }, y: classes ? { range: [0, 1.02] } : {} },
      axes: [{ ...axis, label: x, size: 36, values: inDigits, ...(words.length ? { splits: xs, values: (_, splits) => splits.map((at) => words[at] ?? "") } : {}) }, { ...axis, label: y, values: inDigits, size: roomFor }],
      series: [{}, ...lines.map((_, at) => ({
        stroke: token(classes ? `--class-${at % 10}` : "--focus"), dash: DASHES[at % DASHES.length], width: 2,
        ...(words.length ? { paths: () => null, points: { show: true, size: 11, fill: token(classes ? `--class-${at % 10}` : "--focus") } } : { points: { show: false } }),
      }))],
    },
    /** @type {uPlot.AlignedData} */ ([xs, ...lines]),
    root,
  );
}
