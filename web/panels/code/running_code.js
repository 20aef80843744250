// @ts-check
// The line in the bar, seen from anywhere: the visitor's own version, or a line of the console, is running, and
// what the page waits for is not the network's code.

import { waitingKey } from "../../lab/workshop.js";
import { byId } from "../../base/dom.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Workshop } from "../../lab/workshop.js" */

/**
 * @param {Text} text
 * @param {Workshop} workshop
 */
export function mountRunningCode(text, workshop) {
  byId("running-stop", HTMLButtonElement).onclick = () => workshop.stop();

  function show() {
    const { busy, waited } = workshop.code ?? { busy: /** @type {const} */ (""), waited: /** @type {const} */ ("") };
    // A line of the console is over in no time, as a rule.
    byId("running-code", HTMLElement).hidden = busy === "" || (busy === "console" && waited === "");
    byId("running-badge", HTMLElement).hidden = busy === "console";
    byId("running-text", HTMLElement).textContent = busy === "" ? "" : text.t(waitingKey({ busy, waited }));
    byId("running-stop", HTMLButtonElement).hidden = waited === "";
  }
  const stop = [workshop.watch(show), text.onChange(show)];
  return () => stop.forEach((end) => end());
}
