// @ts-check
// The line that says why plain NumPy trains a network although the compiled code was asked for.

import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountEngineNote(store, text) {
  const scope = createScope();
  const note = byId("engine-note", HTMLElement);
  const show = () => {
    const { whyPlain } = store.get();
    note.textContent = whyPlain && text.t("engine_why_plain", { reason: whyPlain });
  };
  scope.add(store.watch(["whyPlain"], show), text.onChange(show));
  show();
  return scope.end;
}
