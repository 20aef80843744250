// @ts-check
// Drives training: play, pause, step, reset. Python is asked for at most BUDGET_MS of work a call, so
// that Pause and a new set-up never wait; replies of an older run are dropped.

import { WorkerGone } from "./engine.js";
import { emptyHistory } from "./state.js";

const BUDGET_MS = 40;
const SLOW_EPOCH_MS = 200;

/**
 * @param {import("./state.js").Store} store
 * @param {Pick<ReturnType<typeof import("./engine.js").createEngine>, "call">} engine
 */
export function createRunner(store, engine) {
  let run = 0;
  let target = store.get().epochs;
  let training = false;

  const setup = () => {
    const { learningRate, seed } = store.get();
    return { preset: "paper", learning_rate: learningRate, seed };
  };
  const epoch = () => store.get().snapshot?.epoch ?? 0;

  /** A call that a dead worker left open is no error of its own: the engine has told the page. */
  async function guarded(/** @type {() => Promise<void>} */ action) {
    try {
      await action();
    } catch (error) {
      if (error instanceof WorkerGone) return;
      store.set({ error: error instanceof Error ? error.message : String(error), run: { kind: "paused" } });
    }
  }

  /** @param {import("./protocol.js").Configured} lab */
  function begin(lab) {
    const history = emptyHistory();
    history.epoch.push(0);
    history.train_loss.push(lab.train_loss);
    history.train_accuracy.push(lab.train_accuracy);
    history.printed_loss.push(NaN);
    target = store.get().epochs;
    store.set({ lab, snapshot: lab.snapshot, history, run: { kind: "idle" }, error: "" });
  }

  /** @param {import("./protocol.js").Trained} trained */
  function accept({ reports, snapshot, breakdown }) {
    const before = store.get();
    /** @type {import("./state.js").History} */
    const history = {
      epoch: [...before.history.epoch, ...reports.epoch.data],
      train_loss: [...before.history.train_loss, ...reports.train_loss.data],
      train_accuracy: [...before.history.train_accuracy, ...reports.train_accuracy.data],
      printed_loss: [...before.history.printed_loss, ...reports.printed_loss.data],
    };
    store.set({ history, snapshot });
    if (breakdown) store.set({ run: { kind: "broken", why: breakdown, learningRate: before.learningRate } });
  }

  /** @param {number} epochs */
  async function trainSome(epochs) {
    const own = run;
    training = true;
    try {
      const trained = await engine.call("train", {
        run, epochs, budget_ms: BUDGET_MS, learning_rate: store.get().learningRate,
      });
      if (trained.run === run && own === run) accept(trained);
    } finally {
      training = false;
    }
  }

  async function loop() {
    while (store.get().run.kind === "running") {
      const slow = store.get().speed === "slow";
      const started = performance.now();
      await trainSome(slow ? 1 : target - epoch());
      if (store.get().run.kind !== "running") return;
      if (epoch() >= target) {
        store.set({ run: { kind: "finished" } });
        return;
      }
      if (slow) await new Promise((resolve) => setTimeout(resolve, SLOW_EPOCH_MS - (performance.now() - started)));
    }
  }

  return {
    reset: () =>
      guarded(async () => {
        run += 1;
        const own = run;
        const lab = await engine.call("configure", { run, setup: setup() });
        if (own === run) begin(lab);
      }),

    /** Puts the last snapshot into a new worker. */
    resume: () =>
      guarded(async () => {
        const { snapshot, run: state } = store.get();
        if (!snapshot) return;
        run += 1;
        const lab = await engine.call("restore", { run, setup: setup(), snapshot });
        store.set({ lab, snapshot: lab.snapshot, run: state.kind === "running" ? { kind: "paused" } : state });
      }),

    play: () =>
      guarded(async () => {
        if (!store.get().lab || store.get().run.kind === "running") return;
        if (epoch() >= target) target = epoch() + store.get().epochs;
        store.set({ run: { kind: "running" } });
        if (!training) await loop();
      }),

    pause() {
      if (store.get().run.kind === "running") store.set({ run: { kind: "paused" } });
    },

    step: () =>
      guarded(async () => {
        if (!store.get().lab || training) return;
        store.set({ run: { kind: "paused" } });
        const wanted = epoch() + 1;
        while (epoch() < wanted && store.get().run.kind === "paused") await trainSome(1);
      }),

    /** A new number of epochs to train: where a run stops by itself. @param {number} epochs */
    setEpochs(epochs) {
      target = Math.max(epochs, epoch());
      store.set({ epochs });
    },
  };
}
