// @ts-check
// The page's language: the visitor's last choice, else the browser's.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";
import { recall, remember } from "../base/preferences.js";

/** @import { Text } from "../base/text.js" */

/** @param {Text} text */
export function mountLanguage(text) {
  const scope = createScope();
  const button = byId("lang", HTMLButtonElement);
  const { languages } = text;
  const next = () => languages[(languages.indexOf(text.language) + 1) % languages.length];
  scope.on(button, "click", () => {
    remember("lang", next());
    text.setLanguage(next());
  });
  scope.add(text.onChange(() => {
    button.textContent = text.nameOf(next());
    button.lang = next();
  }));
  const wanted = (recall("lang") ?? navigator.language).toLowerCase();
  text.setLanguage(languages.find((language) => wanted.startsWith(language)) ?? "en");
  return scope.end;
}
