// @ts-check
// The curves, on a canvas drawn by uPlot: both losses on the left axis, accuracy on the right.

import uPlot from "uplot";
import { formatLoss } from "../numbers.js";
import { byId, make } from "./dom.js";

/** @typedef {"train_loss" | "printed_loss" | "train_accuracy"} Series */
/** @type {{ name: Series, color: string, dash: number[], scale: "loss" | "accuracy" }[]} */
const SERIES = [
  { name: "train_loss", color: "--curve-loss", dash: [], scale: "loss" },
  { name: "printed_loss", color: "--curve-printed", dash: [6, 4], scale: "loss" },
  { name: "train_accuracy", color: "--curve-accuracy", dash: [2, 3], scale: "accuracy" },
];
const HEIGHT = 300;

/**
 * @param {import("../state.js").Store} store
 * @param {import("../text.js").Text} text
 */
export function mountLossChart(store, text) {
  const root = byId("loss-chart", HTMLElement);
  const scale = byId("loss-scale", HTMLSelectElement);
  /** @type {uPlot | undefined} */
  let plot;
  let drawing = 0;

  const token = (/** @type {string} */ name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  /** Gaps are null for uPlot; on a logarithmic axis only positive losses have a place. */
  const clean = (/** @type {number[]} */ column, /** @type {boolean} */ positive) =>
    column.map((value) => (Number.isFinite(value) && (!positive || value > 0) ? value : null));

  /** The printed loss is a sum over the rows; drawn per row, it compares with the mean beside it. */
  function column(/** @type {Series} */ name) {
    const { history, lab } = store.get();
    return name === "printed_loss" ? history[name].map((sum) => sum / (lab?.rows ?? 1)) : history[name];
  }

  function data() {
    const log = scale.value === "log";
    return /** @type {uPlot.AlignedData} */ ([
      store.get().history.epoch,
      ...SERIES.map(({ name, scale: axis }) => clean(column(name), log && axis === "loss")),
    ]);
  }

  /** uPlot takes colours, texts and the kind of axis once, so a change of any builds it anew. */
  function build() {
    plot?.destroy();
    const ink = token("--ink-soft");
    const line = token("--line");
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "12px system-ui", labelFont: "12px system-ui", labelSize: 18 };
    plot = new uPlot(
      {
        width: root.clientWidth,
        height: HEIGHT,
        cursor: { drag: { x: false, y: false }, points: { size: 7 } },
        legend: { show: false },
        scales: {
          x: { time: false, range: (_, min, max) => [min ?? 0, Math.max(max ?? 0, store.get().setup.epochs)] },
          loss: { distr: scale.value === "log" ? 3 : 1, range: scale.value === "log" ? undefined : (_, __, max) => [0, (max || 1) * 1.06] },
          accuracy: { range: [0, 1.06] },
        },
        axes: [
          { ...axis, scale: "x", label: text.t("epoch") },
          { ...axis, scale: "loss", label: text.t("loss_axis"), size: 52 },
          { ...axis, scale: "accuracy", side: 1, label: text.t("accuracy"), grid: { show: false }, size: 44, splits: [0, 0.2, 0.4, 0.6, 0.8, 1] },
        ],
        series: [
          {},
          ...SERIES.map((series) => ({
            label: text.t(series.name), scale: series.scale, stroke: token(series.color), width: 2, dash: series.dash, points: { show: false },
          })),
        ],
        hooks: { setCursor: [showReadout] },
      },
      data(),
      root,
    );
    showReadout(plot);
  }

  /** The legend carries the hovered epoch's exact values, or the latest. @param {uPlot} chart */
  function showReadout(chart) {
    const { history } = store.get();
    const index = chart.cursor.idx ?? history.epoch.length - 1;
    const hovered = chart.cursor.idx != null;
    byId("chart-legend", HTMLUListElement).replaceChildren(
      ...(hovered ? [make("li", { class: "at" }, `${text.t("epoch")} ${history.epoch[index]}`)] : []),
      ...SERIES.map((series) => {
        const swatch = make("span", { class: `swatch swatch-${series.name}`, "aria-hidden": "true" });
        const value = column(series.name)[index];
        const shown = value === undefined ? "" : series.scale === "accuracy" ? value.toFixed(4) : formatLoss(value);
        return make("li", {}, swatch, text.t(`curve_${series.name}`), " ", make("b", {}, shown));
      }),
    );
  }

  function draw() {
    drawing ||= requestAnimationFrame(() => {
      drawing = 0;
      plot?.setData(data());
      if (plot) showReadout(plot);
    });
  }

  scale.onchange = build;
  const resize = new ResizeObserver(() => plot?.setSize({ width: root.clientWidth, height: HEIGHT }));
  resize.observe(root);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", build);
  const themed = new MutationObserver(build);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });

  const stop = [text.onChange(build), store.watch(["history", "setup"], draw)];
  return () => {
    stop.forEach((end) => end());
    resize.disconnect();
    themed.disconnect();
    dark.removeEventListener("change", build);
    cancelAnimationFrame(drawing);
    plot?.destroy();
  };
}
