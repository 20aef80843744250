// @ts-check
// What training, live training, a new set-up and the past share: which lab Python has, and whose turn it is.
// Replies of an older lab are dropped, and one lab takes the place of another only between two calls to train.

import { createPace } from "../base/pace.js";
import { recall, remember } from "../base/preferences.js";
import { WorkerGone } from "../boot/engine.js";
import { begun, withEarlierRun } from "./transitions.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Configured, Setup } from "../generated/protocol.js" */
/** @import { RunOf } from "./earlier_runs.js" */
/** @import { Store } from "./store.js" */

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "trains">} engine
 */
export function createSession(store, engine) {
  /** How many times a new lab was asked for; only the newest wish is carried out. */
  let wishes = 0;
  /** When the last of them is done. @type {Promise<void>} */
  let replaced = Promise.resolve();
  /** While a lab is on its way whose set-up Python tells: when it is there. @type {Promise<void> | undefined} */
  let bringing;

  const session = {
    /** The number of Python's lab, which its replies carry. */
    number: 0,
    /** The labs that are a lesson's, by their number: what a visitor does to one in the lesson leaves it one. @type {Map<number, RunOf>} */
    ofCourse: new Map(),
    /** What its set-up does not say of it, so that a reset asks for it again. @type {(() => Promise<void>) | undefined} */
    again: undefined,
    /** The epoch at which training ends. */
    target: store.get().setup.epochs,
    /** What the latest epochs were trained with: a learning rate changed since then is of the next run. */
    trainedWith: store.get().setup,
    /** The call to train that is on its way. @type {Promise<unknown> | undefined} */
    call: undefined,
    pace: createPace(),

    /** The epoch that training has reached. */
    epoch: () => store.get().snapshot?.epoch ?? 0,

    of: () => session.ofCourse.get(session.number),

    /** The same of the lab that the page shows, until the one that was asked for has replaced it. */
    ofShown: () => session.ofCourse.get(store.get().lab?.run ?? -1),

    /** The present lab is a lesson's, or no longer. A later visit, which finds it again, knows it too. @param {RunOf | undefined} of */
    claim(of) {
      if (of) session.ofCourse.set(session.number, of);
      else session.ofCourse.delete(session.number);
      remember("lab-of", of ? `course ${of.lesson}` : "visitor");
    },

    /** What the last visit's lab was of. @returns {RunOf | undefined} */
    wasOf() {
      const [owner, lesson = ""] = recall("lab-of")?.split(" ") ?? []; // earlier versions named no lesson
      return owner === "course" ? { lesson, title: {}, choice: {} } : undefined;
    },

    /** When Python has the lab that was asked for last. */
    replaced: () => replaced,

    /** When no call to train is on its way, however it ended. */
    quiet: async () => void (await session.call?.catch(() => {})),

    /**
     * Runs `action`, which gives Python a new lab, when no call to train is on its way; not at all when a newer
     * wish has come meanwhile.
     * @param {() => Promise<void>} action
     */
    replace(action) {
      const wish = ++wishes;
      const done = replaced.then(async () => {
        if (wish !== wishes) return;
        if (store.get().training.kind === "running") store.set({ training: { kind: "paused" } });
        await session.quiet();
        const stays = store.get().room === "learn" ? session.of() : undefined;
        for (const number of session.ofCourse.keys()) if (number !== store.get().lab?.run) session.ofCourse.delete(number);
        session.number += 1;
        session.again = undefined;
        session.claim(stays);
        await action();
      });
      replaced = done.catch(() => {});
      return done;
    },

    /**
     * As `replace`, for a lab that comes with a set-up of its own. What is `chosen` meanwhile waits for it, or it would be
     * undone by what comes.
     * @param {() => Promise<void>} action
     */
    bring(action) {
      const done = session.replace(action);
      const ended = done.catch(() => {}).then(() => {
        if (bringing === ended) bringing = undefined;
      });
      bringing = ended;
      return done;
    },

    /** As `guarded`, for what the visitor chooses. @param {() => Promise<void>} action @param {(error: Error | string) => void} [failed] */
    chosen: (action, failed) =>
      session.guarded(async () => {
        if (bringing) await bringing;
        await action();
      }, failed),

    /**
     * Gives Python the set-up that was chosen last. What it refuses is undone; before it is there, the set-up
     * waits for it, unless the first kernel can have it.
     * @param {(setup: Setup) => Promise<void>} action
     */
    async withSetup(action) {
      const { setup } = store.get();
      if (!engine.trains(setup)) return store.set({ snapshot: undefined }); // the new worker will start from the set-up
      try {
        await action(setup);
      } catch (error) {
        const { setup: now, accepted } = store.get();
        if (!(error instanceof WorkerGone) && now === setup) store.set({ setup: accepted });
        throw error;
      }
    },

    /** A lab before its first epoch takes the place of the one before. @param {Configured} lab @param {Setup} setup */
    begin(lab, setup) {
      session.addEarlierRun();
      store.set(begun(store.get(), lab, setup));
      session.target = store.get().setup.epochs; // which may have changed meanwhile
    },

    /** The run that is about to be replaced stays for comparison. */
    addEarlierRun() {
      store.set(withEarlierRun(store.get(), session.trainedWith, session.ofShown()));
    },

    /**
     * A call that a dead worker left open is no error of its own: the engine has told the page.
     * @param {() => Promise<void>} action
     * @param {(error: Error | string) => void} [failed]  else the whole page says it
     */
    async guarded(action, failed = store.fail) {
      try {
        await action();
      } catch (error) {
        if (error instanceof WorkerGone) return;
        failed(error instanceof Error ? error : String(error));
        if (store.get().training.kind === "running") store.set({ training: { kind: "paused" } });
      }
    },
  };
  return session;
}

/** @typedef {ReturnType<typeof createSession>} Session */
