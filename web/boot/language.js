// @ts-check
// English or Chinese: the visitor's last choice, else the browser's language.

import { byId } from "../base/dom.js";
import { recall, remember } from "../base/preferences.js";

/** @import { Text } from "../base/text.js" */

/** @param {Text} text */
export function mountLanguage(text) {
  const button = byId("lang", HTMLButtonElement);
  const initial = recall("lang") ?? (/^zh/i.test(navigator.language) ? "zh" : "en");
  button.onclick = () => {
    const next = text.language === "en" ? "zh" : "en";
    remember("lang", next);
    text.setLanguage(next);
  };
  const stop = text.onChange(() => {
    const other = text.language === "en" ? "zh" : "en";
    button.textContent = other === "zh" ? "中文" : "English";
    button.lang = other;
  });
  text.setLanguage(initial === "zh" ? "zh" : "en");
  return stop;
}
