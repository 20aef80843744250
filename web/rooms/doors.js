// @ts-check
// From the course's list straight to what one came for: to play, to one's own table, to the exercises.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";
import { goToPlace } from "../visit/place.js";

/** @import { Store } from "../lab/store.js" */

/** Whether an own table can be taken, which comes with Python; and whether one was asked for before. */
let there = false;
let asked = false;

/** @param {Store} store */
export function mountDoors(store) {
  const scope = createScope();
  scope.on(byId("door-play", HTMLAnchorElement), "click", (event) => lead(event, { room: "play" }));
  scope.on(byId("door-code", HTMLAnchorElement), "click", (event) => lead(event, { room: "code", exercise: "" }));
  scope.on(byId("door-own", HTMLAnchorElement), "click", (event) => {
    if (!lead(event, { room: "play" })) return;
    asked = true;
    if (there) openOwnTable();
  });

  /** Not when it is opened in another tab. @param {MouseEvent} event @param {{ room: string, exercise?: string }} place */
  function lead(event, place) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
    event.preventDefault();
    goToPlace(store, place);
    return true;
  }
  return scope.end;
}

/** Now an own table can be taken. */
export function mountOwnDoor() {
  there = true;
  if (asked) openOwnTable();
  return () => {
    there = false;
  };
}

function openOwnTable() {
  asked = false;
  /** @type {HTMLInputElement} */ (document.querySelector("#datasets [value=own]")).click();
}
