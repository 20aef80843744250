// @ts-check
// Every control with data-field sets that field of the set-up, by the rules in web/generated/options.js.

import { parseCount, parseDecimal } from "../../base/numbers.js";
import { FIELDS } from "../../generated/options.js";
import { allows, isToy } from "../../lab/setup.js";
import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Setup } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

/** @typedef {keyof Setup} Name */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountFields(store, text, runner) {
  const scope = createScope();
  const controls = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...document.querySelectorAll("[data-field]")]);
  const outputs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-shows]")]);
  /** What was refused stays in its control, with the sentence that says why. @type {Map<HTMLElement, () => string>} */
  const wrong = new Map();
  /** What each control has been given to show. @type {Map<HTMLElement, unknown>} */
  const shown = new Map();

  /** @param {HTMLElement} control */
  const errorOf = (control) => byId(control.closest("#data") ? "data-error" : "setup-error", HTMLElement);

  for (const control of controls) {
    const name = /** @type {Name} */ (control.dataset.field);
    control.setAttribute("aria-describedby", errorOf(control).id);
    const onChange = () => {
      const value = read(control, name);
      if (!allows(FIELDS[name], value)) return judge(control, () => sentence(control, name));
      judge(control);
      const typed = control.value;
      void runner.change({ [name]: value, ...(name === "test_ratio" && value === 0 ? { patience: 0 } : {}) }, (error) => {
        shown.set(control, store.get().setup[name]);
        control.value = typed;
        judge(control, () => text.reason(error));
      });
    };
    scope.on(control, "change", onChange);
    if (control.type === "range") {
      const onInput = () => {
        showOutputs({ ...store.get().setup, [name]: Number(control.value) });
        if (store.get().live) onChange();
      };
      scope.on(control, "input", onInput);
    }
  }

  /** Says that a control's value is right, or why it is not. @param {HTMLElement} control @param {() => string} [why] */
  function judge(control, why) {
    control.setAttribute("aria-invalid", String(why !== undefined));
    if (why) wrong.set(control, why);
    else wrong.delete(control);
    showErrors();
  }

  /** @param {HTMLInputElement | HTMLSelectElement} control @param {Name} name */
  function read(control, name) {
    if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked;
    const { kind } = FIELDS[name];
    if (kind === "number") return parseDecimal(control.value);
    if (kind === "whole") return parseCount(control.value);
    return control.value;
  }

  /** @param {HTMLElement} control @param {Name} name */
  function sentence(control, name) {
    const rule = FIELDS[name];
    const field = control.closest("label")?.querySelector("[data-text]")?.textContent ?? name;
    const most = "most" in rule ? rule.most : 0;
    const least = "least" in rule ? rule.least : 0;
    return text.t(rule.kind === "whole" ? "field_wants_whole" : "field_wants_number", { field, least, most });
  }

  function showErrors() {
    for (const id of ["data-error", "setup-error"]) {
      const error = byId(id, HTMLElement);
      const sentences = [...wrong].filter(([control]) => errorOf(control) === error).map(([, say]) => say());
      error.textContent = text.joined(sentences);
    }
  }

  /** @param {Setup} setup */
  function showOutputs(setup) {
    for (const output of outputs) {
      const name = /** @type {Name} */ (output.dataset.shows);
      const percent = name === "noise" || name === "test_ratio";
      output.textContent = percent ? `${Math.round(Number(setup[name]) * 100)} %` : String(setup[name]);
    }
  }

  function show() {
    const { setup } = store.get();
    for (const control of controls) {
      const name = /** @type {Name} */ (control.dataset.field);
      if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = Boolean(setup[name]);
      else if (!wrong.has(control) || shown.get(control) !== setup[name]) {
        if (read(control, name) !== setup[name]) control.value = String(setup[name]);
        if (wrong.has(control)) judge(control);
      }
      shown.set(control, setup[name]);
      if (name === "patience") control.disabled = setup.test_ratio === 0;
    }
    byId("toy-options", HTMLElement).hidden = !isToy(setup.dataset);
    showOutputs(setup);
    showErrors();
  }

  // Until own_data.js is there, which comes last: the tile of a kept lab is not that of Iris.
  const tile = document.querySelector(`#datasets [value="${CSS.escape(store.get().setup.dataset)}"]`);
  if (tile instanceof HTMLInputElement) tile.checked = true;

  scope.add(store.follow(["setup"], show), text.onChange(showErrors));
  return scope.end;
}
