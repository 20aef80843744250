// @ts-check
// Play's stage: drawers that open over it, and, on a phone, its three faces: the map, the network and the form.

import { byId, tell } from "../base/dom.js";
import { createScope } from "../base/scope.js";

/** @import { Store } from "../lab/store.js" */

/** What stands in a closed drawer is put away; the data's tiles stay on the stage. */
const PUT_AWAY = ["setup", "time"];
/** Of pictures, a plane of two pixels tells nothing: the drawing pad has its place. */
const NOT_OF_PICTURES = ["regions"];
/** Downwards on a phone. The markup's order is the long page's, and who goes by keyboard must not jump. */
const ON_A_PHONE = ["#data", "#outcome", "#tools", "#regions", "#network", "#time", "#training", ".tuning", "#classify-panel"];
/** A swipe is at least so long, in CSS pixels, and twice as long as it is high. */
const SWIPE = 56;

/** @param {Store} store */
export function mountStage(store) {
  const root = document.documentElement;
  const phone = matchMedia("(max-width: 760px)");
  const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-opens]")]);
  const faces = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#faces input")]);
  const scope = createScope();
  let drawer = "";
  /** The visitor's own table that is in use. */
  let own = "";
  let closing = 0;
  const stacked = ON_A_PHONE.map((selector) => {
    const element = /** @type {HTMLElement} */ (document.querySelector(selector));
    const home = document.createComment("");
    element.before(home);
    return { element, home };
  });
  let isStacked = false;

  function stack() {
    const wanted = phone.matches && store.get().room === "play";
    if (wanted === isStacked) return;
    isStacked = wanted;
    const focused = document.activeElement;
    for (const { element, home } of stacked) {
      if (wanted) byId("lab", HTMLElement).append(element);
      else home.after(element);
    }
    seatForm();
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true }); // moving takes it away
  }

  /** Where the form is the face that is shown, it comes before what is below it. */
  function seatForm() {
    if (!isStacked) return;
    const form = byId("classify-panel", HTMLElement);
    const after = face() === "classify" ? byId("tools", HTMLElement) : stacked[stacked.length - 2].element;
    if (form.previousElementSibling !== after) after.after(form);
  }

  /** Those that nobody hid. */
  const shownFaces = () => faces.filter(({ value }) => !store.get().hide.includes(value) && !(value === "classify" && store.get().dataset?.pictures));
  const face = () => (shownFaces().find((each) => each.checked) ?? shownFaces()[0])?.value ?? "";
  const opener = () => buttons.find((button) => button.dataset.opens === drawer);

  function show() {
    const shown = shownFaces();
    if (!shown.some((each) => each.checked) && shown[0]) shown[0].checked = true; // the one that was is not for these data
    root.dataset.drawer = drawer;
    root.dataset.face = face();
    byId("faces", HTMLElement).hidden = shown.length < 2;
    for (const button of buttons) button.setAttribute("aria-expanded", String(button.dataset.opens === drawer));
    seatForm();
    // The map goes on behind the network, for it paints what stands in the network's circles.
    const behind = !phone.matches || face() === "network" ? [] : face() === "classify" ? ["network", "regions"] : ["network"];
    const pictures = store.get().dataset?.pictures !== undefined;
    root.toggleAttribute("data-pictures", pictures);
    store.set({ away: [...PUT_AWAY.filter((view) => view !== drawer), ...behind, ...(pictures ? NOT_OF_PICTURES : [])] });
  }

  /** @param {string} view */
  function open(view) {
    drawer = view;
    if (view === "setup") byId("setup-details", HTMLDetailsElement).open = true;
    show();
    const panel = /** @type {HTMLElement} */ (document.querySelector(`[data-view="${view}"]`));
    panel.scrollTop = 0;
    panel.tabIndex = -1;
    panel.focus({ preventScroll: true });
  }

  function close() {
    const button = opener();
    drawer = "";
    show();
    button?.focus({ preventScroll: true });
    requestAnimationFrame(revealTile);
  }

  for (const button of buttons) {
    scope.on(button, "click", () => (button === opener() ? close() : open(button.dataset.opens ?? "")));
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".drawer-close"))) scope.on(button, "click", close);
  for (const each of faces) scope.on(each, "change", show);
  scope.on(document, "keydown", ({ key }) => {
    if (key === "Escape" && drawer && store.get().room === "play" && !document.querySelector("dialog[open]")) close();
  });
  // One's own table is read and chosen in the drawer, the one in use as well: pressed again, nothing changes.
  scope.on(byId("datasets", HTMLElement), "click", ({ target }) => {
    if (target instanceof HTMLInputElement && target.value === "own" && store.get().room === "play") open("data");
  });
  /** @param {Event} event */
  function onReveal({ target }) {
    const view = target instanceof Element ? target.closest("[data-view]")?.getAttribute("data-view") ?? "" : "";
    if (store.get().room !== "play") return;
    const other = shownFaces().find((each) => each.value === view);
    if (other) {
      other.checked = true;
      show();
    } else if (store.get().away.includes(view)) open(view);
  }
  document.addEventListener("reveal", onReveal);

  /** Where a finger went down on the stage. @type {{ x: number, y: number } | undefined} */
  let down;
  scope.on(document, "touchstart", ({ target, touches }) => {
    const onStage = target instanceof Element && target.closest("#network-stage, #regions-stage") !== null;
    down = onStage && touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : undefined;
  });
  scope.on(document, "touchend", ({ target, changedTouches: [up] }) => {
    const held = target instanceof Element && target.closest("[data-held]") !== null; // the cross is being dragged
    const across = down ? up.clientX - down.x : 0;
    const swiped = down && !held && Math.abs(across) > Math.max(SWIPE, 2 * Math.abs(up.clientY - down.y));
    down = undefined;
    if (!swiped || !phone.matches || store.get().room !== "play") return;
    const shown = shownFaces();
    const next = shown[shown.findIndex((each) => each.value === face()) + (across < 0 ? 1 : -1)];
    if (!next) return;
    next.checked = true;
    show();
  });
  /** On a phone the tiles are a strip: the chosen one is in it, not beside it. */
  function revealTile() {
    const strip = byId("datasets", HTMLElement);
    const tile = strip.querySelector("label:has(:checked)");
    if (!tile || strip.scrollWidth <= strip.clientWidth) return;
    const [all, own] = [strip.getBoundingClientRect(), tile.getBoundingClientRect()];
    if (own.left < all.left || own.right > all.right) strip.scrollBy({ left: (own.left + own.right - all.left - all.right) / 2 });
  }
  phone.addEventListener("change", show);
  phone.addEventListener("change", stack);
  show();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let come = false;
  /** The first run of a visit is slow enough to be watched, however one came to the stage. */
  function watchFirstRun() {
    const { room, snapshot } = store.get();
    if (come || room !== "play") return;
    come = true;
    if (!snapshot?.epoch && !calm) store.set({ speed: "guided" });
  }

  scope.add(
    () => clearTimeout(closing),
    () => document.removeEventListener("reveal", onReveal),
    () => phone.removeEventListener("change", show),
    () => phone.removeEventListener("change", stack),
    store.watch(["room"], stack),
    store.watch(["hide"], show),
    store.watch(["room"], watchFirstRun),
    store.follow(["setup", "room"], () => requestAnimationFrame(revealTile)),
    store.watch(["dataset"], ({ dataset }) => {
      const before = own;
      own = dataset?.name === "own" ? dataset.table : "";
      // Another table comes into use: what it looks like, and Play, are under the drawer. To move the focus lays
      // out the page, which takes a task of its own where a table is wide.
      if (drawer === "data" && own && own !== before) closing = setTimeout(() => drawer === "data" && close());
      if (root.hasAttribute("data-pictures") !== (dataset?.pictures !== undefined)) show();
    }),
    store.watch(["lab"], ({ lab }) => {
      tell(byId("drawer-setup", HTMLElement), lab?.sizes.join("–") ?? "");
      tell(byId("drawer-data", HTMLElement), lab ? String(lab.rows) : "");
    }),
  );
  return scope.end;
}
