// @ts-check
// Many runs: seeds, learning rates, two choices at once, cross-validation. One study of each kind is kept.

import { onTheme } from "../../base/canvas.js";
import { formatLoss, parseCount, parseDecimal } from "../../base/numbers.js";
import { byKeys } from "../../base/by_keys.js";
import { byId, make, tell } from "../../base/dom.js";
import { curveName } from "../../lab/task.js";
import { createScope } from "../../base/scope.js";
import { saveFile } from "../../base/save_file.js";
import { showHeatMap } from "./heat_map.js";
import { bandChart, sweepChart } from "./many_charts.js";
import { manyCsv } from "./many_csv.js";
import { MOST_STUDY_VALUES, STUDY_COUNTS } from "../../generated/options.js";
import { allows } from "../../lab/setup.js";
import { isOfAnother, studyOf } from "../../lab/studies.js";
import { roving } from "../../base/roving.js";

/** @import { Text } from "../../base/text.js" */
/** @import { OutcomeFacts, Plan } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Study, createStudies } from "../../lab/studies.js" */

/** While a study runs, the charts are made anew only this often. */
const REDRAW_MS = 150;
const CURVES = /** @type {const} */ (["train_loss", "train_accuracy", "test_loss", "test_accuracy"]);

/**
 * @typedef {Exclude<Plan["kind"], "advice">} Kind
 *
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createStudies>} studies
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountMany(store, text, studies, runner) {
  const scope = createScope();
  const kinds = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=many-kind]")]);
  const shownCurve = byId("many-curve", HTMLSelectElement);
  const charts = [byId("many-chart-loss", HTMLElement), byId("many-chart-accuracy", HTMLElement)];
  const heat = byId("many-heat", HTMLTableElement);
  const table = byId("many-table", HTMLTableElement);
  const [heatKeys, tableKeys] = [roving(heat), roving(table)];
  const start = byId("many-start", HTMLButtonElement);
  const cancel = byId("many-cancel", HTMLButtonElement);
  const progress = byId("many-progress", HTMLProgressElement);
  const error = byId("many-error", HTMLElement);
  /** The study that was heard of last. @type {Study | undefined} */
  let heard;
  /** @type {ReturnType<typeof bandChart>[]} */
  let plots = [];
  let timer = 0;

  const kind = () => /** @type {Kind} */ (kinds.find((input) => input.checked)?.value ?? "seeds");
  const latest = () => studyOf(store.get(), kind());
  const value = (/** @type {string} */ id) => byId(id, HTMLInputElement).value;
  const field = (/** @type {string} */ name) => text.t(`field_${name}`);

  /** The plan that the form says, or the sentence that says what is wrong in it. @returns {Plan | string} */
  function readPlan() {
    const which = kind();
    if (which !== "grid") {
      const rule = STUDY_COUNTS[which];
      const count = parseCount(value(`many-${which}`));
      if (count === undefined || !allows(rule, count)) return text.t("many_count_error", { least: rule.least, most: rule.most });
      if (which !== "rates") return { kind: which, count };
      const [low, high] = [parseDecimal(value("many-low")), parseDecimal(value("many-high"))];
      return low && high && low > 0 && high > low ? { kind: which, low, high, count } : text.t("many_range_error");
    }
    const fields = [value_of("many-rows"), value_of("many-columns")];
    const values = ["many-row-values", "many-column-values"].map((id) => readValues(value(id)));
    if (fields[0] === fields[1]) return text.t("many_same_error");
    if (values.some((list) => list === undefined)) return text.t("many_values_error", { most: MOST_STUDY_VALUES });
    return { kind: which, fields, values: /** @type {number[][]} */ (values) };
  }

  const value_of = (/** @type {string} */ id) => byId(id, HTMLSelectElement).value;

  /** Numbers between commas or blanks. @param {string} typed */
  function readValues(typed) {
    const parts = typed.normalize("NFKC").split(/[\s,;、]+/).filter(Boolean);
    const numbers = parts.map((part) => parseDecimal(part));
    const good = numbers.length > 0 && numbers.length <= MOST_STUDY_VALUES && !numbers.includes(undefined);
    return good ? [...new Set(/** @type {number[]} */ (numbers))] : undefined;
  }

  scope.on(start, "click", () => {
    const plan = readPlan();
    error.textContent = typeof plan === "string" ? plan : "";
    if (typeof plan === "string") return;
    studies.start(plan);
    show();
  });
  scope.on(cancel, "click", () => studies.stop(kind()));
  for (const input of kinds) input.onchange = show;
  scope.on(shownCurve, "change", show);
  const defaults = /** @type {Record<string, string>} */ ({
    learning_rate: "0.01, 0.02, 0.05, 0.1, 0.2, 0.5", neurons: "1, 2, 3, 4, 6, 10, 16", layers: "0, 1, 2, 3",
    batch_size: "1, 5, 15, 50, 150", l2: "0, 0.0001, 0.001, 0.01, 0.1", epochs: "25, 50, 100, 200, 400",
  });
  for (const name of ["row", "column"]) {
    const select = byId(`many-${name}s`, HTMLSelectElement);
    const values = byId(`many-${name}-values`, HTMLInputElement);
    values.value = defaults[select.value];
    scope.on(select, "change", () => (values.value = defaults[select.value]));
  }

  function onStudies() {
    const study = latest();
    if (study === heard) return;
    heard = study;
    if (study?.state !== "running") {
      clearTimeout(timer);
      timer = 0;
      return show();
    }
    showProgress(study);
    timer ||= setTimeout(() => {
      timer = 0;
      show();
    }, REDRAW_MS);
  }

  /** A run of a grid, a sweep or a seed becomes the lab's own. @param {OutcomeFacts} outcome */
  async function open(outcome) {
    await runner.choose(outcome.setup);
    if (!store.get().live) await runner.play();
  }

  /** What tells a run from the others of its study. @param {Study} study @param {OutcomeFacts} outcome */
  function nameOf({ plan }, { setup, index }) {
    if (plan.kind === "seeds") return `${field("seed")} = ${setup.seed}`;
    if (plan.kind === "rates") return `${field("learning_rate")} = ${setup.learning_rate}`;
    if (plan.kind === "folds") return text.t("many_fold", { fold: index + 1 });
    const [, columns] = plan.values ?? [[], []];
    const at = [Math.floor(index / columns.length), index % columns.length];
    return (plan.fields ?? []).map((name, which) => `${field(name)} = ${plan.values?.[which][at[which]]}`).join(", ");
  }

  const end = (/** @type {OutcomeFacts} */ outcome, /** @type {string} */ curve) => outcome.curves[curve].data.at(-1) ?? NaN;
  const said = (/** @type {string} */ curve, /** @type {number} */ figure) =>
    !Number.isFinite(figure) ? "–" : curve.endsWith("loss") ? formatLoss(figure) : figure.toFixed(3);
  const tested = (/** @type {Study} */ study) => study.outcomes.some((outcome) => Number.isFinite(end(outcome, "test_loss")));

  /** @param {Study | undefined} study */
  function showProgress(study) {
    const running = study?.state === "running";
    cancel.hidden = progress.hidden = !running;
    progress.value = study?.part ?? 0;
    start.disabled = store.get().engine.kind !== "ready" || !store.get().lab;
    const status = byId("many-status", HTMLElement);
    if (!study || (running && study.runs === 0)) status.textContent = "";
    else if (study.state === "failed") status.textContent = text.reason(study.error);
    else status.textContent = text.t(`many_${study.state}`, { done: study.outcomes.length, runs: study.runs });
  }

  function showStale() {
    const study = latest();
    byId("many-stale", HTMLElement).hidden = !study?.outcomes.length || !isOfAnother(study, store.get());
  }

  function show() {
    const which = kind();
    for (const part of document.querySelectorAll("[data-many]")) {
      /** @type {HTMLElement} */ (part).hidden = !(/** @type {HTMLElement} */ (part).dataset.many ?? "").split(" ").includes(which);
    }
    byId("many-legend", HTMLElement).hidden = which !== "rates";
    byId("many-look", HTMLElement).textContent = text.t(`many_look_${which}`);
    const study = heard = latest();
    showProgress(study);
    showStale();
    const some = (study?.outcomes.length ?? 0) > 0;
    byId("many-result", HTMLElement).hidden = !some;
    if (store.get().hidden.includes("many")) return;
    plots.forEach((plot) => plot.destroy());
    plots = [];
    if (!study || !some) return;
    const ordered = study.outcomes.toSorted((a, b) => a.index - b.index);
    heat.hidden = which !== "grid";
    charts[0].hidden = which === "grid";
    charts[1].hidden = which === "grid" || which === "rates";
    byId("many-hover", HTMLElement).replaceChildren(
      text.t(which === "grid" ? "many_press" : which === "rates" ? "many_hover_rates" : "many_hover"), ...(which === "grid" ? [byKeys(text, "arrow_keys")] : []));
    if (which === "rates") showSweep(study, ordered);
    else if (which === "grid") showGrid(study, ordered);
    else showBands(study, ordered);
    showSummary(study, ordered);
    showTable(study, ordered);
  }

  /** @param {Study} study @param {OutcomeFacts[]} outcomes */
  function showBands(study, outcomes) {
    const measured = tested(study) ? ["test_loss", "test_accuracy"] : ["train_loss", "train_accuracy"];
    const names = study.plan.kind === "folds" ? measured : ["train_loss", measured[1]];
    const colors = { train_loss: "--curve-loss", train_accuracy: "--curve-accuracy", test_loss: "--curve-test", test_accuracy: "--curve-test" };
    names.forEach((name, at) => {
      const bands = study.bands.find(({ curve }) => curve === name);
      if (!bands) return;
      const look = { color: colors[/** @type {keyof typeof colors} */ (name)], x: text.t("epoch"), y: curveName(text, store.get().lab, name), ...(at === 1 ? { most: 1.06 } : {}) };
      plots.push(bandChart(charts[at], outcomes, bands, look, (outcome, epoch) => {
        byId("many-hover", HTMLElement).textContent = outcome && epoch !== undefined ? describe(study, outcome) : text.t("many_hover");
      }));
    });
  }

  /** @param {Study} study @param {OutcomeFacts[]} outcomes */
  function showSweep(study, outcomes) {
    byId("many-legend", HTMLElement).replaceChildren(...(tested(study) ? ["train_loss", "test_loss"] : ["train_loss"]).map((curve) =>
      make("li", {}, make("span", { class: `swatch swatch-${curve}`, "aria-hidden": "true" }), curveName(text, store.get().lab, curve))));
    const onHover = (/** @type {OutcomeFacts | undefined} */ outcome) => {
      byId("many-hover", HTMLElement).textContent = outcome ? describe(study, outcome) : text.t("many_hover_rates");
    };
    plots.push(sweepChart(charts[0], outcomes, { x: text.t("learning_rate"), y: text.t("loss_axis"), tested: tested(study) },
      { onHover, onOpen: (outcome) => void open(outcome) }));
  }

  /** @param {Study} study @param {OutcomeFacts} outcome */
  const describe = (study, outcome) => text.t("many_run", {
    name: nameOf(study, outcome),
    ended: outcome.breakdown ? text.t("many_broken") : CURVES.filter((curve) => Number.isFinite(end(outcome, curve)))
      .map((curve) => `${curveName(text, store.get().lab, curve)} ${said(curve, end(outcome, curve))}`).join(text.t("between_phrases")),
  });

  const nameCurves = () => {
    for (const option of shownCurve.options) tell(option, curveName(text, store.get().lab, option.value));
  };
  scope.add(store.watch(["lab"], nameCurves), text.onChange(nameCurves));

  /** The figure that the grid is coloured by. @param {Study} study */
  function curveOfGrid(study) {
    const wanted = shownCurve.value;
    return tested(study) ? wanted : wanted.replace("test", "train");
  }

  /** @param {Study} study @param {OutcomeFacts[]} outcomes */
  function showGrid(study, outcomes) {
    const { fields = [], values = [] } = study.plan;
    const curve = curveOfGrid(study);
    const say = {
      field,
      cell: (/** @type {OutcomeFacts} */ outcome, /** @type {string} */ shown) => text.t("many_cell", { name: nameOf(study, outcome), figure: curveName(text, store.get().lab, curve), shown }),
      broken: text.t("many_broken"),
    };
    heatKeys.renew(() => showHeatMap(heat, { fields, values }, outcomes, curve, say, (outcome) => void open(outcome)));
  }

  /** @param {Study} study @param {OutcomeFacts[]} outcomes */
  function showSummary(study, outcomes) {
    const broken = outcomes.filter(({ breakdown }) => breakdown).length;
    const sentences = [];
    if (study.plan.kind === "folds" || study.plan.kind === "seeds") {
      if (broken) sentences.push(text.t("many_broken_count", { broken, runs: outcomes.length }));
      for (const { curve, mean, spread } of study.bands) {
        if (!Number.isFinite(mean)) continue;
        sentences.push(text.t("many_mean", { figure: curveName(text, store.get().lab, curve), mean: said(curve, mean), spread: said(curve, spread) }));
      }
    } else {
      const curve = study.plan.kind === "grid" ? curveOfGrid(study) : tested(study) ? "test_loss" : "train_loss";
      const upwards = curve.endsWith("loss") ? 1 : -1;
      const [best] = outcomes.filter(({ breakdown }) => !breakdown).toSorted((a, b) => upwards * (end(a, curve) - end(b, curve)));
      if (broken) sentences.push(text.t("many_broken_some", { broken, runs: outcomes.length }));
      if (best) sentences.push(text.t("many_best", { figure: curveName(text, store.get().lab, curve), shown: said(curve, end(best, curve)), name: nameOf(study, best) }));
    }
    byId("many-summary", HTMLUListElement).replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)));
  }

  /** @param {Study} study @param {OutcomeFacts[]} outcomes */
  function showTable(study, outcomes) {
    if (!byId("many-details", HTMLDetailsElement).open) return;
    byId("many-arrows", HTMLElement).hidden = study.plan.kind === "folds";
    tableKeys.renew(() => table.tBodies[0].replaceChildren(...outcomes.map((outcome) => {
      const name = nameOf(study, outcome);
      const button = make("button", { type: "button", class: "quiet", "aria-label": text.t("many_open_run", { name }) }, text.t("many_open"));
      button.onclick = () => void open(outcome);
      return make("tr", {},
        make("th", { scope: "row" }, name),
        ...CURVES.map((curve) => make("td", {}, outcome.breakdown ? "×" : said(curve, end(outcome, curve)))),
        make("td", {}, String(outcome.epochs.data.at(-1))),
        // A fold is no set-up: its test part is its own.
        make("td", {}, ...(study.plan.kind === "folds" ? [] : [button])));
    })));
  }

  scope.on(byId("many-details", HTMLDetailsElement), "toggle", show);
  scope.on(byId("many-csv", HTMLButtonElement), "click", () => {
    const study = latest();
    if (!study) return;
    const csv = manyCsv(study.outcomes.map((outcome) => ({ name: nameOf(study, outcome), outcome })));
    saveFile(`nn-lab-${kind()}.csv`, csv, "text/csv");
  });

  scope.onResize(charts, () => plots.forEach((plot) => {
    const width = plot.root.parentElement?.clientWidth ?? 0;
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: plot.height });
  }));
  scope.add(text.onChange(show), onTheme(show), store.watch(["hidden"], show), store.watch(["studies"], onStudies), store.watch(["setup", "csv"], showStale), store.follow(["engine", "lab"], () => showProgress(latest())));
  scope.add(heatKeys.stop, tableKeys.stop, () => clearTimeout(timer), () => plots.forEach((plot) => plot.destroy()));
  return scope.end;
}
