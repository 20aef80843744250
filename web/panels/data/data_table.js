// @ts-check
// The rows of the data, with their classes; a click on one classifies it.

import { decimalsOf, rowNumber } from "../../lab/dataset.js";
import { asWritten } from "../../base/dates.js";
import { byKeys } from "../../base/by_keys.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { sampleRow } from "../../lab/sample.js";
import { mark } from "../../base/marks.js";
import { className, shortFeatureName } from "../../lab/names.js";
import { isNumber, targetName } from "../../lab/task.js";
import { roving } from "../../base/roving.js";
import { onTheme } from "../../base/canvas.js";
import { pictureRows } from "./picture_rows.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Dataset } from "../../lab/dataset.js" */
/** @import { Store } from "../../lab/store.js" */

/** More rows in a table help nobody and cost every page its speed. */
const MOST_ROWS = 200;
/** Nor more cells, which a wide table has in fewer rows: to lay them out would hold up the page. */
const MOST_CELLS = 2000;
const MOST_COLUMNS = 40;
/** So many cells of a wide table are laid out at once; the others follow, slice by slice. */
const CELLS_AT_ONCE = 300;
const WIDE = 12;
/** As wide as so many letters. */
const TWO_LINES = 100;
/** Nor more pixels: each frame pays for each picture. */
const MOST_PIXELS = 48_000;

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountDataTable(store, text) {
  const scope = createScope();
  const table = byId("data-table", HTMLTableElement);
  const head = table.tHead?.rows[0];
  const body = table.tBodies[0];
  const keys = roving(table);
  const gallery = byId("data-pictures", HTMLOListElement);
  const galleryKeys = roving(gallery);
  let timer = 0;
  let coming = false;

  function fill() {
    const { dataset } = store.get();
    if (!dataset || isComing()) return sayComing();
    fillWith(byId("species-legend", HTMLUListElement), dataset.classes.map((name, index) => make("li", {}, mark(index), className(text, name))));
    gallery.hidden = !dataset.pictures;
    table.hidden = !gallery.hidden;
    if (dataset.pictures) fillPictures();
    else fillTable();
    const columns = dataset.sources.length || dataset.features.length;
    const own = `data_own${isNumber(dataset) ? "_number" : ""}${columns === dataset.features.length ? "" : "_columns"}`;
    const intro = text.t(dataset.name === "own" ? own : `data_${dataset.name}`, {
      rows: dataset.total, columns, features: dataset.features.length, classes: dataset.classes.length,
      name: store.get().csv?.name ?? "", target: dataset.target_name,
    });
    const short = inTwoLines(intro);
    byId("data-intro", HTMLElement).replaceChildren(short, make("span", { class: "in-drawer" }, intro.slice(short.length)));
    const shown = mostRows(dataset);
    const first = dataset.total > shown ? [text.t("between_sentences"), text.t("data_note_first", { shown, rows: dataset.total })] : [];
    byId("data-note", HTMLElement).replaceChildren(text.t("data_note"), byKeys(text, "arrow_keys_enter"), ...first);
  }

  /** Before Python is there, other data than those shown may be wanted already. */
  function isComing() {
    const { dataset, setup, engine: { kind } } = store.get();
    return dataset ? dataset.name !== setup.dataset && kind !== "ready" : setup.dataset !== "iris";
  }

  function sayComing() {
    const { setup, csv, engine: { kind } } = store.get();
    if (!isComing()) return;
    const name = csv && setup.dataset === "own" ? csv.name : text.t(`name_${setup.dataset}`);
    tell(byId("data-intro", HTMLElement), kind === "failed" ? text.t("waits") : text.t("data_coming", { name }));
  }

  function fillPictures() {
    const { dataset } = store.get();
    if (dataset) galleryKeys.renew(() => gallery.replaceChildren(...pictureRows(text, dataset, mostRows(dataset), sampleRow(store.get()))));
  }

  function fillTable() {
    const { dataset } = store.get();
    clearTimeout(timer);
    if (dataset) fillRows(dataset);
  }

  /** @param {Dataset} dataset */
  function fillRows(dataset) {
    // As their owner has them: words as words, dates as dates.
    const all = dataset.sources.length ? dataset.sources
      : dataset.features.map((name, first) => ({ name, first, words: /** @type {string[]} */ ([]), pattern: "", offset: 0, per_day: 1 }));
    const columns = all.slice(0, MOST_COLUMNS);
    const others = all.length - columns.length;
    if (head) fillWith(head, [
      make("th", { scope: "col" }, "#"),
      ...columns.map(({ name }) => make("th", { scope: "col" }, shortFeatureName(text, name))),
      ...(others ? [make("th", { scope: "col" }, text.t("more_columns", { count: others }))] : []),
      make("th", { scope: "col" }, isNumber(dataset) ? targetName(text, dataset) : text.t(dataset.name === "iris" ? "species" : "class")),
    ]);
    const shown = dataset.rows.slice(0, mostRows(dataset));
    const places = [...columns.map(({ first }) => decimalsOf(shown.map(({ at }) => at(first)))), decimalsOf(shown.map(({ label }) => label))];
    /** @param {Dataset["rows"][number]} row @param {number} index */
    function rowOf({ values, label, test }, index) {
      const chosen = sampleRow(store.get());
      const choose = make("button", {
        type: "button", "data-row": String(index), "aria-label": text.t("choose_row", { row: rowNumber(dataset, index) }),
        tabindex: index === (chosen ?? 0) ? "0" : "-1", // Tab comes to the row in the form, or to the first
      }, String(rowNumber(dataset, index)));
      const kind = make("td", { class: "species" }, ...(isNumber(dataset) ? [label.toFixed(places.at(-1))] : [mark(label), className(text, dataset.classes[label])]));
      if (test) kind.append(make("span", { class: "test-tag" }, text.t("test_tag")));
      return make("tr", { "data-row": String(index), ...(index === chosen ? { class: "chosen" } : {}) },
        make("th", { scope: "row" }, choose),
        ...columns.map(({ first, words, ...written }, at) => make("td", {}, words.length
          ? words[values.slice(first, first + words.length).indexOf(1)] ?? text.t("other_words") : written.pattern ? asWritten(written, values[first]) : values[first].toFixed(places[at]))),
        ...(others ? [make("td", {}, "…")] : []),
        kind);
    }
    const slice = columns.length < WIDE ? shown.length : Math.ceil(CELLS_AT_ONCE / columns.length);
    keys.renew(() => fillWith(body, shown.slice(0, slice).map(rowOf)));
    const more = () => {
      const from = body.rows.length;
      body.append(...shown.slice(from, from + slice).map((row, at) => rowOf(row, from + at)));
      const chosen = sampleRow(store.get());
      if (chosen !== undefined && chosen >= from) keys.settle(body.rows[chosen]?.querySelector("button"));
      if (body.rows.length < shown.length) timer = setTimeout(more);
    };
    if (slice < shown.length) timer = setTimeout(more);
  }

  for (const root of [body, gallery]) {
    scope.on(root, "click", ({ target }) => {
      const element = target instanceof Element ? target.closest("tr, button") : undefined;
      const row = element instanceof HTMLElement ? element.dataset.row : undefined;
      if (row !== undefined) store.set({ sample: { kind: "row", row: Number(row) } });
    });
  }
  scope.add(
    () => clearTimeout(timer),
    keys.stop,
    galleryKeys.stop,
    onTheme(() => store.get().dataset?.pictures && fillPictures()),
    store.watch(["dataset"], fill),
    store.watch(["csv"], ({ dataset }) => dataset ?? fill()),
    store.watch(["setup"], () => {
      if (coming && !isComing()) fill();
      coming = isComing();
      sayComing();
    }),
    store.watch(["engine"], sayComing),
    text.onChange(fill),
    store.watch(["sample"], (state) => {
      const chosen = sampleRow(state);
      gallery.querySelector("[aria-pressed=true]")?.setAttribute("aria-pressed", "false");
      body.querySelector("tr.chosen")?.classList.remove("chosen");
      if (chosen === undefined) return;
      gallery.querySelector(`[data-row="${chosen}"]`)?.setAttribute("aria-pressed", "true");
      body.rows[chosen]?.classList.add("chosen");
      keys.settle(body.rows[chosen]?.querySelector("button"));
    }),
  );
  return scope.end;
}

/** The sentences that a phone has room for, the first at least. @param {string} intro */
function inTwoLines(intro) {
  const wide = (/** @type {string} */ part) => [...part].reduce((sum, sign) => sum + (sign > "\u2e80" ? 2 : 1), 0);
  let short = "";
  for (const sentence of intro.match(/.+?(?:[.?!](?= |$)|[。？！]|$)/gu) ?? []) {
    if (short && wide(short + sentence) > TWO_LINES) break;
    short += sentence;
  }
  return short;
}

/** @param {Dataset} dataset */
function mostRows({ features, pictures }) {
  return Math.min(MOST_ROWS, Math.max(20, Math.floor((pictures ? MOST_PIXELS : MOST_CELLS) / features.length)));
}

/**
 * Leaves alone what is there already, such as the built page's own rows: the browser would lay it out anew.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} children
 */
function fillWith(parent, children) {
  const same = parent.children.length === children.length && children.every((child, index) => child.isEqualNode(parent.children[index]));
  if (!same) parent.replaceChildren(...children);
}
