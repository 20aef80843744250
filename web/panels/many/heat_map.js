// @ts-check
// A grid of runs as a table of shaded buttons: rows and columns are two choices, a press opens the run.

import { formatLoss } from "../../base/numbers.js";
import { make } from "../../base/dom.js";

/** @import { OutcomeFacts } from "../../generated/protocol.js" */

/**
 * @param {HTMLTableElement} table
 * @param {{ fields: string[], values: number[][] }} plan
 * @param {OutcomeFacts[]} outcomes  by index, row by row; those that are still to come are missing
 * @param {string} curve  what is shown: a loss or an accuracy
 * @param {{ field: (name: string) => string, cell: (outcome: OutcomeFacts, shown: string) => string, broken: string }} say
 * @param {(outcome: OutcomeFacts) => void} onOpen
 */
export function showHeatMap(table, { fields, values }, outcomes, curve, say, onOpen) {
  const loss = curve.endsWith("loss");
  const end = (/** @type {OutcomeFacts} */ outcome) => outcome.curves[curve].data.at(-1) ?? NaN;
  // Losses differ by factors, accuracies by steps.
  const place = (/** @type {number} */ value) => (loss ? -Math.log(Math.max(value, 1e-12)) : value);
  const sound = outcomes.filter((outcome) => !outcome.breakdown && Number.isFinite(end(outcome))).map((outcome) => place(end(outcome)));
  const [worst, best] = [Math.min(...sound), Math.max(...sound)];

  /** @param {number} index */
  function cell(index) {
    const outcome = outcomes.find((each) => each.index === index);
    if (!outcome) return make("td", {}, make("span", { class: "heat-empty" }, "·"));
    const shown = outcome.breakdown ? "×" : loss ? formatLoss(end(outcome)) : end(outcome).toFixed(3);
    const button = make("button", {
      type: "button", "data-run": String(index), class: outcome.breakdown ? "broken" : "",
      "aria-label": say.cell(outcome, outcome.breakdown ? say.broken : shown),
    }, ...(shown.startsWith("0.") ? [make("span", { class: "zero" }, "0"), shown.slice(1)] : [shown]));
    const share = best > worst ? (place(end(outcome)) - worst) / (best - worst) : 1;
    button.style.setProperty("--share", outcome.breakdown || !Number.isFinite(share) ? "0%" : `${Math.round(6 + 49 * share)}%`);
    button.onclick = () => onOpen(outcome);
    return make("td", {}, button);
  }

  const [rows, columns] = values;
  table.replaceChildren(
    make("thead", {},
      make("tr", {}, make("td", {}), make("th", { colspan: String(columns.length), scope: "colgroup" }, say.field(fields[1]))),
      make("tr", {}, make("th", { scope: "row" }, say.field(fields[0])), ...columns.map((value) => make("th", { scope: "col" }, String(value))))),
    make("tbody", {}, ...rows.map((value, row) => make("tr", {},
      make("th", { scope: "row" }, String(value)),
      ...columns.map((_, column) => cell(row * columns.length + column))))));
}
