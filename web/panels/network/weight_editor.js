// @ts-check
// The small form over the network in which one weight or bias is typed. Enter commits, Escape closes.

import { parseDecimal } from "../../base/numbers.js";
import { make } from "../../base/dom.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Parameter } from "../../lab/network_plan.js" */

/**
 * @param {HTMLElement} stage
 * @param {Text} text
 * @param {{ commit: (parameter: Parameter, value: number) => Promise<void>, close: () => void }} actions
 */
export function createWeightEditor(stage, text, actions) {
  const input = make("input", { id: "weight-value", type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": "weight-error" });
  const label = make("label", { for: "weight-value" });
  const error = make("p", { id: "weight-error", class: "error" });
  const set = make("button", { type: "submit" });
  const form = make("form", { class: "weight-editor", id: "weight-editor", novalidate: "" }, label, make("span", { class: "weight-row" }, input, set), error);
  form.hidden = true;
  stage.append(form);
  /** @type {Parameter | undefined} */
  let edited;

  function close() {
    if (!edited) return;
    edited = undefined;
    form.hidden = true;
    actions.close();
  }

  form.onsubmit = (event) => {
    event.preventDefault();
    const value = parseDecimal(input.value);
    const right = value !== undefined;
    error.textContent = right ? "" : text.t("weight_error");
    input.setAttribute("aria-invalid", String(!right));
    if (!right || !edited) return;
    const parameter = edited;
    close();
    void actions.commit(parameter, value);
  };
  form.onkeydown = (event) => {
    if (event.key === "Escape") close();
  };
  form.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) close();
  });

  return {
    close,
    /** Takes the form off the page. */
    remove: () => form.remove(),
    get isOpen() {
      return edited !== undefined;
    },
    /**
     * @param {Parameter} parameter
     * @param {string} name
     * @param {number} value
     * @param {{ x: number, y: number }} place
     * @param {{ width: number, height: number }} room
     */
    open(parameter, name, value, place, room) {
      edited = parameter;
      label.textContent = name;
      set.textContent = text.t("weight_set");
      error.textContent = "";
      input.removeAttribute("aria-invalid");
      input.value = String(Number(value.toPrecision(6)));
      form.hidden = false;
      form.style.insetInlineStart = `${Math.max(0, Math.min(room.width - form.offsetWidth, place.x - form.offsetWidth / 2))}px`;
      form.style.insetBlockStart = `${Math.max(0, Math.min(room.height - form.offsetHeight, place.y + 12))}px`;
      input.focus();
      input.select();
    },
  };
}
