// @ts-check
// A lesson as the page has it, and what the learner has done in it: plain data, and functions of it.

import { changed, defaultSetup } from "./setup.js";

/** @import { Lesson, LessonStep, Setup, StepChecked } from "../generated/protocol.js" */

/**
 * What was done in one lesson. Steps count from 0. `choices` are those made in a step, the latest last; `numbers`
 * what was typed for a task, `done` the facts with which one was done, in order; `picks` the flowers that were
 * sorted, by row. `runs` says of each task what it takes to do it again, as Python tells it. `order` tells what came
 * after what: "guess:2:stays", "start:3", "typed:z_a:0.2", "done:hand", "answer:7:surer", "hint:z_a".
 *
 * @typedef {{
 *   seed: number, furthest: number, started: number[],
 *   choices: Record<string, string[]>, numbers: Record<string, string>, done: Record<string, string[]>, runs: Record<string, string>,
 *   picks: Record<string, { kind: number, unsure: boolean }>, hints: string[], order: string[],
 * }} Work
 *
 * @typedef {Record<string, Work>} Progress  By the lessons' names; that of an opened file begins with "own:".
 *
 * @typedef {{
 *   lesson: Lesson | undefined, text: string, own: { name: string, text: string, lesson: Lesson } | undefined,
 *   failed: string, checked: StepChecked | undefined, progress: Progress, variants: Record<string, number>,
 * }} Course  The lesson that is open, with its file's text; `own` is one that the visitor opened; `variants` are
 *   the seeds that are a class's pupil's, by lessons.
 */

/** What a link calls a lesson that the visitor opened from a file. */
export const FROM_FILE = "file";

/** The name of the lesson that is open, under which its progress and its runs are kept. @param {{ course: Course, lesson: string }} state */
export const courseName = ({ course, lesson }) => `${lesson === FROM_FILE ? "own:" : ""}${course.lesson?.name ?? ""}`;

/** @returns {Course} */
export const emptyCourse = () => ({ lesson: undefined, text: "", own: undefined, failed: "", checked: undefined, progress: {}, variants: {} });

const MOST_EVENTS = 300;

/** @param {number} seed @returns {Work} */
export const newWork = (seed) => ({
  seed, furthest: 0, started: [], choices: {}, numbers: {}, done: {}, runs: {}, picks: {}, hints: [], order: [],
});

/** @param {Work} work @param {string} event @returns {Work} */
export const noted = (work, event) => ({ ...work, order: [...work.order, event].slice(-MOST_EVENTS) });

/** The choice that stands in a step. @param {Work | undefined} work @param {number} step */
export const chosenIn = (work, step) => work?.choices[step]?.at(-1);

/** The latest prediction before a step, and the step it was made in. @param {Lesson} lesson @param {number} step */
export function guessBefore(lesson, step) {
  for (let at = step - 1; at >= 0; at--) {
    if (lesson.steps[at].kind === "why") return undefined;
    if (lesson.steps[at].kind === "predict") return { at, part: lesson.steps[at] };
  }
  return undefined;
}

/** The prediction that a step tells of: before a why the latest; in a step to do, one that no why will speak of. @param {Lesson} lesson @param {number} step */
export function guessToldIn(lesson, step) {
  const { kind } = lesson.steps[step];
  if (kind === "why") return guessBefore(lesson, step);
  if (kind !== "do" || lesson.steps[step - 1]?.kind !== "predict") return undefined;
  const why = lesson.steps.findIndex((each, at) => at > step && each.kind === "why");
  return why >= 0 && guessBefore(lesson, why)?.at === step - 1 ? undefined : guessBefore(lesson, step);
}

/** Whether a prediction stands: what it is about has been tried. @param {Lesson} lesson @param {number} step @param {Work} work */
export function isSettled(lesson, step, work) {
  const next = lesson.steps.slice(step + 1).find(({ kind }) => kind === "do" || kind === "predict");
  return (next?.tasks ?? []).some(({ name }) => name in work.done);
}

/** Whether what a step asks for is done. @param {LessonStep} part @param {number} step @param {Work | undefined} work */
export function isDone(part, step, work) {
  if (part.kind === "predict") return chosenIn(work, step) !== undefined;
  if (part.kind === "ask") return chosenIn(work, step) === part.right;
  if (part.tasks) return part.tasks.every(({ name }) => work && name in work.done);
  return (work?.furthest ?? -1) >= step;
}

/** Whether a lab's set-up is one that a step starts, but for what the step leaves free. @param {LessonStep} part @param {number} seed @param {Setup} accepted */
export function fits({ start, options = [], controls = [] }, seed, accepted) {
  if (!start) return true;
  const free = ["epochs", "engine", ...controls];
  return [{}, ...options.map(({ setup }) => setup ?? {})].some((setup) =>
    changed({ ...defaultSetup(), ...start.setup, ...setup, seed }, accepted).every((name) => free.includes(name)));
}

/** How much of a lesson is done, 0 to 1, where its steps are known. @param {Lesson} lesson @param {Work | undefined} work */
export function share(lesson, work) {
  const asked = lesson.steps.flatMap((part, step) => (part.tasks || part.choices ? [isDone(part, step, work)] : []));
  return asked.filter(Boolean).length / Math.max(1, asked.length);
}

/** A sentence of the lesson in a language; the first one that it has, where it lacks that. @param {Lesson} lesson @param {string} language @param {string} key */
export function sentence({ texts }, language, key) {
  const table = texts[language] ?? texts.en ?? Object.values(texts)[0];
  return table?.[key] ?? "";
}

/** What stands in the braces of a lesson's sentences: facts as they are, and those of tasks as they were when done. @param {Course} course @param {Work | undefined} work */
export function places({ checked }, work) {
  /** @type {Record<string, string>} */
  const found = Object.fromEntries(Object.entries(checked?.shown ?? {}).map(([name, said]) => [name, asPower(said)]));
  for (const [name, facts] of Object.entries(work?.done ?? {})) {
    facts.forEach((said, at) => (found[at ? `${name}_${at + 1}` : name] = asPower(said)));
  }
  return found;
}

/** 6.36e−16 as 6.36 · 10⁻¹⁶, as school writes it. @param {string} said */
export const asPower = (said) => said.replace(/^(−?[\d.]+)e([+−])0*(\d+)$/, (_, digits, sign, power) =>
  `${digits} · 10${sign === "−" ? "⁻" : ""}${[...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`);

/** @param {string} text @param {Record<string, string>} values */
export const filledIn = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "…");

/** “x = 3” in one line: no break beside its sign. @param {string} said */
export const unbroken = (said) => said.replace(/(\w) = (?=−?\d)/g, "$1\u00a0=\u00a0");

/** Whether a sentence has a place for what a task would have found that is not done. @param {string} text @param {Lesson} lesson @param {Work | undefined} work */
export function gapsIn(text, { steps }, work) {
  const asked = new Set(steps.flatMap(({ tasks }) => (tasks ?? []).map(({ name }) => name)));
  const tasks = [...text.matchAll(/\{(\w+)\}/g)].map(([, place]) => (asked.has(place) ? place : place.replace(/_\d+$/, "")));
  return tasks.some((name) => asked.has(name) && !(name in (work?.done ?? {})));
}
