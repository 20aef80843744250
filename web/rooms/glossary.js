// @ts-check
// The list of words, sorted as the language sorts, with a field that finds one.

import { byId, make } from "../base/dom.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */

/** Every word with an entry. */
const TERMS = [
  "network", "neuron", "feature", "sample", "regions", "slope", "back_propagation", "xor", "epoch_loss",
  "epoch", "loss", "accuracy", "learning_rate", "seed", "hidden_layer",
  "output", "first_weights", "optimizer", "batch", "l2", "l1", "patience",
  "test_part", "noise", "standardize", "weight", "bias", "activation",
  "gradient", "class_weights", "overfitting", "cross_validation",
];

/** @param {Text} text */
export function mountGlossary(text) {
  const scope = createScope();
  const dialog = byId("glossary", HTMLDialogElement);
  const sought = byId("glossary-find", HTMLInputElement);

  function show() {
    const wanted = sought.value.trim().toLowerCase();
    const entries = TERMS.map((key) => ({ name: text.t(`term_${key}`), means: text.t(`term_${key}_means`) }))
      .filter(({ name, means }) => `${name} ${means}`.toLowerCase().includes(wanted))
      // Whose own name it is comes before those that only speak of it.
      .sort((a, b) => Number(b.name.toLowerCase().includes(wanted)) - Number(a.name.toLowerCase().includes(wanted)) || a.name.localeCompare(b.name, text.language));
    byId("glossary-list", HTMLElement).replaceChildren(...entries.flatMap(({ name, means }) => [make("dt", {}, name), make("dd", {}, means)]));
    byId("glossary-none", HTMLElement).hidden = entries.length > 0;
  }

  scope.on(byId("glossary-open", HTMLButtonElement), "click", () => {
    sought.value = "";
    show();
    dialog.showModal();
    dialog.scrollTop = 0;
  });
  scope.on(sought, "input", show);
  scope.on(byId("glossary-close", HTMLButtonElement), "click", () => dialog.close());
  scope.on(dialog, "click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  return scope.end;
}
