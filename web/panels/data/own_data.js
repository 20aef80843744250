// @ts-check
// Which data: a tile each, and the visitor's own CSV by picker, drop or paste. The file goes to the worker
// in this page and nowhere else; what is trained on changes only when the visitor says so.

import { WorkerGone } from "../../boot/engine.js";
import { DATASETS, MOST_CSV_BYTES } from "../../generated/options.js";
import { same } from "../../lab/setup.js";
import { isNumber } from "../../lab/task.js";
import { byId, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { createChoice, some } from "./own_choice.js";
import { createReading, DELIMITERS, showPreview, THOUSANDS } from "./own_reading.js";

/** @import { Text } from "../../base/text.js" */
/** @import { CsvChoice, CsvGiven, CsvRead, Setup } from "../../generated/protocol.js" */
/** @import { Runner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * A file, what the visitor said of how it is read, and how it was.
 * @typedef {{ name: string, data: Uint8Array, given: CsvGiven, read: CsvRead }} OwnFile
 * The last one that nothing can be learnt from; `data` is undefined when it was too large to be taken.
 * @typedef {{ name: string, data?: Uint8Array, given: CsvGiven, read?: CsvRead, why: unknown }} Refused
 */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<Runner, "change" | "readCsv" | "chooseColumns" | "useCsv">} runner
 * @param {Map<string, Setup>} presets
 * @param {Map<string, Setup>} recipes
 */
export function mountOwnData(store, text, runner, presets, recipes) {
  const scope = createScope();
  const keep = byId("keep-setup", HTMLInputElement);
  const tiles = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#datasets input")]);
  const panel = byId("data", HTMLElement);
  const own = byId("own", HTMLElement);
  const picker = byId("own-file", HTMLInputElement);
  const use = byId("own-use", HTMLButtonElement);
  const mend = byId("own-mend", HTMLButtonElement);
  /** The last file that can be used, whether it is or not. @type {OwnFile | undefined} */
  let file;
  /** @type {Refused | undefined} */
  let refused;
  /** @type {CsvChoice | undefined} */
  let chosen;
  /** What is wrong with the chosen columns. @type {unknown} */
  let trouble;
  let reading = "";
  /** The visitor chose the own tile, though another data set is still the one in use. */
  let opened = false;
  /** The set-up whose place a recipe took. @type {Setup | undefined} */
  let replaced;
  let questions = 0;

  const choice = createChoice(text, scope, () => void ask(), (hint) => {
    if (!file) return;
    choice.leaveOut(hint.left_out);
    choice.takeAgain(hint.again);
    if (Object.keys(hint.reading).length === 0) void ask();
    else void read(file.name, file.data, { ...file.given, ...hint.reading });
  });
  const how = createReading(text, scope, (given) => {
    const { name, data } = refused ?? file ?? {};
    if (name && data) void read(name, data, given);
  }, (said) => {
    if (file) void read(file.name, file.data, { ...file.given, ...said });
  });

  for (const tile of tiles) {
    scope.on(tile, "change", () => {
      opened = tile.value === "own";
      own.hidden = !opened;
      showStill();
      if (tile.value !== "own") void runner.change(withData(tile.value));
      else if (file && store.get().csv) void useFile();
    });
  }

  /** The set-up with other data. Data that need a recipe bring it, and take it away again. @param {string} dataset */
  function withData(dataset) {
    const { setup, room } = store.get();
    const others = { dataset, target: "", task: /** @type {const} */ ("classes"), left_out: [] };
    if (room !== "all" && keep.checked) return { ...setup, ...others };
    const learns = room === "all" ? undefined : learnerOf(dataset);
    if (learns) {
      // How the rows are split and drawn stays the visitor's, unless it came with other data.
      const came = learnerOf(setup.dataset);
      const { seed, noise, size, split_seed, test_ratio } = setup;
      const chosen = presets.has(dataset) || (came && same({ ...came, seed }, setup)) ? {} : { noise, size, split_seed, test_ratio };
      replaced = undefined;
      return { ...learns, seed, ...chosen };
    }
    const recipe = needed(dataset);
    const base = replaced && same(setup, needed(setup.dataset, "iris")) ? replaced : setup;
    replaced = recipe && base;
    return recipe ?? { ...base, ...others };
  }

  /** What learns these data. @param {string} dataset */
  const learnerOf = (dataset) => recipes.get(dataset) ?? presets.get(dataset);

  /**
   * On the long page a set-up stays with other data, but where it is none for them: for numbers, unless it has
   * learnt some, and for pictures.
   * @param {string} dataset
   * @param {string} [now]
   */
  function needed(dataset, now = store.get().setup.dataset) {
    return presets.get(dataset) ?? (isNumber(DATASETS[dataset]) && !isNumber(DATASETS[now]) ? recipes.get(dataset) : undefined);
  }

  scope.on(byId("own-pick", HTMLButtonElement), "click", () => picker.click());
  scope.on(picker, "change", () => {
    const [picked] = picker.files ?? [];
    picker.value = ""; // so that the same file can be picked again, corrected
    if (picked) void readFile(picked);
  });
  scope.on(byId("own-read", HTMLButtonElement), "click", () => {
    const typed = byId("own-text", HTMLTextAreaElement).value;
    void read(text.t("own_pasted"), new TextEncoder().encode(typed), { encoding: "UTF-8" });
  });
  scope.on(use, "click", () => void useFile());
  scope.on(mend, "click", () => {
    choice.leaveOut(constants());
    choice.takeAgain(lacking());
    void ask().then(() => (use.disabled ? byId("own-pick", HTMLButtonElement) : use).focus()); // what was pressed goes away
  });
  const paper = byId("own-paper", HTMLButtonElement);
  scope.on(paper, "click", () => {
    const { dataset, target, task, left_out } = store.get().setup;
    void runner.change({ ...presets.get("paper"), dataset, target, task, left_out });
  });

  /** @param {File} picked */
  async function readFile(picked) {
    if (picked.size > MOST_CSV_BYTES) {
      const values = { size: Math.round(picked.size / 1e6), most: MOST_CSV_BYTES / 1e6 };
      refused = { name: picked.name, given: {}, why: named("too_large", values) };
      return show();
    }
    await read(picked.name, new Uint8Array(await picked.arrayBuffer()), {});
  }

  /** @param {string} name @param {Uint8Array} data @param {CsvGiven} given */
  async function read(name, data, given) {
    const question = ++questions;
    reading = name;
    refused = undefined;
    show();
    try {
      const answer = await runner.readCsv({ data, reading: given });
      if (question !== questions) return;
      reading = "";
      const [why] = answer.refused;
      if (why) {
        refused = { name, data, given, read: answer, why: named(why.code, why.values) };
        return show();
      }
      if (data !== file?.data) choice.forget();
      file = { name, data, given, read: answer };
      choice.begin(answer);
      await ask();
      if (store.get().room !== "all") use.scrollIntoView({ block: "nearest" }); // in a drawer it is below
    } catch (error) {
      if (question !== questions) return;
      reading = "";
      refused = { name, data, given, why: error instanceof WorkerGone ? text.t("own_again") : error };
      show();
    }
  }

  const chosenColumns = () => ({ target: choice.target(), task: choice.task(), left_out: choice.leftOut() });

  /** What the ticked columns come to. */
  async function ask() {
    if (!file) return;
    const question = ++questions;
    try {
      const answer = await runner.chooseColumns(toUse(file), chosenColumns());
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
      await runner.useCsv(toUse(file), chosenColumns());
      trouble = refused = undefined;
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

  /** The columns that are the same in every row, where these are the trouble. */
  function constants() {
    const { code, values } = /** @type {{ code?: unknown, values?: { column?: string } }} */ (trouble instanceof Error ? trouble : {});
    if (code !== "constant" || !file) return [];
    return file.read.columns.filter(({ name, different }) => (different < 2 || name === values?.column) && choice.isUsed(name)).map(({ name }) => name);
  }

  /** The columns that the visitor left out, where they are what the rows lack to be pictures. */
  function lacking() {
    const { code } = /** @type {{ code?: unknown }} */ (trouble instanceof Error ? trouble : {});
    return code === "lacks_pixels" ? choice.leftOut().filter((name) => !file?.read.left_out.includes(name)) : [];
  }

  /** What is wrong with the chosen columns stands beside the button that it holds up. */
  function showTrouble() {
    const again = lacking();
    const names = [...constants(), ...again];
    tell(byId("own-trouble", HTMLElement), trouble === undefined || reading ? "" : text.reason(trouble));
    mend.hidden = names.length === 0 || reading !== "";
    mend.textContent = text.t(again.length ? "mend_pixels" : "mend_constant", { names: some(text, names) });
  }

  /** The tile is lit before its data are in use: says which ones are. */
  function showStill() {
    const { setup: { dataset }, csv } = store.get();
    const other = dataset === "own" ? file !== undefined && csv?.data !== file.data : opened;
    const name = dataset === "own" ? csv?.name ?? "" : text.t(`name_${dataset}`);
    panel.classList.toggle("choosing", other); // what stands below belongs to the data in use
    tell(byId("own-still", HTMLElement), other ? text.t(chosen && !reading ? "own_still" : "own_still_none", { name }) : "");
  }

  /** What has to be said before these columns are used: of codes also where they are not, as many codes are. @param {OwnFile} shown */
  const toAnswer = ({ read }) => read.questions.find(({ column, answers }) =>
    choice.isUsed(column) || answers.some(({ means }) => means === "code"));

  function show() {
    showStill();
    const asked = refused ?? file;
    tell(byId("own-error", HTMLElement), !reading && refused ? text.t("own_error", { name: refused.name, reason: text.reason(refused.why) }) : "");
    showTrouble();
    tell(byId("own-status", HTMLElement), reading ? text.t("own_reading_file", { name: reading }) : asked?.read ? found(asked.name, asked.read) : "");
    how.show(asked?.data && (asked.read || refused) ? asked : undefined);
    how.ask(reading || !file ? undefined : toAnswer(file));
    showPreview(text, asked?.read, refused ? undefined : choice);
    byId("own-choice", HTMLElement).hidden = !file || reading !== "";
    if (file) showChoice(file);
  }

  /** How a file was read, in words. @param {string} name @param {CsvRead} read */
  function found(name, { rows, columns, reading: { encoding, delimiter, decimal, thousands, comment, header, skip, foot } }) {
    const numbers = [text.t(decimal === "," ? "decimal_comma" : "decimal_point")];
    if (thousands) numbers.push(text.t("thousands_as", { example: THOUSANDS[thousands] }));
    const parts = [text.t("own_found", {
      name, rows, columns: columns.length, encoding, delimiter: text.t(`delimiter_${DELIMITERS[delimiter]}`),
      decimal: text.listed(numbers), header: text.t(header ? "header_yes" : "header_no"),
    })];
    if (comment) parts.push(text.t("own_comment", { comment }));
    if (skip) parts.push(text.t("own_skipped", { skip }));
    if (foot) parts.push(text.t("own_foot", { foot }));
    return text.joined(parts);
  }

  /** @param {OwnFile} shown */
  function showChoice(shown) {
    const { name, read: { rows } } = shown;
    const question = toAnswer(shown);
    tell(byId("own-kept", HTMLElement), refused ? text.t("own_kept", { name, rows }) : "");
    choice.show(chosen);
    const { setup, csv } = store.get();
    const inUse = setup.dataset === "own" && csv?.data === shown.data && same(csv.reading, shown.read.reading) &&
      same([setup.target, setup.task, [...setup.left_out].sort()], [choice.target(), choice.task(), choice.leftOut().sort()]);
    use.disabled = !chosen || inUse || question !== undefined;
    paper.hidden = !inUse || same({ ...presets.get("paper"), dataset: "own", target: setup.target, task: setup.task, left_out: setup.left_out }, setup);
    use.textContent = text.t(inUse ? "own_in_use" : "own_use");
    tell(byId("own-ask-first", HTMLElement), question ? text.t("own_ask_first", { cell: question.cell }) : "");
  }

  function showTiles() {
    const current = opened ? "own" : store.get().setup.dataset;
    for (const tile of tiles) tile.checked = tile.value === current;
    own.hidden = current !== "own";
    showStill();
  }

  /** @param {DragEvent} event */
  function onDrag(event) {
    if (!event.dataTransfer?.types.includes("Files") || event.defaultPrevented) return; // another panel takes it
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

/** What Python is asked of a file: with all that was guessed, so that it stays so. @param {OwnFile} file */
const toUse = ({ name, data, read: { reading } }) => ({ name, data, reading });

/** An error that the page has a sentence for. @param {string} code @param {Record<string, string | number>} values */
const named = (code, values) => Object.assign(new Error(code), { code, values });
