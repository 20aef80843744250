// @ts-check
// Every weight and bias of a layer as a table of fields: the way to them by keyboard and by ear.

import { parseDecimal } from "../../base/numbers.js";
import { biasIndex, weightIndex } from "../../lab/network_plan.js";
import { shownSnapshot } from "../../lab/store.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { shortFeatureName } from "../../lab/names.js";
import { outputName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createRunner>, "setParameter">} runner
 */
export function mountWeightTable(store, text, runner) {
  const scope = createScope();
  const details = byId("weights-details", HTMLDetailsElement);
  const choice = byId("weights-layer", HTMLSelectElement);
  const table = byId("weights-table", HTMLTableElement);
  let builtFor = "";

  const sizes = () => store.get().lab?.sizes ?? [];
  const layer = () => Number(choice.value);
  const shown = (/** @type {number} */ value) => (Number.isFinite(value) ? String(Number(value.toPrecision(5))) : "–");

  /** @param {number} at 0 is the input @param {number} index */
  function neuron(at, index) {
    const { lab } = store.get();
    if (at === 0) return shortFeatureName(text, lab?.input_names[index] ?? "");
    if (at === sizes().length - 1) return outputName(text, lab, index);
    return String(index + 1);
  }

  function build() {
    const { lab } = store.get();
    if (!lab || !details.open) return;
    const key = [sizes(), lab.input_names, lab.class_names, lab.target_name, choice.value, text.language].join("|");
    if (key !== builtFor) {
      builtFor = key;
      buildChoice();
      buildTable();
    }
    fill();
  }

  function buildChoice() {
    const before = Math.min(layer() || 0, sizes().length - 2);
    choice.replaceChildren(...sizes().slice(1).map((_, at) =>
      make("option", { value: String(at) }, text.t(at === sizes().length - 2 ? "weights_output" : "weights_hidden", { layer: at + 1 }))));
    choice.value = String(before);
  }

  function buildTable() {
    const at = layer();
    const columns = [...Array(sizes()[at]).keys()];
    const head = make("tr", {}, make("td", {}), ...columns.map((column) => make("th", { scope: "col" }, neuron(at, column))),
      make("th", { scope: "col" }, "b"));
    const rows = [...Array(sizes()[at + 1]).keys()].map((row) => make("tr", {}, make("th", { scope: "row" }, neuron(at + 1, row)),
      ...columns.map((column) => make("td", {}, field("W", row, column))), make("td", {}, field("b", row, 0))));
    table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  }

  /** @param {"W" | "b"} kind @param {number} row @param {number} column */
  function field(kind, row, column) {
    const at = layer();
    const index = kind === "W" ? weightIndex(sizes(), at, row, column) : biasIndex(sizes(), at, row);
    const to = neuron(at + 1, row);
    const name = kind === "b" ? text.t("bias_of", { to }) : text.t("weight_between", { from: neuron(at, column), to });
    const input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", "data-index": String(index), "aria-label": name });
    const value = () => shownSnapshot(store.get())?.vector.data[index] ?? NaN;
    input.onfocus = () => store.set({
      highlight: kind === "W" ? { kind: "edge", layer: at + 1, row, column } : { kind: "bias", layer: at + 1, row },
    });
    input.onblur = () => {
      store.set({ highlight: undefined });
      input.removeAttribute("aria-invalid");
      input.value = shown(value());
    };
    input.onkeydown = (event) => {
      if (event.key === "Escape") input.value = shown(value());
      if (event.key !== "Enter") return;
      const typed = parseDecimal(input.value);
      input.setAttribute("aria-invalid", String(typed === undefined));
      if (typed !== undefined) void runner.setParameter({ layer: at, kind, row, column }, typed);
    };
    return input;
  }

  function fill() {
    const vector = shownSnapshot(store.get())?.vector.data;
    if (!vector) return;
    for (const input of table.querySelectorAll("input")) {
      const value = vector[Number(input.dataset.index)];
      input.classList.toggle("negative", value < 0);
      if (input !== document.activeElement) input.value = shown(value);
    }
  }

  scope.on(choice, "change", build);
  scope.on(details, "toggle", build);
  scope.add(
    // While training, thousands of fields would be rewritten in vain.
    store.follow(["lab", "snapshot", "moment", "training"], ({ training, lab }) => {
      if (training.kind !== "running" || (lab && Math.max(...lab.sizes) <= 16)) build();
    }),
    text.onChange(build),
  );
  return scope.end;
}
