// @ts-check
// Where in the page one is: its room, and the exercise in it. A link may name the place beside the set-up or alone;
// each change of place is a step of the browser's history.

import { EXERCISES } from "../generated/options.js";

/** @import { Notice, PageState, Store } from "../lab/store.js" */

/** @typedef {Pick<PageState, "room" | "exercise">} Place */

const KEYS = ["room", "exercise"];

/** Links to spots on the page, such as #eq-3, are not for us; one that only names a place leaves the lab as it is. @param {string} hash */
export const isLink = (hash) =>
  hash.replace(/^#/, "").split("&").some((part) => part.includes("=") && !KEYS.includes(part.split("=")[0]));

const valueOf = (/** @type {string} */ key, /** @type {string} */ hash) => new RegExp(`[#&]${key}=([^&]*)`).exec(hash)?.[1];
const exercises = EXERCISES.map(({ name }) => name);

/** @param {string} hash @returns {Place} */
export function readPlace(hash) {
  const exercise = valueOf("exercise", hash) ?? "";
  return { room: nnlabRoom(hash), exercise: exercises.includes(exercise) ? exercise : "" };
}

/** What an address says of the place; a room stands there only where the address without it would open another. @param {string} link @param {Place} place */
export function withPlace(link, { room, exercise }) {
  const more = exercise && ["code", "all"].includes(room) ? `${link}&exercise=${exercise}` : link;
  return nnlabRoom(`#${more}`) === room ? more : `${more}&room=${room}`;
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
  const { room, exercise } = { ...store.get(), ...place };
  if (room === store.get().room && exercise === store.get().exercise) return;
  history.pushState({ ...history.state, room, exercise }, "");
  store.set({ room, exercise });
}
