// What a lesson makes of what was done in it: functions of plain data.

import assert from "node:assert/strict";
import { test } from "node:test";

import { asPower, filledIn, fits, guessBefore, guessToldIn, isDone, isSettled, newWork, noted, places, sentence, unbroken } from "../../web/lab/lesson.js";
import { defaultSetup } from "../../web/lab/setup.js";

const lesson = {
  steps: [
    { kind: "predict", text: [], choices: [{ name: "a", text: "a" }, { name: "b", text: "b" }], right: "b" },
    { kind: "do", text: [], tasks: [{ name: "t", text: "t" }, { name: "u", text: "u" }] },
    { kind: "why", text: [] },
    { kind: "ask", text: [], choices: [{ name: "x", text: "x" }, { name: "y", text: "y" }], right: "x" },
    { kind: "why", text: [] },
  ],
  texts: { en: { k: "one" }, zh: { k: "一" } },
};

test("a prediction stands once what it is about has been tried", () => {
  const work = { ...newWork(0), choices: { 0: ["a", "b"] } };
  assert.equal(isSettled(lesson, 0, work), false);
  assert.equal(isSettled(lesson, 0, { ...work, done: { u: ["1"] } }), true);
});

test("a value stays beside its name, and a formula may break", () => {
  assert.equal(unbroken("x1 = −1.874，x2 = 2"), "x1\u00a0=\u00a0−1.874，x2\u00a0=\u00a02");
  assert.equal(unbroken("z = w1 · x1 + b"), "z = w1 · x1 + b");
});

test("why speaks of the prediction before it, and not of an older one", () => {
  assert.equal(guessBefore(lesson, 2).at, 0);
  assert.equal(guessBefore(lesson, 4), undefined);
});

test("a guess is told where it comes out, and once", () => {
  const kinds = (/** @type {string} */ all) => ({ steps: all.split(" ").map((kind) => ({ kind, text: [] })) });
  const twice = kinds("predict do predict do why");
  assert.deepEqual([0, 1, 2, 3, 4].map((step) => guessToldIn(twice, step)?.at), [undefined, 0, undefined, undefined, 2]);
  assert.equal(guessToldIn(kinds("predict do do why"), 1), undefined);
});

test("a lab fits a step when it is one that the step starts, but for what it leaves free", () => {
  const part = { start: { setup: { dataset: "xor" } }, options: [{ text: "t", setup: { hidden_sizes: [2] } }], controls: ["learning_rate"] };
  const lab = { ...defaultSetup(), dataset: "xor", seed: 3 };
  assert.equal(fits(part, 3, lab), true);
  assert.equal(fits(part, 3, { ...lab, hidden_sizes: [2], learning_rate: 9, epochs: 7 }), true);
  assert.equal(fits(part, 3, { ...lab, hidden_sizes: [3] }), false);
  assert.equal(fits(part, 4, lab), false);
  assert.equal(fits(part, 3, { ...lab, dataset: "digits" }), false);
  assert.equal(fits({}, 3, lab), true);
});

test("a step is done when all its tasks are, a question when the right answer stands", () => {
  const work = newWork(0);
  assert.equal(isDone(lesson.steps[1], 1, { ...work, done: { t: [] } }), false);
  assert.equal(isDone(lesson.steps[1], 1, { ...work, done: { t: [], u: [] } }), true);
  assert.equal(isDone(lesson.steps[3], 3, { ...work, choices: { 3: ["x", "y"] } }), false);
  assert.equal(isDone(lesson.steps[3], 3, { ...work, choices: { 3: ["y", "x"] } }), true);
  assert.equal(isDone(lesson.steps[0], 0, undefined), false);
});

test("sentences are filled with facts, as they are and as they were when a task was done", () => {
  const values = places({ checked: { shown: { w: "−0.1" } } }, { ...newWork(0), done: { t: ["0.5", "7"] } });
  assert.deepEqual(values, { w: "−0.1", t: "0.5", t_2: "7" });
  assert.equal(filledIn("{w} {t} {t_2} {other}", values), "−0.1 0.5 7 …");
  assert.equal(sentence(lesson, "zh", "k"), "一");
  assert.equal(sentence(lesson, "fr", "k"), "one");
});

test("what is noted is kept in order, and does not grow without end", () => {
  let work = newWork(0);
  for (let at = 0; at < 400; at++) work = noted(work, `start:${at}`);
  assert.equal(work.order.length, 300);
  assert.equal(work.order.at(-1), "start:399");
});

test("a tiny number is said as a power of ten", () => {
  assert.equal(asPower("6.36e−16"), "6.36 · 10⁻¹⁶");
  assert.equal(asPower("−2e+06"), "−2 · 10⁶");
  assert.deepEqual(["0.072", "2718", "–", "saturated"].map(asPower), ["0.072", "2718", "–", "saturated"]);
});
