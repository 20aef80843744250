// @ts-check
// How the visitor's file is read: each part that was guessed can be said, and the first rows show what comes of it.

import { dateText } from "../../base/dates.js";
import { byId, make } from "../../base/dom.js";
import { minus } from "../../base/numbers.js";
import { CSV_COMMENTS, CSV_DELIMITERS, CSV_ENCODINGS, CSV_THOUSANDS } from "../../generated/options.js";

/** @import { Scope } from "../../base/scope.js" */
/** @import { Text } from "../../base/text.js" */
/** @import { CsvGiven, CsvQuestion, CsvRead } from "../../generated/protocol.js" */

/** Their names in web/text. @type {Record<string, string>} */
export const DELIMITERS = {
  ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks", "  ": "wide_blanks",
  "，": "wide_comma", "；": "wide_semicolon",
};
/** How a thousand and a quarter is written with each mark. @type {Record<string, string>} */
export const THOUSANDS = { "": "1250", ",": "1,250", ".": "1.250", " ": "1 250", "'": "1'250" };
const MOST_SKIPPED = 20;
/** More columns in the preview would hold up the page. */
const MOST_COLUMNS = 40;
const AUTO = "auto";

/** What is shown of a file: its reading is undefined when it could not be read. @typedef {{ given: CsvGiven, read?: CsvRead }} Shown */

/**
 * @param {Text} text
 * @param {Scope} scope
 * @param {(given: CsvGiven) => void} onChange  what the visitor says now; the other parts are guessed anew
 * @param {(said: CsvGiven) => void} onAnswer
 */
export function createReading(text, scope, onChange, onAnswer) {
  const details = byId("own-reading", HTMLDetailsElement);
  const selects = /** @type {HTMLSelectElement[]} */ ([...details.querySelectorAll("select")]);
  const question = byId("own-question", HTMLFieldSetElement);
  /** @type {CsvGiven} */
  let given = {};

  /** @param {string} part @param {HTMLOptionElement[]} options */
  function add(part, options) {
    selects.find((select) => select.dataset.part === part)?.append(...options);
    scope.add(...options.map((option) => () => option.remove()));
  }
  const delimiters = CSV_DELIMITERS.map((value) => ({ name: DELIMITERS[value], option: make("option", { value }) }));
  add("delimiter", delimiters.map(({ option }) => option));
  add("thousands", CSV_THOUSANDS.map((value) => make("option", { value }, THOUSANDS[value])));
  add("encoding", CSV_ENCODINGS.map((name) => make("option", {}, name)));
  add("comment", CSV_COMMENTS.map((sign) => make("option", {}, sign)));
  for (const part of ["skip", "foot"]) add(part, Array.from({ length: MOST_SKIPPED + 1 }, (_, count) => make("option", {}, String(count))));

  for (const select of selects) {
    scope.on(select, "change", () => {
      const { part = "" } = select.dataset;
      const { [/** @type {keyof CsvGiven} */ (part)]: _, ...others } = given;
      const value = part === "header" ? select.value === "true" : part === "skip" || part === "foot" ? Number(select.value) : select.value;
      /** @type {CsvGiven} */
      const said = select.value === AUTO ? others : { ...others, [part]: value };
      // One mark cannot stand for both: the other part is guessed again.
      if (said.decimal !== undefined && said.decimal === said.thousands) delete said[part === "decimal" ? "thousands" : "decimal"];
      onChange(said);
    });
  }

  /** @param {Shown | undefined} shown */
  function show(shown) {
    details.hidden = !shown;
    for (const { name, option } of delimiters) option.textContent = text.t(`delimiter_${name}`);
    if (!shown) return;
    given = shown.given;
    for (const select of selects) {
      const part = /** @type {keyof CsvGiven} */ (select.dataset.part);
      const value = String(given[part] ?? shown.read?.reading[part] ?? AUTO);
      if (![...select.options].some((option) => option.value === value)) add(part, [make("option", { value }, value)]);
      select.value = value;
    }
    if (!shown.read) details.open = true;
  }

  /** What the visitor has to say before the numbers are used. @param {CsvQuestion | undefined} asked */
  function ask(asked) {
    question.hidden = !asked;
    if (!asked) return;
    const [legend, answers] = question.children;
    legend.textContent = text.t("own_question", { column: asked.column, cell: asked.cell });
    answers.replaceChildren(...asked.answers.map(({ number, means, reading }) => {
      const said = means === "date" ? dateIn(text.t("language_tag"), number) : means === "time" ? text.t("answer_time", { time: dateText("{hh}:{mm}", number / 24) })
        : means === "code" ? text.t("answer_code", { cell: asked.cell }) : minus(number);
      const button = make("button", { type: "button" }, said);
      button.onclick = () => onAnswer(reading);
      return button;
    }));
  }

  return { show, ask };
}

/** With the month's name, so that it cannot be taken for another. @param {string} language @param {number} days  from 1970 on */
const dateIn = (language, days) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(days * 86_400_000));

/** What the preview shows. @type {{ read: CsvRead, key: string } | undefined} */
let previewed;

/**
 * The first rows as they are read; a number as the network will get it, and what is none as it is written.
 * @param {Text} text
 * @param {CsvRead | undefined} read
 * @param {{ isUsed: (name: string) => boolean, target: () => string }} [choice]
 */
export function showPreview(text, read, choice) {
  const region = byId("own-preview", HTMLElement);
  region.hidden = !read;
  const table = region.querySelector("table");
  if (!read || !table?.tHead) return;
  const key = JSON.stringify([text.language, choice?.target(), ...read.columns.slice(0, MOST_COLUMNS).map(({ name }) => !choice || choice.isUsed(name))]);
  if (previewed?.read === read && previewed.key === key) return; // to lay it out anew takes its time
  previewed = { read, key };
  const others = Math.max(0, read.columns.length - MOST_COLUMNS);
  const columns = read.columns.slice(0, MOST_COLUMNS).map((column) => {
    /** @type {Record<string, string>} */
    const used = !choice || choice.isUsed(column.name) ? {} : { class: "unused" };
    if (choice?.target() === column.name) used.class = "target"; // stays in sight
    return { ...column, used };
  });
  table.tHead.rows[0].replaceChildren(...columns.map(({ name, used }) => make("th", { scope: "col", ...used }, name)),
    ...(others ? [make("th", { scope: "col" }, text.t("more_columns", { count: others }))] : []));
  const rows = columns[0]?.written ?? [];
  table.tBodies[0].replaceChildren(...rows.map((_, row) => make("tr", {}, ...columns.map(({ written, numbers, numeric, since, clock, used }) => {
    const value = numeric ? numbers.data[row] : NaN;
    // Yes and no as they stand in the file, with what they are to the network.
    const yesOrNo = (value === 0 || value === 1) && !since && !clock && /\p{L}/u.test(written[row]);
    const cell = Number.isNaN(value) ? written[row] || text.t("own_missing_cell") : yesOrNo ? `${written[row]} → ${value}` : minus(clock ? Number(value.toFixed(3)) : value);
    return make("td", { ...used, title: written[row] }, cell);
  }), ...(others ? [make("td", {}, "…")] : []))));
}
