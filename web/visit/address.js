// @ts-check
// Keeps the page's address in step with the set-up, and the set-up with an address that is typed or pasted.

import { readLink, writeLink } from "./link.js";

/** @import { createRunner } from "../lab/runner.js" */
/** @import { Notice, Store } from "../lab/store.js" */
/** @import { Presets, Problem } from "./link.js" */

/** Links to places on the page, such as #eq-3, are not for us. @param {string} hash */
export const isLink = (hash) => hash.includes("=");

/** The panels that `hide` in a link may name. */
export const panelNames = () =>
  [...document.querySelectorAll("[data-view]")].map((panel) => /** @type {HTMLElement} */ (panel).dataset.view ?? "");

/**
 * @param {Store} store
 * @param {Presets} presets
 * @param {Pick<ReturnType<typeof createRunner>, "change">} runner
 */
export function createAddress(store, presets, runner) {
  function link(embed = store.get().embed) {
    const { setup, axes, hidden, lab } = store.get();
    return writeLink({ setup, axes, hide: hidden, embed }, presets, lab?.sizes);
  }
  let written = link();

  const stop = store.watch(["setup", "axes", "hidden", "turning"], ({ turning }) => {
    if (turning) return; // browsers refuse an address that changes dozens of times a second
    const next = link();
    if (next === written) return;
    written = next;
    history.replaceState(history.state, "", `#${next}`);
  });

  function onHashChange() {
    if (!isLink(location.hash)) return;
    const own = store.get().csv !== undefined;
    const { setup, axes, hide, problems } = readLink(location.hash, presets, { panels: panelNames(), own });
    store.set({ hidden: hide, notices: problems.map(asNotice) });
    // Other data come with axes of their own first.
    void runner.change(setup).then(() => store.set({ axes }));
  }
  addEventListener("hashchange", onHashChange);

  return {
    /** The address of this very lab. @param {{ embed?: boolean }} [how] */
    url: ({ embed } = {}) => `${location.href.split("#")[0]}#${link(embed)}`,
    stop() {
      stop();
      removeEventListener("hashchange", onHashChange);
    },
  };
}

/** @param {Problem} problem @returns {Notice} */
export function asNotice({ key, value, allowed }) {
  return { key: "link_problem", values: { key, value }, allowed };
}
