// @ts-check
// Light or dark: the system's, until the visitor chooses.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";
import { recall, remember } from "../base/preferences.js";

export function mountTheme() {
  const scope = createScope();
  const root = document.documentElement;
  const chosen = recall("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  scope.on(byId("theme", HTMLButtonElement), "click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });
  return scope.end;
}
