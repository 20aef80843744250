// @ts-check
// What is made of two features: squares, their product, sines.

import { byId, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createRunner>, "change">} runner
 */
export function mountMade(store, text, runner) {
  const scope = createScope();
  const details = byId("made-details", HTMLDetailsElement);
  const boxes = /** @type {HTMLInputElement[]} */ ([...details.querySelectorAll("input")]);
  for (const box of boxes) {
    scope.on(box, "change", () => void runner.change({ made: boxes.filter(({ checked }) => checked).map(({ value }) => value) }));
  }

  function show() {
    const { dataset, setup } = store.get();
    details.hidden = dataset?.features.length !== 2;
    for (const box of boxes) box.checked = setup.made.includes(box.value);
    tell(byId("made-summary", HTMLElement), text.t("made_summary", { count: setup.made.length }));
  }
  scope.add(store.follow(["dataset", "setup"], show), text.onChange(show));
  return scope.end;
}
