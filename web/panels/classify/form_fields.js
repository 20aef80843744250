// @ts-check
// The form's fields: a number or a date with its step, or a select where the data's owner wrote words.

import { asWritten, fromWritten } from "../../base/dates.js";
import { make } from "../../base/dom.js";
import { mayBeThousands, parseDecimal } from "../../base/numbers.js";
import { TRUTH_WORDS } from "../../generated/options.js";
import { stepOf } from "../../lab/dataset.js";
import { featureName, shortFeatureName } from "../../lab/names.js";

/** @import { Text } from "../../base/text.js" */
/** @import { ColumnSource } from "../../generated/protocol.js" */
/** @import { Dataset } from "../../lab/dataset.js" */

/** The one data set of which the page knows that it is flowers, in centimetres. */
export const IRIS = "iris";

/**
 * A field for one column. `first` and `count` say which of the sample's values it holds; `take` gives them, or
 * undefined when they are no values, and says so beside the field. What is `ofRow` stands there though it be what a
 * blank field is taken for.
 * @typedef {{
 *   root: HTMLElement, first: number, count: number, error: HTMLElement,
 *   take: () => number[] | undefined, show: (values: number[], ofRow?: boolean) => void, name: () => void,
 * }} Field
 */

/** How many fields there are. @param {Dataset} dataset */
export const fieldCount = ({ sources, features }) => sources.length || features.length;

/** Those from one to another. @param {Text} text @param {Dataset} dataset @param {() => void} onInput @param {number} from @param {number} to @returns {Field[]} */
export function formFields(text, dataset, onInput, from, to) {
  /** @param {{ name: string, at: number, fill?: number, date?: ColumnSource }} column */
  function fieldOf(column) {
    const truth = dataset.truths.find(([feature]) => feature === column.at);
    return truth ? truthField(text, column.name, truth, onInput) : numberField(text, dataset, column, onInput);
  }
  if (dataset.sources.length === 0) return dataset.features.slice(from, to).map((name, at) => fieldOf({ name, at: from + at }));
  return dataset.sources.slice(from, to).map((source) => (source.words.length
    ? wordField(text, source, onInput)
    : fieldOf({ name: source.name, at: source.first, fill: Number(source.fill), date: source.pattern ? source : undefined })));
}

/** How a field's text and its value go together. @typedef {{ parse: (text: string) => number | undefined, write: (value: number) => string }} Script */

/** A date as its owner writes it; its value is the days since the column's first, or hours. @param {ColumnSource} source @returns {Script} */
const dateScript = (source) => ({ parse: (written) => fromWritten(source, written), write: (value) => asWritten(source, value) });

/** What a column of yes and no may be written with, and the number that it is. */
const TRUTHS = new Map(TRUTH_WORDS.flatMap(([yes, no]) => [/** @type {const} */ ([yes, 1]), /** @type {const} */ ([no, 0])]));

/** @type {Script} */
const NUMBERS = { parse: parseDecimal, write: (value) => String(Number(value.toFixed(10))) };

/**
 * A column of yes and no is one of 1 and 0; whoever asks may write it as in a file.
 * @param {Dataset} dataset @param {number} at @returns {Script["parse"]}
 */
function orTruth({ rows }, at) {
  const isTruth = () => rows.every((row) => row.at(at) === 0 || row.at(at) === 1);
  return (typed) => NUMBERS.parse(typed) ?? (isTruth() ? TRUTHS.get(typed.trim().toLowerCase()) : undefined);
}

/**
 * @param {Text} text
 * @param {Dataset} dataset
 * @param {{ name: string, at: number, fill?: number, date?: ColumnSource }} column
 * @param {() => void} onInput
 * @returns {Field}
 */
function numberField(text, dataset, { name, at, fill, date }, onInput) {
  const id = `length-${at}`;
  const by = date ? 1 : stepOf(dataset, at);
  const script = date ? dateScript(date) : { ...NUMBERS, parse: orTruth(dataset, at) };
  const example = fill === undefined ? "" : date ? script.write(fill) : String(Number(fill.toPrecision(6)));
  const input = make("input", {
    id, name, type: "text", inputmode: date ? "text" : "decimal", autocomplete: "off", "aria-describedby": `${id}-error`,
    ...(example ? { placeholder: example } : {}),
  });
  const error = make("span", { id: `${id}-error`, class: "error" });
  const label = make("span", { class: "label" });
  const less = make("button", { type: "button", class: "nudge" }, `−${by}`);
  const more = make("button", { type: "button", class: "nudge" }, `+${by}`);
  const nudge = (/** @type {number} */ step) => {
    const value = script.parse(input.value);
    if (value === undefined) return input.focus();
    input.value = script.write(value + step);
    onInput();
  };
  input.oninput = onInput;
  less.onclick = () => nudge(-by);
  more.onclick = () => nudge(by);
  const row = make("span", { class: "stepper" }, less, input, more);
  const parsed = () => (fill !== undefined && !input.value.trim() ? fill : script.parse(input.value));
  const field = {
    root: make("div", { class: "length" }, make("label", { for: id }, label), row, error),
    first: at, count: 1, error,
    take() {
      const value = parsed();
      const iris = dataset.name === IRIS;
      const wrong = date ? (date.per_day > 1 ? "not_a_time" : "not_a_date") : mayBeThousands(input.value) ? "may_be_thousands" : iris ? "not_a_number_cm" : "not_a_number";
      const empty = iris ? "empty_field_cm" : "empty_field";
      error.textContent = value === undefined ? text.t(input.value.trim() ? wrong : empty, { example }) : "";
      input.setAttribute("aria-invalid", String(value === undefined));
      return value === undefined ? undefined : [value];
    },
    show(/** @type {number[]} */ [value], ofRow = false) {
      if (parsed() !== value || (ofRow && !input.value.trim())) {
        // A value as it was measured stands as it is; one that was drawn or pointed at, in a few digits.
        const exact = String(value);
        input.value = date ? script.write(value) : exact.length <= 9 ? exact : String(Number(value.toPrecision(4)));
        if (dataset.name === IRIS && /^-?\d+$/.test(input.value)) input.value += ".0";
      }
      error.textContent = "";
      input.setAttribute("aria-invalid", "false");
    },
    name() {
      const [short, whole] = [shortFeatureName(text, name), featureName(text, name)];
      label.replaceChildren(short, make("span", { class: "unit" }, whole.slice(short.length)));
      less.setAttribute("aria-label", text.t("nudge_less", { field: whole, by }));
      more.setAttribute("aria-label", text.t("nudge_more", { field: whole, by }));
    },
  };
  field.name();
  return field;
}

/** @param {Text} text @param {ColumnSource} source @param {() => void} onInput @returns {Field} */
function wordField(text, { name, words, other, first }, onInput) {
  const count = words.length + Number(other);
  const { root, error, select, options, label } = selectOf({ name, first, words: [...words, ...(other ? [""] : [])] }, onInput);
  const field = {
    root, first, count, error,
    take: () => Array.from({ length: count }, (_, at) => Number(at === select.selectedIndex)),
    // None, where a row has a word that no training row had; a point of the map may lie between two.
    show: (/** @type {number[]} */ values) => void (select.selectedIndex = values.findIndex((value) => value > 0.5)),
    name() {
      label.textContent = featureName(text, name);
      if (other) options[words.length].textContent = text.t("other_words");
    },
  };
  field.name();
  return field;
}

/** Of a column of yes and no, as its owner writes them. @param {Text} text @param {string} name @param {[number, string, string]} truth @param {() => void} onInput @returns {Field} */
function truthField(text, name, [first, yes, no], onInput) {
  const { root, error, select, label } = selectOf({ name, first, words: [no, yes] }, onInput);
  let between = NaN; // where a point of the map lies, or what fills a gap
  const field = {
    root, first, count: 1, error,
    take: () => [select.selectedIndex < 0 ? between : select.selectedIndex],
    show: (/** @type {number[]} */ [value]) => void (select.selectedIndex = [0, 1].indexOf((between = value))),
    name: () => void (label.textContent = featureName(text, name)),
  };
  field.name();
  return field;
}

/** @param {{ name: string, first: number, words: string[] }} column @param {() => void} onInput */
function selectOf({ name, first, words }, onInput) {
  const id = `length-${first}`;
  const options = words.map((word, at) => make("option", { value: String(at) }, word));
  const select = make("select", { id, name }, ...options);
  const label = make("span", { class: "label" });
  const error = make("span", { class: "error" });
  select.onchange = onInput;
  return { root: make("div", { class: "length" }, make("label", { for: id }, label), select, error), error, select, options, label };
}
