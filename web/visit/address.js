// @ts-check
// Keeps the page's address in step with the set-up, and the set-up with an address that is typed or pasted.

import { goTo } from "../base/dom.js";
import { columnsOf, drawingFile, drawingOf } from "../lab/drawn.js";
import { readLink, writeLink } from "./link.js";
import { isLink, lessonLink, placeNotices, placeOf, readPlace, withPlace, withTask } from "./place.js";

/** @import { createRunner } from "../lab/runner.js" */
/** @import { Notice, PageState, Store } from "../lab/store.js" */
/** @import { Presets, Problem } from "./link.js" */
/** @import { Place } from "./place.js" */

/** @typedef {Place & Pick<PageState, "setup" | "hide" | "axes">} Linked  What a link may say that differs from the page. */

/** The panels that `hide` in a link may name. */
export const panelNames = () =>
  [...document.querySelectorAll("[data-view]")].map((panel) => /** @type {HTMLElement} */ (panel).dataset.view ?? "");

/**
 * @param {Store} store
 * @param {Presets} presets
 * @param {Pick<ReturnType<typeof createRunner>, "change" | "useCsv">} runner
 */
export function createAddress(store, presets, runner) {
  /** @param {boolean} [embed] @param {Partial<Linked>} [elsewhere] @param {boolean} [whole]  the set-up too, where Learn's own address leaves it out */
  function link(embed = store.get().embed, whole = false, elsewhere = {}) {
    const { setup, axes, hide, lab, csv, ...place } = { ...store.get(), ...elsewhere };
    const points = setup.dataset === "own" ? drawingOf(csv) : undefined;
    if (place.room === "learn" && !whole) return withTask(lessonLink(place), place);
    return withTask(withPlace(writeLink({ setup, axes, hide, embed, points }, presets, lab?.sizes), place), place);
  }
  let written = link();
  /** Which link the lab was last read from: steps of the history with the same one differ in the place only. */
  let source = Number(history.state?.source ?? 0);
  let timer = 0;
  const mark = () => {
    history.replaceState({ ...history.state, ...placeOf(store.get()), source }, "");
  };
  mark();

  const stop = store.watch(["setup", "lab", "csv", "axes", "hide", "room", "exercise", "lesson", "step", "task", "invited", "turning"], ({ turning }) => {
    if (turning) return; // browsers refuse an address that changes dozens of times a second
    const next = link();
    if (next === written) return;
    written = next;
    clearTimeout(timer);
    const { hash } = location;
    // Takes long enough for a task of its own; a link that was opened meanwhile stays.
    timer = setTimeout(() => location.hash === hash && history.replaceState(history.state, "", `#${written}`));
  });

  /** Back and Forward between places leave the lab as it is. @param {PopStateEvent} event */
  function onPopState({ state }) {
    if (state?.source !== source) return;
    store.set({ room: state.room, exercise: state.exercise ?? "", lesson: state.lesson ?? "", step: state.step ?? 0, task: state.task ?? "", invited: state.invited ?? "" });
    history.replaceState(state, "", `#${written}`);
  }

  function onHashChange() {
    if (history.state?.source === source) return;
    if (!location.hash.includes("=")) {
      const place = document.getElementById(location.hash.slice(1));
      if (place) goTo(place);
      return mark();
    }
    source = Number(history.state?.source ?? Date.now());
    const place = readPlace(location.hash);
    if (!isLink(location.hash)) {
      store.set({ ...place, notices: placeNotices(location.hash) });
      return mark();
    }
    const own = store.get().csv !== undefined;
    const { setup, axes, hide, points, problems } = readLink(location.hash, presets, { panels: panelNames(), own });
    store.set({ hide, ...place, notices: [...problems.map(asNotice), ...placeNotices(location.hash)] });
    mark();
    // Other data come with axes of their own first.
    const drawn = points ? runner.useCsv(drawingFile(points), columnsOf(points)) : Promise.resolve();
    void drawn.then(() => runner.change(setup)).then(() => store.set({ axes }));
  }
  addEventListener("popstate", onPopState);
  addEventListener("hashchange", onHashChange);

  return {
    /** The address of this very lab, in the room where one is, or of another. @param {{ embed?: boolean } & Partial<Linked>} [how] */
    url: ({ embed, ...elsewhere } = {}) => `${location.href.split("#")[0]}#${link(embed, true, { task: "", invited: "", ...elsewhere })}`,
    stop() {
      clearTimeout(timer);
      stop();
      removeEventListener("popstate", onPopState);
      removeEventListener("hashchange", onHashChange);
    },
  };
}

/** @param {Problem} problem @returns {Notice} */
export function asNotice({ key, value, allowed }) {
  return { key: "link_problem", values: { key, value }, allowed };
}
