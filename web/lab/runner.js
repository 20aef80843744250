// @ts-check
// Drives training: play, pause, step, reset, a new set-up. Python is asked for at most BUDGET_MS of work a
// call, so that Pause and a new set-up never wait; replies of an older run are dropped.

import { dataKey, datasetOf } from "./dataset.js";
import { WorkerGone } from "../boot/engine.js";
import { withRun } from "./earlier_runs.js";
import { createPace } from "../base/pace.js";
import { changed, defaultSetup, FIELDS, liveFields } from "./setup.js";
import { emptyHistory, grown, historyUntil, remeasured } from "./store.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Parameter } from "./network_plan.js" */
/** @import { Configured, Setup, Trained } from "./protocol.js" */
/** @import { History, Run, Store } from "./store.js" */

const BUDGET_MS = 40;
const SLOW_EPOCH_MS = 200;
/** With "live" on, a call is shorter still, so that what is turned next is soon begun ... */
const LIVE_BUDGET_MS = 20;
/** ... but a run that is over in a blink is not cut in two. */
const BLINK_MS = 45;
/** A knob that has not been turned for this long is at rest. */
const TURNING_MS = 250;

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function createRunner(store, engine) {
  let run = 0;
  let target = store.get().setup.epochs;
  /** The call to train that is on its way. @type {Promise<unknown> | undefined} */
  let training;
  let looping = false;
  /** When the last step that was asked for is done. @type {Promise<void>} */
  let stepped = Promise.resolve();
  /** How many times a new lab was asked for; only the newest wish is carried out. */
  let wishes = 0;
  /** When the last of them is done. @type {Promise<void>} */
  let replaced = Promise.resolve();
  /** The set-up that Python last accepted. */
  let accepted = store.get().setup;
  /** What the latest epochs were trained with: a learning rate changed since then is of the next run. */
  let trainedWith = accepted;

  /** What live training came to last: a network that nobody trained further or changed by hand. */
  let liveSnapshot = store.get().snapshot;
  /** Whether the run that is under way was started by a knob. */
  let liveRun = false;
  /** How long Python was at work on the latest of them. */
  let liveMs = 0;
  let turning = 0;
  const pace = createPace();

  const epoch = () => store.get().snapshot?.epoch ?? 0;

  /** A call that a dead worker left open is no error of its own: the engine has told the page. */
  async function guarded(/** @type {() => Promise<void>} */ action) {
    try {
      await action();
    } catch (error) {
      if (error instanceof WorkerGone) return;
      store.set({ error: error instanceof Error ? error : String(error) });
      if (store.get().run.kind === "running") store.set({ run: { kind: "paused" } });
    }
  }

  /** The run that is about to be replaced stays for comparison. */
  function keepRun() {
    const { lab, history, earlier, setup } = store.get();
    if (!lab) return;
    const runs = withRun(earlier, { setup: trainedWith, history, samples: lab.rows - lab.test_rows });
    // Losses on other data say nothing here, unless someone wants to see them.
    store.set({ earlier: runs.map((run) => ({ ...run, shown: run.shown && run.setup.dataset === setup.dataset })) });
  }

  /** @param {Configured} lab @param {Setup} setup */
  function begin(lab, setup) {
    keepRun();
    store.set(begun(lab, setup));
  }

  /** What the store holds of a lab before its first epoch. @param {Configured} lab @param {Setup} setup */
  function begun(lab, setup) {
    const history = emptyHistory();
    history.epoch.push(0);
    history.train_loss.push(lab.train_loss);
    history.train_accuracy.push(lab.train_accuracy);
    history.printed_loss.push(NaN);
    history.test_loss.push(lab.test_loss);
    history.test_accuracy.push(lab.test_accuracy);
    accepted = setup;
    target = store.get().setup.epochs; // which may have changed meanwhile
    return {
      ...newData(lab, setup), lab, snapshot: lab.snapshot, moment: undefined, kept: lab.kept, history,
      run: /** @type {Run} */ ({ kind: "idle" }), error: "", pace: 0,
    };
  }

  /** Other data than before come with their first row in the form. @param {Configured} lab @param {Setup} setup */
  function newData(lab, setup) {
    const { dataset: before, csv, lab: old } = store.get();
    const key = dataKey(setup, csv);
    // The old network's answer does not fit a new one of another shape.
    if (before?.key === key) return String(old?.sizes) === String(lab.sizes) ? {} : { prediction: undefined };
    const dataset = datasetOf(lab, key, setup.dataset);
    return { dataset, flower: 0, values: dataset.rows[0].values, prediction: undefined };
  }

  /** @param {Trained} trained */
  function accept(trained) {
    const { history, run: state } = store.get();
    if (liveRun) liveSnapshot = trained.snapshot;
    const ended = endOf(trained);
    store.set(brought(history, trained));
    if (ended && (state.kind === "running" || ended.kind === "broken")) store.set({ run: ended });
  }

  /** What a call to train brings into the store. @param {History} before @param {Trained} trained */
  function brought(before, { reports, snapshot, kept, why_plain }) {
    return { history: grown(before, reports), snapshot, kept, whyPlain: why_plain, pace: pace.reach(snapshot.epoch) };
  }

  /** How training has ended, or undefined. @param {Trained} trained @returns {Run | undefined} */
  function endOf({ breakdown, stopped, snapshot }) {
    if (breakdown) return { kind: "broken", why: breakdown, learningRate: store.get().setup.learning_rate };
    if (stopped) return { kind: "finished", why: stopped };
    return snapshot.epoch >= target ? { kind: "finished", why: "epochs" } : undefined;
  }

  /**
   * Runs `action`, which gives Python a new lab, when no call to train is on its way; not at all when a newer
   * wish has come meanwhile.
   * @param {() => Promise<void>} action
   */
  function replaceLab(action) {
    const own = ++wishes;
    const done = replaced.then(async () => {
      if (own !== wishes) return;
      if (store.get().run.kind === "running") store.set({ run: { kind: "paused" } });
      await training?.catch(() => {});
      run += 1;
      await action();
    });
    replaced = done.catch(() => {});
    return done;
  }

  const configure = () =>
    replaceLab(async () => {
      const { setup, engine: { kind } } = store.get();
      if (kind !== "ready") {
        store.set({ snapshot: undefined }); // the new worker will start from the set-up
        return;
      }
      try {
        begin(await engine.call("configure", { run, setup }), setup);
      } catch (error) {
        if (!(error instanceof WorkerGone) && store.get().setup === setup) store.set({ setup: accepted });
        throw error;
      }
    });

  /** With "live" on, the whole run anew: the first part of it in one call, the rest as always. */
  async function retrain() {
    clearTimeout(turning);
    turning = setTimeout(() => store.set({ turning: false }), TURNING_MS);
    store.set({ turning: true });
    await replaceLab(async () => {
      const { setup, engine: { kind } } = store.get();
      if (kind !== "ready") return store.set({ snapshot: undefined });
      try {
        const started = performance.now();
        pace.start(0);
        const budget_ms = liveMs <= 2 * BLINK_MS ? BLINK_MS : LIVE_BUDGET_MS; // cut, it took longer
        const { lab, trained } = await engine.call("retrain", { run, setup, budget_ms });
        liveMs = performance.now() - started;
        setAside();
        const fresh = begun(lab, setup);
        trainedWith = setup;
        liveRun = true;
        liveSnapshot = trained.snapshot;
        store.set({ ...fresh, ...brought(fresh.history, trained), run: endOf(trained) ?? { kind: "running" } });
      } catch (error) {
        if (!(error instanceof WorkerGone) && store.get().setup === setup) store.set({ setup: accepted });
        throw error;
      }
    });
    if (store.get().run.kind === "running") await loop();
  }

  /** A network that live training did not make is not thrown away by a turn of a knob. */
  function setAside() {
    const { snapshot, history, csv } = store.get();
    if (!snapshot?.epoch || snapshot === liveSnapshot) return;
    keepRun();
    store.set({ aside: { setup: accepted, snapshot, history, csv } });
  }

  /** @param {number} epochs */
  async function trainSome(epochs) {
    trainedWith = store.get().setup;
    const budget_ms = store.get().live ? LIVE_BUDGET_MS : BUDGET_MS;
    const started = performance.now();
    const call = engine.call("train", { run, epochs, budget_ms, live: liveFields(store.get().setup) });
    training = call;
    try {
      const trained = await call;
      liveMs += performance.now() - started;
      if (trained.run === run) accept(trained);
    } finally {
      training = undefined;
    }
  }

  async function loop() {
    if (looping) return;
    looping = true;
    try {
      await training?.catch(() => {});
      await trainWhileRunning();
    } finally {
      looping = false;
    }
  }

  async function trainWhileRunning() {
    while (store.get().run.kind === "running") {
      const slow = store.get().speed === "slow";
      const started = performance.now();
      await trainSome(slow ? 1 : target - epoch());
      if (store.get().run.kind !== "running") return;
      if (slow) await new Promise((resolve) => setTimeout(resolve, SLOW_EPOCH_MS - (performance.now() - started)));
    }
  }

  /** The moment looked at becomes the latest: what came after it is forgotten. */
  async function goOnFromMoment() {
    const { moment } = store.get();
    if (moment) await goBack(moment.epoch);
  }

  /** A past epoch becomes the latest, and a breakdown after it is over. @param {number} epoch */
  async function goBack(epoch) {
    const { history } = store.get();
    const snapshot = await engine.call("go_back", { epoch });
    keepRun();
    store.set({ snapshot, moment: undefined, run: { kind: "paused" }, history: historyUntil(history, snapshot.epoch) });
  }

  async function putIntoWorker() {
    const { csv, setup, snapshot, run: state } = store.get();
    if (csv) await engine.call("read_csv", { data: csv.data });
    const params = { run, setup, new_csv: csv !== undefined };
    if (!snapshot) {
      begin(await engine.call("configure", params), setup);
      return;
    }
    const lab = await engine.call("restore", { ...params, snapshot });
    accepted = setup;
    target = Math.max(target, setup.epochs);
    store.set({
      ...newData(lab, setup), lab, snapshot: lab.snapshot, moment: undefined, kept: lab.kept,
      run: state.kind === "running" ? { kind: "paused" } : state,
    });
  }

  return {
    /** Looks at a past epoch, or the nearest one kept before it; training pauses. @param {number} past */
    look: (past) =>
      guarded(async () => {
        const { run: state, snapshot } = store.get();
        if (state.kind === "running") store.set({ run: { kind: "paused" } });
        if (past >= (snapshot?.epoch ?? 0)) return store.set({ moment: undefined });
        const moment = await engine.call("look", { epoch: past });
        store.set({ moment });
      }),

    /** Training will go on from a past epoch. @param {number} past */
    goBack: (past) => guarded(() => goBack(past)),

    /** Sets one weight or bias of the epoch that is shown. @param {Omit<Parameter, "index">} which @param {number} value */
    setParameter: ({ layer, kind, row, column }, value) =>
      guarded(async () => {
        await goOnFromMoment();
        const edited = await engine.call("set_parameter", { layer, kind, row, column, value });
        const { run: state, history } = store.get();
        store.set({
          snapshot: edited.snapshot, history: remeasured(history, edited),
          run: state.kind === "running" ? state : { kind: "paused" },
        });
      }),

    reset: () => guarded(configure),

    /**
     * A new set-up: some fields, or all. What cannot change on the way starts training anew; what Python
     * refuses is undone.
     * @param {Partial<Setup>} fields
     */
    change: (fields) =>
      guarded(async () => {
        const before = store.get().setup;
        const setup = { ...before, ...fields };
        const names = changed(before, setup);
        if (names.length === 0) return;
        const { live } = store.get();
        store.set(live ? { setup, turning: true } : { setup });
        if (live) return retrain();
        if (names.includes("epochs")) target = Math.max(setup.epochs, epoch());
        if (names.some((name) => !FIELDS[name].live)) await configure();
        else accepted = { ...accepted, ...fields };
      }),

    /** A whole set-up, such as a preset: training starts anew, whatever differs. @param {Setup} setup */
    choose: (setup) =>
      guarded(async () => {
        store.set({ setup });
        await (store.get().live ? retrain() : configure());
      }),

    /** With "live" on, every change of the set-up trains the whole run anew. @param {boolean} live */
    setLive: (live) =>
      guarded(async () => {
        store.set({ live });
        const { run: state, lab } = store.get();
        if (live && lab && state.kind === "idle") await retrain();
      }),

    /** The network that live training has set aside takes its place again. */
    bringBack: () =>
      guarded(() =>
        replaceLab(async () => {
          const { aside, csv } = store.get();
          if (!aside) return;
          const { setup, snapshot, history } = aside;
          const new_csv = aside.csv !== undefined && aside.csv !== csv;
          if (new_csv) await engine.call("read_csv", { data: aside.csv?.data ?? new Uint8Array() });
          const lab = await engine.call("restore", { run, setup, snapshot, new_csv });
          accepted = trainedWith = setup;
          target = Math.max(setup.epochs, snapshot.epoch);
          liveRun = false;
          if (new_csv) store.set({ csv: aside.csv });
          store.set({
            ...newData(lab, setup), setup, lab, snapshot: lab.snapshot, history: historyUntil(history, snapshot.epoch), moment: undefined, kept: lab.kept,
            run: { kind: "paused" }, error: "", live: false, aside: undefined,
          });
        }),
      ),

    /** Puts into a new worker what the page has: the visitor's file, the set-up, the last weights. */
    start: () =>
      guarded(() =>
        replaceLab(async () => {
          const first = store.get().lab === undefined;
          try {
            await putIntoWorker();
          } catch (error) {
            if (!first || error instanceof WorkerGone) throw error;
            // What a link or the last visit asks for cannot be had: then the note's run.
            const setup = defaultSetup();
            store.set({ setup, csv: undefined, snapshot: undefined });
            begin(await engine.call("configure", { run, setup }), setup);
            throw error;
          }
        }),
      ),

    /**
     * The visitor's own file, which the worker was the last to read, with the chosen columns.
     * Rejects, and nothing has changed, when Python refuses it.
     * @param {{ name: string, data: Uint8Array }} csv
     * @param {string} target
     * @param {string[]} left_out
     */
    useCsv: (csv, target, left_out) =>
      replaceLab(async () => {
        const before = store.get().setup;
        // Columns of very different sizes train badly as they are; who wants them raw unticks it.
        const standardize = before.dataset === "own" ? before.standardize : true;
        const setup = { ...before, dataset: "own", target, left_out, standardize };
        const lab = await engine.call("configure", { run, setup, new_csv: true });
        store.set({ csv, setup });
        begin(lab, setup);
      }).then(() => (store.get().live ? guarded(retrain) : undefined)),

    /** A model file in place of the present lab. Rejects, and nothing has changed, when it is refused. @param {string} text */
    openModel: (text) =>
      replaceLab(async () => {
        const { lab, setup, history, csv } = await engine.call("open_model", { run, text });
        store.set(csv ? { setup, csv } : { setup });
        begin(lab, setup);
        const columns = Object.entries(history).map(([name, column]) => [name, [...column.data]]);
        const { epoch: reached } = lab.snapshot;
        target = Math.max(setup.epochs, reached);
        store.set({
          history: historyUntil(Object.fromEntries(columns), reached),
          run: reached === 0 ? { kind: "idle" } : { kind: "paused" },
        });
      }),

    /** Weights from an .npz file: training starts from them. Rejects, and nothing has changed, when refused. @param {Uint8Array} data */
    openWeights: (data) =>
      replaceLab(async () => begin(await engine.call("open_weights", { run, data }), store.get().setup)),

    play: () =>
      guarded(async () => {
        await replaced;
        if (!store.get().lab || store.get().run.kind === "running") return;
        await goOnFromMoment();
        liveRun = false;
        if (epoch() >= target) target = epoch() + store.get().setup.epochs;
        pace.start(epoch());
        store.set({ run: { kind: "running" } });
        await loop();
      }),

    pause() {
      if (store.get().run.kind === "running") store.set({ run: { kind: "paused" } });
    },

    /** One epoch more; quick clicks wait for each other, and none is lost. */
    step: () =>
      guarded(() => {
        stepped = stepped
          .catch(() => {})
          .then(async () => {
            await replaced;
            if (!store.get().lab) return;
            store.set({ run: { kind: "paused" } });
            await training?.catch(() => {});
            liveRun = false;
            await goOnFromMoment();
            const wanted = epoch() + 1;
            pace.start(epoch());
            while (epoch() < wanted && store.get().run.kind === "paused") await trainSome(1);
          });
        return stepped;
      }),
  };
}
