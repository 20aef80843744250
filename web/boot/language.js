// @ts-check
// The page's language: first_language.js says which one it begins with, the visitor which one it has then.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";
import { remember } from "../base/preferences.js";

/** @import { Text } from "../base/text.js" */

/** @param {{ fail: (error: unknown) => void }} store @param {Text} text */
export function mountLanguage(store, text) {
  const scope = createScope();
  const button = byId("lang", HTMLButtonElement);
  const { languages } = text;
  const next = () => languages[(languages.indexOf(text.language) + 1) % languages.length];
  scope.on(button, "click", async () => {
    try {
      await text.setLanguage(next());
      remember("lang", text.language);
    } catch (error) {
      store.fail(error);
    }
  });
  scope.add(text.onChange(() => {
    button.textContent = text.nameOf(next());
    button.lang = next();
  }));
  void text.setLanguage(text.language);
  return scope.end;
}
