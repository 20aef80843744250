// @ts-check
// Light or dark: the system's, until the visitor chooses.

import { byId } from "../base/dom.js";
import { recall, remember } from "../base/preferences.js";

export function mountTheme() {
  const root = document.documentElement;
  const chosen = recall("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  byId("theme", HTMLButtonElement).onclick = () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  };
}
