// @ts-check
// The exercises: what each asks, what one needs for it, how long it takes, which are done, which comes next. The list
// is there before Python is.

import { byId, goTo, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { EXERCISES } from "../../generated/options.js";
import { goToPlace } from "../../visit/place.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Workshop } from "../../lab/workshop.js" */

/** The first that is not solved, after this one if there is one after it. @param {string[]} solved @param {string} [after] */
export function nextOf(solved, after = "") {
  const names = EXERCISES.map(({ name }) => name);
  const at = names.indexOf(after) + 1;
  return [...names.slice(at), ...names.slice(0, at)].find((name) => !solved.includes(name) && name !== after) ?? "";
}

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Workshop} workshop
 * @param {() => void} open  opens the code
 */
export function mountExerciseList(store, text, workshop, open) {
  const scope = createScope();
  /** @type {string[]} */
  let before = [];
  const rows = EXERCISES.map(({ name, minutes }) => {
    const [title, mark, asks, needs] = ["exercise-name", "exercise-mark", "exercise-asks", "exercise-needs note"]
      .map((kind) => make("span", { class: kind }));
    const button = make("button", { type: "button", "data-exercise": name }, title, mark, asks, needs);
    scope.on(button, "click", () => {
      goToPlace(store, { exercise: name });
      open();
      byId("exercise-leave", HTMLButtonElement).focus();
    });
    return { name, minutes, button, title, asks, needs, mark };
  });
  byId("exercise-list", HTMLOListElement).replaceChildren(...rows.map(({ button }) => make("li", {}, button)));
  scope.on(byId("exercise-leave", HTMLButtonElement), "click", () => {
    const { exercise } = store.get();
    goToPlace(store, { exercise: "" });
    rows.find(({ name }) => name === exercise)?.button.focus();
  });

  const assemble = byId("assemble", HTMLButtonElement);
  scope.on(assemble, "click", async () => {
    open();
    await workshop.open();
    const used = await workshop.assemble();
    tell(byId("assembled", HTMLElement), used.length
      ? text.t("assembled", { names: text.listed(used.map((name) => text.t(`exercise_${name}`))) }) : text.t("assembled_none"));
    if (!used.length) return;
    await workshop.diagnose();
    await workshop.race();
    goTo(byId("code-race-result", HTMLElement));
  });

  function show() {
    const { code, exercise, engine: { kind } } = store.get();
    const solved = code?.solved ?? before;
    const next = nextOf(solved);
    assemble.disabled = solved.length === 0 || kind !== "ready" || (code?.busy ?? "") !== "";
    byId("exercises", HTMLElement).hidden = exercise !== "";
    tell(byId("exercises-done", HTMLElement), text.t("exercises_done", { done: solved.length, all: rows.length }));
    for (const { name, minutes, button, title, asks, needs, mark } of rows) {
      const done = solved.includes(name);
      button.dataset.done = String(done);
      button.classList.toggle("next", name === next);
      tell(mark, text.t(done ? "exercise_done" : name === next ? "exercise_is_next" : "exercise_open"));
      tell(title, text.t(`exercise_${name}`));
      tell(asks, text.t(`exercise_${name}_asks`));
      tell(needs, text.t("exercise_needs", { minutes, needs: text.t(`exercise_${name}_needs`) }));
    }
  }
  void workshop.solvedBefore().then((stored) => {
    before = stored;
    show();
  });
  scope.add(store.watch(["code", "exercise", "engine"], show), text.onChange(show));
  return scope.end;
}
