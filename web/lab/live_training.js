// @ts-check
// "Live": every change of the set-up trains the whole run anew, and a network that this would throw away is set
// aside.

import { endOf, begun, given, trainedOn } from "./transitions.js";
import { LIVE_BUDGET_MS } from "./training.js";
import { historyUntil } from "./history.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { CsvReader } from "./csv_reader.js" */
/** @import { LiveRun } from "./live_run.js" */
/** @import { Session } from "./session.js" */
/** @import { Store } from "./store.js" */
/** @import { Training } from "./training.js" */

/** A knob counts as being turned until it has stood still for this long. */
const TURNING_MS = 250;

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Session} session
 * @param {CsvReader} csvReader
 * @param {LiveRun} liveRun
 * @param {Pick<Training, "loop">} training
 */
export function createLiveTraining(store, engine, session, csvReader, liveRun, training) {
  let turning = 0;

  /** The whole run anew: one call for as much as its time allows, and from there on as always. */
  async function retrain() {
    clearTimeout(turning);
    turning = setTimeout(() => store.set({ turning: false }), TURNING_MS);
    store.set({ turning: true });
    await session.replace(() => session.withSetup(async (setup) => {
      const started = performance.now();
      session.pace.start(0);
      const budget_ms = liveRun.budget(LIVE_BUDGET_MS);
      const { lab, trained } = await engine.call("retrain", { run: session.number, setup, budget_ms });
      const ms = performance.now() - started;
      setAside();
      const fresh = begun(store.get(), lab, setup);
      session.target = store.get().setup.epochs; // which may have changed meanwhile
      session.trainedWith = setup;
      liveRun.begin(trained.snapshot, ms);
      store.set({
        ...fresh, ...trainedOn(fresh.history, trained, session.pace.reach(trained.snapshot.epoch)),
        training: endOf(trained, session.target, store.get().setup.learning_rate) ?? { kind: "running" },
      });
    }));
    if (store.get().training.kind === "running") await training.loop();
  }

  /** A network that live training did not make is not thrown away by a turn of a knob. */
  function setAside() {
    const { snapshot, history, csv, accepted } = store.get();
    if (!snapshot?.epoch || liveRun.made(snapshot)) return;
    session.addEarlierRun();
    store.set({ setAside: { setup: accepted, snapshot, history, csv, of: session.ofShown() } });
  }

  return {
    retrain,

    /** With "live" on, every change of the set-up trains the whole run anew. @param {boolean} live */
    setLive: (live) =>
      session.guarded(async () => {
        store.set({ live });
        const { training, lab } = store.get();
        if (live && lab && training.kind === "idle") await retrain();
      }),

    /** The network that live training has set aside takes its place again. */
    bringBack: () =>
      session.guarded(() =>
        session.bring(async () => {
          const { setAside: aside, csv } = store.get();
          if (!aside) return;
          const { setup, snapshot, history } = aside;
          const new_csv = aside.csv !== undefined && aside.csv !== csv;
          if (new_csv && aside.csv) await csvReader.read(aside.csv);
          const lab = await engine.call("restore", { run: session.number, setup, snapshot, new_csv });
          session.claim(aside.of);
          session.trainedWith = setup;
          session.target = Math.max(setup.epochs, snapshot.epoch);
          liveRun.leave();
          if (new_csv) store.set({ csv: aside.csv });
          store.set({
            ...given(store.get(), lab, setup), setup, history: historyUntil(history, snapshot.epoch),
            training: { kind: "paused" }, error: "", live: false, setAside: undefined,
          });
        }),
      ),
  };
}

/** @typedef {ReturnType<typeof createLiveTraining>} LiveTraining */
