// @ts-check
// Play, pause and step. Python is asked for a few milliseconds of work a call, so that Pause and a new set-up
// never wait.

import { liveFields } from "./setup.js";
import { endOf, trainedOn } from "./transitions.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { LiveRun } from "./live_run.js" */
/** @import { Past } from "./past.js" */
/** @import { Trained } from "../generated/protocol.js" */
/** @import { Session } from "./session.js" */
/** @import { Store } from "./store.js" */

const BUDGET_MS = 40;
/** With "live" on, a call is shorter still, so that what is turned next is soon begun. */
export const LIVE_BUDGET_MS = 20;
const SLOW_EPOCH_MS = 200;
/** A guided run takes so long, whatever it trains, and is slowest where most happens: at its beginning. */
const GUIDED_MS = 8000;
const GUIDED_TICK_MS = 50;

/** How many of a guided run's epochs are due. @param {number} epochs in all @param {number} ms since it began */
export const guidedEpochs = (epochs, ms) => Math.ceil(epochs * Math.min(1, (ms + GUIDED_TICK_MS) / GUIDED_MS) ** 2);

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Session} session
 * @param {LiveRun} liveRun
 * @param {Pick<Past, "goOnFromMoment">} past
 */
export function createTraining(store, engine, session, liveRun, past) {
  let looping = false;
  /** When the last step that was asked for is done. @type {Promise<void>} */
  let stepped = Promise.resolve();

  /** @param {Trained} trained */
  function accept(trained) {
    const { history, training, setup } = store.get();
    liveRun.reached(trained.snapshot);
    const ended = endOf(trained, session.target, setup.learning_rate);
    store.set(trainedOn(history, trained, session.pace.reach(trained.snapshot.epoch)));
    if (ended && (training.kind === "running" || ended.kind === "broken")) store.set({ training: ended });
  }

  /** @param {number} epochs */
  async function trainSome(epochs) {
    const { setup, live } = store.get();
    session.trainedWith = setup;
    const budget_ms = live ? LIVE_BUDGET_MS : BUDGET_MS;
    const started = performance.now();
    const call = engine.call("train", { run: session.number, epochs, budget_ms, live: liveFields(setup) });
    session.call = call;
    try {
      const trained = await call;
      liveRun.worked(performance.now() - started);
      if (trained.run === session.number) accept(trained);
    } finally {
      session.call = undefined;
    }
  }

  async function trainWhileRunning() {
    const [began, first] = [performance.now(), session.epoch()];
    while (store.get().training.kind === "running") {
      const { speed } = store.get();
      const started = performance.now();
      const left = session.target - session.epoch();
      const due = first + guidedEpochs(session.target - first, started - began) - session.epoch();
      if (due > 0 || speed !== "guided") await trainSome(speed === "slow" ? 1 : speed === "guided" ? Math.min(due, left) : left);
      if (store.get().training.kind !== "running") return;
      const rest = speed === "slow" ? SLOW_EPOCH_MS : speed === "guided" ? GUIDED_TICK_MS : 0;
      if (rest) await new Promise((resolve) => setTimeout(resolve, rest - (performance.now() - started)));
    }
  }

  /** Trains for as long as the run is running; one loop at a time. */
  async function loop() {
    if (looping) return;
    looping = true;
    try {
      await session.quiet();
      await trainWhileRunning();
    } finally {
      looping = false;
    }
  }

  async function stepOnce() {
    await session.replaced();
    if (!store.get().lab) return;
    store.set({ training: { kind: "paused" } });
    await session.quiet();
    liveRun.leave();
    await past.goOnFromMoment();
    const wanted = session.epoch() + 1;
    session.pace.start(session.epoch());
    while (session.epoch() < wanted && store.get().training.kind === "paused") await trainSome(1);
  }

  return {
    loop,

    play: () =>
      session.guarded(async () => {
        await session.replaced();
        if (!store.get().lab || store.get().training.kind === "running") return;
        await past.goOnFromMoment();
        liveRun.leave();
        if (session.epoch() >= session.target) session.target = session.epoch() + store.get().setup.epochs;
        session.pace.start(session.epoch());
        store.set({ training: { kind: "running" } });
        await loop();
      }),

    pause() {
      if (store.get().training.kind === "running") store.set({ training: { kind: "paused" } });
    },

    /** One epoch more; quick clicks wait for each other, and none is lost. */
    step: () =>
      session.guarded(() => {
        stepped = stepped.catch(() => {}).then(stepOnce);
        return stepped;
      }),
  };
}

/** @typedef {ReturnType<typeof createTraining>} Training */
