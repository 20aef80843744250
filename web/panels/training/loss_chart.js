// @ts-check
// The curves, on a canvas drawn by uPlot: losses on the left axis, accuracies on the right, earlier runs beside.

import uPlot from "uplot";
import { eachFrame, onTheme, token } from "../../base/canvas.js";
import { axisStyle, gap, WHOLE } from "../../base/chart.js";
import { formatLoss, minus } from "../../base/numbers.js";
import { shownSnapshot } from "../../lab/store.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { drawnRuns, givenName } from "../../lab/earlier_runs.js";
import { changed } from "../../lab/setup.js";
import { fieldValue } from "../../lab/names.js";
import { curveName, scoreName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { EarlierRun } from "../../lab/earlier_runs.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * @typedef {"train_loss" | "test_loss" | "printed_loss" | "train_accuracy" | "test_accuracy"} Figure
 * @typedef {{ name: Figure, color: string, dash: number[], scale: "loss" | "accuracy" }} Series
 */
/** @type {Series[]} */
const SERIES = [
  { name: "train_loss", color: "--curve-loss", dash: [], scale: "loss" },
  { name: "test_loss", color: "--curve-test", dash: [], scale: "loss" },
  { name: "printed_loss", color: "--curve-printed", dash: [6, 4], scale: "loss" },
  { name: "train_accuracy", color: "--curve-accuracy", dash: [2, 3], scale: "accuracy" },
  { name: "test_accuracy", color: "--curve-test", dash: [2, 3], scale: "accuracy" },
];
/** Lower than this there is no room for the axes' names, nor for the curve that only the note has. */
const LOW = 200;
const height = () => Number(token("--chart-height"));
/** A run is named by what differs from now, if it is not more than this. */
const MOST_NAMED = 2;
/** More points than this a line cannot show; every n-th epoch is drawn then. */
const MOST_POINTS = 3000;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createRunner>, "look">} runner
 */
export function mountLossChart(store, text, runner) {
  const scope = createScope();
  const root = byId("loss-chart", HTMLElement);
  const legend = byId("chart-legend", HTMLUListElement);
  const scale = byId("loss-scale", HTMLSelectElement);
  const compared = byId("compare-by", HTMLSelectElement);
  /** @type {Set<Figure>} */
  const off = new Set();
  /** @type {uPlot | undefined} */
  let plot;
  let builtFor = "";
  const frame = eachFrame(draw, true);
  let drawnTo = 0;

  const tested = () => (store.get().lab?.test_rows ?? 0) > 0;
  const low = () => height() < LOW;
  // Lessons do not speak of the note's own curve either.
  const series = () => SERIES.filter(({ name }) => (tested() || !name.startsWith("test")) && !((low() || store.get().room === "learn") && name === "printed_loss"));
  const earlier = () => drawnRuns(store.get());
  const hiddenNow = () => store.get().hidden.includes("training");

  // In a lesson the curve is called as the lesson calls it.
  const nameOf = (/** @type {string} */ name) => (store.get().room === "learn" && name === "train_loss" && !tested() ? text.t("fact_train_loss") : curveName(text, store.get().lab, name));
  function nameChoices() {
    for (const option of compared.options) tell(option, nameOf(option.value));
  }

  /** On a logarithmic axis only positive losses have a place. */
  const clean = (/** @type {ArrayLike<number>} */ column, /** @type {number[]} */ epochs, /** @type {boolean} */ positive, divisor = 1) =>
    epochs.map((epoch) => {
      const value = column[epoch] / divisor;
      return !positive || value > 0 ? gap(value) : null;
    });

  /** The printed loss is a sum over the samples; drawn per sample, it compares with the mean beside it. */
  const divisor = (/** @type {string} */ name, samples = 1) => (name === "printed_loss" ? samples || 1 : 1);
  const samples = () => {
    const { lab } = store.get();
    return lab ? lab.rows - lab.test_rows : 1;
  };

  /** The epochs that are drawn: the report of epoch n stands at place n. */
  function drawnEpochs() {
    const longest = Math.max(store.get().history.epoch.length, ...earlier().map((run) => run.history.epoch.length));
    const every = Math.ceil(longest / MOST_POINTS);
    return Array.from({ length: Math.ceil(longest / every) }, (_, at) => at * every);
  }

  function data() {
    const { history, setup, training, takenBack } = store.get();
    // A run that was stopped early has the whole width, and so has the one from which a network was taken back.
    const early = training.kind === "finished" && training.why !== "epochs";
    drawnTo = early ? 0 : takenBack > (history.epoch.at(-1) ?? 0) ? takenBack : setup.epochs;
    const log = scale.value === "log";
    const epochs = drawnEpochs();
    const by = /** @type {Figure} */ (compared.value);
    return /** @type {uPlot.AlignedData} */ ([
      epochs,
      ...earlier().map((run) => clean(run.history[by], epochs, log && by.endsWith("loss"), divisor(by, run.samples))),
      ...series().map(({ name, scale: axis }) => clean(history[name], epochs, log && axis === "loss", divisor(name, samples()))),
    ]);
  }

  /** uPlot takes colours, texts and the kind of axis once, so a change of any builds it anew. */
  function build() {
    if (hiddenNow()) return;
    plot?.destroy();
    builtFor = shape();
    buildLegend();
    const axis = axisStyle();
    const named = (/** @type {string} */ label) => (low() ? {} : { label });
    nameChoices();
    plot = new uPlot(
      {
        width: root.clientWidth,
        height: height(),
        cursor: { drag: { x: false, y: false }, points: { size: 7 } },
        legend: { show: false },
        scales: {
          x: { time: false, range: (_, min, max) => [min ?? 0, Math.max(max ?? 0, drawnTo)] },
          loss: { distr: scale.value === "log" ? 3 : 1, range: scale.value === "log" ? undefined : (_, __, max) => [0, (max || 1) * 1.06] },
          accuracy: { range: [0, 1.06] },
        },
        axes: [
          { ...axis, scale: "x", incrs: WHOLE, ...named(text.t("epoch")), size: low() ? 24 : 32 },
          { ...axis, scale: "loss", ...named(text.t(store.get().room === "learn" ? "fact_train_loss" : "loss_axis")), ...(low() ? { space: 22 } : {}), size: 52 },
          { ...axis, scale: "accuracy", side: 1, ...named(scoreName(text, store.get().lab)), grid: { show: false }, size: 44, splits: low() ? [0, 0.5, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1] },
        ],
        series: [
          {},
          ...earlier().map((run) => ({
            scale: compared.value.endsWith("loss") ? "loss" : "accuracy", stroke: token(runColor(run)), width: 1.5, points: { show: false },
          })),
          ...series().map((one) => ({
            label: nameOf(one.name), scale: one.scale, stroke: token(one.color), width: 2, dash: one.dash, points: { show: false }, show: !off.has(one.name),
          })),
        ],
        hooks: { setCursor: [showReadout], draw: [drawMoment] },
      },
      data(),
      root,
    );
    plot.over.onclick = () => {
      const at = plot?.cursor.idx;
      if (plot && at != null) void runner.look(plot.data[0][at]);
    };
    showReadout(plot);
  }

  /** What uPlot cannot change once it is made. */
  const shape = () => JSON.stringify([low(), store.get().lab?.task, earlier().map((run) => [run.number, runName(run)]), series().map(({ name }) => name)]);

  /** Its name and what differs; in a lesson on the rate, which shows no list of the runs, its rate alone. @param {EarlierRun} run */
  function runName(run) {
    const { room, setup, controls } = store.get();
    const different = changed(run.setup, setup).filter((field) => field !== "epochs");
    const name = givenName(text, run);
    if (name) return name;
    if (room === "learn") {
      const [field, ...more] = different.length || !controls.includes("learning_rate") ? different : /** @type {(typeof different)} */ (["learning_rate"]);
      if (field && !more.length && typeof run.setup[field] === "number") return text.t("run_with", { field: text.t(`field_${field}`), value: String(run.setup[field]) });
      return text.t("run_of_step");
    } else if (different.length > 0 && different.length <= MOST_NAMED) {
      const differences = different.map((field) => text.t("run_has", { field: text.t(`field_${field}`), value: fieldValue(text, run.setup, field) }));
      return text.t("run_said", { number: run.number, differences: text.listed(differences) });
    }
    return text.t("run_name", { number: run.number });
  }

  /** A line where the past that is looked at stands. @param {uPlot} chart */
  function drawMoment(chart) {
    const { moment } = store.get();
    if (!moment) return;
    const x = chart.valToPos(moment.epoch, "x", true);
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.strokeStyle = token("--focus");
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([]); // the last curve's is still in force
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  /** The legend's entries with the places of their values: to build them anew at every frame would cost one. */
  let readouts = /** @type {{ value: HTMLElement, figure: (index: number, pointed: boolean) => string }[]} */ ([]);
  const hoveredAt = make("li", { class: "at" });

  function buildLegend() {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.curve : undefined;
    readouts = [];
    const value = (/** @type {(index: number, pointed: boolean) => string} */ figure) => {
      const place = make("b");
      readouts.push({ value: place, figure });
      return place;
    };
    legend.replaceChildren(
      ...series().map((one) => {
        const swatch = make("span", { class: `swatch swatch-${one.name}`, "aria-hidden": "true" });
        const toggle = make("button", { type: "button", "data-curve": one.name, "aria-pressed": String(!off.has(one.name)) },
          swatch, make("span", {}, nameOf(one.name)), value((index) => {
            const drawn = store.get().history[one.name][index] / divisor(one.name, samples());
            return Number.isFinite(drawn) && one.scale === "accuracy" ? minus(drawn.toFixed(4)) : formatLoss(drawn);
          }));
        toggle.onclick = () => {
          if (!off.delete(one.name)) off.add(one.name);
          build();
        };
        return make("li", {}, toggle);
      }),
      ...earlier().map((run) => {
        const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
        swatch.style.borderColor = `var(${runColor(run)})`;
        return make("li", { class: "earlier" }, swatch, make("span", {}, runName(run)),
          value((index, pointed) => {
            // Not pointed at, it says what it came to: it may have gone on longer than the one that is shown.
            if (!pointed) index = run.history.epoch.length - 1;
            const by = /** @type {Figure} */ (compared.value);
            return formatLoss(run.history[by][index] / divisor(by, run.samples));
          }));
      }),
      hoveredAt,
    );
    if (focused) /** @type {HTMLElement | null} */ (legend.querySelector(`[data-curve="${focused}"]`))?.focus({ preventScroll: true });
  }

  /** The legend carries the hovered epoch's exact values, or those of the epoch shown. @param {uPlot} chart */
  function showReadout(chart) {
    const { history } = store.get();
    const hovered = chart.cursor.idx == null ? undefined : chart.data[0][chart.cursor.idx];
    const index = hovered ?? shownSnapshot(store.get())?.epoch ?? history.epoch.length - 1;
    for (const { value, figure } of readouts) tell(value, figure(index, hovered !== undefined));
    hoveredAt.hidden = hovered === undefined;
    tell(hoveredAt, hovered === undefined ? "" : text.t(hovered <= (history.epoch.at(-1) ?? 0) ? "chart_at" : "chart_at_earlier", { epoch: hovered }));
  }

  function draw() {
    if (hiddenNow()) return;
    if (!plot || builtFor !== shape()) return build();
    plot.setData(data());
    showReadout(plot);
  }

  scope.on(scale, "change", build);
  scope.on(compared, "change", build);
  scope.onResize([root], () => plot?.setSize({ width: root.clientWidth, height: height() }));

  scope.add(
    text.onChange(build),
    onTheme(build),
    store.watch(["history", "moment", "lab", "earlier", "lessonRuns", "lesson", "course", "hidden", "training"], frame.ask),
    store.watch(["setup", "controls", "room"], ({ setup, earlier: runs }) => {
      if (setup.epochs !== drawnTo || runs.length) frame.ask();
    }),
  );
  scope.add(() => plot?.destroy(), frame.stop);
  return scope.end;
}

/** @param {EarlierRun} run */
export function runColor(run) {
  return `--run-${run.color}`;
}
