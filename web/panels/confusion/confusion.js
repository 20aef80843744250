// @ts-check
// The confusion matrix: which class was taken for which. A cell opens its rows, a row goes into the form.

import { createAsker } from "../../lab/asker.js";
import { onTheme } from "../../base/canvas.js";
import { byKeys } from "../../base/by_keys.js";
import { formatEntry } from "../../base/numbers.js";
import { mark } from "../../base/marks.js";
import { pixels } from "../../base/pixels.js";
import { byId, goTo, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { rowNumber } from "../../lab/dataset.js";
import { judgedPart } from "../../lab/judged.js";
import { sampleRow } from "../../lab/sample.js";
import { className, shortFeatureName } from "../../lab/names.js";
import { isNumber } from "../../lab/task.js";
import { mountVerdict } from "./verdict.js";
import { roving } from "../../base/roving.js";
import { largestConfusions } from "./largest.js";
import { wrongPictures } from "./wrong_gallery.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Configured, ConfusedRows, Confusion, Part, WrongRows } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** So many of a sample's features are told; more would not fit on a button. */
const MOST_FEATURES = 6;
/** More of them take a line of their own. */
const FEW_FEATURES = 4;
/** With more classes than these, a cell is as narrow as its number, and the heads stand upright. */
const MOST_WIDE = 5;
/** More classes make a square that nobody can read: then the largest confusions are listed. */
const MOST_SQUARE = 12;
/** While a knob is turned, the run itself goes first. */
const GAP_MS = { running: 200, turning: 40 };

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<ReturnType<typeof createRunner>, "change">} runner
 */
export function mountConfusion(store, text, engine, runner) {
  const scope = createScope();
  const table = byId("confusion-matrix", HTMLTableElement);
  const figures = byId("confusion-figures", HTMLTableElement);
  const details = /** @type {HTMLDetailsElement} */ (figures.closest("details"));
  const list = byId("confusion-rows", HTMLOListElement);
  const keys = roving(list);
  const toMap = byId("confusion-to-map", HTMLButtonElement);
  const gallery = byId("wrong-rows", HTMLOListElement);
  const galleryKeys = roving(gallery);
  /** @type {WrongRows | undefined} */
  let wrong;
  const parts = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=confusion-part]")]);
  /** @type {Confusion | undefined} */
  let shown;
  /** The number of the lab that it is of. */
  let ofRun = 0;
  /** @type {{ actual: number, takenFor: number } | undefined} the cell that is open */
  let cell;
  /** @type {ConfusedRows | undefined} */
  let opened;

  const asker = createAsker(store, ask, GAP_MS);

  async function ask() {
    const { lab, moment, hidden, dataset, engine: { kind } } = store.get();
    if (!lab || isNumber(lab) || kind !== "ready" || hidden.includes("confusion")) return;
    const epoch = moment?.epoch;
    const asked = judgedPart(store.get());
    const matrix = await engine.call("confusion", { part: asked, epoch });
    const rows = cell && (await engine.call("confused_rows", { part: asked, actual: cell.actual, taken_for: cell.takenFor, epoch }));
    const pictures = dataset?.pictures && (await engine.call("wrong_rows", { part: asked, epoch }));
    if (store.get().lab?.run !== lab.run) return;
    ofRun = lab.run;
    wrong = pictures;
    shown = matrix;
    opened = rows;
    show();
  }

  function show() {
    const { lab } = store.get();
    if (!lab || isNumber(lab) || !shown || ofRun !== lab.run) return;
    showMatrix(lab, shown);
    if (details.open) showFigures(lab, shown);
    showRows(lab);
    showWrong(lab);
  }

  /** @param {Configured} lab */
  function showWrong({ class_names }) {
    const scale = store.get().dataset?.pictures;
    byId("wrong-gallery", HTMLElement).hidden = !wrong || !scale || wrong.total === 0;
    if (!wrong || !scale) return;
    const { total, rows } = wrong;
    tell(byId("wrong-title", HTMLElement), text.t("wrong_title", { total, shown: rows.data.length }));
    const pictures = wrongPictures(text, wrong, class_names, scale, sampleRow(store.get()), choose, (row) => rowNumber(store.get().lab, row));
    galleryKeys.renew(() => gallery.replaceChildren(...pictures));
  }

  /** @param {string[]} names */
  function buildMatrix(names) {
    const corner = make("td", { "aria-hidden": "true" }, make("span", {}, text.t("confusion_across")), make("span", {}, text.t("confusion_down")));
    const head = make("tr", {}, corner,
      ...names.map((name, index) => make("th", { scope: "col" }, mark(index), make("span", {}, className(text, name)))));
    const body = names.map((name, actual) => make("tr", {},
      make("th", { scope: "row" }, mark(actual), make("span", {}, className(text, name))),
      ...names.map((_, takenFor) => {
        const button = make("button", {
          type: "button", "data-cell": `${actual}-${takenFor}`, class: actual === takenFor ? "right" : "wrong",
        });
        button.style.setProperty("--hue", actual === takenFor ? `var(--class-${actual})` : "var(--wrong)");
        return make("td", {}, button);
      })));
    table.toggleAttribute("data-crowded", names.length > MOST_WIDE);
    table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...body));
  }

  let builtFor = "";
  /** While training it is shown several times a second: only the numbers are new then.
   * @param {Configured} lab @param {Confusion} confusion */
  function showMatrix({ class_names }, { matrix, accuracy, rows }) {
    byId("confusion-note", HTMLElement).textContent = rows
      ? text.t("confusion_note", { accuracy: accuracy.toFixed(3), right: Math.round(accuracy * rows), rows })
      : text.t("confusion_empty");
    if (class_names.length > MOST_SQUARE) {
      builtFor = "";
      const open = cell && `${cell.actual}-${cell.takenFor}`;
      const held = document.activeElement instanceof HTMLElement && table.contains(document.activeElement) ? document.activeElement.dataset.cell : undefined;
      table.replaceChildren(largestConfusions(text, class_names, matrix.data, open));
      if (held) /** @type {HTMLElement | null} */ (table.querySelector(`[data-cell="${held}"]`))?.focus({ preventScroll: true });
      return;
    }
    const key = JSON.stringify([class_names, text.language]);
    if (key !== builtFor) buildMatrix(class_names);
    builtFor = key;
    const count = class_names.length;
    const most = matrix.data.reduce((a, b) => Math.max(a, b), 1);
    table.querySelectorAll("button").forEach((button, at) => {
      const [actual, takenFor] = [Math.floor(at / count), at % count];
      const value = matrix.data[at];
      tell(button, String(value));
      button.setAttribute("aria-expanded", String(cell?.actual === actual && cell?.takenFor === takenFor));
      button.setAttribute("aria-label", text.t("confusion_cell", { count: value, actual: className(text, class_names[actual]), taken: className(text, class_names[takenFor]) }));
      button.style.setProperty("--share", value ? `${14 + (30 * value) / most}%` : "0%");
    });
  }

  /** @param {Configured} lab @param {Confusion} confusion */
  function showFigures({ class_names }, { precision, recall, f1 }) {
    const body = class_names.map((name, index) => make("tr", {},
      make("th", { scope: "row" }, mark(index), className(text, name)),
      ...[precision, recall, f1].map(({ data }) => make("td", {}, data[index].toFixed(3)))));
    figures.tBodies[0].replaceChildren(...body);
  }

  /** @param {Configured} lab */
  function showRows(lab) {
    const { class_names, feature_names } = lab;
    const title = byId("confusion-rows-title", HTMLElement);
    const note = byId("confusion-row-note", HTMLElement);
    byId("confusion-cell", HTMLElement).hidden = !cell || !opened;
    if (!cell || !opened) return;
    note.hidden = toMap.hidden = opened.total === 0;
    const names = { actual: className(text, class_names[cell.actual]), taken: className(text, class_names[cell.takenFor]) };
    title.textContent = text.t(opened.total === 0 ? "confusion_none" : "confusion_rows", { ...names, count: opened.total });
    const pictures = store.get().dataset?.pictures;
    list.classList.toggle("picture-rows", pictures !== undefined);
    // The map is of two features; a picture's why stands beside it.
    toMap.dataset.text = pictures ? "confusion_to_why" : "confusion_to_map";
    tell(toMap, text.t(toMap.dataset.text));
    const told = feature_names.slice(0, MOST_FEATURES).map((name) => shortFeatureName(text, name));
    note.replaceChildren(pictures ? text.t("confusion_picture") : text.t("confusion_row", {
      features: text.listed(told) + (feature_names.length > MOST_FEATURES ? " …" : ""),
    }), byKeys(text, "arrow_keys"));
    const { rows, features } = opened;
    list.classList.toggle("wide", feature_names.length > FEW_FEATURES);
    keys.renew(() => list.replaceChildren(...Array.from(rows.data, (row, at) => {
      const values = features.data.slice(at * feature_names.length, (at + 1) * feature_names.length);
      const shown = Array.from(values.slice(0, MOST_FEATURES), formatEntry).join("  ");
      const button = make("button", { type: "button", "data-row": String(row), "aria-pressed": String(sampleRow(store.get()) === row) },
        ...(pictures ? [pixels(values, pictures)] : []), make("b", {}, String(rowNumber(lab, row))), ...(pictures ? [] : [` ${shown}${values.length > MOST_FEATURES ? " …" : ""}`]));
      button.onclick = () => choose(row, Array.from(values));
      return make("li", {}, button);
    })));
  }

  /** @param {number} row @param {number[]} values */
  function choose(row, values) {
    const known = row < (store.get().lab?.table.labels.data.length ?? 0);
    store.set({ sample: known ? { kind: "row", row } : { kind: "typed", values } });
  }

  scope.on(table, "click", (event) => {
    const at = event.target instanceof Element ? event.target.closest("button")?.dataset.cell : undefined;
    if (!at) return;
    const [actual, takenFor] = at.split("-").map(Number);
    cell = cell?.actual === actual && cell.takenFor === takenFor ? undefined : { actual, takenFor };
    asker.want();
  });
  // The sample that is chosen, or else the first of the cell, where the network's answer can be seen around it or its why.
  scope.on(toMap, "click", () => {
    const buttons = [...list.querySelectorAll("button")];
    if (!buttons.some((button) => button.getAttribute("aria-pressed") === "true")) buttons[0]?.click();
    const map = byId(store.get().dataset?.pictures ? "classify-panel" : "regions", HTMLElement);
    goTo(map);
    map.tabIndex = -1;
    map.focus({ preventScroll: true });
  });
  scope.on(details, "toggle", show);
  for (const input of parts) scope.on(input, "change", () => store.set({ part: /** @type {Part} */ (input.value) }));

  /** Opens a pair's rows. @param {{ part: Part, actual: number, taken_for: number }} pair */
  function openPair({ part: of, actual, taken_for }) {
    cell = { actual, takenFor: taken_for };
    if (judgedPart(store.get()) === of) asker.want();
    else store.set({ part: of });
    byId("confusion-cell", HTMLElement).scrollIntoView({ block: "nearest" });
  }

  scope.add(
    mountVerdict(store, text, engine, runner, openPair),
    store.follow(["lab"], ({ lab }) => {
      if (isNumber(lab)) {
        cell = undefined;
        byId("confusion-cell", HTMLElement).hidden = true;
      }
      if (cell && lab && Math.max(cell.actual, cell.takenFor) >= lab.class_names.length) cell = undefined;
      byId("confusion-parts", HTMLElement).hidden = !lab?.test_rows;
    }),
    store.watch(["lab", "part"], (state) => {
      for (const input of parts) input.checked = input.value === judgedPart(state);
    }),
    store.watch(["lab", "part", "snapshot", "moment", "hidden", "engine"], asker.want),
    store.watch(["sample"], (state) => {
      for (const button of [...list.querySelectorAll("button"), ...gallery.querySelectorAll("button")]) button.setAttribute("aria-pressed", String(Number(button.dataset.row) === sampleRow(state)));
    }),
    text.onChange(show),
    asker.stop,
    keys.stop,
    galleryKeys.stop,
    onTheme(asker.want),
  );
  return scope.end;
}
