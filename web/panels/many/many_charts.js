// @ts-check
// Two charts of many runs, drawn by uPlot: curves with their quartiles, and losses against learning rates.

import uPlot from "uplot";
import { token } from "../../base/canvas.js";
import { axisStyle, gap } from "../../base/chart.js";

/** @import { Bands, OutcomeFacts } from "../../generated/protocol.js" */

const HEIGHT = 230;
/** How near the pointer must come to a curve or a point, in pixels. */
const REACH = 24;

/** @param {string} x @param {string} y */
function axes(x, y) {
  const axis = axisStyle();
  return [{ ...axis, label: x, size: 36 }, { ...axis, label: y, size: 58 }];
}

/**
 * The run whose curve is nearest to the pointer, if any is near.
 * @param {uPlot} chart
 * @param {(number | null | undefined)[][]} runs
 */
function nearest(chart, runs) {
  const { idx, top = -1 } = chart.cursor;
  if (idx == null || top < 0) return undefined;
  /** @type {number | undefined} */
  let found;
  let reach = REACH;
  runs.forEach((ys, run) => {
    const y = ys[idx];
    const far = y == null ? Infinity : Math.abs(chart.valToPos(y, "y") - top);
    if (far < reach) [found, reach] = [run, far];
  });
  return found;
}

/**
 * Every run a thin line, the quartiles a band, the median a thick line.
 * @param {HTMLElement} root
 * @param {OutcomeFacts[]} outcomes
 * @param {Bands} bands
 * @param {{ color: string, x: string, y: string, most?: number }} look
 * @param {(outcome: OutcomeFacts | undefined, epoch: number | undefined) => void} onHover
 */
export function bandChart(root, outcomes, bands, look, onHover) {
  const epochs = Array.from(bands.epochs.data);
  const place = new Map(epochs.map((epoch, at) => [epoch, at]));
  const runs = outcomes.map(({ epochs: own, curves }) => {
    /** @type {(number | null | undefined)[]} */
    const column = new Array(epochs.length).fill(undefined);
    own.data.forEach((epoch, at) => (column[place.get(epoch) ?? 0] = gap(curves[bands.curve].data[at])));
    return column;
  });
  const color = token(look.color);
  const quiet = { points: { show: false }, width: 0, stroke: "transparent" };
  const first = outcomes.length + 1;
  /** @type {number | undefined} */
  let hovered;
  const plot = new uPlot(
    {
      width: root.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false }, y: { range: (_, __, most) => [0, look.most ?? (most || 1) * 1.06] } },
      axes: axes(look.x, look.y),
      bands: [{ series: [first + 2, first], fill: `${color}38` }],
      series: [
        {},
        ...runs.map(() => ({ stroke: `${color}40`, width: 1, points: { show: false }, spanGaps: true })),
        quiet,
        { stroke: color, width: 2.5, points: { show: false } },
        quiet,
      ],
      hooks: {
        setCursor: [(chart) => {
          hovered = nearest(chart, runs);
          const at = chart.cursor.idx;
          onHover(hovered === undefined ? undefined : outcomes[hovered], at == null ? undefined : epochs[at]);
          chart.redraw(false, false);
        }],
        draw: [(chart) => {
          if (hovered === undefined) return;
          trace(chart, epochs, runs[hovered], token("--focus"));
        }],
      },
    },
    /** @type {uPlot.AlignedData} */ ([epochs, ...runs, ...[bands.low, bands.median, bands.high].map(({ data }) => Array.from(data, gap))]),
    root,
  );
  return plot;
}

/** One curve more, over the others. @param {uPlot} chart @param {number[]} xs @param {(number | null | undefined)[]} ys @param {string} color */
function trace(chart, xs, ys, color) {
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 2.5 * devicePixelRatio;
  ctx.beginPath();
  ys.forEach((y, at) => {
    if (y != null) ctx.lineTo(chart.valToPos(xs[at], "x", true), chart.valToPos(y, "y", true));
  });
  ctx.stroke();
  ctx.restore();
}

/**
 * The loss that each learning rate comes to; a cross for a run that broke down.
 * @param {HTMLElement} root
 * @param {OutcomeFacts[]} outcomes
 * @param {{ x: string, y: string, tested: boolean }} look
 * @param {{ onHover: (outcome: OutcomeFacts | undefined) => void, onOpen: (outcome: OutcomeFacts) => void }} events
 */
export function sweepChart(root, outcomes, look, { onHover, onOpen }) {
  const rates = outcomes.map(({ setup }) => setup.learning_rate);
  const ends = (/** @type {string} */ name) =>
    outcomes.map(({ breakdown, curves }) => (breakdown ? null : gap(curves[name].data.at(-1) ?? NaN)));
  const points = (/** @type {string} */ color) => ({
    stroke: token(color), width: 2, spanGaps: false, points: { show: true, size: 8, fill: token(color) },
  });
  const plot = new uPlot(
    {
      width: root.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 12 } },
      scales: { x: { time: false, distr: 3 }, y: { range: (_, __, most) => [0, (most || 1) * 1.06] } },
      axes: axes(look.x, look.y),
      series: [{}, points("--curve-loss"), ...(look.tested ? [points("--curve-test")] : [])],
      hooks: {
        setCursor: [(chart) => onHover(chart.cursor.idx == null ? undefined : outcomes[chart.cursor.idx])],
        draw: [(chart) => {
          const { ctx, bbox } = chart;
          const r = 5 * devicePixelRatio;
          const y = bbox.top + 3 * r;
          ctx.save();
          ctx.strokeStyle = token("--wrong");
          ctx.lineWidth = 2.5 * devicePixelRatio;
          for (const { setup } of outcomes.filter(({ breakdown }) => breakdown)) {
            const x = chart.valToPos(setup.learning_rate, "x", true);
            ctx.beginPath();
            ctx.moveTo(x - r, y - r);
            ctx.lineTo(x + r, y + r);
            ctx.moveTo(x - r, y + r);
            ctx.lineTo(x + r, y - r);
            ctx.stroke();
          }
          ctx.restore();
        }],
      },
    },
    /** @type {uPlot.AlignedData} */ ([rates, ends("train_loss"), ...(look.tested ? [ends("test_loss")] : [])]),
    root,
  );
  plot.over.style.cursor = "pointer";
  plot.over.onclick = () => {
    const at = plot.cursor.idx;
    if (at != null) onOpen(outcomes[at]);
  };
  return plot;
}
