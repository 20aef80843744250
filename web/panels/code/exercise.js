// @ts-check
// Exercises: the task, hints in three steps, and the answer only when it is asked for.

import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { isOwn } from "../../lab/workshop.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Diagnosis } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Workshop } from "../../lab/workshop.js" */

const HINTS = 3;

/** The sentence on an exercise that was checked; "" when it is not solved. @param {Diagnosis} diagnosis */
function statusKey({ verdict, remarks }) {
  if (verdict !== "same") return "";
  if (!isOwn(remarks)) return "exercise_not_own";
  return remarks.length ? "exercise_solved_and" : "exercise_solved";
}

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Workshop} workshop
 */
export function mountExercise(store, text, workshop) {
  const scope = createScope();
  const choice = byId("code-exercise", HTMLSelectElement);
  const root = byId("exercise", HTMLElement);
  const hint = byId("exercise-hint", HTMLButtonElement);
  const answer = byId("exercise-answer", HTMLButtonElement);
  let hints = 0;
  let answered = false;

  scope.on(choice, "change", () => {
    hints = 0;
    answered = false;
    const exercise = choice.value;
    const place = store.get().code?.exercises.find(({ name }) => name === exercise)?.places[0];
    workshop.change({ exercise, diagnosis: undefined, race: undefined, ...(place ? { file: place.file } : {}) });
  });
  scope.on(hint, "click", () => {
    hints += 1;
    show();
  });
  scope.on(answer, "click", () => {
    answered = !answered;
    show();
  });

  function show() {
    const code = store.get().code;
    if (!code) return;
    const mark = (/** @type {string} */ name) => (code.solved.includes(name) ? "✓ " : "");
    choice.replaceChildren(
      make("option", { value: "" }, text.t("exercise_none")),
      ...code.exercises.map(({ name }) => make("option", { value: name }, mark(name) + text.t(`exercise_${name}`))),
    );
    choice.value = code.exercise;
    const task = code.exercises.find(({ name }) => name === code.exercise);
    root.hidden = !task;
    if (!task) return;
    byId("exercise-task", HTMLElement).textContent = text.t(`exercise_${task.name}_task`);
    byId("exercise-place", HTMLElement).textContent = task.places.map(({ file, function: name }) => `${file}: ${name}`).join(", ");
    byId("exercise-hints", HTMLOListElement).replaceChildren(
      ...Array.from({ length: hints }, (_, k) => make("li", {}, text.t(`exercise_${task.name}_hint${k + 1}`))),
    );
    hint.disabled = hints >= HINTS;
    hint.textContent = text.t("exercise_hint", { number: Math.min(hints + 1, HINTS) });
    answer.textContent = text.t(answered ? "exercise_hide_answer" : "exercise_show_answer");
    const solution = byId("exercise-solution", HTMLElement);
    solution.hidden = !answered;
    solution.textContent = answered ? task.answer : "";
    byId("exercise-status", HTMLElement).textContent = code.diagnosis ? text.t(statusKey(code.diagnosis)) : "";
  }

  scope.add(store.watch(["code"], show), text.onChange(show));
  return scope.end;
}
