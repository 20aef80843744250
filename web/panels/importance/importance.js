// @ts-check
// Which features matter: how far the score falls without each, and how the answer goes as one moves. Python
// computes both, feature by feature.

import { WorkerGone } from "../../boot/engine.js";
import { onTheme } from "../../base/canvas.js";
import { byId, make, tell } from "../../base/dom.js";
import { mark } from "../../base/marks.js";
import { minus } from "../../base/numbers.js";
import { paintSigned } from "../../base/pixels.js";
import { roving } from "../../base/roving.js";
import { createScope } from "../../base/scope.js";
import { className, featureName } from "../../lab/names.js";
import { shownSnapshot } from "../../lab/store.js";
import { inUnit } from "../../lab/task.js";
import { dependenceChart, widthIn } from "./dependence_chart.js";
import { turnOf } from "./turning.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Configured, Dependence, ImportanceBegun, Snapshot } from "../../generated/protocol.js" */
/** @import { PageState, Store } from "../../lab/store.js" */

const REPEATS = 10;
const BUDGET_MS = 40;
/** So many features are listed; a picture shows all. */
const MOST_LISTED = 20;
/** So many features without a difference are named. */
const MOST_NAMED = 4;

/** @typedef {{ feature: number, mean: number, spread: number, least: number, most: number }} Row */

/** What tells one lab's data from another's: many made sets have the features x1 and x2. @param {PageState} state */
const dataOf = ({ lab, accepted }) => String([accepted.dataset, lab?.task, lab?.class_names, lab?.feature_names]);

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountImportance(store, text, engine) {
  const scope = createScope();
  const start = byId("importance-start", HTMLButtonElement);
  const progress = byId("importance-progress", HTMLProgressElement);
  const error = byId("importance-error", HTMLElement);
  const list = byId("importance-list", HTMLOListElement);
  const keys = roving(list);
  /** @type {{ begun: ImportanceBegun, rows: Row[], snapshot: Snapshot | undefined, lab: Configured, data: string } | undefined} */
  let found;
  /** @type {{ feature: number, dependence: Dependence } | undefined} */
  let curve;
  let wishes = 0;
  let plot = /** @type {ReturnType<typeof dependenceChart> | undefined} */ (undefined);

  async function find() {
    const own = ++wishes;
    const { lab, moment } = store.get();
    if (!lab) return;
    error.textContent = "";
    progress.hidden = false;
    progress.value = 0;
    const epoch = moment?.epoch;
    const snapshot = shownSnapshot(store.get());
    const data = dataOf(store.get());
    try {
      const begun = await engine.call("start_importance", { repeats: REPEATS, seed: 0, epoch });
      /** @type {Row[]} */
      const rows = [];
      for (let done = false; !done;) {
        const part = await engine.call("advance_importance", { budget_ms: BUDGET_MS });
        if (own !== wishes) return;
        part.means.data.forEach((mean, at) => {
          const falls = part.falls.data.subarray(at * REPEATS, (at + 1) * REPEATS);
          rows.push({ feature: part.first + at, mean, spread: part.spreads.data[at], least: Math.min(...falls), most: Math.max(...falls) });
        });
        progress.value = rows.length / (lab.sources.length || lab.feature_names.length);
        done = part.done;
      }
      found = { begun, rows, snapshot, lab, data };
      await choose(rows.reduce((best, row) => (row.mean > best.mean ? row : best)).feature);
    } catch (failure) {
      if (own === wishes && !(failure instanceof WorkerGone)) error.textContent = text.reason(failure);
    } finally {
      if (own === wishes) progress.hidden = true;
    }
  }

  /** @param {number} feature */
  async function choose(feature) {
    const epoch = store.get().moment?.epoch;
    curve = { feature, dependence: await engine.call("partial_dependence", { feature, epoch }) };
    show();
  }

  /** On a phone the curve of the feature that was pressed is below the list. @param {number} feature */
  async function look(feature) {
    try {
      await choose(feature);
      byId("dependence-title", HTMLElement).parentElement?.scrollIntoView({ block: "nearest" });
    } catch (failure) {
      if (!(failure instanceof WorkerGone)) error.textContent = text.reason(failure);
    }
  }

  function show() {
    byId("importance-result", HTMLElement).hidden = !found;
    if (!found) return;
    const { rows, begun, lab } = found;
    const name = (/** @type {number} */ feature) => {
      const source = lab.sources[feature];
      return featureName(text, source && !source.pattern ? source.name : lab.feature_names[source?.first ?? feature]);
    };
    const sorted = rows.toSorted((a, b) => b.mean - a.mean);
    const [best] = sorted;
    // What falls by no more than the permutations differ may as well be chance.
    const idle = rows.filter(({ mean, spread }) => mean <= spread);
    const numbers = lab.task === "numbers";
    tell(byId("importance-note", HTMLElement), text.joined([
      text.t(best.mean <= best.spread ? "importance_none" : numbers ? "importance_note_r2" : "importance_note", {
        name: name(best.feature), score: begun.score.toFixed(3), without: minus((begun.score - best.mean).toFixed(3)),
      }),
      idle.length && idle.length <= MOST_NAMED ? text.t("importance_idle_named", { names: text.listed(idle.map(({ feature }) => name(feature))) })
        : text.t(idle.length || rows.length < 2 ? "importance_idle" : "importance_no_idle", { idle: idle.length, all: rows.length }),
      text.t(begun.tested ? "importance_tested" : "importance_trained", { rows: begun.rows, repeats: REPEATS }),
    ]));
    const most = Math.max(1e-9, ...rows.map((row) => Math.max(row.most, row.mean)));
    const least = Math.min(0, ...rows.map((row) => row.least));
    const place = (/** @type {number} */ value) => `${(100 * (value - least)) / (most - least)}%`;
    keys.renew(() => list.replaceChildren(...sorted.slice(0, MOST_LISTED).map((row) => {
      const bar = make("span", { class: "importance-bar", "aria-hidden": "true" }, make("i", {}), make("u", {}));
      for (const [part, value] of Object.entries({ zero: 0, mean: row.mean, least: row.least, most: row.most })) bar.style.setProperty(`--${part}`, place(value));
      const button = make("button", { type: "button", "aria-pressed": String(row.feature === curve?.feature) },
        make("span", { class: "importance-name" }, name(row.feature)), bar,
        make("span", { class: "importance-value" }, `${minus(row.mean.toFixed(3))} ± ${row.spread.toFixed(3)}`));
      button.onclick = () => void look(row.feature);
      return make("li", {}, button);
    })));
    tell(byId("importance-more", HTMLElement), rows.length > MOST_LISTED ? text.t("importance_more", { shown: MOST_LISTED, all: rows.length }) : "");
    const picture = byId("importance-picture", HTMLCanvasElement);
    picture.hidden = !store.get().dataset?.pictures;
    if (!picture.hidden) paintSigned(picture, rows.map(({ mean }) => mean));
    showStale();
    showCurve(name);
  }

  /** @param {(feature: number) => string} name */
  function showCurve(name) {
    if (!found || !curve) return;
    const { lab } = found;
    const { feature, dependence: { values, words, means, rows } } = curve;
    const written = words.map((word) => word || text.t("other_words"));
    const outputs = lab.task === "numbers" ? [lab.target_name] : lab.class_names.map((each) => className(text, each));
    const points = values.data.length;
    const lines = outputs.map((_, at) => Array.from(means.data.subarray(at * points, (at + 1) * points)));
    const reach = lines.map((line) => Math.max(...line) - Math.min(...line));
    const widest = reach.indexOf(Math.max(...reach));
    plot?.destroy();
    plot = dependenceChart(byId("importance-curve", HTMLElement), Array.from(values.data), lines, {
      x: name(feature), words: written, y: text.t(lab.task === "numbers" ? "dependence_number" : "dependence_output"), classes: lab.task === "classes",
    });
    byId("dependence-key", HTMLUListElement).replaceChildren(
      ...(lab.task === "classes" ? outputs.map((each, at) => make("li", {}, mark(at), each)) : []));
    tell(byId("dependence-title", HTMLElement), text.t("dependence_title", { name: name(feature) }));
    const line = lines[widest];
    const three = (/** @type {number} */ value) => inUnit(lab, Number(value.toPrecision(3)));
    if (words.length) {
      const [least, most] = [Math.min(...line), Math.max(...line)];
      return tell(byId("dependence-note", HTMLElement), text.t("dependence_words", {
        name: name(feature), output: outputs[widest], rows,
        most: written[line.indexOf(most)], to: three(most), least: written[line.indexOf(least)], from: three(least),
      }));
    }
    const at = (/** @type {number} */ point) => inUnit({ unit: "" }, values.data[point]);
    const turn = turnOf(line);
    tell(byId("dependence-note", HTMLElement), text.t(turn === undefined ? "dependence_note" : "dependence_turns", {
      name: name(feature), low: at(0), high: at(points - 1), output: outputs[widest],
      from: three(line[0]), to: three(line[points - 1]), rows, at: at(turn ?? 0), turn: three(line[turn ?? 0]),
    }));
  }

  function showStale() {
    if (found && dataOf(store.get()) !== found.data) {
      found = curve = undefined;
      byId("importance-result", HTMLElement).hidden = true;
    }
    byId("importance-stale", HTMLElement).hidden = !found || found.snapshot === shownSnapshot(store.get());
  }

  scope.on(start, "click", () => void find());
  const chart = byId("importance-curve", HTMLElement);
  scope.onResize([chart], () => {
    if (plot && chart.clientWidth && Math.abs(plot.width - widthIn(chart)) > 1) plot.setSize({ width: widthIn(chart), height: plot.height });
  });
  scope.add(
    store.watch(["engine", "lab"], ({ engine: { kind }, lab }) => (start.disabled = kind !== "ready" || !lab)),
    store.watch(["lab", "snapshot", "moment"], showStale),
    text.onChange(show),
    onTheme(show),
    keys.stop,
    () => plot?.destroy(),
  );
  return scope.end;
}
