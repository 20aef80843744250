// @ts-check
// What checking the visitor's version has found: the verdict, each finding as a sentence, and marks in the editor.

import { formatEntry } from "../../base/numbers.js";
import { byId, make } from "../../base/dom.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Blame, CodeError, Finding } from "../../generated/protocol.js" */
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

  /** @param {string} file @param {number} line */
  function place(file, line) {
    const button = make("button", { type: "button", class: "place" }, text.t("code_place", { file, line }));
    button.onclick = () => openAt(file, line);
    return button;
  }

  /** @param {Code} code @param {Editor | undefined} editor */
  function show({ diagnosis, file, race, exercise }, editor) {
    const root = byId("code-result", HTMLElement);
    root.hidden = !diagnosis;
    if (!diagnosis) return editor?.mark([]);
    const { verdict, findings, blame, failure } = diagnosis;
    const failures = [...(findings.length === 0 || verdict === "broken" ? failure : []), ...(race?.failure ?? [])];
    byId("code-verdict", HTMLElement).textContent =
      text.t(!exercise || verdict === "same" ? `diagnosis_${verdict}`
        : findings[0]?.slip === "not_written" ? "diagnosis_not_written"
        : verdict === "different" ? "diagnosis_not_yet" : `diagnosis_${verdict}`);
    byId("code-verdict", HTMLElement).dataset.verdict = verdict;
    const items = [
      ...blame.map((one) => make("li", {}, blameSentence(one))),
      ...findings.map((one) => make("li", {}, findingSentence(one), " ", place(one.file, one.line))),
    ];
    items.push(...failures.map((one) =>
      make("li", {}, failureSentence(one), " ", ...(one.file ? [place(one.file, one.line)] : []),
        ...(one.traceback === one.message ? [] : [make("pre", {}, one.traceback)]))));
    byId("code-findings", HTMLUListElement).replaceChildren(...items);
    const marks = [
      ...findings.map((one) => ({ file: one.file, line: one.line, message: findingSentence(one) })),
      ...failures.map((one) => ({ file: one.file, line: one.line, message: failureSentence(one) })),
    ];
    const here = marks.filter((one) => one.file === file);
    editor?.mark(here);
    if (diagnosis !== told && here.length) editor?.goTo(here[0].line, false);
    if (diagnosis !== told) byId("code-verdict", HTMLElement).scrollIntoView({ block: "nearest" });
    told = diagnosis;
  }

  /** @param {Blame} blame */
  function blameSentence({ symbol, layer, layers, factor, wrong, shapes }) {
    const [first = "", second = ""] = shapes.map(shapeOf);
    const sentence = text.t(`blame_${symbol}`, { layer, layers, next: layer + 1, wrong: wrong.join(", "), first, second });
    return Number.isFinite(factor) ? text.joined([sentence, text.t("by_factor_nearest", { factor: formatEntry(factor) })]) : sentence;
  }

  /** As NumPy writes it. @param {number[]} shape */
  const shapeOf = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

  /** @param {Finding} finding */
  function findingSentence({ piece, rule, slip, factor, message, got_shape, want_shape, since, factor_since, wrong }) {
    const named = ["loss", "output_delta"].includes(piece) ? text.t(`rule_${rule}`) : rule; // else its name in the code
    const parts = [text.t(`finding_${piece}`, { rule: named })];
    const slips = slip ? slip.split("+") : [];
    for (const one of slips) {
      parts.push(text.t(`slip_${one}`, { factor: formatEntry(factor), got: shapeOf(got_shape), want: shapeOf(want_shape) }));
    }
    const tells = slips.length > 0 && !["factor", "sign", "zero", "not_in_place", "no_ones"].includes(slip);
    if (tells && Number.isFinite(factor)) parts.push(text.t("by_factor", { factor: formatEntry(factor) }));
    if (since) parts.push(text.t(since === 1 ? "update_since_first" : "update_since_later", { since }));
    if (!Number.isFinite(factor) && Number.isFinite(factor_since)) {
      parts.push(text.t("update_factor_since", { since, factor: formatEntry(factor_since) }));
    }
    if (since) parts.push(text.t(wrong.length ? "update_where" : "update_everywhere", { wrong: wrong.join(", ") }));
    if (message && slip !== "not_written") parts.push(message);
    return text.joined(parts);
  }

  /** @param {CodeError} failure */
  const failureSentence = ({ slip, message }) => (slip ? `${text.t(`slip_${slip}`)} ${message}` : message);

  return { show };
}
