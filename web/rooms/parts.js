// @ts-check
// What stands in a long room, as buttons that lead there: Judge is several screens long.

import { byId, make, tell } from "../base/dom.js";
import { headingOf } from "../base/text.js";
import { createScope } from "../base/scope.js";
import { hasDetectors } from "../lab/weight_pictures.js";

/** @import { Text } from "../base/text.js" */
/** @import { Store } from "../lab/store.js" */

/** @param {Store} store @param {Text} text */
export function mountParts(store, text) {
  const scope = createScope();
  const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-view][data-rooms~="judge"]:not(#confusion)')]);
  const rows = panels.map((panel) => {
    const button = make("button", { type: "button", class: "quiet" });
    scope.on(button, "click", () => {
      panel.scrollIntoView();
      panel.tabIndex = -1;
      panel.focus({ preventScroll: true });
    });
    return { panel, button };
  });
  const list = byId("judge-parts", HTMLElement);
  list.replaceChildren(...rows.map(({ button }) => button));

  function show() {
    // Play's stage lends panels from their places, and gives them back.
    const before = rows.map(({ button }) => button);
    rows.sort((a, b) => (a.panel.compareDocumentPosition(b.panel) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    if (rows.some(({ button }, at) => button !== before[at])) list.append(...rows.map(({ button }) => button));
    const detectors = hasDetectors(store.get());
    for (const { panel, button } of rows) {
      button.hidden = panel.hidden || (panel.id === "pictures" && !detectors);
      tell(button, make("span", {}, ...headingOf(panel, text)).textContent ?? "");
    }
  }
  scope.add(store.follow(["hidden", "dataset", "lab"], show), text.onChange(show), () => list.replaceChildren());
  return scope.end;
}
