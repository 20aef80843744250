// @ts-check
// What checking the visitor's version has found: the verdict, what is wrong and where, what it printed, and marks
// in the editor.

import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { isOwn } from "../../lab/workshop.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Phrase } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Code } from "../../lab/workshop.js" */
/** @import { Editor } from "./editor.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {(file: string, line: number) => void} openAt
 */
export function createVerdict(store, text, openAt) {
  /** The diagnosis whose first place has been scrolled to. */
  let told = store.get().code?.diagnosis;
  /** The one that was closed, where it lies over the page as a sheet. @type {typeof told} */
  let closed;
  const root = byId("code-result", HTMLElement);
  const closer = byId("code-result-close", HTMLButtonElement);
  const scope = createScope();

  /** A sheet covers what one goes on with; beside the editor the verdict stays. */
  function leave() {
    if (!closer.checkVisibility()) return;
    closed = store.get().code?.diagnosis;
    root.hidden = true;
  }

  function close() {
    leave();
    byId("code-run", HTMLButtonElement).focus();
  }
  scope.on(closer, "click", close);
  scope.on(root, "keydown", ({ key }) => {
    if (key === "Escape" && closer.checkVisibility()) close();
  });

  /** @param {string} file @param {number} line */
  function place(file, line) {
    const button = make("button", { type: "button", class: "place" }, text.t("code_place", { file, line }));
    button.onclick = () => openAt(file, line);
    return button;
  }

  /** @param {Phrase[]} says */
  const sentence = (says) => text.joined(says.map(({ key, values }) => text.t(key, values)));

  /** @param {{ says: Phrase[], file: string, line: number }} one @param {...HTMLElement} more */
  const item = ({ says, file, line }, ...more) =>
    make("li", {}, sentence(says), " ", ...(file ? [place(file, line)] : []), ...more);

  /** @param {Code} code @param {string} exercise @param {Editor | undefined} editor */
  function show({ diagnosis, file, race }, exercise, editor) {
    root.hidden = !diagnosis || diagnosis === closed;
    if (!diagnosis) return editor?.mark([]);
    const { verdict, findings, blame, remarks, printed, failure } = diagnosis;
    const failures = [...(findings.length === 0 || verdict === "broken" ? failure : []), ...(race?.failure ?? [])];
    byId("code-verdict", HTMLElement).textContent =
      text.t(!exercise || verdict === "same" ? `diagnosis_${verdict}`
        : findings[0]?.slip === "not_written" ? "diagnosis_not_written"
        : verdict === "different" ? "diagnosis_not_yet" : `diagnosis_${verdict}`);
    byId("code-verdict", HTMLElement).dataset.verdict = verdict;
    // Of what is solved the exercise's own sentence says that.
    byId("code-verdict", HTMLElement).hidden = exercise !== "" && verdict === "same" && isOwn(remarks);
    // First the causes, then what comes of them in a whole network.
    byId("code-findings", HTMLUListElement).replaceChildren(
      ...findings.map((one) => item(one)),
      ...blame.map(({ says }) => make("li", {}, sentence(says))),
      ...failures.map((one) => item(one, ...(one.traceback === one.message ? [] : [make("pre", {}, one.traceback)]))),
      ...remarks.map((one) => item({ ...one, says: [{ key: "remark_intro", values: {} }, ...one.says] })),
    );
    byId("code-printed", HTMLElement).replaceChildren(
      ...(printed ? [make("p", { class: "note" }, text.t("printed_title")), make("pre", {}, printed)] : []),
    );
    const here = [...findings, ...failures, ...remarks].filter((one) => one.file === file);
    editor?.mark(here.map(({ line, says }) => ({ line, message: sentence(says) })));
    if (diagnosis !== told) {
      if (here.length) editor?.goTo(here[0].line, false);
      else editor?.stay(); // the editor has become lower
      const first = byId(byId("code-verdict", HTMLElement).hidden ? "exercise-status" : "code-verdict", HTMLElement);
      first.scrollIntoView({ block: "nearest" });
    }
    told = diagnosis;
  }

  return { show, leave, end: scope.end };
}
