// @ts-check
// The course: which lesson is open, what its step starts from, what was done, and what Python says of it.

import { fetchText } from "../base/download.js";
import { parseDecimal } from "../base/numbers.js";
import { WorkerGone } from "../boot/engine.js";
import { createAsker } from "../lab/asker.js";
import { LESSONS } from "../generated/lessons.js";
import { defaultSetup, same } from "../lab/setup.js";
import { trainable } from "../lab/store.js";
import { chosenIn, courseName, emptyCourse, fits, FROM_FILE, newWork, noted } from "../lab/lesson.js";
import { goToPlace } from "./place.js";
import { forgetAnswers, recallCourse, recallSchool, rememberCourse, rememberSchool } from "./progress.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Lesson, LessonStep } from "../generated/protocol.js" */
/** @import { Course, Work } from "../lab/lesson.js" */
/** @import { RunOf } from "../lab/earlier_runs.js" */
/** @import { Runner } from "../lab/runner.js" */
/** @import { Workshop } from "../lab/workshop.js" */
/** @import { Store } from "../lab/store.js" */

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<Runner, "startStep" | "claim" | "lessonOf" | "play">} runner
 * @param {Pick<Workshop, "solvedBefore">} workshop
 */
export function createCourse(store, engine, runner, workshop) {
  /** Which file is on its way, or there. */
  let loading = "";
  /** Of which lesson's file the variant is asked for. */
  let finding = "";
  /** Which step's lab is being made. */
  let starting = "";
  let turns = 0;
  /** Whether the step that was opened has had its lab; what becomes of it afterwards is the learner's own doing. */
  let settled = false;
  /** Whether Python has looked at it since. */
  let judged = false;
  const set = (/** @type {Partial<Course>} */ change) => store.set({ course: { ...store.get().course, ...change } });

  const open = () => {
    const { course: { lesson }, lesson: chosen, room, step } = store.get();
    const part = room === "learn" && chosen && loading === chosen ? lesson?.steps[step] : undefined;
    return lesson && part ? { lesson, part, step, name: nameOf(), work: workOf() } : undefined;
  };
  const nameOf = () => courseName(store.get());
  /** What the runs of this lesson are of, under the name of what was chosen for them. @param {Lesson} lesson @param {string} [choice] @returns {RunOf} */
  function runsOf({ title, texts }, choice) {
    const said = (/** @type {string | undefined} */ key) =>
      Object.fromEntries(Object.entries(texts).flatMap(([language, table]) => (key && table[key] ? [[language, table[key]]] : [])));
    return { lesson: nameOf(), title: said(title), choice: said(choice) };
  }
  function workOf() {
    const { course: { lesson, progress, variants } } = store.get();
    return progress[nameOf()] ?? newWork(variants[lesson?.name ?? ""] ?? lesson?.seeds[0] ?? 0);
  }
  /** Which numbers are this pupil's in the lesson, Python says. Nothing begins before. */
  async function findVariant() {
    const { course: { text, variants }, school: { word, pupil } } = store.get();
    if (finding === text) return;
    finding = text;
    try {
      const { seeds } = await engine.call("variants", { word, pupil, lessons: [text] });
      set({ variants: { ...variants, ...seeds } });
    } catch (error) {
      if (!(error instanceof WorkerGone)) store.fail(error);
    } finally {
      finding = "";
    }
  }
  /** @param {(work: Work) => Work} change */
  function work(change) {
    set({ progress: { ...store.get().course.progress, [nameOf()]: change(workOf()) } });
  }

  /** Loads the file of the lesson that is chosen. */
  async function load() {
    const { lesson: number, room, course } = store.get();
    if (room !== "learn" || loading === number) return;
    loading = number;
    if (number === FROM_FILE && course.own) return set({ lesson: course.own.lesson, text: course.own.text, failed: "", checked: undefined });
    const listed = LESSONS.find((each) => each.number === number);
    if (!listed) {
      set({ lesson: undefined, text: "", failed: "", checked: undefined });
      if (number) store.set({ lesson: "", step: 0 });
      return;
    }
    set({ lesson: undefined, failed: "", checked: undefined });
    try {
      const text = await fetchText(new URL(`../lessons/${listed.file}`, import.meta.url), `web/lessons/${listed.file}`);
      if (loading === number) set({ lesson: JSON.parse(text), text });
    } catch (error) {
      if (loading !== number) return;
      loading = "";
      set({ failed: error instanceof Error ? error.message : String(error) });
    }
  }

  /** What is shown beside the step, and, when it is new, the lab that it starts from. */
  function enter() {
    const now = open();
    const there = !now || isThere(now);
    const panels = now ? [...(now.part.panels ?? []), ...(now.part.flowers ? ["flowers"] : []), ...(now.part.valley ? ["valley"] : [])] : [];
    // Another lab's map and numbers are not what the step speaks of.
    const views = there || !panels.length ? panels : ["waits"];
    const controls = there ? now?.part.controls ?? [] : [];
    if (String([views, controls]) !== String([store.get().views, store.get().controls])) store.set({ views, controls });
    if (!now) return;
    const { part, step } = now;
    const { school: { word }, course: { progress, variants } } = store.get();
    if (word && !progress[now.name] && !(now.lesson.name in variants)) {
      if (store.get().engine.kind === "ready") void findVariant();
      return;
    }
    if (now.work.furthest < step || !store.get().course.progress[now.name]) work((before) => ({ ...before, furthest: Math.max(before.furthest, step) }));
    const { engine: { kind }, lab, snapshot } = store.get();
    const first = (part.kind === "question" || part.kind === "do") && part.start && !workOf().started.includes(step);
    if (first && kind !== "ready" && isStart(part.start)) { // the first kernel has it already
      runner.claim(runsOf(now.lesson));
      return begin(part, step);
    }
    if (kind !== "ready" || !lab || starting === `${now.name} ${step}`) return;
    if (first || (!there && !settled)) return void start();
    if (!there || starting) return;
    // What a network says that was trained is shown of one that is.
    if (!settled && part.flowers?.show === "both" && snapshot?.epoch === 0) watchAll();
    settled = true;
  }

  /** Whether the lab is one of those that a step is about. @param {NonNullable<ReturnType<typeof open>>} now */
  function isThere({ part, name, lesson }) {
    const { lab, accepted, school: { word }, course: { progress, variants } } = store.get();
    if (!part.start) return true;
    // The set-up says nothing of the weights, which are another lesson's.
    const of = runner.lessonOf();
    if (of && of !== name) return false;
    const known = !word || progress[name] || lesson.name in variants;
    return Boolean(lab && known && fits(part, workOf().seed, accepted));
  }

  function watchAll() {
    store.set({ speed: "full" });
    void runner.play();
  }

  /** Whether the network that can be trained before Python is there is the one that a step starts from. @param {LessonStep["start"]} wanted */
  function isStart(wanted) {
    const { setup, snapshot } = store.get();
    if (!wanted || wanted.weights || wanted.slip || !trainable(store.get()) || snapshot?.epoch !== 0) return false;
    return same(setup, { ...defaultSetup(), ...wanted.setup, seed: workOf().seed });
  }

  /** @param {LessonStep} part @param {number} step @param {number} [option] */
  function begin(part, step, option) {
    work((before) => noted({ ...before, started: [...new Set([...before.started, step])] }, `start:${step}${option === undefined ? "" : `:${option}`}`));
    store.set({ speed: part.speed ?? "full", live: part.controls?.includes("live") ?? false });
  }

  /** The step's lab anew, or that of one of its options. @param {number} [option] */
  async function start(option) {
    const now = open();
    if (!now?.part.start) return;
    const { lesson, part, step, name } = now;
    starting = `${name} ${step}`;
    settled = true;
    const turn = ++turns;
    begin(part, step, option);
    const asked = { text: store.get().course.text, step, seed: workOf().seed, ...(option === undefined ? {} : { option }) };
    await runner.startStep(asked, runsOf(lesson, option === undefined ? undefined : part.options?.[option].text));
    if (turn !== turns) return; // another was asked for meanwhile
    starting = "";
    const still = open();
    if (still?.name === name && still.step === step && isThere(still)) { // else the lab is another's
      const { sample } = store.get();
      const row = (part.sample ?? 1) - 1;
      if (sample.kind !== "row" || sample.row !== row) store.set({ sample: { kind: "row", row } });
      if (part.flowers?.show === "both") watchAll();
    }
    enter();
    checker.want();
  }

  /** Steps whose tasks were worked at before Python was there, which alone can say whether they are done. @type {Set<string>} */
  const late = new Set();

  /** @param {NonNullable<ReturnType<typeof open>>} now @param {number} step */
  async function checkStep({ work: done, name }, step) {
    const { course: { text }, code } = store.get();
    const numbers = Object.fromEntries(
      Object.entries(done.numbers).map(([task, typed]) => [task, parseDecimal(typed)]).filter(([, value]) => value !== undefined));
    const picks = Object.fromEntries(Object.entries(done.picks).map(([row, { kind: taken }]) => [row, taken]));
    const solved = code?.solved ?? (await workshop.solvedBefore());
    const checked = await engine.call("check_step", { text, step, seed: done.seed, numbers, picks, solved });
    if (nameOf() !== name) return;
    if (store.get().step === step) {
      // A slip in the code is no part of the set-up: Python alone knows that the lab has another.
      const restore = checked.elsewhere && !judged && !starting;
      judged = true;
      if (restore) return start();
      set({ checked });
    }
    for (const task of checked.tasks) {
      if (!task.done || task.name in workOf().done) continue;
      const facts = task.facts.map(({ said }) => said);
      work((before) => noted({
        ...before, done: { ...before.done, [task.name]: facts }, runs: { ...before.runs, [task.name]: checked.run },
      }, `done:${task.name}`));
    }
  }

  const checker = createAsker(store, async () => {
    const now = open();
    const { engine: { kind }, lab, training } = store.get();
    if (now && now.part.tasks && kind !== "ready") late.add(`${now.name} ${now.step}`);
    if (!now || kind !== "ready" || !lab || training.kind === "running" || starting) return;
    for (const [step, part] of now.lesson.steps.entries()) {
      const key = `${now.name} ${step}`;
      if (step === now.step ? part.tasks || part.shows : late.has(key)) await checkStep(now, step);
      late.delete(key);
    }
  });

  let counted = "";
  /** What a check depends on besides the lab. */
  function onWork() {
    const now = open();
    const key = now ? JSON.stringify([now.name, now.step, now.work.numbers, now.work.picks]) : "";
    if (key === counted) return;
    counted = key;
    checker.want();
  }

  const { progress, at } = recallCourse();
  store.set({ school: recallSchool() });
  set({ ...emptyCourse(), progress });
  if (store.get().room === "learn" && !store.get().lesson && at.lesson !== FROM_FILE) store.set(at);

  const stops = [
    store.watch(["room", "lesson", "step"], ({ lesson, step, room, course: { checked } }) => {
      settled = judged = false;
      void load(); // first: the lesson before is not the one that is open
      if (checked) set({ checked: undefined });
      if (room === "learn") rememberCourse(store.get().course.progress, { lesson, step });
    }),
    store.watch(["room", "lesson", "step", "course", "engine", "lab", "accepted"], () => enter()),
    store.watch(["lab", "snapshot", "training", "code", "stepper", "engine"], checker.want),
    store.watch(["course", "step", "room"], () => {
      onWork();
      rememberCourse(store.get().course.progress, { lesson: store.get().lesson, step: store.get().step });
    }),
    store.watch(["room"], ({ room, views, live }) => {
      if (room !== "learn" && live && views.length) store.set({ live: false });
    }),
  ];

  /** @param {string} lesson @param {number} step */
  const go = (lesson, step) => goToPlace(store, { room: "learn", lesson, step });

  return {
    go,
    start,
    /** A prediction, or an answer. @param {string} name */
    choose(name) {
      const now = open();
      if (!now) return;
      const { step, part } = now;
      if (chosenIn(now.work, step) === name) return;
      const event = part.kind === "ask" ? `answer:${step}:${name}` : `guess:${step}:${name}`;
      work((before) => noted({ ...before, choices: { ...before.choices, [step]: [...(before.choices[step] ?? []), name] } }, event));
    },
    /** @param {string} task @param {string} typed */
    type(task, typed) {
      const said = typed.trim().replace(/[:\s]+/g, " ").slice(0, 40);
      work((before) => noted({ ...before, numbers: { ...before.numbers, [task]: typed } }, `typed:${task}:${said}`));
    },
    /** @param {string} task */
    hint: (task) => work((before) => (before.hints.includes(task) ? before : noted({ ...before, hints: [...before.hints, task] }, `hint:${task}`))),
    /** @param {number} row @param {{ kind: number, unsure: boolean }} pick */
    pick: (row, pick) => work((before) => ({ ...before, picks: { ...before.picks, [row]: pick } })),
    /** A lesson from a file, once Python has found it right; rejects when it has not. @param {string} name @param {string} text */
    async openFile(name, text) {
      const { lesson } = await engine.call("open_lesson", { text });
      loading = "";
      set({ own: { name, text, lesson } });
      go(FROM_FILE, 0);
    },
    /** From now on the work of a pupil of a class, whose numbers are other ones. @param {string} word @param {string} pupil */
    join(word, pupil) {
      const { school } = store.get();
      if (school.word === word && school.pupil === pupil) return;
      store.set({ school: { word, pupil } });
      rememberSchool({ word, pupil });
      forgetAnswers();
      set({ progress: {}, variants: {}, checked: undefined });
    },
    /** Forgets what was done, in one lesson or in all. @param {string} [name] */
    forget(name) {
      const { [name ?? ""]: _, ...rest } = store.get().course.progress;
      if (name === undefined) forgetAnswers();
      set({ progress: name === undefined ? {} : rest });
    },
    /** Whether a step's lab is on its way. */
    isStarting: () => starting !== "",
    stop: () => stops.forEach((stop) => stop()),
  };
}

/** @typedef {ReturnType<typeof createCourse>} CourseActions */
