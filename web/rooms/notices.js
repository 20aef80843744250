// @ts-check
// What the visitor should know about a link or about the last visit: named, harmless, and closed with a click.

import { byId, make } from "../base/dom.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */
/** @import { Notice, Store } from "../lab/store.js" */

const MOST = 8;

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountNotices(store, text) {
  const scope = createScope();
  const root = byId("notices", HTMLElement);
  scope.on(byId("notices-close", HTMLButtonElement), "click", () => store.set({ notices: [] }));

  /** @param {Notice} notice */
  function sentence({ key, values = {}, allowed }) {
    return text.t(key, allowed ? { ...values, allowed } : values);
  }

  function show() {
    const { notices } = store.get();
    root.hidden = notices.length === 0;
    const lines = notices.slice(0, MOST).map(sentence);
    if (notices.length > MOST) lines.push(text.t("notices_more", { count: notices.length - MOST }));
    byId("notices-list", HTMLUListElement).replaceChildren(...lines.map((line) => make("li", {}, line)));
  }
  scope.add(store.watch(["notices"], show), text.onChange(show));
  return scope.end;
}
