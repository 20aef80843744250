// @ts-check
// What marking gave: pupils × lessons, the answers behind a field of it, the class's slips, code alike; and all as CSV.

import { byId, make } from "../../base/dom.js";
import { LESSONS } from "../../generated/lessons.js";
import { filledIn, sentence } from "../../lab/lesson.js";

/** @import { Text } from "../../base/text.js" */
/** @import { MarkedCode, MarkedItem, MarkedLesson, MarkedPupil } from "../../generated/protocol.js" */
/** @import { Marks } from "./mark.js" */

/** @param {Text} text */
export function mountMarkTable(text) {
  const detail = byId("mark-detail", HTMLElement);
  /** @type {Marks} */
  let marks = { pupils: [], refused: [], report: undefined, lessons: {} };
  /** Shows again what is open below the table. */
  let open = () => {};

  function show() {
    const lessons = lessonsOf(marks);
    const code = marks.pupils.some((pupil) => pupil.code.length > 0);
    const word = marks.pupils.some((pupil) => pupil.word);
    const answered = marks.pupils.some((pupil) => pupil.answers.length > 0);
    const heads = [text.t("mark_pupil"), ...(word ? [text.t("mark_word")] : []), ...lessons.map((name) => titleOf(marks, name, text)), ...(code ? [text.t("mark_code")] : []), ...(answered ? [text.t("mark_answers")] : [])];
    byId("mark-head", HTMLTableSectionElement).replaceChildren(make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head))));
    const pupils = [...marks.pupils].sort((a, b) => a.word.localeCompare(b.word) || a.pupil.localeCompare(b.pupil, undefined, { numeric: true }));
    byId("mark-rows", HTMLTableSectionElement).replaceChildren(...pupils.map((pupil) => {
      const cells = lessons.map((name) => {
        const lesson = pupil.lessons.find((each) => each.lesson === name);
        return make("td", {}, ...(lesson ? [field(lessonCell(lesson), () => lessonDetail(pupil, lesson))] : []));
      });
      const last = make("td", {}, ...pupil.code.map((each) => field(codeCell(each), () => codeDetail(pupil, each))));
      const twice = marks.report?.twice.includes(pupil.pupil) ? ` (${pupil.file})` : "";
      const answers = make("td", {}, ...(pupil.answers.length ? [field({ words: [text.t("mark_answered", { count: pupil.answers.length })], odd: false }, () => answersOf(pupil))] : []));
      return make("tr", {}, make("th", { scope: "row" }, pupil.pupil + twice), ...(word ? [make("td", {}, pupil.word)] : []), ...cells, ...(code ? [last] : []), ...(answered ? [answers] : []));
    }));
    showReport();
    open();
  }

  /** @param {{ words: string[], odd: boolean }} cell @param {() => (Node | string)[]} more */
  function field({ words, odd }, more) {
    const button = make("button", { type: "button", class: odd ? "mark-field odd" : "mark-field" }, make("b", {}, words[0]), ...words.slice(1).map((word) => make("span", {}, word)));
    button.onclick = () => {
      open = () => detail.replaceChildren(...more());
      open();
      detail.hidden = false;
      detail.focus();
    };
    return button;
  }

  /** @param {MarkedLesson} lesson */
  function lessonCell({ done, of, tries, hints, guesses, guesses_right: right, problems }) {
    const words = [`${done}/${of}`, text.t("mark_tries", { tries })];
    if (hints) words.push(text.t("mark_hints", { hints }));
    if (guesses) words.push(text.t("mark_guesses", { right, guesses }));
    if (problems.length) words.push(text.t("mark_look"));
    return { words, odd: problems.length > 0 };
  }

  /** @param {MarkedCode} code */
  function codeCell({ exercise, verdict, own, shown }) {
    const words = [exerciseName(exercise, text), text.t(own ? `mark_verdict_${verdict}` : "mark_not_own")];
    if (shown) words.push(text.t("mark_shown"));
    return { words, odd: verdict === "stopped" || !own };
  }

  /** @param {MarkedPupil} pupil @param {MarkedLesson} lesson */
  function lessonDetail({ pupil, file }, { lesson, seed, items, problems }) {
    return [
      make("h4", {}, `${pupil}: ${titleOf(marks, lesson, text)}`),
      make("p", { class: "note" }, text.t("mark_of_file", { file, seed })),
      ...(problems.length ? [make("ul", { class: "mark-problems" }, ...problems.map(({ key, values }) => make("li", {}, text.t(key, values))))] : []),
      make("ul", {}, ...items.map((item) => make("li", { class: `mark-${item.state}` }, itemText(lesson, item)))),
    ];
  }

  /** @param {string} lesson @param {MarkedItem} item */
  function itemText(lesson, item) {
    const said = text.t(`mark_state_${item.state}`);
    const given = item.given && text.t("mark_given", { given: choiceText(lesson, item, item.given) });
    const right = item.state === "wrong" && item.kind !== "do" ? text.t("mark_right", { right: choiceText(lesson, item, item.right) }) : "";
    const late = item.late ? text.t("mark_late") : "";
    return text.t("mark_item", { step: item.step + 1, question: questionText(lesson, item), said: text.joined([said, given, right, late].filter(Boolean)) });
  }

  /** @param {MarkedPupil} pupil @param {MarkedCode} code */
  function codeDetail({ pupil, file }, { exercise, verdict, says, text: written, hints, shown }) {
    return [
      make("h4", {}, `${pupil}: ${exerciseName(exercise, text)}`),
      make("p", { class: "note" }, file),
      make("p", {}, text.joined([text.t(`mark_verdict_${verdict}`), ...says.map(({ key, values }) => text.t(key, values))])),
      make("p", {}, text.joined([text.t("mark_hints", { hints }), ...(shown ? [text.t("mark_shown")] : [])])),
      make("pre", { tabindex: "0" }, written),
    ];
  }

  /** What the pupil wrote to the teacher's own questions: nobody marks it but the teacher. @param {MarkedPupil} pupil */
  function answersOf({ pupil, file, answers }) {
    return [
      make("h4", {}, `${pupil}: ${text.t("mark_answers")}`),
      make("p", { class: "note" }, file),
      make("dl", { class: "mark-answers" }, ...answers.flatMap(({ question, answer }) => [make("dt", {}, question), make("dd", {}, answer)])),
    ];
  }

  function showReport() {
    const { report } = marks;
    const root = byId("mark-slips", HTMLElement);
    if (!report) return root.replaceChildren();
    const slips = report.slips.map((slip) => {
      const item = { ...slip, kind: /** @type {MarkedItem["kind"]} */ (slip.kind) };
      const said = { count: slip.count, of: slip.of, pupil: slip.pupil, given: choiceText(slip.lesson, item, slip.given), right: choiceText(slip.lesson, item, slip.right) };
      const where = text.t("mark_where", { lesson: titleOf(marks, slip.lesson, text), step: slip.step + 1, question: questionText(slip.lesson, item) });
      const key = slip.kind === "ask" ? "mark_slip_choice" : `mark_slip_${slip.slip}`;
      return make("li", {}, make("b", {}, where), " ", text.t(key, said));
    });
    const code = report.code_slips.map(({ exercise, count, of, pupil, says, text: written, slip }) => make("li", {},
      make("b", {}, exerciseName(exercise, text)), ` ${text.t("mark_slip_code", { count, of, pupil })} `,
      text.joined(says.length ? says.map(({ key, values }) => text.t(key, values)) : [text.t(slip === "stopped" ? "mark_verdict_stopped" : "mark_verdict_broken")]),
      ...(written ? [make("pre", { tabindex: "0" }, written)] : [])));
    const alike = report.alike.map(({ exercise, question, pupils, exact, text: written }) => make("li", {},
      make("b", {}, question || exerciseName(exercise, text)), ` ${text.t(exact ? "mark_alike_exact" : "mark_alike_shape", { pupils: text.listed(pupils) })}`,
      make("pre", { tabindex: "0" }, written)));
    root.replaceChildren(
      ...(report.twice.length ? [make("p", { class: "mark-problems" }, text.t("mark_twice", { pupils: text.listed(report.twice) }))] : []),
      ...section("mark_slips", [...slips, ...code], "mark_no_slips"),
      ...(alike.length ? section("mark_alike", alike, "") : []),
    );
  }

  /** @param {string} head @param {HTMLElement[]} rows @param {string} none */
  const section = (head, rows, none) => [make("h4", {}, text.t(head)), rows.length ? make("ul", {}, ...rows) : make("p", { class: "note" }, text.t(none))];

  /** @param {string} lesson @param {Pick<MarkedItem, "step" | "kind" | "name">} item */
  function questionText(lesson, { step, kind, name }) {
    const file = marks.lessons[lesson]?.lesson;
    const part = file?.steps[step];
    const key = kind === "predict" || kind === "ask" ? part?.text.at(-1) : part?.tasks?.find((each) => each.name === name)?.text;
    return file && key ? filledIn(sentence(file, text.language, key), {}) : name;
  }

  /** @param {string} lesson @param {Pick<MarkedItem, "step" | "kind" | "name">} item @param {string} given */
  function choiceText(lesson, { step, kind, name: task }, given) {
    const file = marks.lessons[lesson]?.lesson;
    if (kind === "do") return factsText(file?.steps[step]?.tasks?.find(({ name }) => name === task)?.checks ?? [], given);
    const key = kind === "predict" || kind === "ask" ? file?.steps[step]?.choices?.find(({ name }) => name === given)?.text : undefined;
    return file && key ? sentence(file, text.language, key) : given;
  }

  /** What Python reported, each number with its name. @param {{ fact: string }[]} checks  in the order of the numbers @param {string} given */
  function factsText(checks, given) {
    const named = given.split(", ").flatMap((value, at) => {
      const fact = checks[at]?.fact;
      if (fact === "breakdown" && value !== "none") return [text.t("task_broke_down")];
      const name = text.t(`fact_${fact}`);
      return !value || name === `fact_${fact}` ? [] : [text.t("task_fact", { fact: name, value })];
    });
    return named.length ? text.clauses(named) : given;
  }

  return {
    /** @param {Marks} next */
    show(next) {
      if (next !== marks) {
        open = () => {};
        detail.hidden = true;
      }
      marks = next;
      show();
    },
  };
}

/** The lessons that somebody handed in, in the course's order. @param {Marks} marks */
function lessonsOf({ pupils }) {
  const order = (/** @type {string} */ name) => LESSONS.findIndex((listed) => listed.name === name);
  const names = [...new Set(pupils.flatMap((pupil) => pupil.lessons.map(({ lesson }) => lesson)))];
  return names.sort((a, b) => (order(a) < 0 ? 99 : order(a)) - (order(b) < 0 ? 99 : order(b)));
}

/** @param {Marks} marks @param {string} name @param {Text} text */
function titleOf({ lessons }, name, text) {
  const file = lessons[name]?.lesson;
  return file ? sentence(file, text.language, file.title) : name;
}

/** @param {string} exercise @param {Text} text */
const exerciseName = (exercise, text) => text.t(exercise ? `exercise_${exercise}` : "hand_in_free");

/** One row for each pupil and lesson, for each piece of code and for each answer to the teacher's own question. @param {Marks} marks @param {Text} text */
export function csvRows(marks, text) {
  const head = ["pupil", "class_word", "file", "lesson", "variant", "done", "asked", "tries", "hints", "predictions_right", "predictions", "remarks"];
  const rows = marks.pupils.flatMap(({ pupil, word, file, lessons, code, answers }) => [
    ...lessons.map((each) => [
      pupil, word, file, each.lesson, each.seed, each.done, each.of, each.tries, each.hints, each.guesses_right, each.guesses,
      text.joined(each.problems.map(({ key, values }) => text.t(key, values))),
    ]),
    ...code.map(({ exercise, verdict, own, hints, shown }) => [
      pupil, word, file, `code: ${exercise}`, NaN, Number(verdict === "same" && own), 1, NaN, hints, NaN, NaN,
      text.joined([text.t(own ? `mark_verdict_${verdict}` : "mark_not_own"), ...(shown ? [text.t("mark_shown")] : [])]),
    ]),
    ...answers.map(({ question, answer }) => [pupil, word, file, `question: ${question}`, NaN, NaN, NaN, NaN, NaN, NaN, NaN, answer]),
  ]);
  return { head, rows };
}
