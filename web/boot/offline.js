// @ts-check
// The built site keeps a copy of itself for use without network: what of it there is to say and do.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */

/**
 * @param {{ watch: (keys: ("lab" | "engine")[], listener: (state: { lab: object | undefined, engine: { kind: string } }) => void) => () => void }} store
 * @param {Text} text
 */
export function mountOffline(store, text) {
  const scope = createScope();
  // Only a built site has the worker that keeps the copy, and its manifest beside it.
  if (!navigator.serviceWorker || !document.querySelector('link[rel="manifest"]')) return () => {};
  const section = byId("offline", HTMLElement);
  const status = byId("offline-status", HTMLElement);
  const remove = byId("offline-remove", HTMLButtonElement);
  const update = byId("update", HTMLElement);
  /** @type {ServiceWorker | null} */
  let waiting = null;
  /** Whether a newer version answers already, because another tab has asked for it. */
  let replaced = false;
  let asked = false;
  const controlled = navigator.serviceWorker.controller !== null;
  let begun = false;
  /** @type {"offline_keeping" | "offline_kept" | "offline_failed" | "offline_removed"} */
  let said = "offline_keeping";

  function show() {
    section.hidden = !begun;
    status.textContent = text.t(said);
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

  async function install() {
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

  // Later than the start, which needs the line and the processor for itself.
  scope.add(
    () => serviceWorker.removeEventListener("controllerchange", onOther),
    text.onChange(show),
    store.watch(["lab", "engine"], ({ lab, engine }) => {
      if (!lab || engine.kind !== "ready" || begun) return;
      begun = true;
      show();
      install().catch(() => {
        said = "offline_failed";
        show();
      });
    }),
  );
  return scope.end;
}
