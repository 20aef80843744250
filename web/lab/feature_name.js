// @ts-check
// A feature's name in the page's language, where there is one; else the data's own.

/** @import { Text } from "../base/text.js" */

/** @param {Text} text @param {string} name */
export function featureName(text, name) {
  const key = `feature ${name}`;
  const translated = text.t(key);
  return translated === key ? name : translated;
}

/** Without the unit, and in Chinese without the English: "petal length (cm)" is "petal length". */
export function shortFeatureName(/** @type {Text} */ text, /** @type {string} */ name) {
  const plain = featureName(text, name).replace(/\s*\([^)]*\)$/, "");
  const [first] = plain.split(" ");
  return /[\u4e00-\u9fff]/.test(first) ? first : plain;
}
