// @ts-check
// The hidden layers: how many, how many neurons each, and which activation.

import { parseCount } from "../../base/numbers.js";
import { HIDDEN_ACTIVATIONS, MOST_LAYERS, MOST_NEURONS } from "../../generated/options.js";
import { allows } from "../../lab/setup.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

const NEW_LAYER = 6;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountLayers(store, text, runner) {
  const scope = createScope();
  const list = byId("layers", HTMLOListElement);
  const add = byId("add-layer", HTMLButtonElement);
  let shown = "";

  /** @param {number[]} hidden_sizes @param {string[]} hidden_activations */
  const change = (hidden_sizes, hidden_activations) => void runner.change({ hidden_sizes, hidden_activations });

  scope.on(add, "click", () => {
    const { hidden_sizes: sizes, hidden_activations: activations } = store.get().setup;
    change([...sizes, sizes.at(-1) ?? NEW_LAYER], [...activations, activations.at(-1) ?? HIDDEN_ACTIVATIONS[0]]);
  });

  /** @param {number} index */
  function createLayer(index) {
    const { hidden_sizes: sizes, hidden_activations: activations } = store.get().setup;
    const layer = index + 1;
    const resize = (/** @type {number} */ size) => change(sizes.with(index, size), activations);

    const count = make("input", {
      type: "text", inputmode: "numeric", autocomplete: "off", value: String(sizes[index]), class: "neurons",
      name: `neurons-${layer}`, "aria-label": text.t("neurons_of", { layer }),
    });
    count.onchange = () => {
      const size = parseCount(count.value);
      if (size !== undefined && allows({ kind: "whole", least: 1, most: MOST_NEURONS }, size)) resize(size);
      else count.value = String(sizes[index]);
    };
    const less = make("button", { type: "button", class: "nudge", "aria-label": text.t("fewer_neurons", { layer }) }, "−");
    const more = make("button", { type: "button", class: "nudge", "aria-label": text.t("more_neurons", { layer }) }, "+");
    less.disabled = sizes[index] <= 1;
    more.disabled = sizes[index] >= MOST_NEURONS;
    less.onclick = () => resize(sizes[index] - 1);
    more.onclick = () => resize(sizes[index] + 1);

    const activation = make("select", { name: `activation-${layer}`, "aria-label": text.t("activation_of", { layer }) },
      ...HIDDEN_ACTIVATIONS.map((name) => make("option", { value: name }, text.t(`activation_${name}`))));
    activation.value = activations[index];
    activation.onchange = () => change(sizes, activations.with(index, activation.value));

    const remove = make("button", { type: "button", class: "remove", "aria-label": text.t("remove_layer", { layer }) }, "×");
    remove.onclick = () => change(sizes.toSpliced(index, 1), activations.toSpliced(index, 1));
    return make("li", {}, make("span", { class: "layer-number", "aria-hidden": "true" }, String(layer)),
      make("span", { class: "stepper" }, less, count, more), activation, remove);
  }

  /** Draws the list anew, the focus staying on the control that it was on. */
  function show() {
    const { hidden_sizes, hidden_activations } = store.get().setup;
    const now = JSON.stringify([hidden_sizes, hidden_activations, text.language]);
    if (now === shown) return;
    shown = now;
    const controls = () => /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("button, input, select"));
    const focused = [...controls()].findIndex((control) => control === document.activeElement);
    list.replaceChildren(...hidden_sizes.map((_, index) => createLayer(index)));
    if (focused >= 0) (controls()[focused] ?? add).focus();
    add.disabled = hidden_sizes.length >= MOST_LAYERS;
  }

  scope.add(store.follow(["setup"], show), text.onChange(show));
  return scope.end;
}
