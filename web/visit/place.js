// @ts-check
// Where in the page one is: its room, and the exercise or the lesson and its step in it. A link may name the place beside the set-up or alone;
// each change of place is a step of the browser's history.

import { EXERCISES, MOST_QUESTION } from "../generated/options.js";

/** @import { Notice, PageState, Store } from "../lab/store.js" */

/** @typedef {Pick<PageState, "room" | "exercise" | "lesson" | "step" | "task" | "invited">} Place */

/** What of a link is not the set-up's; `question` is a teacher's, since `task` is what the network learns. */
export const PLACE_KEYS = ["room", "exercise", "lesson", "step", "question", "class"];

/** Links to spots on the page, such as #eq-3, are not for us; one that only names a place leaves the lab as it is. @param {string} hash */
export const isLink = (hash) =>
  hash.replace(/^#/, "").split("&").some((part) => part.includes("=") && !PLACE_KEYS.includes(part.split("=")[0]));

const valueOf = (/** @type {string} */ key, /** @type {string} */ hash) => new RegExp(`[#&]${key}=([^&]*)`).exec(hash)?.[1];
const exercises = EXERCISES.map(({ name }) => name);

/** @param {string | undefined} value */
function decoded(value = "") {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return "";
  }
}

/** @param {string} hash @returns {Place} */
export function readPlace(hash) {
  const exercise = valueOf("exercise", hash) ?? "";
  const lesson = /^\w{1,20}$/.exec(valueOf("lesson", hash) ?? "")?.[0] ?? "";
  const step = lesson ? Math.max(1, Number(/^\d{1,3}$/.exec(valueOf("step", hash) ?? "")?.[0] ?? 1)) - 1 : 0;
  const invited = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,23}$/u.exec(decoded(valueOf("class", hash)))?.[0] ?? "";
  const task = decoded(valueOf("question", hash)).slice(0, MOST_QUESTION);
  return { room: nnlabRoom(hash), exercise: exercises.includes(exercise) ? exercise : "", lesson, step, task, invited };
}

/** @param {Place} place @returns {Place} */
export const placeOf = ({ room, exercise, lesson, step, task, invited }) => ({ room, exercise, lesson, step, task, invited });

/** A teacher's task and class word, as a link has them. @param {string} link @param {Pick<Place, "task" | "invited">} given */
export const withTask = (link, { task, invited }) =>
  `${link}${invited && `&class=${encodeURIComponent(invited)}`}${task && `&question=${encodeURIComponent(task)}`}`;

/** Learn's own address: each step has one. @param {Pick<Place, "lesson" | "step">} place */
export const lessonLink = ({ lesson, step }) => `room=learn${lesson ? `&lesson=${lesson}&step=${step + 1}` : ""}`;

/** What an address with a set-up says of the place; a room stands there only where the address without it would open another. @param {string} link @param {Pick<Place, "room" | "exercise">} place */
export function withPlace(link, { room, exercise }) {
  const more = exercise && ["code", "all"].includes(room) ? `${link}&exercise=${exercise}` : link;
  return room === "learn" || nnlabRoom(`#${more}`) === room ? more : `${more}&room=${room}`;
}

/** What is wrong with the place that an address names. @param {string} hash @returns {Notice[]} */
export function placeNotices(hash) {
  return [["room", nnlabRooms], ["exercise", exercises]].flatMap(([key, names]) => {
    const value = valueOf(String(key), hash);
    if (value === undefined || names.includes(value)) return [];
    const allowed = { key: "allowed_choice", values: { choices: /** @type {string[]} */ (names).join(", ") } };
    return [{ key: "link_problem", values: { key: String(key), value: value.slice(0, 40) }, allowed }];
  });
}

/** Goes to another place; Back returns. @param {Store} store @param {Partial<Place>} place */
export function goToPlace(store, place) {
  const before = placeOf(store.get());
  const next = { ...before, ...place };
  if (JSON.stringify(next) === JSON.stringify(before)) return;
  history.pushState({ ...history.state, ...next }, "");
  store.set(next);
}
