// @ts-check
// Chips: stories, which bring their own data, and set-ups for the data that the visitor has; what to look at in the
// one that is on; and the whole set-up in one line.

import { OWN_TABLE } from "../../generated/options.js";
import { onData, presetOf } from "../../lab/presets.js";
import { same } from "../../lab/setup.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { isNumber } from "../../lab/task.js";
import { recall, remember } from "../../base/preferences.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Setup } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

/** What is no story, for it says nothing of its data. */
const FOR_ANY_DATA = "modern";

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 * @param {Map<string, Setup>} presets
 * @param {Map<string, Setup>} recipes
 */
export function mountPresets(store, text, runner, presets, recipes) {
  const scope = createScope();
  const details = byId("setup-details", HTMLDetailsElement);
  details.open = recall("setup") === "open";
  scope.on(details, "toggle", () => remember("setup", details.open ? "open" : "closed"));
  const stories = [...presets].filter(([name]) => name !== FOR_ANY_DATA).map(([name, setup]) => {
    const chip = make("button", { type: "button", class: "chip", "data-preset": name });
    chip.onclick = () => void choose(name, setup);
    return chip;
  });
  const keeping = ["learns", FOR_ANY_DATA, "paper"].map((name) => {
    const chip = make("button", { type: "button", class: "chip", "data-keeping": name });
    chip.onclick = () => void runner.choose(kept(name), true);
    return chip;
  });
  byId("presets", HTMLElement).replaceChildren(...stories);
  byId("keeping", HTMLElement).replaceChildren(...keeping);

  /** One of the set-ups that keep the data. @param {string} name */
  function kept(name) {
    const { setup } = store.get();
    const learns = () => (setup.dataset === "own" ? OWN_TABLE : recipes.get(setup.dataset) ?? presets.get(setup.dataset));
    return onData((name === "learns" ? learns() : presets.get(name)) ?? {}, setup);
  }

  /** A preset brings its own data; a table of the visitor's is not left without a word. @param {string} name @param {Setup} setup */
  async function choose(name, setup) {
    const { setup: { dataset }, csv, notices } = store.get();
    await runner.choose(setup, true);
    if (dataset !== "own" || !csv) return;
    const own = { key: "own_set_aside", values: { preset: text.t(`preset_${name}`), name: csv.name } };
    store.set({ notices: [...notices.filter(({ key }) => key !== own.key), own] });
  }

  function show() {
    const { setup, lab, dataset } = store.get();
    const current = presetOf(presets, setup);
    for (const chip of stories) {
      chip.textContent = text.t(`preset_${chip.dataset.preset}`);
      chip.setAttribute("aria-pressed", String(chip.dataset.preset === current));
    }
    const [learns, , paper] = keeping;
    const own = setup.dataset === "own"; // of which nothing is known
    learns.hidden = same(kept("learns"), kept("paper"));
    paper.hidden = setup.dataset === "iris"; // there it is the story
    for (const chip of keeping) {
      const name = chip.dataset.keeping ?? "";
      chip.textContent = text.t(name === "learns" && own ? "keeping_begins" : `keeping_${name}`);
      chip.setAttribute("aria-pressed", String(!chip.hidden && same(kept(name), setup)));
    }
    const on = keeping.find((chip) => chip.getAttribute("aria-pressed") === "true")?.dataset.keeping;
    byId("preset-look", HTMLElement).textContent = text.t(current ? `look_${current}` : on ? (own && on === "learns" ? "own_recipe" : `look_keeping_${on}`) : "look_own");

    const features = dataset?.features.length;
    const inputs = features === 2 ? 2 + setup.made.length : features ?? "?";
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
