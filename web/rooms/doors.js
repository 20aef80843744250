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
  const play = byId("play", HTMLButtonElement);
  /** Who comes to watch need press nothing more; a network that has learnt already, or is a lesson's, is left as it is. */
  function watch() {
    const { room, training, snapshot } = store.get();
    if (room !== "play" || training.kind !== "idle" || snapshot?.epoch) return;
    if (!play.disabled) play.click();
    else scope.add(onceUsable(play, watch));
  }
  scope.on(byId("door-play", HTMLAnchorElement), "click", (event) => {
    if (lead(event, { room: "play" })) watch();
  });
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

/** @param {HTMLButtonElement} button @param {() => void} then @returns {() => void} gives up waiting */
function onceUsable(button, then) {
  const seen = new MutationObserver(() => {
    if (button.disabled) return;
    seen.disconnect();
    then();
  });
  seen.observe(button, { attributes: true, attributeFilter: ["disabled"] });
  return () => seen.disconnect();
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
