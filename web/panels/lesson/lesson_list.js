// @ts-check
// The list of the lessons, with how far each was done.

import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { LESSONS } from "../../generated/lessons.js";
import { recallAnswers } from "../../visit/progress.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Listed } from "../../generated/lessons.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { CourseActions } from "../../visit/course.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {CourseActions} course
 */
export function mountLessonList(store, text, course) {
  const scope = createScope();
  const rows = LESSONS.map((listed) => {
    const link = make("a", { href: `#room=learn&lesson=${listed.number}`, class: "lesson-card" });
    const number = make("span", { class: "lesson-number" });
    const title = make("b", {});
    const question = make("span", { class: "lesson-question" });
    const state = make("span", { class: "note" });
    link.append(number, make("span", {}, title, question), state);
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      course.go(listed.number, resume(listed));
    };
    return { listed, link, number, title, question, state, root: make("li", {}, link) };
  });
  byId("lessons", HTMLElement).replaceChildren(...rows.map((row) => row.root));

  const work = (/** @type {Listed} */ { name }) => store.get().course.progress[name];
  const ended = (/** @type {Listed} */ listed) => (work(listed)?.furthest ?? 0) >= listed.steps - 1;
  /** Where one left off; a lesson that was gone through begins anew. @param {Listed} listed */
  const resume = (listed) => (ended(listed) ? 0 : Math.min(work(listed)?.furthest ?? 0, listed.steps - 1));

  function show() {
    const { engine } = store.get();
    const waits = engine.kind !== "ready";
    const first = rows.find(({ listed }) => !ended(listed));
    for (const row of rows) {
      const { listed, link, number, title, question, state } = row;
      const done = ended(listed);
      const begun = work(listed) !== undefined;
      tell(number, listed.number);
      tell(title, listed.title[text.language] ?? listed.title.en);
      tell(question, listed.question[text.language] ?? listed.question.en);
      const how = done ? text.t("lesson_done_minutes", { minutes: listed.minutes }) : begun ? text.t("lesson_begun", { step: resume(listed) + 1, steps: listed.steps }) : text.t("lesson_minutes", { minutes: listed.minutes });
      tell(state, waits && listed.waits ? text.t(engine.kind === "failed" ? "lesson_waits_failed_too" : "lesson_waits_too", { how }) : how);
      link.classList.toggle("done", done);
      link.classList.toggle("first", row === first);
    }
    byId("forget-course", HTMLButtonElement).hidden = Object.keys(store.get().course.progress).length === 0 && recallAnswers().length === 0;
  }

  const sure = byId("forget-course-sure", HTMLElement);
  scope.on(byId("forget-course", HTMLButtonElement), "click", () => sure.toggleAttribute("hidden"));
  scope.on(byId("forget-course-yes", HTMLButtonElement), "click", () => {
    course.forget();
    sure.hidden = true;
  });
  scope.add(store.watch(["course", "room", "lesson", "engine"], () => store.get().room === "learn" && !store.get().lesson && show()), text.onChange(show));
  return scope.end;
}
