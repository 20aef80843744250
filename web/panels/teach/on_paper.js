// @ts-check
// What a hand-in says on paper: the lessons' own questions with what was answered, and the pupil's own code.

import { make } from "../../base/dom.js";
import { fetchText } from "../../base/download.js";
import { LESSONS } from "../../generated/lessons.js";
import { asPower, filledIn, places, sentence } from "../../lab/lesson.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Lesson, LessonStep, WorkTold } from "../../generated/protocol.js" */
/** @import { Course } from "../../lab/lesson.js" */

/** The lessons that something was done in, by their names; one that cannot be fetched is left out. @param {Course} course @returns {Promise<Record<string, Lesson>>} */
export async function lessonsOf({ progress, own }) {
  const found = await Promise.all(LESSONS.filter(({ name }) => name in progress).map(async ({ name, file }) => {
    const text = await fetchText(new URL(`../../lessons/${file}`, import.meta.url), `web/lessons/${file}`).catch(() => "");
    return text ? [[name, JSON.parse(text)]] : [];
  }));
  return { ...(own && { [own.lesson.name]: own.lesson }), ...Object.fromEntries(found.flat()) };
}

/** One line for each question and task that something was done of. @param {WorkTold} work @param {Lesson} lesson @param {Text} text */
export function linesOf(work, lesson, text) {
  const filled = places({ ...NOTHING }, /** @type {any} */ (work));
  const say = (/** @type {string} */ key) => filledIn(sentence(lesson, text.language, key), filled);
  return lesson.steps.flatMap((part, at) => [...chosen(part, at), ...tasked(part, at)]);

  /** @param {LessonStep} part @param {number} at */
  function chosen(part, at) {
    const names = work.choices[at] ?? [];
    if (!part.choices || names.length === 0) return [];
    const words = names.map((name) => `“${say(part.choices?.find((each) => each.name === name)?.text ?? "")}”`);
    return [text.t(part.kind === "predict" ? "hand_in_line_guess" : "hand_in_line_choice", { step: at + 1, question: say(part.text.at(-1) ?? ""), names: text.listed(words) })];
  }

  /** @param {LessonStep} part @param {number} at */
  function tasked(part, at) {
    return (part.tasks ?? []).flatMap((task) => {
      const done = work.done[task.name];
      const typed = work.numbers[task.name];
      const said = [
        ...(typed === undefined ? [] : [text.t("hand_in_line_number", { value: typed })]),
        ...(done ? [text.t("hand_in_line_done", { facts: text.listed(done.map(asPower)) })] : []),
        ...(work.hints.includes(task.name) ? [text.t("hand_in_line_hint")] : []),
      ];
      return said.length ? [text.t("hand_in_line_task", { step: at + 1, task: say(task.text), said: text.clauses(said) })] : [];
    });
  }
}

const NOTHING = /** @type {Course} */ (/** @type {unknown} */ ({ checked: undefined }));

/** The functions that the pupil wrote, as the file has them. @param {string} content @param {Text} text */
export function codeOf(content, text) {
  /** @type {{ code: { exercise: string, functions: Record<string, string[]> }[] }} */
  const { code } = JSON.parse(content);
  return code.flatMap(({ exercise, functions }) => [
    make("h4", {}, text.t(exercise ? `exercise_${exercise}` : "hand_in_free")),
    ...Object.entries(functions).map(([name, lines]) => make("pre", {}, [`# ${name}`, ...lines].join("\n"))),
  ]);
}
