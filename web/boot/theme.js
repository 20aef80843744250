// @ts-check
// Light or dark: the system's, until the visitor chooses. Where the system forces its colours, its own again.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";
import { recall, remember } from "../base/preferences.js";

export function mountTheme() {
  const scope = createScope();
  const root = document.documentElement;
  const forced = matchMedia("(forced-colors: active)");

  function apply() {
    const chosen = forced.matches ? undefined : recall("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
    else delete root.dataset.theme;
  }
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

  apply();
  scope.on(forced, "change", apply);
  scope.on(byId("theme", HTMLButtonElement), "click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });
  // Paper is light, but what was drawn for a dark screen stays so.
  const mark = ({ type = "" }) => root.toggleAttribute("data-drawn-dark", type === "beforeprint" && isDark());
  addEventListener("beforeprint", mark);
  addEventListener("afterprint", mark);
  scope.add(
    () => removeEventListener("beforeprint", mark),
    () => removeEventListener("afterprint", mark),
  );
  return scope.end;
}
