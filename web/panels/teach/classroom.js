// @ts-check
// What a teacher's link brings: a task to read, and a class to join under a code.

import { byId, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { recallAnswers } from "../../visit/progress.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { CourseActions } from "../../visit/course.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call" | "start">} engine
 * @param {Pick<CourseActions, "join">} course
 */
export function mountClassroom(store, text, engine, course) {
  const scope = createScope();
  const dialog = byId("join", HTMLDialogElement);
  const pupil = byId("join-pupil", HTMLInputElement);
  const said = byId("join-said", HTMLElement);
  const form = byId("join-form", HTMLFormElement);
  const waits = byId("join-waits", HTMLElement);
  /** The class word that the visitor has said no to. */
  let refused = "";
  /** The code was given before Python was there. */
  let given = false;

  function show() {
    const { task, invited, school, course: { progress }, engine: { kind } } = store.get();
    byId("task", HTMLElement).hidden = !task;
    tell(byId("task-text", HTMLElement), task);
    tell(byId("join-why", HTMLElement), text.t("join_why", { word: invited }));
    byId("join-again", HTMLElement).hidden = recallAnswers().length === 0 && !Object.values(progress).some(({ choices, numbers, done, picks }) => [choices, numbers, done, picks].some((each) => Object.keys(each).length));
    tell(byId("task-class", HTMLElement), school.word && `${school.word} · ${school.pupil}`);
    tell(waits, given && kind !== "ready" ? text.t(kind === "failed" ? "waits" : "join_waits") : "");
    if (given && kind === "ready") {
      given = false;
      form.requestSubmit();
    }
    if (!invited || same(invited, school.word) || invited === refused || dialog.open) return;
    pupil.value = "";
    tell(said, "");
    dialog.showModal();
    pupil.focus();
  }

  scope.on(form, "submit", async (event) => {
    event.preventDefault();
    const { invited, engine: { kind } } = store.get();
    if (kind !== "ready") {
      given = true;
      if (kind === "failed") engine.start();
      return show();
    }
    try {
      await engine.call("variants", { word: invited, pupil: pupil.value, lessons: [] });
    } catch {
      tell(said, text.t("pupil_refused"));
      return pupil.focus();
    }
    course.join(invited, pupil.value.trim());
    dialog.close();
  });
  scope.on(byId("join-no", HTMLButtonElement), "click", () => dialog.close());
  scope.on(dialog, "close", () => {
    const { invited, school } = store.get();
    given = false;
    if (!same(invited, school.word)) refused = invited;
  });
  // It is put away, not lost: there is no other way back to it.
  const fold = byId("task-fold", HTMLButtonElement);
  const unfold = (/** @type {boolean} */ shown) => {
    fold.dataset.text = shown ? "task_hide" : "task_show";
    tell(fold, text.t(fold.dataset.text));
    byId("task-text", HTMLElement).hidden = !shown;
  };
  scope.on(fold, "click", () => unfold(byId("task-text", HTMLElement).hidden === true));
  scope.add(() => dialog.close(), store.watch(["task"], () => unfold(true)), store.watch(["task", "invited", "school", "course", "engine"], show), text.onChange(show));
  return scope.end;
}

const same = (/** @type {string} */ a, /** @type {string} */ b) => a.toLowerCase() === b.toLowerCase();
