// @ts-check
// Which of a bundled data set's features the network gets.

import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { featureName } from "../../lab/names.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** So many of those left out are named. */
const MOST_NAMES = 6;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountFeatures(store, text, runner) {
  const scope = createScope();
  const details = byId("features-details", HTMLDetailsElement);
  /** All names in the data's order, as far as they were seen. @type {Map<string, string[]>} */
  const all = new Map();
  let builtFor = "";

  function show() {
    const { dataset, setup } = store.get();
    details.hidden = !dataset || dataset.name === "own" || dataset.name !== setup.dataset;
    if (!dataset || details.hidden) return;
    const known = all.get(dataset.name) ?? [];
    const names = [...dataset.features, ...setup.left_out].every((name) => known.includes(name))
      ? known : [...dataset.features, ...setup.left_out];
    all.set(dataset.name, names);
    const key = JSON.stringify([dataset.name, names, setup.left_out, text.language]);
    if (key === builtFor) return;
    builtFor = key;
    const used = names.filter((name) => !setup.left_out.includes(name));
    byId("features-summary", HTMLElement).textContent = text.t("features_summary", { used: used.length, all: names.length });
    byId("features-said", HTMLElement).textContent = setup.left_out.length === 0 ? "" : text.joined([
      text.t("features_left_out", { names: text.listed(setup.left_out.slice(0, MOST_NAMES).map((name) => featureName(text, name))) + (setup.left_out.length > MOST_NAMES ? " …" : "") }),
      ...(dataset.name === "digits" ? [text.t("features_no_pictures")] : []),
    ]);
    const held = document.activeElement instanceof HTMLInputElement ? document.activeElement.name : "";
    byId("features", HTMLElement).replaceChildren(...names.map((name) => {
      const box = make("input", { type: "checkbox", name: `feature-${name}` });
      box.checked = used.includes(name);
      box.disabled = box.checked && used.length === 1;
      box.onchange = () => {
        const others = setup.left_out.filter((each) => each !== name);
        void runner.change({ left_out: box.checked ? others : [...others, name] });
      };
      return make("label", { class: "inline tick" }, box, make("span", {}, featureName(text, name)));
    }));
    if (held.startsWith("feature-")) /** @type {HTMLElement | null} */ (document.querySelector(`#features [name="${CSS.escape(held)}"]`))?.focus({ preventScroll: true });
  }
  scope.add(store.follow(["dataset", "setup"], show), text.onChange(show));
  return scope.end;
}
