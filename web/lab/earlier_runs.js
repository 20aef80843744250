// @ts-check
// Runs that another one replaced: kept with their set-up, so that curves can be compared. Those that a lesson's
// buttons made are the lesson's: drawn in it, and elsewhere only when asked for.

import { parseDecimal } from "../base/numbers.js";
import { LESSONS } from "../generated/lessons.js";
import { tableKey } from "./dataset.js";
import { courseName } from "./lesson.js";
import { changed } from "./setup.js";

/** @import { Text } from "../base/text.js" */
/** @import { Setup } from "../generated/protocol.js" */
/** @import { History } from "./history.js" */
/** @import { PageState } from "./store.js" */

/** More curves than this cannot be told apart; the oldest goes, of the visitor's own and of lessons' each. */
const MOST_RUNS = 6;

/**
 * @typedef {{ lesson: string, title: Record<string, string>, choice: Record<string, string>, setup?: Setup }} RunOf
 *   The lesson that a run is of, by its name, and what was chosen there, in every language; `setup` is what the choice
 *   stands for: a run that was changed since is no longer that choice's.
 *
 * @typedef {{
 *   number: number, color: number, name: string, of: RunOf | undefined, shown: boolean,
 *   setup: Setup, table: string, history: History, samples: number,
 * }} EarlierRun  `name` is "" until the visitor gives one; `table` tells the data (see dataset.js), `samples` is how
 *   many of them it was trained on.
 *
 * @typedef {Pick<EarlierRun, "of" | "setup" | "table" | "history" | "samples">} Ended
 */

/**
 * The list with one more run. One that only repeats it, as far as it went, makes place for it.
 * @param {EarlierRun[]} runs
 * @param {Ended} run
 * @returns {EarlierRun[]}
 */
export function withRun(runs, run) {
  if (run.history.epoch.length < 2) return runs;
  const number = runs.reduce((most, earlier) => Math.max(most, earlier.number), 0) + 1;
  const others = runs.filter((earlier) => earlier.name !== "" || !repeats(earlier, run));
  const alike = others.filter(({ of }) => Boolean(of) === Boolean(run.of));
  const kept = others.filter((earlier) => !alike.slice(0, -MOST_RUNS + 1).includes(earlier));
  return [...kept, { ...run, number, color: freeColor(kept, alike.slice(-MOST_RUNS + 1)), name: "", shown: true }];
}

/** A colour that no run has, else one that only runs of the other kind have. @param {EarlierRun[]} all @param {EarlierRun[]} alike */
function freeColor(all, alike) {
  const colors = Array.from({ length: MOST_RUNS }, (_, color) => color);
  const free = (/** @type {EarlierRun[]} */ runs) => colors.find((color) => runs.every((run) => run.color !== color));
  return free(all) ?? free(alike) ?? 0;
}

/** @param {Ended} one @param {Ended} other */
function repeats(one, other) {
  if (one.of?.lesson !== other.of?.lesson || one.table !== other.table) return false;
  // In a lesson a choice is compared with the others, not with itself.
  if (isChoice(one) && isChoice(other) && JSON.stringify(one.of?.choice) === JSON.stringify(other.of?.choice)) return true;
  const last = one.history.epoch.length - 1;
  return changed(one.setup, other.setup).length === 0 && last < other.history.epoch.length &&
    one.history.train_loss[last] === other.history.train_loss[last];
}

/** @param {Pick<EarlierRun, "of" | "setup">} run */
const isChoice = ({ of, setup }) => of?.setup !== undefined && Object.keys(of.choice).length > 0 && changed(of.setup, setup).every((field) => field === "epochs");

/** The runs that are drawn: in a lesson its own on the present data, elsewhere the visitor's, and lessons' when asked for. @param {PageState} state */
export function drawnRuns({ earlier, room, course, lesson, lessonRuns, setup, csv }) {
  const now = tableKey(setup, csv);
  const wanted = (/** @type {EarlierRun} */ { of, table }) => (room === "learn" ? of?.lesson === courseName({ course, lesson }) && table === now : lessonRuns || !of);
  return earlier.filter((run) => run.shown && wanted(run));
}

/** What the visitor calls a run, else what was chosen for it in its lesson, in the page's language; "" without either. @param {Text} text @param {EarlierRun} run */
export function givenName(text, run) {
  if (run.name || !isChoice(run)) return run.name;
  const { choice = {} } = run.of ?? {};
  const said = inLanguage(choice, text);
  // A bare number is the learning rate's.
  return parseDecimal(said) === undefined ? said : text.t("run_with", { field: text.t("field_learning_rate"), value: said });
}

/** @param {Text} text @param {EarlierRun} run */
export const runLabel = (text, run) => givenName(text, run) || text.t("run_name", { number: run.number });

/** "Lesson 3: How long a step?" @param {Text} text @param {RunOf} of */
export function lessonLabel(text, { lesson, title }) {
  const listed = LESSONS.find(({ name }) => name === lesson);
  const named = inLanguage(listed?.title ?? title, text);
  return listed ? text.t("runs_of_lesson", { number: listed.number, title: named }) : named || text.t("runs_of_some_lesson");
}

/** @param {Record<string, string>} table @param {Text} text */
const inLanguage = (table, { language }) => table[language] ?? table.en ?? Object.values(table)[0] ?? "";
