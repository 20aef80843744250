// @ts-check
// What is taken apart: a row of the data, a batch of them, or what the form holds.

import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { rowAt, rowNumber } from "../../lab/dataset.js";
import { sampleRow } from "../../lab/sample.js";
import { className } from "../../lab/names.js";
import { parseDecimal } from "../../base/numbers.js";
import { inUnit, isNumber } from "../../lab/task.js";

/** @import { Dataset } from "../../lab/dataset.js" */
/** @import { Text } from "../../base/text.js" */
/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Stepper} stepper
 */
export function mountSample(store, text, stepper) {
  const scope = createScope();
  const row = byId("apart-row", HTMLInputElement);
  const error = byId("apart-row-error", HTMLElement);
  const columns = byId("apart-columns", HTMLSelectElement);
  const target = byId("apart-target", HTMLSelectElement);

  scope.on(columns, "change", () => stepper.choose({ columns: Number(columns.value) }));
  const number = byId("apart-number", HTMLInputElement);
  scope.on(target, "change", () => stepper.choose({ target: Number(target.value) }));
  scope.on(number, "change", () => {
    const typed = parseDecimal(number.value);
    number.setAttribute("aria-invalid", String(typed === undefined));
    if (typed !== undefined) stepper.choose({ target: typed });
  });
  scope.on(row, "input", () => {
    const { dataset } = store.get();
    const wanted = dataset ? rowAt(dataset, Number(row.value)) : -1;
    complain(wanted >= 0 || row.value === "" ? "" : text.t(dataset?.row_numbers.length ? "apart_row_unused" : "apart_row_wrong", { rows: last(dataset) }));
    if (wanted >= 0) store.set({ sample: { kind: "row", row: wanted } });
  });
  scope.on(row, "blur", show); // what was no row gives way to the one that is shown

  /** @param {string} words */
  function complain(words) {
    error.textContent = words;
    row.setAttribute("aria-invalid", String(words !== ""));
  }

  /** The number of the last row. @param {Dataset | undefined} dataset */
  const last = (dataset) => (dataset?.rows.length ? rowNumber(dataset, dataset.rows.length - 1) : 0);

  /** What is true of a row, in words. @param {number} [label] */
  function nameOf(label) {
    const { lab } = store.get();
    if (!lab || label === undefined) return "";
    return isNumber(lab) ? inUnit(lab, label) : className(text, lab.class_names[label] ?? "");
  }

  let listedNames = "";

  function show() {
    const state = store.get();
    const { lab, dataset, stepper, prediction } = state;
    const shown = sampleRow(state);
    const typed = shown === undefined;
    byId("apart-sample", HTMLElement).textContent = typed
      ? text.t("apart_typed")
      : text.t(stepper.columns > 1 ? "apart_batch" : "apart_flower", {
          row: rowNumber(dataset, shown), species: nameOf(lab?.table.labels.data[shown]), columns: stepper.columns,
        });
    byId("apart-target-field", HTMLElement).hidden = !typed || isNumber(lab);
    byId("apart-number-field", HTMLElement).hidden = !typed || !isNumber(lab);
    if (document.activeElement !== number) number.value = String(Number((stepper.target ?? prediction?.number ?? 0).toPrecision(6)));
    byId("apart-columns-field", HTMLElement).hidden = typed;
    row.max = String(last(dataset) || 1);
    const shownNumber = typed ? "" : String(rowNumber(dataset, shown));
    if (document.activeElement !== row || (!typed && row.value !== shownNumber)) row.value = shownNumber;
    complain("");
    const names = JSON.stringify([lab?.class_names, text.language]);
    if (lab && names !== listedNames) {
      listedNames = names;
      target.replaceChildren(...lab.class_names.map((label, index) => make("option", { value: String(index) }, className(text, label))));
    }
    target.value = String(stepper.target ?? prediction?.predicted ?? 0);
  }

  scope.add(store.follow(["sample", "stepper", "lab", "dataset", "prediction"], show), text.onChange(show));
  return scope.end;
}
