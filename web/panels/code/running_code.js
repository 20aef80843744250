// @ts-check
// The line in the bar, seen from anywhere: the visitor's own version, or a line of the console, is running, and
// what the page waits for is not the network's code.

import { waitingKey } from "../../lab/workshop.js";
import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Workshop } from "../../lab/workshop.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Workshop} workshop
 */
export function mountRunningCode(store, text, workshop) {
  const scope = createScope();
  scope.on(byId("running-stop", HTMLButtonElement), "click", () => workshop.stop());

  function show() {
    const { busy, waited } = store.get().code ?? { busy: /** @type {const} */ (""), waited: /** @type {const} */ ("") };
    // A line of the console is over in no time, as a rule.
    byId("running-code", HTMLElement).hidden = busy === "" || (busy === "console" && waited === "");
    byId("running-badge", HTMLElement).hidden = busy === "console";
    byId("running-text", HTMLElement).textContent = busy === "" ? "" : text.t(waitingKey({ busy, waited }));
    byId("running-stop", HTMLButtonElement).hidden = waited === "";
  }
  scope.add(store.watch(["code"], show), text.onChange(show));
  return scope.end;
}
