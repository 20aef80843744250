// @ts-check
// Stores the lab as it changes, so that a reload finds it again, and says so once when the browser refuses.

import { same } from "./setup.js";
import { forgetLab, storeLab } from "./storage.js";

const QUIET_MS = 400;
const RUNNING_MS = 3000;

/**
 * @param {import("./state.js").Store} store  as it was opened
 * @param {{ restored: boolean }} how  whether that is the last visit's lab
 */
export function createKeeper(store, { restored }) {
  let opened = store.get();
  /** A link that was only opened must not take the place of the visitor's own last model. */
  let touched = restored;
  let timer = 0;
  let storedCsv = opened.csv;
  /** The last write; the next waits for it. @type {Promise<void>} */
  let writing = Promise.resolve();

  function isTouched() {
    const { setup, snapshot, csv } = store.get();
    return touched || (snapshot?.epoch ?? 0) > 0 || csv !== opened.csv || !same(setup, opened.setup);
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (!isTouched()) return;
    touched = true;
    const { setup, snapshot, history, csv } = store.get();
    const withCsv = csv !== storedCsv;
    writing = writing.then(async () => {
      try {
        await storeLab({ setup, snapshot, history, csv }, withCsv);
        storedCsv = csv;
        if (store.get().storage !== "kept") store.set({ storage: "kept" });
      } catch {
        if (store.get().storage !== "refused") store.set({ storage: "refused" });
      }
    });
  }

  const stop = store.watch(["setup", "snapshot", "csv", "run"], ({ run }) => {
    if (!isTouched()) return;
    if (run.kind === "running") timer ||= setTimeout(save, RUNNING_MS);
    else {
      clearTimeout(timer);
      timer = setTimeout(save, QUIET_MS);
    }
  });
  const onHide = () => {
    if (timer) save();
  };
  document.addEventListener("visibilitychange", onHide);
  addEventListener("pagehide", onHide);

  return {
    /** Forgets what is stored; from then on only what is new is stored. */
    async forget() {
      await writing;
      clearTimeout(timer);
      timer = 0;
      touched = false;
      storedCsv = undefined;
      opened = store.get();
      try {
        await forgetLab();
        store.set({ storage: "empty" });
      } catch {
        store.set({ storage: "refused" });
      }
    },
    stop() {
      clearTimeout(timer);
      stop();
      document.removeEventListener("visibilitychange", onHide);
      removeEventListener("pagehide", onHide);
    },
  };
}
