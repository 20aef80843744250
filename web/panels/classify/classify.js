// @ts-check
// The form: a sample's features in raw units in, the outputs and a class out, at every change.

import { mark } from "../../base/marks.js";
import { asWritten } from "../../base/dates.js";
import { byKeys } from "../../base/by_keys.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { rowNumber } from "../../lab/dataset.js";
import { sampleRow, sampleValues } from "../../lab/sample.js";
import { className, featureName } from "../../lab/names.js";
import { inUnit, isNumber, targetName } from "../../lab/task.js";
import { IRIS, fieldCount, formFields } from "./form_fields.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Field } from "./form_fields.js" */

/** With more, those out of sight are not laid out. */
const MANY_FIELDS = 24;
/** So many are made at first, and then at once: hundreds would hold up the page. */
const FEW_FIELDS = 60;

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountClassify(store, text) {
  const scope = createScope();
  const answer = byId("answer", HTMLElement);
  const numbers = byId("pad-numbers", HTMLButtonElement);
  const rest = byId("all-fields", HTMLButtonElement);
  let timer = 0;
  /** @type {Field[]} */
  let fields = [];
  let shownKey = "";

  scope.on(byId("classify", HTMLFormElement), "submit", (event) => event.preventDefault());
  scope.on(byId("take-flower", HTMLButtonElement), "click", () => {
    const rows = store.get().dataset?.rows.length ?? 0;
    if (rows) store.set({ sample: { kind: "row", row: Math.floor(Math.random() * rows) } });
  });

  /** Takes the form's values when all are right; otherwise says where not, and the sample stays what it was. */
  function read() {
    const taken = fields.map((field) => field.take());
    const values = [...(sampleValues(store.get()) ?? [])]; // of the fields that are not made yet
    taken.forEach((each, at) => each && values.splice(fields[at].first, fields[at].count, ...each));
    const complete = taken.every((each) => each !== undefined);
    answer.classList.toggle("stale", !complete);
    if (complete) return store.set({ sample: { kind: "typed", values } });
    // Where the answer was, for its field may be out of sight.
    byId("answer-notes", HTMLUListElement).replaceChildren(...fields.filter(({ error }) => error.textContent).map(({ root, error }) =>
      make("li", {}, text.t("field_said", { field: root.querySelector(".label")?.textContent ?? "", said: error.textContent ?? "" }))));
  }

  /** @param {Field[]} some */
  function fill(some) {
    const values = sampleValues(store.get());
    for (const { first, count, show } of some) show(values?.slice(first, first + count) ?? [], store.get().sample.kind === "row");
  }

  /** The form shows what is asked. */
  function showValues() {
    const values = sampleValues(store.get());
    if (!values || values.length !== store.get().dataset?.features.length) return;
    fill(fields);
    if (!answer.classList.contains("stale")) return;
    answer.classList.remove("stale");
    showAnswer();
  }

  function showTexts() {
    const { dataset } = store.get();
    const [title, intro, take] = dataset?.name === IRIS ? ["classify_title", "classify_intro", "take_flower"]
      : isNumber(dataset) ? ["classify_title_number", "classify_intro_number", "take_any"]
      : dataset?.pictures ? ["classify_title_picture", "classify_intro_picture", "take_any"]
        : ["classify_title_any", "classify_intro_any", "take_any"];
    byId("classify-title", HTMLElement).textContent = text.t(title);
    byId("classify-intro", HTMLElement).replaceChildren(text.t(intro), ...(dataset?.pictures ? [byKeys(text, "pad_keys")] : []));
    byId("take-flower", HTMLElement).textContent = text.t(take);
  }

  function showOrigin() {
    const { dataset } = store.get();
    const at = sampleRow(store.get());
    const row = at === undefined ? undefined : dataset?.rows[at];
    byId("flower-origin", HTMLElement).textContent = !dataset || !row || at === undefined ? "" : isNumber(dataset)
      ? text.t("row_origin_number", { row: rowNumber(dataset, at), target: targetName(text, dataset), number: inUnit(dataset, row.label) }) : text.t(dataset.name === IRIS ? "flower_origin" : "row_origin", { row: rowNumber(dataset, at), species: className(text, dataset.classes[row.label]) });
  }

  function showAnswer() {
    const { prediction, lab } = store.get();
    const number = lab && isNumber(lab) ? prediction?.number : undefined;
    if (!prediction || !lab || prediction.outputs.data.length !== (number === undefined ? lab.class_names.length : 1)) return;
    byId("prediction", HTMLElement).replaceChildren(...(number === undefined
      ? [mark(prediction.predicted), className(text, prediction.name)]
      : [make("span", { class: "prediction-of" }, `${targetName(text, lab)} `), inUnit(lab, number)]));
    byId("outputs", HTMLOListElement).replaceChildren(
      ...lab.class_names.map((name, index) => {
        const value = prediction.outputs.data[index];
        const bar = make("span", { class: "bar-fill" });
        bar.style.color = `var(--class-${index})`;
        bar.style.inlineSize = `${Math.min(1, Math.max(0, value)) * 100}%`;
        return make(
          "li",
          index === prediction.predicted ? { class: "largest" } : {},
          make("span", { class: "output-name", title: className(text, name) }, mark(index), className(text, name)),
          make("span", { class: "output-bar", "aria-hidden": "true" }, bar),
          make("span", { class: "output-value" }, value.toFixed(3)),
        );
      }),
    );
    const short = (/** @type {number} */ value, /** @type {number} */ field) => {
      const date = lab.sources.find(({ first, pattern }) => pattern && first === field);
      return date ? asWritten(date, value) : Number(value.toPrecision(6));
    };
    const outside = prediction.out_of_range;
    const notes = store.get().dataset?.pictures && outside.length
      ? [text.t("out_of_range_picture", { count: outside.length })] : outside.map(({ field, value, min, max }) =>
      text.t("out_of_range", {
        field: featureName(text, lab.feature_names[field]), value: short(value, field), min: short(min, field), max: short(max, field),
      }),
    );
    if (!prediction.trained) notes.unshift(text.t("untrained"));
    if (answer.classList.contains("stale")) return; // what is wrong with a field stands there
    byId("answer-notes", HTMLUListElement).replaceChildren(...notes.map((note) => make("li", {}, note)));
  }

  /** Of a picture there are many, and nobody types them: they are made when they are wanted. */
  function makeFields() {
    const { dataset } = store.get();
    const wanted = !dataset?.pictures || numbers.getAttribute("aria-expanded") === "true";
    clearTimeout(timer);
    fields = dataset && wanted ? formFields(text, dataset, read, 0, FEW_FIELDS) : [];
    const count = dataset && wanted ? fieldCount(dataset) : 0;
    byId("blank-note", HTMLElement).hidden = !fields.some(({ root }) => root.querySelector("[placeholder]"));
    byId("lengths", HTMLElement).classList.toggle("many", count > MANY_FIELDS);
    byId("lengths", HTMLElement).replaceChildren(...fields.map((field) => field.root));
    rest.hidden = fields.length >= count;
    rest.textContent = text.t("all_fields", { count });
    showValues();
  }

  function makeMore() {
    const { dataset } = store.get();
    if (!dataset) return;
    const more = formFields(text, dataset, read, fields.length, fields.length + FEW_FIELDS);
    fields.push(...more);
    byId("lengths", HTMLElement).append(...more.map((field) => field.root));
    fill(more); // what stands in the others may be wrong, and stays for its owner to mend
    if (fields.length < fieldCount(dataset)) timer = setTimeout(makeMore);
  }
  scope.on(rest, "click", () => {
    rest.hidden = true;
    const next = fields.length;
    makeMore();
    /** @type {HTMLElement | null | undefined} */ (fields[next]?.root.querySelector("input, select"))?.focus();
  });
  scope.add(() => clearTimeout(timer));
  scope.on(numbers, "click", () => {
    numbers.setAttribute("aria-expanded", String(numbers.getAttribute("aria-expanded") !== "true"));
    makeFields();
  });

  scope.add(
    store.watch(["dataset"], ({ dataset }) => {
      const key = dataset && `${dataset.key} ${dataset.pictures?.side ?? ""}`;
      if (!key || key === shownKey) return;
      shownKey = key;
      numbers.setAttribute("aria-expanded", "false");
      makeFields();
      showTexts();
    }),
    store.watch(["dataset", "sample"], () => {
      showValues();
      showOrigin();
    }),
    store.follow(["prediction", "lab"], showAnswer),
    text.onChange(() => {
      const { dataset } = store.get();
      rest.textContent = text.t("all_fields", { count: dataset ? fieldCount(dataset) : 0 });
      for (const field of fields) {
        field.name();
        if (field.error.textContent) read();
      }
      showTexts();
      showOrigin();
      showAnswer();
    }),
  );
  return scope.end;
}
