// @ts-check
// What a step asks for: a choice, tasks to be done, other ways to start the lab. Each gives its element and what renews it.

import { make, tell } from "../../base/dom.js";
import { mayBeThousands, parseDecimal } from "../../base/numbers.js";
import { asPower, chosenIn, guessToldIn, isDone, isSettled } from "../../lab/lesson.js";
import { defaultSetup, same } from "../../lab/setup.js";
import { goToPlace } from "../../visit/place.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Lesson, LessonStep, LessonTask } from "../../generated/protocol.js" */
/** @import { Work } from "../../lab/lesson.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { CourseActions } from "../../visit/course.js" */

/**
 * @typedef {{
 *   store: Store, text: Text, course: CourseActions, say: (key: string) => string,
 *   now: () => { lesson: Lesson, step: number, part: LessonStep, work: Work | undefined } | undefined,
 * }} Parts
 * @typedef {{ root: HTMLElement, update: () => void }} Made
 */

const wide = matchMedia("(min-width: 900px)");

/** The prediction, beside what came out. @param {Parts} parts @returns {Made | undefined} */
export function guessed({ text, say, now }) {
  const open = now();
  const guess = open && guessToldIn(open.lesson, open.step);
  if (!open || !guess) return undefined;
  const root = make("p", { class: "lesson-guess" });
  // It stands within a sentence, which has a full stop of its own.
  const word = (/** @type {string | undefined} */ name) => say(guess.part.choices?.find((each) => each.name === name)?.text ?? "").replace(/[.。]$/, "");
  return {
    root,
    update() {
      const chosen = chosenIn(now()?.work, guess.at);
      root.hidden = open.part.kind === "do" && !isDone(open.part, open.step, now()?.work);
      const right = chosen === guess.part.right;
      root.classList.toggle("right", right);
      tell(root, text.t(!chosen ? "guess_none" : right ? "guess_right" : "guess_other", { guess: word(chosen), right: word(guess.part.right) }));
    },
  };
}

/** @param {Parts} parts @returns {Made | undefined} */
export function options({ store, course, say, now }) {
  const open = now();
  if (!open?.part.options) return undefined;
  const { start } = open.part;
  const buttons = open.part.options.map(({ text: key, setup = {}, weights, slip }, at) => {
    const button = make("button", { type: "button" });
    button.onclick = () => void course.start(at);
    // The step's own start is one of them already.
    const usual = { ...defaultSetup(), ...start?.setup };
    const first = !weights && !slip && Object.entries(setup).every(([name, value]) => same(usual[/** @type {keyof typeof usual} */ (name)], value));
    return { button, key, at, first };
  });
  return {
    root: make("div", { class: "lesson-options" }, ...buttons.map(({ button }) => button)),
    update() {
      const last = now()?.work?.order.filter((event) => event.startsWith("start:")).at(-1);
      const { lab, engine } = store.get();
      for (const { button, key, at, first } of buttons) {
        tell(button, say(key));
        button.disabled = engine.kind !== "ready" || !lab;
        button.setAttribute("aria-pressed", String(last === `start:${open.step}:${at}` || (first && last === `start:${open.step}`)));
      }
    },
  };
}

/** The way to an exercise, in the room of the code. @param {Parts} parts @returns {Made | undefined} */
export function exercise({ store, text, now }) {
  const name = now()?.part.exercise;
  if (!name) return undefined;
  const button = make("button", { type: "button" }, text.t("lesson_exercise", { name: text.t(`exercise_${name}`) }));
  button.onclick = () => goToPlace(store, { room: "code", exercise: name });
  return { root: make("p", {}, button), update() {} };
}

/** The way to the room that the step speaks of. @param {Parts} parts @returns {Made | undefined} */
export function toRoom({ store, text, now }) {
  const room = now()?.part.room;
  if (!room) return undefined;
  const button = make("button", { type: "button" }, text.t("lesson_room", { room: text.t(`room_${room}`) }));
  button.onclick = () => goToPlace(store, { room, exercise: "" }); // Code with its list, whatever was open there
  return { root: make("p", {}, button), update() {} };
}

/** @param {Parts} parts @returns {Made | undefined} */
export function tasks(parts) {
  const open = parts.now();
  if (!open?.part.tasks) return undefined;
  const made = open.part.tasks.map((task) => oneTask(task, parts));
  return {
    root: make("ul", { class: "lesson-tasks" }, ...made.map(({ root }) => root)),
    update: () => made.forEach((each) => each.update()),
  };
}

/** @param {LessonTask} task @param {Parts} parts @returns {Made} */
function oneTask({ name, text: key, hint, answer, checks }, { store, text, course, say, now }) {
  const label = make(answer ? "label" : "span", answer ? { for: `task-${name}` } : {});
  const state = make("span", { class: "lesson-state" });
  const said = make("p", { class: "note", role: "status" });
  const input = make("input", { id: `task-${name}`, type: "text", inputmode: "text", autocomplete: "off", size: "8" });
  const check = make("button", { type: "submit" });
  input.value = now()?.work?.numbers[name] ?? "";
  const help = make("button", { type: "button", class: "quiet lesson-hint" });
  help.hidden = !hint;
  help.onclick = () => course.hint(name);
  const form = make("form", { class: "lesson-typed", novalidate: "" }, ...(answer ? [input, check] : []), help);
  form.hidden = !answer && !hint;
  form.onsubmit = (event) => {
    event.preventDefault();
    course.type(name, input.value);
  };
  const helped = make("p", { class: "note lesson-helped" });

  const root = make("li", {}, make("div", { class: "lesson-task" }, state, label), form, said, helped);

  return {
    root,
    update() {
      const work = now()?.work;
      const done = work?.done[name];
      tell(label, say(key));
      // Beside the lab the step scrolls in itself; what was just done is seen there.
      if (done && root.isConnected && !state.classList.contains("done") && wide.matches) requestAnimationFrame(() => root.scrollIntoView({ block: "nearest" }));
      state.classList.toggle("done", done !== undefined);
      tell(state, done ? "✓" : "");
      state.setAttribute("role", "img");
      state.setAttribute("aria-label", text.t(done ? "task_done" : "task_open"));
      tell(check, text.t("task_check"));
      input.readOnly = check.disabled = done !== undefined;
      check.classList.toggle("spent", done !== undefined);
      tell(said, said_(work));
      const shown = work?.hints.includes(name) ?? false;
      help.disabled = shown || done !== undefined;
      help.classList.toggle("spent", help.disabled); // its room stays: nothing moves under the finger
      tell(help, text.t("task_hint"));
      tell(helped, hint && shown ? say(hint) : "");
    },
  };

  /** What Python says of it, in words. @param {Work | undefined} work */
  function said_(work) {
    const { checked } = store.get().course;
    const judged = checked?.tasks.find((each) => each.name === name);
    const done = work?.done[name];
    if (done && answer) {
      const value = asPower(done[0]);
      return text.t(parseDecimal(work?.numbers[name] ?? "") === parseDecimal(done[0]) ? "task_typed_same" : "task_typed_right", { value });
    }
    // That training broke down is said in words, whatever it was that broke.
    const named = (/** @type {{ fact: string, said: string }[]} */ facts) => text.clauses([
      ...facts.filter(({ fact, said: value }) => fact === "breakdown" && value !== "none").map(() => text.t("task_broke_down")), ...facts_(facts)]);
    // Each fact that has a name, and is asked for once; that nothing was trained needs no word.
    const facts_ = (/** @type {{ fact: string, said: string }[]} */ facts) => facts
      .filter(({ fact, said: value }) => text.t(`fact_${fact}`) !== `fact_${fact}` && !(fact === "epoch" && value === "0"))
      .filter(({ fact }) => facts.filter((each) => each.fact === fact).length === 1)
      .map(({ fact, said: value }) => text.t("task_fact", { fact: text.t(`fact_${fact}`), value: asPower(value) }));
    const { engine: { kind }, snapshot, training } = store.get();
    const tried = now()?.part.flowers?.show === "sort" ? Object.keys(work?.picks ?? {}).length : snapshot?.epoch && training.kind !== "running";
    if (!done && !answer && kind !== "ready" && tried) return waits();
    if (now()?.part.controls?.includes("no_figures")) return "";
    if (done) { // the rate stands in the task itself
      const came = (checks ?? []).map((check, at) => ({ ...check, said: done[at] }));
      return named(came.filter(({ fact, equals }) => fact !== "rate" || equals === undefined));
    }
    const facts = judged?.facts ?? [];
    if (answer) return aboutTyped(work?.numbers[name], judged?.typed);
    // Another run than the task's is not "not yet".
    const other = facts.some(({ fact, right }) => !right && ["setup", "rate", "walk_rate", "breakdown"].includes(fact));
    // Where each button starts a run of its own, one that does another task's work is not this one's.
    const others = now()?.part.options && checked?.tasks.some((each) => each !== judged && each.done);
    if (!judged || !snapshot?.epoch || other || others) return "";
    return facts.some(({ right }) => !right) ? text.t("task_now", { facts: named(facts) }) : "";
  }

  function waits() {
    return text.t(store.get().engine.kind === "failed" ? "task_waits_failed" : "task_waits");
  }

  /** What is said of a number that is not right, or is none. @param {string | undefined} typed @param {string | undefined} wrong */
  function aboutTyped(typed, wrong) {
    if (typed === undefined) return "";
    if (mayBeThousands(typed)) return text.t("task_typed_comma", { number: typed.trim().replace(/[,，]/, ".") });
    if (parseDecimal(typed) === undefined) return text.t("task_typed_none");
    if (store.get().engine.kind !== "ready") return waits();
    if (wrong === "far" && answer?.fact === "sum") return text.t("task_typed_sum");
    if (wrong === "far" && hint) return text.t("task_typed_far_hint");
    return wrong ? text.t(`task_typed_${wrong}`) : "";
  }
}

/** @param {Parts} parts @returns {Made | undefined} */
export function choices({ text, course, say, now }) {
  const open = now();
  if (!open?.part.choices) return undefined;
  const { part: { choices: asked, kind, right }, step, lesson } = open;
  const asks = kind === "ask";
  const rows = asked.map(({ name, text: key, why }) => {
    const radio = make("input", { type: "radio", name: `choice-${step}`, value: name });
    radio.onchange = () => course.choose(name);
    const label = make("span", {});
    return { name, key, why, radio, label, root: make("label", {}, radio, label) };
  });
  const said = make("p", { class: `lesson-said ${asks ? "long" : ""}`, role: "status" });
  const root = make("fieldset", { class: `lesson-choices ${asks ? "asks" : ""}` }, make("legend", { class: "offscreen" }, text.t(`lesson_kind_${kind}`)), ...rows.map((row) => row.root));
  return {
    root: make("div", {}, root, said),
    update() {
      const work = now()?.work;
      const chosen = chosenIn(work, step);
      const settled = !asks && work !== undefined && isSettled(lesson, step, work);
      for (const { name, key, radio, label, root: row } of rows) {
        tell(label, say(key));
        radio.checked = name === chosen;
        radio.disabled = settled;
        row.classList.toggle("right", asks && name === chosen && name === right);
        row.classList.toggle("wrong", asks && name === chosen && name !== right);
      }
      const why = rows.find(({ name }) => name === chosen)?.why;
      tell(said, asks ? (why ? (chosen === right ? say(why) : text.t("ask_wrong", { why: say(why) })) : "") : settled ? text.t("guess_settled") : chosen ? text.t("guess_kept") : "");
    },
  };
}
