// @ts-check
// Preset chips, what to look at in the one that is on, and the whole set-up in one line.

import { presetOf } from "../../lab/presets.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { isNumber } from "../../lab/task.js";
import { recall, remember } from "../../base/preferences.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Setup } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 * @param {Map<string, Setup>} presets
 */
export function mountPresets(store, text, runner, presets) {
  const scope = createScope();
  const details = byId("setup-details", HTMLDetailsElement);
  details.open = recall("setup") === "open";
  scope.on(details, "toggle", () => remember("setup", details.open ? "open" : "closed"));
  const chips = [...presets].map(([name, setup]) => {
    const chip = make("button", { type: "button", class: "chip", "data-preset": name });
    chip.onclick = () => void choose(name, setup);
    return chip;
  });
  byId("presets", HTMLElement).replaceChildren(...chips);

  /** A preset brings its own data; a table of the visitor's is not left without a word. @param {string} name @param {Setup} setup */
  async function choose(name, setup) {
    const { setup: { dataset }, csv, notices } = store.get();
    await runner.choose(setup);
    if (dataset !== "own" || !csv) return;
    const own = { key: "own_set_aside", values: { preset: text.t(`preset_${name}`), name: csv.name } };
    store.set({ notices: [...notices.filter(({ key }) => key !== own.key), own] });
  }

  function show() {
    const { setup, lab, dataset } = store.get();
    const current = presetOf(presets, setup);
    for (const chip of chips) {
      chip.textContent = text.t(`preset_${chip.dataset.preset}`);
      chip.setAttribute("aria-pressed", String(chip.dataset.preset === current));
    }
    byId("preset-look", HTMLElement).textContent = current ? text.t(`look_${current}`) : text.t("look_own");

    const inputs = dataset?.features.length ?? "?";
    const numeric = isNumber(dataset);
    const classes = numeric ? 1 : dataset?.classes.length ?? "?";
    const activations = [...new Set(setup.hidden_activations)].map((name) => text.t(`activation_${name}`));
    byId("setup-summary", HTMLElement).textContent = text.t("setup_summary", { setup: [
      [inputs, ...setup.hidden_sizes, classes].join("–"),
      ...(activations.length ? [activations.join(", ")] : []),
      text.t(`output_${numeric ? "identity" : setup.output}_short`),
      text.t(`optimizer_${setup.optimizer}_short`),
      text.t("batch_of", { batch: setup.batch_size }),
    ].join(" · ") });
    const rows = (lab?.rows ?? dataset?.total ?? 0) - (lab?.test_rows ?? 0);
    byId("training-intro", HTMLElement).textContent = text.t(setup.batch_size === 1 ? "training_intro_one" : "training_intro_batch", {
      sizes: (lab?.sizes ?? [inputs, ...setup.hidden_sizes, classes]).join("–"), rows, batch: setup.batch_size,
    });
  }
  scope.add(store.follow(["setup", "lab", "dataset"], show), text.onChange(show));
  return scope.end;
}
