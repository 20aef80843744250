// @ts-check
// Which data: a tile each, and the visitor's own CSV by picker, drop or paste. The file goes to the worker
// in this page and nowhere else; what is trained on changes only when the visitor says so.

import { WorkerGone } from "../../boot/engine.js";
import { MOST_CSV_BYTES } from "../../generated/options.js";
import { same } from "../../lab/setup.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { CsvChoice, CsvRead } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** @type {Record<string, string>} */
const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountOwnData(store, text, runner, engine) {
  const scope = createScope();
  const tiles = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#datasets input")]);
  const panel = byId("data", HTMLElement);
  const own = byId("own", HTMLElement);
  const picker = byId("own-file", HTMLInputElement);
  const choice = byId("own-choice", HTMLElement);
  const target = byId("own-target", HTMLSelectElement);
  const use = byId("own-use", HTMLButtonElement);
  /** The file that was read last, whether it is used or not. @type {{ name: string, data: Uint8Array, read: CsvRead } | undefined} */
  let file;
  /** @type {Set<string>} */
  let leftOut = new Set();
  /** @type {CsvChoice | undefined} */
  let chosen;
  /** @type {unknown} */
  let trouble;
  let reading = "";
  /** The visitor chose the own tile, though another data set is still the one in use. */
  let opened = false;
  let questions = 0;

  for (const tile of tiles) {
    scope.on(tile, "change", () => {
      opened = tile.value === "own";
      own.hidden = !opened;
      showStill();
      if (tile.value !== "own") void runner.change({ dataset: tile.value, target: "", left_out: [] });
      else if (file && store.get().csv) void useFile();
    });
  }

  scope.on(byId("own-pick", HTMLButtonElement), "click", () => picker.click());
  scope.on(picker, "change", () => {
    const [picked] = picker.files ?? [];
    picker.value = ""; // so that the same file can be picked again, corrected
    if (picked) void readFile(picked);
  });
  scope.on(byId("own-read", HTMLButtonElement), "click", () => {
    const typed = byId("own-text", HTMLTextAreaElement).value;
    void read(text.t("own_pasted"), new TextEncoder().encode(typed));
  });
  scope.on(target, "change", () => {
    leftOut.delete(target.value);
    for (const column of file?.read.columns ?? []) if (!column.numeric && column.name !== target.value) leftOut.add(column.name);
    void ask();
  });
  scope.on(use, "click", () => void useFile());

  /** @param {File} picked */
  async function readFile(picked) {
    if (picked.size > MOST_CSV_BYTES) {
      trouble = text.t("refused_too_large", { size: Math.round(picked.size / 1e6), most: MOST_CSV_BYTES / 1e6 });
      return show();
    }
    await read(picked.name, new Uint8Array(await picked.arrayBuffer()));
  }

  /** @param {string} name @param {Uint8Array} data */
  async function read(name, data) {
    const question = ++questions;
    reading = name;
    trouble = undefined;
    show();
    try {
      const answer = await engine.call("read_csv", { data });
      if (question !== questions) return;
      file = { name, data, read: answer };
      leftOut = new Set(answer.left_out);
      target.replaceChildren(...answer.columns.filter((column) => column.target || column.name === answer.target)
        .map((column) => make("option", { value: column.name }, column.name)));
      target.value = answer.target;
      reading = "";
      await ask();
    } catch (error) {
      if (question !== questions) return;
      reading = "";
      refuse(error);
    }
  }

  /** What the ticked columns come to. */
  async function ask() {
    if (!file) return;
    const question = ++questions;
    try {
      const answer = await engine.call("choose_columns", { target: target.value, left_out: [...leftOut] });
      if (question !== questions) return;
      chosen = answer;
      trouble = undefined;
      show();
    } catch (error) {
      if (question === questions) refuse(error);
    }
  }

  async function useFile() {
    if (!file) return;
    try {
      const { name, data } = file;
      await runner.useCsv({ name, data }, target.value, [...leftOut]);
      trouble = undefined;
      show();
    } catch (error) {
      refuse(error);
    }
  }

  /** @param {unknown} error */
  function refuse(error) {
    chosen = undefined;
    trouble = error instanceof WorkerGone ? text.t("own_again") : error;
    show();
  }

  /** The tile is lit before its data are in use: says which ones are. */
  function showStill() {
    const { setup: { dataset }, csv } = store.get();
    const other = dataset === "own" ? file !== undefined && csv?.data !== file.data : opened;
    const name = dataset === "own" ? csv?.name ?? "" : text.t(`name_${dataset}`);
    tell(byId("own-still", HTMLElement), other ? text.t(chosen && !reading ? "own_still" : "own_still_none", { name }) : "");
  }

  function show() {
    showStill();
    byId("own-error", HTMLElement).textContent = trouble === undefined ? "" : text.reason(trouble);
    const status = byId("own-status", HTMLElement);
    choice.hidden = !file || reading !== "";
    if (reading) status.textContent = text.t("own_reading", { name: reading });
    else if (!file) status.textContent = "";
    else showChoice(file);
  }

  /** @param {NonNullable<typeof file>} shown */
  function showChoice({ name, data: shownData, read: found }) {
    byId("own-status", HTMLElement).textContent = text.t("own_found", {
      name, rows: found.rows, columns: found.columns.length, encoding: found.encoding,
      delimiter: text.t(`delimiter_${DELIMITERS[found.delimiter]}`),
      decimal: text.t(found.decimal === "," ? "decimal_comma" : "decimal_point"),
      header: text.t(found.has_header ? "header_yes" : "header_no"),
    });
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.name : "";
    byId("own-features", HTMLElement).replaceChildren(...found.columns.filter((column) => column.name !== target.value).map((column) => {
      const box = make("input", { type: "checkbox", name: `column-${column.name}` });
      box.checked = !leftOut.has(column.name);
      box.disabled = !column.numeric;
      box.onchange = () => {
        if (box.checked) leftOut.delete(column.name);
        else leftOut.add(column.name);
        void ask();
      };
      const about = [];
      if (!column.numeric) about.push(text.t("column_words"));
      else if (column.different < 2) about.push(text.t("column_constant"));
      if (column.missing) about.push(text.t("column_missing", { count: column.missing }));
      return make("label", { class: "inline tick" }, box,
        make("span", {}, column.name, " ", make("small", {}, about.join(", ") || column.examples.join(", ") + " …")));
    }));
    if (focused.startsWith("column-")) {
      /** @type {HTMLElement | null} */ (own.querySelector(`input[name="${CSS.escape(focused)}"]`))?.focus();
    }
    const { setup, csv } = store.get();
    const inUse = setup.dataset === "own" && csv?.data === shownData && same([setup.target, [...setup.left_out].sort()], [target.value, [...leftOut].sort()]);
    use.disabled = !chosen || inUse;
    use.textContent = text.t(inUse ? "own_in_use" : "own_use");
    if (!chosen) {
      byId("own-rows", HTMLElement).textContent = "";
      return;
    }
    const { rows, missing, not_numeric, class_names, class_rows } = chosen;
    const parts = [text.t("own_rows", { rows })];
    if (missing) parts.push(text.t("own_missing", { missing }));
    if (not_numeric) parts.push(text.t("own_not_numeric", { not_numeric }));
    parts.push(text.t("own_classes", { classes: class_names.map((each, index) => `${each} (${class_rows[index]})`).join(", ") }));
    byId("own-rows", HTMLElement).textContent = text.joined(parts);
  }

  function showTiles() {
    const current = opened ? "own" : store.get().setup.dataset;
    for (const tile of tiles) tile.checked = tile.value === current;
    own.hidden = current !== "own";
    showStill();
  }

  /** @param {DragEvent} event */
  function onDrag(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the browser leaves the page and opens the file
    const inside = event.target instanceof Node && panel.contains(event.target);
    event.dataTransfer.dropEffect = inside ? "copy" : "none";
    panel.classList.toggle("dropping", inside && event.type === "dragover");
    if (event.type !== "drop" || !inside) return;
    const [dropped] = event.dataTransfer.files;
    opened = true;
    showTiles();
    if (dropped) void readFile(dropped);
  }
  const onLeave = () => panel.classList.remove("dropping");
  scope.on(document, "dragover", onDrag);
  scope.on(document, "drop", onDrag);
  scope.on(panel, "dragleave", onLeave);

  scope.add(
    store.follow(["setup"], ({ setup }) => {
      if (setup.dataset === "own") opened = false;
      showTiles();
      show();
    }),
    text.onChange(show),
  );
  return scope.end;
}
