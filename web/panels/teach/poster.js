// @ts-check
// The QR code as large as the screen, so that the last row of a class can read it off a projector.

import { byId, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @param {SVGSVGElement} qr @param {() => { place: string, word: string, task: string }} about  what stands beside it */
export function mountPoster(qr, about) {
  const scope = createScope();
  const dialog = byId("poster", HTMLDialogElement);

  scope.on(byId("links-enlarge", HTMLButtonElement), "click", () => {
    const { place, word, task } = about();
    tell(byId("poster-place", HTMLElement), place);
    tell(byId("poster-word", HTMLElement), word);
    tell(byId("poster-task", HTMLElement), task);
    const large = /** @type {SVGSVGElement} */ (qr.cloneNode(true));
    large.id = "poster-qr";
    byId("poster-code", HTMLElement).replaceChildren(large);
    dialog.showModal();
  });
  scope.on(byId("poster-close", HTMLButtonElement), "click", () => dialog.close());
  scope.add(() => dialog.close());
  return scope.end;
}
