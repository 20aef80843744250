// @ts-check
// What of the visitor's file is used: the column to predict, the columns to learn from, and what is strange
// about them.

import { byId, make } from "../../base/dom.js";
import { inUnit } from "../../lab/task.js";

/** @import { Scope } from "../../base/scope.js" */
/** @import { Text } from "../../base/text.js" */
/** @typedef {"classes" | "numbers"} Task */
/** @import { CsvChoice, CsvColumn, CsvHint, CsvRead } from "../../generated/protocol.js" */

/** So many boxes stand there at first: hundreds would hold up the page. */
const FEW_BOXES = 60;
/** So many names are listed. */
const MOST_NAMES = 6;

/** @param {Text} text @param {string[]} names */
export const some = (text, names) => text.listed([...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? [`… (${names.length})`] : [])]);

/**
 * @param {Text} text
 * @param {Scope} scope
 * @param {() => void} onChange  other columns are chosen
 * @param {(hint: CsvHint) => void} onMend
 */
export function createChoice(text, scope, onChange, onMend) {
  const target = byId("own-target", HTMLSelectElement);
  const features = byId("own-features", HTMLElement);
  const tasks = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#own-task input")]);
  /** @type {CsvColumn[]} */
  let columns = [];
  /** @type {Set<string>} */
  let leftOut = new Set();
  /** @type {Set<string>} */
  let suggested = new Set();
  let allBoxes = false;
  let boxesOf = columns;
  let boxesKey = "";

  scope.on(target, "change", () => {
    leftOut.delete(target.value);
    for (const column of columns) if (!column.numeric && column.name !== target.value) leftOut.add(column.name);
    offer();
    onChange();
  });
  for (const input of tasks) scope.on(input, "change", onChange);

  const task = () => /** @type {Task} */ (tasks.find((input) => input.checked)?.value ?? "classes");

  /** What the target can hold, and what it most likely does. @param {Task} [wanted] */
  function offer(wanted) {
    const column = columns.find(({ name }) => name === target.value);
    const possible = { classes: column?.target ?? true, numbers: column?.numeric ?? false };
    const likely = column?.task ?? "classes";
    const chosen = wanted && possible[wanted] ? wanted : possible[likely] ? likely : possible.classes ? "classes" : "numbers";
    for (const input of tasks) {
      input.disabled = !possible[/** @type {Task} */ (input.value)];
      input.checked = input.value === chosen;
    }
  }

  /** @param {CsvColumn} column */
  function tick(column) {
    const box = make("input", { type: "checkbox", name: `column-${column.name}` });
    box.checked = !leftOut.has(column.name);
    box.disabled = !column.numeric;
    box.onchange = () => {
      if (box.checked) leftOut.delete(column.name);
      else leftOut.add(column.name);
      onChange();
    };
    const about = [];
    if (column.why_left_out) about.push(text.t(`column_${column.why_left_out}`));
    if (column.since) about.push(text.t("column_dates", { first: column.since }));
    if (column.clock) about.push(text.t("column_clock"));
    if (column.words && column.numeric) about.push(text.t("column_used_words"));
    if (column.missing) about.push(text.t("column_missing", { count: column.missing }));
    return make("label", { class: "inline tick" }, box,
      make("span", {}, column.name, " ", make("small", {}, text.listed(about) || `${text.listed(column.written.slice(0, 3))} …`)));
  }

  /** @param {number} count */
  function moreBoxes(count) {
    const button = make("button", { type: "button" }, text.t("all_columns", { count }));
    button.onclick = () => {
      allBoxes = true;
      const offered = columns.filter((column) => column.name !== target.value).slice(FEW_BOXES);
      const boxes = offered.map(tick);
      button.replaceWith(...boxes);
      boxes[0].querySelector("input")?.focus();
    };
    return button;
  }

  /** @param {CsvHint} hint */
  function hintItem(hint) {
    const item = make("li", {}, make("span", {}, text.t(`hint_${hint.code}`, hint.values)));
    const named = [...hint.left_out, ...hint.again];
    if (Object.keys(hint.reading).length > 0 || named.length > 0) {
      const button = make("button", { type: "button" }, text.t(`mend_${hint.code}`, { ...hint.values, names: some(text, named) }));
      button.onclick = () => onMend(hint);
      item.append(" ", button);
    }
    return item;
  }

  return {
    /** Begins with what is suggested; with the same columns as before, what was ticked stays. @param {CsvRead} read */
    begin(read) {
      const names = read.columns.map(({ name }) => name);
      const same = String(names) === String(columns.map(({ name }) => name));
      const stays = same && read.columns.some((column) => (column.target || column.numeric) && column.name === target.value);
      const chosen = stays ? target.value : read.target;
      const unusable = read.columns.filter((column) => !column.numeric && column.name !== chosen).map(({ name }) => name);
      // What was only suggested and no longer is, as codes that were said to be times, is used.
      const kept = [...leftOut].filter((name) => !suggested.has(name) || read.left_out.includes(name));
      leftOut = new Set(stays ? [...kept, ...unusable] : read.left_out);
      suggested = new Set(read.left_out);
      if (!same) allBoxes = false;
      columns = read.columns;
      target.replaceChildren(...columns.filter((column) => column.target || column.numeric || column.name === read.target)
        .map(({ name }) => make("option", { value: name }, name)));
      target.value = chosen;
      offer(stays ? task() : read.task);
    },

    /** Forgets which columns there were. */
    forget: () => void (columns = []),

    target: () => target.value,
    task,
    leftOut: () => [...leftOut],

    /** @param {string[]} names */
    leaveOut(names) {
      for (const name of names) leftOut.add(name);
    },

    /** @param {string[]} names */
    takeAgain(names) {
      for (const name of names) leftOut.delete(name);
    },

    /** @param {string} name */
    isUsed: (name) => !leftOut.has(name) || name === target.value, // to ask a list of hundreds takes its time

    /** @param {CsvChoice | undefined} chosen  what comes of it; undefined where nothing does */
    show(chosen) {
      showBoxes();
      byId("own-hints", HTMLElement).replaceChildren(...(chosen?.hints ?? []).map(hintItem));
      byId("own-rows", HTMLElement).textContent = chosen ? sentences(chosen) : "";
    },
  };

  /** Hundreds of boxes are made anew only when they change. */
  function showBoxes() {
    const key = JSON.stringify([target.value, [...leftOut], allBoxes, text.language]);
    if (columns === boxesOf && key === boxesKey) return;
    [boxesOf, boxesKey] = [columns, key];
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.name : "";
    const offered = columns.filter((column) => column.name !== target.value);
    const shown = allBoxes ? offered : offered.slice(0, FEW_BOXES);
    features.replaceChildren(...shown.map(tick), ...(shown.length < offered.length ? [moreBoxes(offered.length)] : []));
    if (focused.startsWith("column-")) {
      /** @type {HTMLElement | null} */ (features.querySelector(`input[name="${CSS.escape(focused)}"]`))?.focus();
    }
  }

  /** @param {CsvChoice} chosen */
  function sentences({ rows, missing, not_numeric, dropped, class_names, class_rows, range: [low, high] }) {
    const parts = [text.t("own_rows", { rows })];
    if (missing) parts.push(text.t("own_missing", { missing, name: target.value }));
    if (not_numeric) parts.push(text.t("own_not_numeric", { not_numeric }));
    if (dropped) parts.push(text.t("own_dropped", { dropped }));
    if (low === undefined) parts.push(text.t("own_classes", { classes: text.listed(class_names.map((each, index) => `${each} (${class_rows[index]})`)) }));
    else parts.push(text.t("own_numbers", { name: target.value, low: inUnit({ unit: "" }, low), high: inUnit({ unit: "" }, high) }));
    return text.joined(parts);
  }
}
