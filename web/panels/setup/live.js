// @ts-check
// The switch for live training, and the network that it has set aside.

import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { score, taskOf } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { PageState, Store } from "../../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createRunner>, "setLive" | "bringBack">} runner
 */
export function mountLive(store, text, runner) {
  const scope = createScope();
  const live = byId("live", HTMLInputElement);
  scope.on(live, "change", () => void runner.setLive(live.checked));
  scope.on(byId("bring-back", HTMLButtonElement), "click", () => void runner.bringBack());

  /** What was read and put away; the course's list still brings it back. @type {PageState["setAside"]} */
  let read;
  scope.on(byId("aside-close", HTMLButtonElement), "click", () => {
    read = store.get().setAside;
    show();
    byId("play", HTMLButtonElement).focus(); // it stands beside, and stays
  });

  function show() {
    const { setAside, live: on } = store.get();
    const aside = setAside === read ? undefined : setAside;
    live.checked = on;
    byId("live-note", HTMLElement).hidden = !on && !aside;
    byId("live-what", HTMLElement).hidden = !on;
    byId("live-note", HTMLElement).toggleAttribute("data-switch-says-it", !aside); // a room has nothing to add
    byId("aside", HTMLElement).hidden = !aside;
    byId("aside-note", HTMLElement).textContent = aside
      ? text.t("aside_note", { epoch: aside.snapshot.epoch, score: score(text, taskOf(aside.history), aside.history.train_accuracy.at(-1) ?? NaN) })
      : "";
  }
  scope.add(store.watch(["live", "setAside"], show), text.onChange(show));
  return scope.end;
}
