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
  byId("judge-parts", HTMLElement).replaceChildren(...rows.map(({ button }) => button));

  function show() {
    const detectors = hasDetectors(store.get());
    for (const { panel, button } of rows) {
      button.hidden = panel.hidden || (panel.id === "pictures" && !detectors);
      tell(button, make("span", {}, ...headingOf(panel, text)).textContent ?? "");
    }
  }
  scope.add(store.follow(["hidden", "dataset", "lab"], show), text.onChange(show), () => byId("judge-parts", HTMLElement).replaceChildren());
  return scope.end;
}
