// @ts-check
// The exercise that is chosen: the task, hints in three steps, the answer only when it is asked for, and what comes next.

import { byId, make } from "../../base/dom.js";
import { typeset } from "../../base/typeset.js";
import { createScope } from "../../base/scope.js";
import { isOwn } from "../../lab/workshop.js";
import { goToPlace } from "../../visit/place.js";
import { nextOf } from "./exercise_list.js";

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
 * @param {Pick<Workshop, "help">} workshop
 */
export function mountExercise(store, text, workshop) {
  const scope = createScope();
  const root = byId("exercise", HTMLElement);
  const hint = byId("exercise-hint", HTMLButtonElement);
  const answer = byId("exercise-answer", HTMLButtonElement);
  const onward = byId("exercise-next", HTMLButtonElement);
  let hints = 0;
  let answered = false;
  let next = "";

  scope.on(hint, "click", () => {
    hints += 1;
    workshop.help(store.get().exercise, { hints, shown: false });
    show();
  });
  scope.on(answer, "click", () => {
    answered = !answered;
    workshop.help(store.get().exercise, { hints, shown: answered });
    show();
  });
  const back = byId("exercise-lesson", HTMLButtonElement);
  scope.on(back, "click", () => goToPlace(store, { room: "learn" }));
  scope.on(onward, "click", () => {
    goToPlace(store, { exercise: next });
    byId("exercise-leave", HTMLButtonElement).focus();
  });

  function show() {
    const { code, exercise } = store.get();
    const task = code?.exercises.find(({ name }) => name === exercise);
    const status = task && code?.diagnosis ? statusKey(code.diagnosis) : "";
    const done = status !== "" && status !== "exercise_not_own";
    next = done ? nextOf(code?.solved ?? [], exercise) : "";
    byId("exercise-status", HTMLElement).textContent = status && text.t(done && !next ? "exercise_all_solved" : status);
    // Who came from a lesson goes on there.
    const { lesson, course } = store.get();
    back.hidden = !done || lesson === "" || !course.lesson?.steps.some((each) => each.exercise === exercise);
    onward.hidden = next === "";
    onward.classList.toggle("primary", back.hidden);
    byId("exercise-onward", HTMLElement).hidden = !done;
    onward.textContent = next && text.t("exercise_next", { name: text.t(`exercise_${next}`) });
    root.hidden = exercise === "";
    if (root.hidden) return;
    byId("exercise-title", HTMLElement).textContent = text.t(`exercise_${exercise}`);
    byId("exercise-task", HTMLElement).textContent = text.t(`exercise_${exercise}_task`);
    byId("exercise-place", HTMLElement).textContent = (task?.places ?? []).map(({ file, function: name }) => `${file}: ${name}`).join(", ");
    byId("exercise-hints", HTMLOListElement).replaceChildren(
      ...Array.from({ length: hints }, (_, k) => make("li", {}, ...typeset(text.t(`exercise_${exercise}_hint${k + 1}`)))),
    );
    hint.disabled = hints >= HINTS;
    hint.textContent = text.t(hints < HINTS ? "exercise_hint" : "exercise_hints_shown", { number: hints + 1 });
    answer.disabled = !task;
    answer.textContent = text.t(answered ? "exercise_hide_answer" : "exercise_show_answer");
    const solution = byId("exercise-solution", HTMLElement);
    solution.hidden = !answered || !task;
    solution.textContent = answered && task ? task.answer : "";
  }

  scope.add(
    store.watch(["exercise"], () => {
      hints = 0;
      answered = false;
    }),
    store.watch(["code", "exercise", "lesson", "course"], show),
    text.onChange(show),
  );
  return scope.end;
}
