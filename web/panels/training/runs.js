// @ts-check
// The earlier runs: their names, what differed, and buttons to remove them or to take all figures away as CSV.

import { runsCsv } from "../../lab/history_csv.js";
import { formatLoss } from "../../base/numbers.js";
import { lessonLabel, runLabel } from "../../lab/earlier_runs.js";
import { changed } from "../../lab/setup.js";
import { fieldValue } from "../../lab/names.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { saveFile } from "../../base/save_file.js";
import { score, taskOf } from "../../lab/task.js";
import { runColor } from "./loss_chart.js";

/** @import { Text } from "../../base/text.js" */
/** @import { EarlierRun } from "../../lab/earlier_runs.js" */
/** @import { Store } from "../../lab/store.js" */

/** How many differences are written out before the rest is only counted. */
const MOST_DIFFERENCES = 4;

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountRuns(store, text) {
  const scope = createScope();
  const root = byId("runs", HTMLElement);
  const list = byId("runs-list", HTMLUListElement);

  const update = (/** @type {number} */ number, /** @type {Partial<EarlierRun>} */ change) =>
    store.set({ earlier: store.get().earlier.map((run) => (run.number === number ? { ...run, ...change } : run)) });

  const label = (/** @type {EarlierRun} */ run) => runLabel(text, run);
  const ofLessons = byId("lesson-runs", HTMLButtonElement);

  /** "learning rate 0.5 (now 0.05)" for every field that differs from the set-up in force. @param {EarlierRun} run */
  function difference(run) {
    const { setup } = store.get();
    const names = changed(run.setup, setup).filter((name) => name !== "epochs");
    if (names.length === 0) return text.t("runs_same");
    const more = names.length - MOST_DIFFERENCES;
    const differences = names.slice(0, more === 1 ? undefined : MOST_DIFFERENCES).map((name) => text.t("runs_differs", {
      field: text.t(`field_${name}`), then: fieldValue(text, run.setup, name), now: fieldValue(text, setup, name),
    }));
    if (more > 1) differences.push(text.t("runs_more", { more }));
    return text.t("runs_difference", { differences: text.clauses(differences) });
  }

  function show() {
    const { earlier, lessonRuns } = store.get();
    const made = earlier.filter(({ of }) => of);
    root.hidden = earlier.length === 0;
    ofLessons.hidden = made.length === 0;
    tell(ofLessons, text.t(lessonRuns ? "runs_lessons_hide" : "runs_lessons_show", { count: made.length }));
    const focused = document.activeElement?.id;
    const lessons = new Map(made.flatMap(({ of }) => (lessonRuns && of ? [[of.lesson, of]] : [])));
    list.replaceChildren(
      ...earlier.filter(({ of }) => !of).map(entry),
      ...[...lessons].flatMap(([lesson, of]) => [
        make("li", { class: "runs-lesson" }, lessonLabel(text, of)),
        ...made.filter((run) => run.of?.lesson === lesson).map(entry),
      ]));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** @param {EarlierRun} run */
  function entry(run) {
    const last = run.history.epoch.length - 1;
    const box = make("input", { type: "checkbox", id: `run-shown-${run.number}`, "aria-label": text.t("runs_show", { name: label(run) }) });
    box.checked = run.shown;
    box.onchange = () => update(run.number, { shown: box.checked });
    const name = make("input", { type: "text", id: `run-name-${run.number}`, value: label(run), maxlength: "40", "aria-label": text.t("runs_rename", { name: label(run) }) });
    name.onchange = () => update(run.number, { name: name.value.trim() });
    const remove = make("button", { type: "button", class: "quiet", "aria-label": text.t("runs_remove", { name: label(run) }) }, "×");
    remove.onclick = () => store.set({ earlier: store.get().earlier.filter((other) => other.number !== run.number) });
    const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.borderColor = `var(${runColor(run)})`;
    return make("li", {},
      make("span", { class: "run-head" }, box, swatch, name, remove),
      make("span", { class: "note" }, text.t("runs_end", {
        epoch: run.history.epoch[last], loss: formatLoss(run.history.train_loss[last]), score: score(text, taskOf(run.history), run.history.train_accuracy[last]),
      })),
      make("span", { class: "note" }, difference(run)));
  }

  scope.on(ofLessons, "click", () => store.set({ lessonRuns: !store.get().lessonRuns }));

  scope.on(byId("download-csv", HTMLButtonElement), "click", () => {
    const { earlier, history } = store.get();
    const csv = runsCsv([
      ...earlier.map((run) => ({ name: run.of ? text.t("run_of_lesson", { lesson: lessonLabel(text, run.of), name: label(run) }) : label(run), history: run.history })),
      { name: text.t("run_current"), history },
    ]);
    saveFile("nn-lab-curves.csv", csv, "text/csv");
  });
  scope.add(store.follow(["earlier", "setup", "lessonRuns"], show), text.onChange(show));
  return scope.end;
}
