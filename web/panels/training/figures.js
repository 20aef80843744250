// @ts-check
// The figures of the latest epoch, and the table of all of them for those who cannot see the chart.

import { formatLoss, minus } from "../../base/numbers.js";
import { shownSnapshot } from "../../lab/store.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { lowestAt } from "../../lab/way_back.js";
import { inUnit, isNumber, score } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { History } from "../../lab/history.js" */
/** @import { Store } from "../../lab/store.js" */

/** A table of more rows helps nobody; every n-th epoch is shown instead. */
const MOST_ROWS = 41;

/** The lowest test loss and its epoch. @param {History} history */
function bestTest(history) {
  const { epoch, test_loss } = history;
  const best = lowestAt(history);
  return { best: epoch[best] ?? 0, best_loss: formatLoss(test_loss[best]) };
}

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountFigures(store, text) {
  const scope = createScope();
  const details = byId("history-details", HTMLDetailsElement);

  function show() {
    const { history, lab, training, setup, turning, moment } = store.get();
    // The figures of the epoch that is shown; when training broke down, the curves go on to where it did.
    const last = Math.min(shownSnapshot(store.get())?.epoch ?? Infinity, history.epoch.length - 1);
    const tested = (lab?.test_rows ?? 0) > 0;
    document.body.toggleAttribute("data-tested", tested);
    document.body.toggleAttribute("data-number", isNumber(lab ?? setup)); // before Python is there, the kept set-up knows
    const set = (/** @type {string} */ id, /** @type {string} */ value) =>
      tell(byId(id, HTMLElement), value);
    set("train-loss", last < 0 ? "–" : formatLoss(history.train_loss[last]));
    set("printed-loss", last < 0 ? "–" : formatLoss(history.printed_loss[last]));
    set("train-accuracy", last < 0 ? "–" : minus(history.train_accuracy[last].toFixed(3)));
    const error = (/** @type {number | undefined} */ value) => (lab && value !== undefined ? inUnit(lab, value) : "–");
    set("bar-error", error(history.train_error?.[last]));
    set("train-error", error(history.train_error?.[last]));
    set("test-error", error(history.test_error?.[last]));
    set("test-loss", last < 0 ? "–" : formatLoss(history.test_loss[last]));
    set("test-accuracy", last < 0 || !tested ? "–" : minus(history.test_accuracy[last].toFixed(3)));
    if (last >= 1) {
      const trained = text.t("chart_summary", {
        epoch: history.epoch[last], first: formatLoss(history.train_loss[0]),
        loss: formatLoss(history.train_loss[last]), score: score(text, lab ?? setup, history.train_accuracy[last]),
      });
      set("chart-summary", text.joined(tested ? [trained, text.t("chart_summary_test", bestTest(history))] : [trained]));
    } else set("chart-summary", text.t("chart_empty"));
    const figures = byId("bar-figures", HTMLElement); // on a phone the curves are out of sight
    figures.hidden = last < 1 || training.kind === "broken";
    set("bar-figures", figures.hidden ? "" : text.t("bar_figures", {
      loss: formatLoss(history.train_loss[last]), score: score(text, lab ?? setup, history.train_accuracy[last]),
    }));
    if (lab && !turning && ["paused", "finished"].includes(training.kind) && last >= 0) {
      set("announce", text.t(`announce_${training.kind}`, {
        epoch: history.epoch[last], score: score(text, lab ?? setup, history.train_accuracy[last]),
      }));
    } else set("announce", "");
    const early = training.kind === "finished" && training.why !== "epochs" && !moment;
    set("stopped", early ? text.t(`stopped_${training.why}`, {
      epoch: history.epoch.at(-1) ?? 0, patience: setup.patience, loss: formatLoss(history.train_loss.at(-1) ?? NaN), ...bestTest(history),
    }) : "");
    if (details.open) fillTable();
  }

  function fillTable() {
    const { history } = store.get();
    const every = Math.max(1, Math.ceil((history.epoch.length - 1) / (MOST_ROWS - 1)));
    const last = history.epoch.length - 1;
    const rows = [];
    for (let i = 0; i <= last; i += 1) {
      if (i % every !== 0 && i !== last) continue;
      rows.push(make("tr", {},
        make("th", { scope: "row" }, String(history.epoch[i])),
        make("td", {}, formatLoss(history.train_loss[i])),
        make("td", {}, formatLoss(history.printed_loss[i])),
        make("td", {}, minus(history.train_accuracy[i].toFixed(3))),
        make("td", { class: "tested" }, formatLoss(history.test_loss[i])),
        make("td", { class: "tested" }, minus(history.test_accuracy[i].toFixed(3)))));
    }
    byId("history-table", HTMLTableElement).tBodies[0].replaceChildren(...rows);
  }

  scope.on(details, "toggle", () => details.open && fillTable());
  scope.add(store.watch(["history", "snapshot", "training", "moment", "lab", "turning"], show), text.onChange(show));
  return scope.end;
}
