// @ts-check
// How the map is drawn: with the rows kept for the test or without, the answers as shades or as plain areas.

import { byId } from "../../base/dom.js";
import { recall, remember } from "../../base/preferences.js";

/** @import { Scope } from "../../base/scope.js" */

const boxes = () => [byId("map-tests", HTMLInputElement), byId("map-areas", HTMLInputElement)];

/** What is chosen now. */
export function mapChoices() {
  const [tests, areas] = boxes().map((box) => box.checked);
  return { tests, areas };
}

/** Hears of another choice. @param {Scope} scope @param {() => void} onChange */
export function watchMapChoices(scope, onChange) {
  for (const box of boxes()) {
    const kept = recall(box.id);
    if (kept) box.checked = kept === "yes";
    scope.on(box, "change", () => {
      remember(box.id, box.checked ? "yes" : "no");
      onChange();
    });
  }
}
