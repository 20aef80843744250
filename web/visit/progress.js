// @ts-check
// What the learner has done in the course, kept on this device: checked when it comes back.

import { recall, remember } from "../base/preferences.js";
import { MOST_ANSWER, MOST_ANSWERS, MOST_QUESTION } from "../generated/options.js";

/** @import { Progress, Work } from "../lab/lesson.js" */

const VERSION = 1;

/** @returns {{ progress: Progress, at: { lesson: string, step: number } }} */
export function recallCourse() {
  const nothing = { progress: {}, at: { lesson: "", step: 0 } };
  try {
    const stored = JSON.parse(recall("course") ?? "{}");
    if (stored.version !== VERSION) return nothing;
    /** @type {[string, Work][]} */
    const works = Object.entries(stored.progress ?? {}).filter(([, work]) => isWork(work)).map(([name, work]) => [name, { ...work, runs: work.runs ?? {} }]);
    const { lesson, step } = stored.at ?? nothing.at;
    const right = typeof lesson === "string" && Number.isInteger(step) && step >= 0;
    return { progress: Object.fromEntries(works), at: right ? { lesson, step } : nothing.at };
  } catch {
    return nothing;
  }
}

/** @param {Progress} progress @param {{ lesson: string, step: number }} at */
export const rememberCourse = (progress, at) => remember("course", JSON.stringify({ version: VERSION, progress, at }));

/** The class that was joined, and the pupil's code in it. */
export function recallSchool() {
  const nobody = { word: "", pupil: "" };
  try {
    const { word, pupil } = JSON.parse(recall("school") ?? "{}");
    return typeof word === "string" && typeof pupil === "string" ? { word, pupil } : nobody;
  } catch {
    return nobody;
  }
}

/** @param {{ word: string, pupil: string }} school */
export const rememberSchool = (school) => remember("school", JSON.stringify(school));

/** @typedef {{ question: string, answer: string }} Answer  What a teacher's link asked, and what was written. */

/** This visit's answers, where the browser keeps nothing. @type {string | undefined} */
let answers;

/** The answers to teachers' own questions, as a hand-in takes them. @returns {Answer[]} */
export function recallAnswers() {
  try {
    /** @type {Answer[]} */
    const stored = JSON.parse(recall("answers") ?? answers ?? "[]");
    const right = stored.filter(({ question, answer }) => typeof question === "string" && typeof answer === "string");
    return right.filter(({ question, answer }) => question.length <= MOST_QUESTION && answer.length <= MOST_ANSWER).slice(-MOST_ANSWERS);
  } catch {
    return [];
  }
}

/** @param {string} question @param {string} answer  "" takes it back */
export function rememberAnswer(question, answer) {
  const others = recallAnswers().filter((each) => each.question !== question);
  keepAnswers(answer ? [...others, { question, answer }] : others);
}

export const forgetAnswers = () => keepAnswers([]);

/** @param {Answer[]} all */
function keepAnswers(all) {
  answers = JSON.stringify(all);
  remember("answers", answers);
}

/** Whether it is a `Work`. @param {any} work */
function isWork(work) {
  if (typeof work !== "object" || !work) return false;
  const isText = (/** @type {unknown} */ value) => typeof value === "string";
  const isTexts = (/** @type {unknown} */ value) => Array.isArray(value) && value.every(isText);
  const isTable = (/** @type {unknown} */ table, /** @type {(value: any) => boolean} */ holds) =>
    typeof table === "object" && table !== null && !Array.isArray(table) && Object.values(table).every(holds);
  return Number.isInteger(work.seed) && Number.isInteger(work.furthest)
    && Array.isArray(work.started) && work.started.every(Number.isInteger)
    && isTable(work.choices, isTexts) && isTable(work.numbers, isText) && isTable(work.done, isTexts)
    && (work.runs === undefined || isTable(work.runs, isText)) // earlier visits kept none
    && isTable(work.picks, (pick) => Number.isInteger(pick?.kind) && typeof pick?.unsure === "boolean")
    && isTexts(work.hints) && isTexts(work.order);
}
