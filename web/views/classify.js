// @ts-check
// The form: four lengths in, three outputs and a species out, at every change.

import { parseDecimal } from "../numbers.js";
import { mark } from "./data.js";
import { byId, make } from "./dom.js";

/** What the form shows first: row 1, a setosa. */
const FIRST_ROW = 0;

/**
 * @param {import("../state.js").Store} store
 * @param {import("../text.js").Text} text
 * @param {import("./data.js").Flowers} flowers
 */
export function mountClassify(store, text, flowers) {
  if (flowers.rows.length === 0) return () => {};
  const answer = byId("answer", HTMLElement);
  const fields = flowers.features.map((name, index) => createField(name, index));
  byId("lengths", HTMLElement).replaceChildren(...fields.map((field) => field.root));

  byId("classify", HTMLFormElement).onsubmit = (event) => event.preventDefault();
  byId("take-flower", HTMLButtonElement).onclick = () => {
    store.set({ flower: Math.floor(Math.random() * flowers.rows.length) });
  };

  /** @param {string} name @param {number} index */
  function createField(name, index) {
    const id = `length-${index}`;
    const input = make("input", {
      id, name, type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": `${id}-error`,
    });
    const error = make("span", { id: `${id}-error`, class: "error" });
    const label = make("span", { class: "label" });
    const less = make("button", { type: "button", class: "nudge" }, "−0.1");
    const more = make("button", { type: "button", class: "nudge" }, "+0.1");
    input.oninput = () => {
      store.set({ flower: undefined });
      read();
    };
    const nudge = (/** @type {number} */ by) => {
      const value = parseDecimal(input.value);
      if (value === undefined) return input.focus();
      input.value = String(Number((value + by).toFixed(10)));
      store.set({ flower: undefined });
      read();
    };
    less.onclick = () => nudge(-0.1);
    more.onclick = () => nudge(0.1);
    const row = make("span", { class: "stepper" }, less, input, more);
    const root = make("div", { class: "length" }, make("label", { for: id }, label), row, error);
    return { root, input, error, label, less, more, name };
  }

  /** Takes the form's values when all are numbers; otherwise says where not, and keeps the last answer. */
  function read() {
    const values = fields.map(({ input, error }) => {
      const value = parseDecimal(input.value);
      const wrong = value === undefined;
      error.textContent = wrong ? text.t(input.value.trim() ? "not_a_number" : "empty_field") : "";
      input.setAttribute("aria-invalid", String(wrong));
      return value;
    });
    const complete = values.every((value) => value !== undefined);
    answer.classList.toggle("stale", !complete);
    if (complete) store.set({ values: /** @type {number[]} */ (values) });
  }

  function showOrigin() {
    const { flower } = store.get();
    byId("flower-origin", HTMLElement).textContent =
      flower === undefined ? "" : text.t("flower_origin", { row: flower + 1, species: flowers.rows[flower].species });
  }

  function showAnswer() {
    const { prediction, lab } = store.get();
    if (!prediction || !lab) return;
    byId("prediction", HTMLElement).replaceChildren(mark(prediction.predicted), prediction.name);
    byId("outputs", HTMLOListElement).replaceChildren(
      ...lab.class_names.map((name, index) => {
        const value = prediction.outputs.data[index];
        const bar = make("span", { class: `bar-fill fill-${index}` });
        bar.style.inlineSize = `${Math.min(1, Math.max(0, value)) * 100}%`;
        return make(
          "li",
          index === prediction.predicted ? { class: "largest" } : {},
          make("span", { class: "output-name" }, mark(index), name),
          make("span", { class: "output-bar", "aria-hidden": "true" }, bar),
          make("span", { class: "output-value" }, value.toFixed(3)),
        );
      }),
    );
    const notes = prediction.out_of_range.map(({ field, value, min, max }) =>
      text.t("out_of_range", { field: label(flowers.features[field]), value, min, max }),
    );
    if (!prediction.trained) notes.unshift(text.t("untrained"));
    byId("answer-notes", HTMLUListElement).replaceChildren(...notes.map((note) => make("li", {}, note)));
  }

  /** The CSV's own name, with its Chinese name beside it where that is the page's language. */
  function label(/** @type {string} */ feature) {
    return text.t(`feature ${feature}`);
  }

  const stop = [
    store.watch(["flower"], ({ flower }) => {
      if (flower !== undefined) {
        fields.forEach(({ input }, index) => (input.value = flowers.rows[flower].values[index]));
        read();
      }
      showOrigin();
    }),
    // A flower that was moved on the map.
    store.watch(["values"], ({ values, flower }) => {
      if (!values || flower !== undefined) return;
      fields.forEach(({ input }, index) => {
        if (parseDecimal(input.value) !== values[index]) input.value = String(values[index]);
      });
    }),
    store.watch(["prediction", "lab"], showAnswer),
    text.onChange(() => {
      for (const field of fields) {
        field.label.textContent = label(field.name);
        field.less.setAttribute("aria-label", text.t("nudge_less", { field: label(field.name) }));
        field.more.setAttribute("aria-label", text.t("nudge_more", { field: label(field.name) }));
        if (field.error.textContent) read();
      }
      showOrigin();
      showAnswer();
    }),
  ];
  store.set({ flower: FIRST_ROW });
  return () => stop.forEach((end) => end());
}
