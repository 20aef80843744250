// @ts-check
// What only who has a keyboard can do: said behind a sentence, and not where fingers are all there is.

import { make } from "./dom.js";

/** @import { Text } from "./text.js" */

/** @param {Text} text @param {string} key */
export const byKeys = (text, key) => make("span", { class: "by-keys" }, text.t("between_sentences"), text.t(key));
