// @ts-check
// Answers for a file: a table with the same columns comes back with predictions, and what had to be done is said.

import { WorkerGone } from "../../boot/engine.js";
import { MOST_CSV_BYTES } from "../../generated/options.js";
import { byId, make, tell } from "../../base/dom.js";
import { safeName, saveFile } from "../../base/save_file.js";
import { parseDecimal } from "../../base/numbers.js";
import { createScope } from "../../base/scope.js";
import { shownSnapshot } from "../../lab/store.js";
import { inUnit, isNumber, targetName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Confusion, FileAnswers, Residuals, Snapshot } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

/** So many names are listed. */
const MOST_NAMES = 6;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountAnswers(store, text, engine) {
  const scope = createScope();
  const panel = byId("answers", HTMLElement);
  const picker = byId("answers-file", HTMLInputElement);
  const error = byId("answers-error", HTMLElement);
  /** @type {{ name: string, answers: FileAnswers, kept: Confusion | Residuals | undefined, run: number, snapshot: Snapshot | undefined, numbers: boolean } | undefined} */
  let found;
  let wishes = 0;

  /** @param {File} file */
  async function answer(file) {
    const own = ++wishes;
    const { lab, moment } = store.get();
    const snapshot = shownSnapshot(store.get());
    if (!lab) return;
    found = undefined;
    tell(error, file.size > MOST_CSV_BYTES ? text.t("refused_too_large", { size: Math.round(file.size / 1e6), most: MOST_CSV_BYTES / 1e6 }) : "");
    tell(byId("answers-status", HTMLElement), error.textContent ? "" : text.t("own_reading_file", { name: file.name }));
    show();
    if (error.textContent) return;
    try {
      const data = new Uint8Array(await file.arrayBuffer());
      const numbers = isNumber(lab);
      const answers = await engine.call("answer_file", { data, epoch: moment?.epoch });
      // A file that does not say what is true may be as good as the rows kept for the test.
      const kept = answers.truth || !lab.test_rows ? undefined
        : await engine.call(numbers ? "residuals" : "confusion", { part: "test", epoch: moment?.epoch });
      if (own !== wishes) return;
      if (store.get().lab?.run === lab.run) found = { name: file.name, answers, kept, run: lab.run, snapshot, numbers }; // else another network's
    } catch (failure) {
      if (own !== wishes) return;
      tell(error, failure instanceof WorkerGone ? text.t("own_again") : text.t("own_error", { name: file.name, reason: text.reason(failure) }));
    }
    tell(byId("answers-status", HTMLElement), "");
    show();
  }

  /** @param {string[]} names */
  const some = (names) => text.listed([...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ["…"] : [])]);

  /** How good answers are on the rows kept for the test. @param {Confusion | Residuals | undefined} kept */
  function asKept(kept) {
    const { lab } = store.get();
    if (!kept || !lab) return undefined;
    if ("rmse" in kept) return text.t("answers_as_kept_off", { off: inUnit(lab, kept.rmse), rows: kept.rows });
    const classes = kept.precision.data.length;
    return text.t("answers_as_kept", { right: kept.matrix.data.filter((_, at) => at % (classes + 1) === 0).reduce((a, b) => a + b, 0), rows: kept.rows });
  }

  /** What was done, sentence by sentence. @param {NonNullable<typeof found>} result */
  function said({ name, answers, kept, numbers }) {
    const { rows, missing, filled, unknown, unused, moved, truth, known, strange, score } = answers;
    const lines = [text.t("answers_done", { name, rows })];
    if (truth) lines.push(text.t(numbers ? "answers_r2" : "answers_score", { column: truth, known, score: score.toFixed(3) }));
    else lines.push(asKept(kept) ?? text.t("answers_no_truth"));
    if (strange.length) lines.push(text.t("answers_strange", { names: some(strange) }));
    if (missing.length) lines.push(text.t("answers_missing", { names: some(missing) }));
    if (filled.length) lines.push(text.t("answers_filled", { names: some(filled.map((each) => text.t("answers_filled_one", { ...each, rows }))) }));
    if (unknown.length) lines.push(text.t("answers_unknown", { names: some(unknown.map((each) => text.t("answers_unknown_one", { ...each, rows }))) }));
    if (moved) lines.push(text.t("answers_moved"));
    if (unused.length) lines.push(text.t("answers_unused", { names: some(unused) }));
    return lines;
  }

  function show() {
    byId("answers-result", HTMLElement).hidden = !found;
    showStale();
    tell(byId("answers-saved", HTMLElement), "");
    if (!found) return;
    byId("answers-said", HTMLUListElement).replaceChildren(...said(found).map((line) => make("li", {}, line)));
    const { header, preview, added, rows } = found.answers;
    const { lab } = store.get();
    const first = header.length - added;
    /** @returns {Record<string, string>} */
    const answersAt = (/** @type {number} */ at) => (at >= first ? { class: "answer-cell" } : {});
    const named = (/** @type {string} */ name, /** @type {number} */ at) =>
      (lab && found?.numbers && at === first ? text.t("answers_prediction", { name: targetName(text, lab) }) : name);
    const table = byId("answers-preview", HTMLTableElement);
    const cell = (/** @type {string} */ value, /** @type {number} */ at) => {
      const number = lab && found?.numbers && at === first ? parseDecimal(value) : undefined;
      return make("td", answersAt(at), number === undefined || !lab ? value : inUnit(lab, number));
    };
    table.tHead?.rows[0].replaceChildren(...header.map((name, at) => make("th", { scope: "col", ...answersAt(at) }, named(name, at))));
    tell(byId("answers-first", HTMLElement), preview.length < rows ? text.t("answers_first", { shown: preview.length, rows }) : "");
    table.tBodies[0].replaceChildren(...preview.map((row) => make("tr", {}, ...row.map(cell))));
  }

  const showStale = () => (byId("answers-stale", HTMLElement).hidden = !found || found.snapshot === shownSnapshot(store.get()));

  scope.on(byId("answers-pick", HTMLButtonElement), "click", () => picker.click());
  scope.on(picker, "change", () => {
    const [picked] = picker.files ?? [];
    picker.value = ""; // so that the same file can be picked again
    if (picked) void answer(picked);
  });
  scope.on(byId("answers-save", HTMLButtonElement), "click", () => {
    if (!found) return;
    const name = `${safeName(found.name)}-answers.csv`;
    saveFile(name, found.answers.data, "text/csv");
    tell(byId("answers-saved", HTMLElement), text.t("answers_saved", { name }));
  });
  for (const type of /** @type {const} */ (["dragover", "drop", "dragleave"])) {
    scope.on(panel, type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      panel.classList.toggle("dropping", type === "dragover");
      if (type === "dragleave") return;
      event.preventDefault(); // else the browser leaves the page and opens the file
      event.dataTransfer.dropEffect = "copy";
      const [dropped] = type === "drop" ? event.dataTransfer.files : [];
      if (dropped) void answer(dropped);
    });
  }
  scope.add(
    store.watch(["lab"], ({ lab }) => {
      if (found && found.run !== lab?.run) {
        found = undefined; // another network's answers
        show();
      }
    }),
    store.watch(["snapshot", "moment"], showStale),
    text.onChange(show),
  );
  return scope.end;
}
