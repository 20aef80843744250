// @ts-check
// "Hand in": the pupil's work in the course as one file or as a printed page, made only when asked.

import { byId, make, tell } from "../../base/dom.js";
import { parseDecimal } from "../../base/numbers.js";
import { recall, remember } from "../../base/preferences.js";
import { safeName, saveFile } from "../../base/save_file.js";
import { createScope } from "../../base/scope.js";
import { LESSONS } from "../../generated/lessons.js";
import { recallAnswers, rememberAnswer } from "../../visit/progress.js";
import { codeOf, linesOf, lessonsOf } from "./on_paper.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { CodeTold, Lesson, WorkTold } from "../../generated/protocol.js" */
/** @import { Progress, Work } from "../../lab/lesson.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Workshop } from "../../lab/workshop.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<Workshop, "solvedBefore" | "written">} workshop
 */
export function mountHandIn(store, text, engine, workshop) {
  const scope = createScope();
  const dialog = byId("hand-in", HTMLDialogElement);
  const pupil = byId("hand-in-pupil", HTMLInputElement);
  const said = byId("hand-in-said", HTMLElement);
  const answer = byId("hand-in-answer", HTMLTextAreaElement);
  /** What was done is told in the words of its lesson. @type {Record<string, Lesson>} */
  let lessons = {};
  /** The exercises that were written. @type {CodeTold[]} */
  let written = [];
  /** @type {string[]} */
  let solved = [];

  function say(/** @type {string} */ message, wrong = false) {
    tell(said, message);
    said.classList.toggle("error", wrong);
    pupil.setAttribute("aria-invalid", String(wrong));
  }

  for (const id of ["hand-in-open", "task-hand-in", "exercises-hand-in", "exercise-hand-in"]) scope.on(byId(id, HTMLButtonElement), "click", async () => {
    const { school, task } = store.get();
    pupil.value = school.word ? school.pupil : recall("pupil") ?? "";
    pupil.readOnly = school.word !== "";
    answer.value = recallAnswers().find(({ question }) => question === task)?.answer ?? "";
    say("");
    show();
    dialog.showModal();
    lessons = await lessonsOf(store.get().course);
    written = await workshop.written();
    solved = store.get().code?.solved ?? await workshop.solvedBefore();
    show();
  });
  scope.on(byId("hand-in-close", HTMLButtonElement), "click", () => dialog.close());
  scope.on(dialog, "click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });

  /** The file's text, or undefined when it is refused, which is said. */
  async function made() {
    const { course: { progress }, school: { word } } = store.get();
    try {
      const code = await workshop.written();
      const { text: content } = await engine.call("make_hand_in", { pupil: pupil.value, word, works: worksOf(progress), code, answers: recallAnswers() });
      remember("pupil", pupil.value);
      return content;
    } catch (error) {
      const { values } = /** @type {{ values?: { field?: unknown } }} */ (error);
      say(values?.field === "pupil" ? text.t("pupil_refused") : text.reason(error), true);
      return undefined;
    }
  }

  scope.on(answer, "input", () => {
    rememberAnswer(store.get().task, answer.value.trim());
    show();
  });
  scope.on(byId("hand-in-form", HTMLFormElement), "submit", async (event) => {
    event.preventDefault();
    const content = await made();
    if (content === undefined) return pupil.focus();
    const { school: { word } } = store.get();
    const name = [...(word ? [safeName(word)] : []), safeName(pupil.value.trim()), "nnlab.json"].join("-");
    saveFile(name, content, "application/json");
    say(text.t("hand_in_saved", { name }));
  });
  scope.on(byId("hand-in-print", HTMLButtonElement), "click", async () => {
    const content = await made();
    if (content === undefined) return pupil.focus();
    say("");
    byId("hand-in-own", HTMLElement).replaceChildren(...codeOf(content, text));
    print();
  });

  function show() {
    const { course: { progress }, school: { word }, task } = store.get();
    byId("hand-in-task", HTMLElement).hidden = !task;
    tell(byId("hand-in-question", HTMLElement), task);
    const inClass = byId("hand-in-class", HTMLElement);
    inClass.hidden = !word;
    tell(inClass, text.t("hand_in_class", { word }));
    const rows = worksOf(progress).map((work) => {
      const listed = LESSONS.find(({ name }) => name === work.lesson);
      const title = listed?.title[text.language] ?? listed?.title.en ?? work.lesson;
      const what = [
        text.t("hand_in_done", { count: Object.keys(work.done).length }),
        text.t("hand_in_chosen", { count: Object.keys(work.choices).length }),
        text.t("hand_in_typed", { count: Object.keys(work.numbers).length }),
        text.t("hand_in_hints", { count: work.hints.length }),
        text.t("hand_in_variant", { seed: work.seed }),
      ];
      return make("li", {}, make("b", {}, title), ` ${text.listed(what)}`, printed(work));
    });
    const code = written.map(({ exercise, hints, shown }) => make("li", {}, make("b", {}, text.t(exercise ? `exercise_${exercise}` : "hand_in_free")), ` ${text.listed([
      text.t(solved.includes(exercise) ? "hand_in_solved" : "hand_in_code"),
      ...(exercise ? [text.t("hand_in_hints", { count: hints })] : []), ...(shown ? [text.t("hand_in_shown")] : []),
    ])}`));
    const answers = recallAnswers().map((each) => make("li", {}, make("b", {}, each.question), make("span", { class: "hand-in-answer" }, each.answer)));
    const all = [...rows, ...code, ...answers];
    byId("hand-in-content", HTMLElement).replaceChildren(all.length ? make("ul", {}, ...all) : make("p", { class: "note" }, text.t("hand_in_empty")));
  }

  /** What only paper needs. @param {WorkTold} work */
  function printed(work) {
    const lesson = lessons[work.lesson];
    return make("ul", { class: "only-printed" }, ...(lesson ? linesOf(work, lesson, text) : []).map((line) => make("li", {}, line)));
  }

  scope.add(() => dialog.close(), text.onChange(() => dialog.open && show()));
  return scope.end;
}

/** A lesson of the page's goes before one of the same name from a file. @param {Progress} progress @returns {WorkTold[]} */
function worksOf(progress) {
  const works = Object.entries(progress).filter(([name]) => !(name.startsWith("own:") && name.slice(4) in progress));
  return works.map(([name, work]) => ({ ...told(work), lesson: name.replace(/^own:/, "") }));
}

/** @param {Work} work */
function told({ seed, furthest, choices, numbers, done, runs, picks, hints, order }) {
  const parsed = Object.entries(numbers).flatMap(([task, typed]) => {
    const value = parseDecimal(typed);
    return value === undefined ? [] : [/** @type {[string, number]} */ ([task, value])];
  });
  const ran = Object.entries(runs).filter(([, run]) => run);
  return { seed, furthest, choices, numbers: Object.fromEntries(parsed), done, runs: Object.fromEntries(ran), picks, hints, order };
}
