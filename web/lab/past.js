// @ts-check
// The past: epochs that are looked at, gone back to, or whose weights are set by hand.

import { historyUntil, remeasured } from "./history.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Parameter } from "./network_plan.js" */
/** @import { Session } from "./session.js" */
/** @import { Store } from "./store.js" */

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Session} session
 */
export function createPast(store, engine, session) {
  /** A past epoch becomes the latest, and a breakdown after it is over. @param {number} epoch */
  async function goBack(epoch) {
    const { history } = store.get();
    const snapshot = await engine.call("go_back", { epoch });
    session.addEarlierRun();
    const takenBack = Math.max(store.get().takenBack, history.epoch.at(-1) ?? 0);
    store.set({ snapshot, moment: undefined, takenBack, training: { kind: "paused" }, history: historyUntil(history, snapshot.epoch) });
  }

  /** The past epoch that is shown becomes the latest: what came after it is forgotten. */
  async function goOnFromMoment() {
    const { moment } = store.get();
    if (moment) await goBack(moment.epoch);
  }

  return {
    goOnFromMoment,

    /** Shows a past epoch, or the nearest one kept before it; training pauses. @param {number} epoch */
    look: (epoch) =>
      session.guarded(async () => {
        const { training, snapshot } = store.get();
        if (training.kind === "running") store.set({ training: { kind: "paused" } });
        if (epoch >= (snapshot?.epoch ?? 0)) return store.set({ moment: undefined });
        const moment = await engine.call("look", { epoch });
        store.set({ moment });
      }),

    /** Training will go on from a past epoch. @param {number} epoch */
    goBack: (epoch) => session.guarded(() => goBack(epoch)),

    /** Sets one weight or bias of the epoch that is shown. @param {Omit<Parameter, "index">} which @param {number} value */
    setParameter: ({ layer, kind, row, column }, value) =>
      session.guarded(async () => {
        await goOnFromMoment();
        const edited = await engine.call("set_parameter", { layer, kind, row, column, value });
        const { training, history } = store.get();
        store.set({
          snapshot: edited.snapshot, history: remeasured(history, edited),
          training: training.kind === "running" ? training : { kind: "paused" },
        });
      }),
  };
}

/** @typedef {ReturnType<typeof createPast>} Past */
