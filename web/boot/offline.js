// @ts-check
// The built site keeps a copy of itself for use without network: what of it there is to say and do.

import { byId } from "../base/dom.js";
import { isMetered } from "../base/metered.js";
import { createScope } from "../base/scope.js";
import { createWatchdog } from "../base/watchdog.js";

/** @import { Text } from "../base/text.js" */

/** The copy is twice as large as the start, so it waits until nobody has touched the page for so long. */
const IDLE_S = 120;
const SIGNS = /** @type {const} */ (["pointerdown", "pointermove", "keydown", "wheel"]);

/**
 * @typedef {{ lab: object | undefined, engine: { kind: string }, training: { kind: string } }} Shown
 * @param {{ get: () => Shown, watch: (keys: (keyof Shown)[], listener: (state: Shown) => void) => () => void }} store
 * @param {Text} text
 */
export function mountOffline(store, text) {
  const scope = createScope();
  // Only a built site has the worker that keeps the copy, and its manifest beside it.
  if (!navigator.serviceWorker || !document.querySelector('link[rel="manifest"]')) return () => {};
  const section = byId("offline", HTMLElement);
  const status = byId("offline-status", HTMLElement);
  const remove = byId("offline-remove", HTMLButtonElement);
  const keep = byId("offline-keep", HTMLButtonElement);
  const update = byId("update", HTMLElement);
  /** @type {ServiceWorker | null} */
  let waiting = null;
  /** Whether a newer version answers already, because another tab has asked for it. */
  let replaced = false;
  let asked = false;
  const controlled = navigator.serviceWorker.controller !== null;
  /** @type {"" | "offline_waits" | "offline_metered" | "offline_keeping" | "offline_kept" | "offline_failed" | "offline_removed"} */
  let said = "";
  const idle = createWatchdog(() => {
    if (store.get().training.kind === "running") idle.start(IDLE_S);
    else install();
  });
  const onSign = () => said === "offline_waits" && idle.start(IDLE_S);

  function show() {
    section.hidden = said === "";
    status.textContent = said && text.t(said);
    keep.hidden = !["offline_waits", "offline_metered", "offline_removed"].includes(said);
    remove.hidden = said !== "offline_kept";
    update.hidden = !waiting && !replaced;
  }

  /** @param {ServiceWorkerRegistration} registration */
  function follow(registration) {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (registration.active) said = "offline_kept";
    // Beside an active worker, a waiting one is a newer version, whole and checked.
    waiting = registration.active && registration.waiting;
    if (worker?.state === "redundant" && !registration.active) said = "offline_failed";
    show();
  }

  function install() {
    idle.stop();
    said = "offline_keeping";
    show();
    register().catch(() => {
      said = "offline_failed";
      show();
    });
  }

  async function register() {
    const registration = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
    const watch = () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "redundant" && !registration.active) said = "offline_failed";
        follow(registration);
      });
    };
    registration.addEventListener("updatefound", watch);
    watch();
    follow(registration);
  }

  /** A copy that is there is kept up to date; a new one waits. */
  async function begin() {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.active || registration?.installing) return install();
    said = isMetered() ? "offline_metered" : "offline_waits";
    show();
    onSign();
  }

  scope.on(keep, "click", install);
  for (const sign of SIGNS) scope.anywhere(sign, onSign);
  scope.on(byId("update-now", HTMLButtonElement), "click", () => {
    if (replaced) location.reload();
    asked = true;
    waiting?.postMessage("take over");
  });
  const { serviceWorker } = navigator;
  const onOther = () => {
    if (asked) location.reload();
    replaced = controlled;
    show();
  };
  serviceWorker.addEventListener("controllerchange", onOther);
  scope.on(remove, "click", async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      if (registration.scope === new URL("./", location.href).href) await registration.unregister();
    }
    for (const name of await caches.keys()) if (name.startsWith("nnlab-")) await caches.delete(name);
    said = "offline_removed";
    waiting = null;
    show();
  });

  scope.add(
    idle.stop,
    () => serviceWorker.removeEventListener("controllerchange", onOther),
    text.onChange(show),
    store.watch(["lab", "engine"], ({ lab, engine }) => {
      if (!lab || engine.kind !== "ready" || said) return;
      said = "offline_waits";
      begin().catch(() => {
        said = "offline_failed";
        show();
      });
    }),
  );
  return scope.end;
}
