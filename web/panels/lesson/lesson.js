// @ts-check
// The course: the list of lessons, or one step of the lesson that is open.

import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { LESSONS } from "../../generated/lessons.js";
import { MOST_LESSON_BYTES } from "../../generated/options.js";
import { FROM_FILE, chosenIn, courseName, filledIn, gapsIn, isDone, places, sentence, unbroken } from "../../lab/lesson.js";
import { mountLessonList } from "./lesson_list.js";
import { choices, exercise, guessed, options, tasks, toRoom } from "./parts.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Runner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { CourseActions } from "../../visit/course.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {CourseActions} course
 * @param {Pick<Runner, "bringBack">} runner
 */
export function mountLesson(store, text, course, runner) {
  const scope = createScope();
  const list = byId("lesson-list", HTMLElement);
  const root = byId("lesson-open", HTMLElement);
  const body = byId("lesson-body", HTMLElement);
  const next = byId("lesson-next", HTMLButtonElement);
  const title = byId("lesson-title", HTMLElement);
  const below = byId("lesson-options-below", HTMLElement);
  const waits = byId("lesson-waits-title", HTMLElement);
  const phone = matchMedia("(max-width: 760px)");
  /** Which step the body is of, and in which language. */
  let built = "";
  /** @type {(() => void)[]} */
  let updates = [];
  /** What one chooses from in the step, and where it stands in the body. @type {HTMLElement | undefined} */
  let chosenFrom;
  const inBody = document.createComment("");

  const now = () => {
    const { course: { lesson, progress }, lesson: number, step } = store.get();
    const name = courseName(store.get());
    const at = Math.min(step, (lesson?.steps.length ?? 1) - 1);
    return lesson ? { lesson, number, step: at, part: lesson.steps[at], work: progress[name] } : undefined;
  };

  /** Whether Python could not be started: then nothing comes by waiting. */
  const failed = () => store.get().engine.kind === "failed";

  /** The lesson that comes after one, if it is not from a file or the last. @param {string} number */
  const after = (number) => LESSONS[LESSONS.findIndex((each) => each.number === number) + 1 || LESSONS.length];

  /** A sentence of the lesson, its places filled. @param {string} key */
  function say(key) {
    const open = now();
    return open ? unbroken(filledIn(sentence(open.lesson, text.language, key), places(store.get().course, open.work))) : "";
  }

  /** Whether a sentence has a place for a number of the lab that is not there yet. @param {string} key */
  function lacks(key) {
    const open = now();
    const { checked } = store.get().course;
    return open !== undefined && Object.keys(open.part.shows ?? {}).some((place) =>
      !(place in (checked?.shown ?? {})) && sentence(open.lesson, text.language, key).includes(`{${place}}`));
  }

  function show() {
    const { room, lesson: number, course: { failed: unfetched, lesson } } = store.get();
    document.documentElement.toggleAttribute("data-lesson-open", number !== "");
    if (room !== "learn") return;
    list.hidden = number !== "";
    root.hidden = number === "";
    if (number === "") return below.replaceChildren();
    const open = now();
    if (!open) {
      built = "";
      updates = [];
      chosenFrom = undefined;
      below.replaceChildren();
      tell(title, text.t(unfetched ? "lesson_failed" : "lesson_loading"));
      body.replaceChildren(unfetched);
      return;
    }
    if (open.step !== store.get().step) return store.set({ step: open.step });
    const key = `${number} ${lesson?.name} ${open.step} ${text.language}`;
    if (built !== key) build(open, key);
    placeChoices();
    update(open);
  }

  /** On a phone what one chooses from stands right above what it changes, and nowhere else. */
  function placeChoices() {
    if (chosenFrom && !phone.matches && chosenFrom.parentElement !== body) inBody.after(chosenFrom);
    const there = chosenFrom && phone.matches && store.get().lesson !== "" ? [chosenFrom] : [];
    if ((there[0] ?? null) !== below.firstElementChild) below.replaceChildren(...there);
  }

  /** @param {NonNullable<ReturnType<typeof now>>} open @param {string} key */
  function build({ lesson, step, part }, key) {
    const moved = built !== "" && !built.startsWith(`${key.split(" ").slice(0, -1).join(" ")} `);
    built = key;
    updates = [];
    const parts = { store, text, course, say, now };
    const paragraphs = part.text.map((each) => {
      const paragraph = make("p", {});
      updates.push(() => {
        paragraph.hidden = lacks(each);
        tell(paragraph, paragraph.hidden ? "" : say(each));
      });
      return paragraph;
    });
    // Until the lab is there, sentences with its numbers say nothing.
    const numbers = make("p", { class: "note lesson-numbers" });
    updates.push(() => {
      numbers.hidden = !part.text.some(lacks);
      tell(numbers, numbers.hidden ? "" : text.t(failed() ? "lesson_numbers_failed" : "lesson_numbers"));
    });
    paragraphs.push(numbers);
    // Numbers come from what one has done; where that was left out, the sentences have gaps.
    const gaps = make("p", { class: "note" });
    updates.push(() => {
      const left = part.text.some((each) => gapsIn(sentence(lesson, text.language, each), lesson, now()?.work));
      gaps.hidden = !left;
      tell(gaps, left ? text.t("lesson_gaps") : "");
    });
    paragraphs.push(gaps);
    const guess = guessed(parts);
    const starts = options(parts);
    chosenFrom = starts?.root;
    const made = [exercise(parts), tasks(parts), choices(parts), toRoom(parts)].filter((each) => each !== undefined);
    for (const each of [guess, starts, ...made]) if (each) updates.push(each.update);
    const roots = [inBody, ...made.map((each) => each.root)];
    const told = guess ? [guess.root] : [];
    body.replaceChildren(...(part.kind === "why" ? [...told, ...roots, ...paragraphs] : [...paragraphs, ...roots, ...told]));
    byId("lesson-steps", HTMLElement).replaceChildren(...lesson.steps.map((each, at) => {
      const button = make("button", { type: "button", "aria-label": text.t("lesson_step", { step: at + 1, kind: text.t(`lesson_kind_${each.kind}`) }) });
      button.onclick = () => course.go(store.get().lesson, at);
      updates.push(() => {
        button.toggleAttribute("aria-current", at === step);
        const work = now()?.work;
        button.classList.toggle("done", isDone(each, at, work));
      });
      return make("li", {}, button);
    }));
    if (!moved) return;
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  /** @param {NonNullable<ReturnType<typeof now>>} open */
  function update({ lesson, number, step, part, work }) {
    const last = step === lesson.steps.length - 1;
    tell(title, sentence(lesson, text.language, lesson.title));
    tell(byId("lesson-kind", HTMLElement), text.t(`lesson_kind_${part.kind}`));
    tell(byId("lesson-place", HTMLElement), text.t(number === FROM_FILE ? "lesson_place_file" : "lesson_place", { number, step: step + 1, steps: lesson.steps.length }));
    for (const each of updates) each();
    waits.dataset.text = failed() ? "lesson_waits_failed" : "lesson_waits";
    tell(waits, text.t(waits.dataset.text));
    const { views, engine: { kind }, course: { checked } } = store.get();
    const another = kind === "ready" && views[0] === "waits" && !course.isStarting() && work?.started.includes(step);
    byId("lesson-elsewhere", HTMLElement).hidden = !(part.start && (checked?.elsewhere || another));
    byId("lesson-back", HTMLButtonElement).disabled = step === 0;
    next.disabled = part.kind === "predict" && !isDone(part, step, work);
    const left = (part.tasks ?? []).filter(({ name }) => !(work && name in work.done)).length;
    tell(byId("lesson-left", HTMLElement), left ? text.t("lesson_left", { left }) : part.choices && !isDone(part, step, work) ? text.t(next.disabled ? "lesson_choose" : chosenIn(work, step) ? "lesson_choose_another" : "lesson_choose_or_not") : "");
    next.classList.toggle("primary", isDone(part, step, work) || part.kind === "question" || part.kind === "why");
    const follows = after(number)?.title;
    const end = follows ? text.t("lesson_after", { title: follows[text.language] ?? follows.en }) : text.t("lesson_end");
    tell(next, last ? end : text.t("lesson_next"));
  }

  for (const place of [body, below]) {
    scope.on(place, "click", ({ target }) => target instanceof Element && target.closest(".lesson-options") && lookAtIt());
  }
  scope.on(byId("lesson-all", HTMLButtonElement), "click", () => course.go("", 0));
  scope.on(byId("lesson-again", HTMLButtonElement), "click", () => void course.start());
  scope.on(byId("lesson-back", HTMLButtonElement), "click", () => course.go(store.get().lesson, Math.max(0, store.get().step - 1)));
  scope.on(next, "click", () => {
    const open = now();
    if (!open) return;
    if (open.step < open.lesson.steps.length - 1) course.go(open.number, open.step + 1);
    else course.go(after(open.number)?.number ?? "", 0);
  });

  const said = byId("lesson-list-said", HTMLElement);
  const file = byId("open-lesson-file", HTMLInputElement);
  scope.on(byId("open-lesson", HTMLButtonElement), "click", () => file.click());
  scope.on(file, "change", async () => {
    const chosen = file.files?.[0];
    file.value = "";
    if (!chosen) return;
    tell(said, "");
    try {
      if (chosen.size > MOST_LESSON_BYTES) tell(said, text.t("file_too_large", { name: chosen.name, most: MOST_LESSON_BYTES / 1_000_000 }));
      else await course.openFile(chosen.name, await chosen.text());
    } catch (error) {
      tell(said, text.t("file_refused", { name: chosen.name, reason: text.reason(error) }));
    }
  });

  scope.on(phone, "change", placeChoices);

  let trained = false;
  /** On a phone the text is above what it speaks of: what learns comes into view when it begins, and the choices with it. */
  function watchIt() {
    const { room, training, controls } = store.get();
    const begins = !trained && training.kind === "running";
    trained = training.kind === "running";
    if (begins && room === "learn" && !controls.includes("live")) lookAtIt();
  }

  function lookAtIt() {
    if (!phone.matches) return;
    const panel = document.querySelector(`[data-view="${store.get().views[0]}"]`);
    (below.childElementCount ? below : panel)?.scrollIntoView({ block: "start" });
  }

  scope.on(byId("lesson-bring-back", HTMLButtonElement), "click", () => void runner.bringBack());
  let engine = "";
  function onEngine() {
    const { kind } = store.get().engine;
    if (kind !== engine) show();
    engine = kind;
  }

  scope.add(
    store.watch(["engine"], onEngine),
    store.watch(["setAside"], ({ setAside }) => (byId("lesson-aside", HTMLElement).hidden = !setAside)),
    mountLessonList(store, text, course),
    store.watch(["training"], watchIt),
    store.watch(["room", "lesson", "step", "course", "views"], show),
    text.onChange(show),
  );
  return scope.end;
}
