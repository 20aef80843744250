// @ts-check
// Space, S and R press the buttons that the visitor sees, except while typing.

import { byId } from "../base/dom.js";

/** @param {Record<string, string>} buttons key → id of the button it presses */
export function mountKeys(buttons) {
  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target instanceof Element ? event.target : document.body;
    // A letter says nothing to a slider, a switch or a radio button.
    if (target.closest(`input:not([type=range], [type=checkbox], [type=radio]), select, textarea, [contenteditable]`)) return;
    // Space on a focused button or summary already means that one; a tile that is chosen it would choose again.
    if (event.key === " " && target.closest("button, summary, a, input:not([type=radio]:checked), [role=button]")) return;
    const id = buttons[event.key.toLowerCase()];
    if (!id) return;
    const button = byId(id, HTMLButtonElement);
    if (button.closest(".bar") && !button.checkVisibility()) return; // Learn leaves it out where nothing is trained
    event.preventDefault();
    button.dispatchEvent(new Event("reveal", { bubbles: true })); // its answer may come in another room
    button.click();
  }
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
