// @ts-check
// The menu that shows and hides the pieces of the page. A hidden one costs nothing: it does not draw or ask.

import { byId, make } from "../base/dom.js";
import { headingOf } from "../base/text.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */
/** @import { Store } from "../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountViewsMenu(store, text) {
  const scope = createScope();
  const menu = byId("views-menu", HTMLDetailsElement);
  const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-view]:not([data-rooms="learn"])`)]);

  const rows = panels.map((panel) => {
    const name = panel.dataset.view ?? "";
    const box = make("input", { type: "checkbox", name: `view-${name}` });
    box.onchange = () => {
      const others = store.get().hide.filter((hidden) => hidden !== name);
      store.set({ hide: box.checked ? others : [...others, name] });
    };
    const label = make("span", {});
    return { name, box, label, panel, root: make("label", {}, box, label) };
  });
  byId("views", HTMLElement).append(...rows.map((row) => row.root));

  /** @param {Event} event */
  function onOutside(event) {
    if (menu.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  }
  /** @param {KeyboardEvent} event */
  function onEscape(event) {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
  // What opens from it takes its place.
  scope.on(menu, "click", ({ target }) => {
    if (target instanceof HTMLButtonElement) menu.open = false;
  });
  // Who closes that is back at the menu, for the button in it is folded away.
  for (const id of ["glossary", "teach"]) scope.on(byId(id, HTMLDialogElement), "close", () => menu.querySelector("summary")?.focus());
  scope.on(document, "pointerdown", onOutside);
  scope.on(menu, "keydown", onEscape);
  const rename = () => {
    for (const { label, panel } of rows) label.replaceChildren(...headingOf(panel, text));
  };
  scope.on(menu, "toggle", rename); // a heading may be another with other data

  scope.add(
    store.watch(["hide"], ({ hide }) => {
      for (const { name, box } of rows) box.checked = !hide.includes(name);
    }),
    text.onChange(rename),
  );
  scope.add(() => rows.forEach((row) => row.root.remove()));
  return scope.end;
}
