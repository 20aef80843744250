// @ts-check
// The names of features and classes in the page's language, where it has one for them; else the data's own.

/** @import { Text } from "../base/text.js" */
/** @import { Setup } from "../generated/protocol.js" */

/** @param {Text} text @param {string} name */
export function featureName(text, name) {
  const clock = / \(hours\)$/.exec(name);
  if (clock) return text.t("as_hours", { name: name.slice(0, clock.index) });
  const since = / \(days since ([\d-]+)\)/.exec(name);
  return since ? text.t("days_since", { name: name.slice(0, since.index), date: since[1] }) : named(text, `feature ${name}`, name);
}

/** @param {Text} text @param {string} name */
export const className = (text, name) => named(text, `class ${name}`, name);

/** Without the unit. @param {Text} text @param {string} name */
export const shortFeatureName = (text, name) => featureName(text, name).replace(/\s*[(（][^)）]*[)）]$/, "");

/** Of hundreds of features, and every frame asks. @type {WeakMap<string[], { language: string, short: string[] }>} */
const known = new WeakMap();

/** @param {Text} text @param {string[]} names */
export function shortFeatureNames(text, names) {
  let of = known.get(names);
  if (of?.language !== text.language) known.set(names, (of = { language: text.language, short: names.map((name) => shortFeatureName(text, name)) }));
  return of.short;
}

/** @param {Text} text @param {string} key @param {string} name */
function named(text, key, name) {
  const translated = text.t(key);
  return translated === key ? name : translated;
}

/** @type {Record<string, string>} */
const MADE_SIGNS = { square_x: "x²", square_y: "y²", product: "x·y", sine_x: "sin x", sine_y: "sin y" };
/** What people read for the names of a field's choices. @type {Partial<Record<keyof Setup, (text: Text, name: string) => string>>} */
const WORDS = {
  hidden_activations: (text, name) => text.t(`activation_${name}`),
  task: (text, name) => text.t(name === "numbers" ? "own_task_numbers" : "own_task_classes"),
  made: (_, name) => MADE_SIGNS[name] ?? name,
  dataset: (text, name) => text.t(name === "own" ? "name_own" : `name_${name}`),
  output: (text, name) => text.t(`output_${name}_short`),
  optimizer: (text, name) => text.t(`optimizer_${name}_short`),
  initializer: (text, name) => text.t(`initializer_${name}`),
  engine: (text, name) => text.t(`engine_${name}`),
};

/** A field of a set-up as it is said: "Digits", "yes", "16–16". @param {Text} text @param {Setup} setup @param {keyof Setup} field @returns {string} */
export function fieldValue(text, setup, field) {
  const value = setup[field];
  const said = (/** @type {unknown} */ each) => WORDS[field]?.(text, String(each)) ?? String(each);
  if (typeof value === "boolean") return text.t(value ? "yes" : "no");
  if (Array.isArray(value)) return value.length ? value.map(said).join("–") : text.t("none");
  return said(value);
}
