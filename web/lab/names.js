// @ts-check
// The names of features and classes in the page's language, where it has one for them; else the data's own.

/** @import { Text } from "../base/text.js" */

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

/** @param {Text} text @param {string} key @param {string} name */
function named(text, key, name) {
  const translated = text.t(key);
  return translated === key ? name : translated;
}
