// @ts-check
// The rooms: which panels stand together. A panel's data-rooms names them; "all" is the one long page.

import { remember } from "../base/preferences.js";
import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";
import { goToPlace } from "../visit/place.js";

/** @import { Store } from "../lab/store.js" */

/** @param {Store} store */
export function mountRooms(store) {
  const scope = createScope();
  const root = document.documentElement;
  const onePage = byId("one-page", HTMLInputElement);
  const tabs = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#rooms a")]);
  const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-view]")]);
  /** How far each room was read when it was left. @type {Map<string, number>} */
  const read = new Map();
  /** What stands elsewhere on the long page: in a room it sits where its data-seat says. */
  const seated = [...document.querySelectorAll("[data-seat]")].map((element) => {
    const home = document.createComment("");
    element.before(home);
    return { element: /** @type {HTMLElement} */ (element), home };
  });
  let shown = "";

  const roomsOf = (/** @type {HTMLElement} */ panel) => (panel.dataset.rooms ?? "").split(" ");

  /** Learn shows what its lesson needs; what only a lesson shows is not on the long page. @param {HTMLElement} panel @param {string} room @param {string[]} views */
  function isIn(panel, room, views) {
    if (room === "learn") return views.includes(panel.dataset.view ?? "");
    return room === "all" ? !roomsOf(panel).includes("learn") : roomsOf(panel).includes(room);
  }

  /** @param {string} room */
  function choose(room) {
    remember("layout", room === "all" ? "all" : "rooms");
    goToPlace(store, { room });
  }

  /** @param {boolean} inRoom */
  function seat(inRoom) {
    for (const { element, home } of seated) {
      if (inRoom) byId(element.dataset.seat ?? "", HTMLElement).append(element);
      else home.after(element);
    }
  }

  function show() {
    const { room, hide, away, views, controls } = store.get();
    if (shown && room !== shown) read.set(shown, scrollY);
    if (room === "all") delete root.dataset.room;
    else root.dataset.room = room;
    root.dataset.views = views.join(" ");
    root.dataset.controls = controls.join(" ");
    remember("room", room);
    if (!shown || (room === "all") !== (shown === "all")) seat(room !== "all");
    for (const tab of tabs) tab.toggleAttribute("aria-current", false);
    tabs.find((tab) => tab.dataset.room === room)?.setAttribute("aria-current", "page");
    onePage.checked = room === "all";
    const gone = room === "play" ? [...hide, ...away] : hide;
    const out = panels.filter((panel) => gone.includes(panel.dataset.view ?? "") || !isIn(panel, room, views));
    for (const panel of panels) {
      panel.hidden = out.includes(panel);
      // A lesson names first what one is to look at first.
      panel.style.order = room === "learn" ? String(views.indexOf(panel.dataset.view ?? "")) : "";
    }
    const hidden = out.map((panel) => panel.dataset.view ?? "");
    if (String(hidden) !== String(store.get().hidden)) store.set({ hidden });
    if (shown && room !== shown) scrollTo(0, read.get(room) ?? 0);
    shown = room;
  }

  for (const tab of tabs) {
    scope.on(tab, "click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab or window of its own
      event.preventDefault();
      choose(tab.dataset.room ?? "");
    });
  }
  scope.on(onePage, "change", () => choose(onePage.checked ? "all" : "play"));

  /** Who leads to a panel of another room, leads there. @param {Event} event */
  function onReveal({ target }) {
    const panel = target instanceof Element ? target.closest("[data-view]") : null;
    if (panel instanceof HTMLElement && panel.hidden) goToPlace(store, { room: roomsOf(panel)[0] });
  }
  document.addEventListener("reveal", onReveal);

  /** What a task, or another banner, takes of the window's height before the room begins. */
  function measure() {
    const { offsetTop } = byId("lab", HTMLElement);
    root.style.setProperty("--above", `${Math.max(0, offsetTop - parseFloat(getComputedStyle(document.body).paddingTop))}px`);
  }
  scope.onResize(/** @type {HTMLElement[]} */ ([...document.querySelectorAll("body > .banner")]), measure);

  /** Of other data a room is read from its beginning, and judged are the rows that it has not seen. */
  let data = "";
  function onData() {
    const { key = "" } = store.get().dataset ?? {};
    if (key !== data) {
      read.clear();
      store.set({ part: undefined });
    }
    data = key;
  }

  scope.add(() => document.removeEventListener("reveal", onReveal), store.watch(["dataset"], onData), store.watch(["room", "hide", "away", "views", "controls"], show));
  return scope.end;
}
