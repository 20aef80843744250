// @ts-check
// Stores the lab as it changes, so that a reload finds it again, and says so once when the browser refuses.

import { createTabLock } from "./tab_lock.js";
import { same } from "../lab/setup.js";
import { forgetLab, storeLab } from "./storage.js";
import { drawingIn } from "./stored.js";

/** @import { PageState, Store } from "../lab/store.js" */

const QUIET_MS = 400;
const RUNNING_MS = 3000;

/**
 * @param {Store} store  as it was opened
 * @param {{ restored: boolean }} how  whether that is the last visit's lab
 */
export function createAutosave(store, { restored }) {
  let opened = store.get();
  /** A link that was only opened must not take the place of the visitor's own last model. */
  let touched = restored;
  let timer = 0;
  let storedCsv = opened.csv;
  /** The last write; the next waits for it. @type {Promise<unknown>} */
  let writing = Promise.resolve();
  const tabLock = createTabLock(() => store.set({ storage: "elsewhere" }));

  function isTouched() {
    const { setup, snapshot, csv, embed } = store.get();
    if (embed) return false; // the visitor's own lab is another one
    return touched || (snapshot?.epoch ?? 0) > 0 || csv !== opened.csv || !same(setup, opened.setup);
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (!isTouched()) return;
    touched = true;
    const { setup, snapshot, history, csv, sample } = store.get();
    writing = writing.then(async () => {
      try {
        if (!(await tabLock.take())) return say("elsewhere");
        await storeLab({ setup, snapshot, history, csv, drawing: drawingIn(sample) }, csv !== storedCsv);
        storedCsv = csv;
        say("stored");
      } catch {
        if (!say("refused")) return;
        store.set({ notices: [...store.get().notices, { key: "storage_refused" }] });
      }
    });
  }

  /** Whether that is news. @param {PageState["storage"]} storage */
  function say(storage) {
    if (store.get().storage === storage) return false;
    store.set({ storage });
    return true;
  }

  function soon() {
    if (!isTouched()) return;
    if (store.get().training.kind === "running") timer ||= setTimeout(save, RUNNING_MS);
    else {
      clearTimeout(timer);
      timer = setTimeout(save, QUIET_MS);
    }
  }
  let drawn = drawingIn(opened.sample);
  const stops = [store.watch(["setup", "snapshot", "csv", "training"], soon), store.watch(["sample"], ({ sample }) => {
    const now = drawingIn(sample);
    if (now?.values === drawn?.values) return;
    drawn = now;
    soon();
  })];
  const onHide = () => {
    if (timer) save();
  };
  document.addEventListener("visibilitychange", onHide);
  addEventListener("pagehide", onHide);

  return {
    /** From now on it is this tab's lab that is stored, and not another tab's. */
    async saveHere() {
      await tabLock.take({ steal: true });
      storedCsv = undefined; // what is stored is the other tab's file
      touched = true;
      save();
    },
    /** Forgets what is stored, unless it is another tab's; from then on only what is new is stored. */
    async forget() {
      await writing;
      clearTimeout(timer);
      timer = 0;
      touched = false;
      storedCsv = undefined;
      opened = store.get();
      try {
        if (!(await tabLock.take())) return;
        await forgetLab();
        say("empty");
      } catch {
        say("refused");
      }
    },
    stop() {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
      document.removeEventListener("visibilitychange", onHide);
      removeEventListener("pagehide", onHide);
    },
  };
}
