// @ts-check
// A new lab for Python: another set-up, a file of the visitor's own, a model or its weights, a new worker.

import { breathe } from "../base/breathe.js";
import { WorkerGone } from "../boot/engine.js";
import { FIELDS, OWN_TABLE } from "../generated/options.js";
import { changed, defaultSetup } from "./setup.js";
import { historyUntil } from "./history.js";
import { given } from "./transitions.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { CsvReader } from "./csv_reader.js" */
/** @import { RunOf } from "./earlier_runs.js" */
/** @import { LiveTraining } from "./live_training.js" */
/** @import { CsvFile, Methods, Setup, Snapshot } from "../generated/protocol.js" */
/** @import { Session } from "./session.js" */
/** @import { Store } from "./store.js" */

/** @typedef {Pick<Setup, "target" | "task" | "left_out">} Columns  Of the visitor's file. */

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Session} session
 * @param {CsvReader} csvReader
 * @param {Pick<LiveTraining, "retrain">} live
 */
export function createConfiguring(store, engine, session, csvReader, { retrain }) {
  const configure = () =>
    session.replace(() => session.withSetup(async (setup) => {
      session.begin(await engine.call("configure", { run: session.number, setup }), setup);
    }));

  async function putIntoWorker() {
    const { csv, setup, training } = store.get();
    let { snapshot } = store.get();
    csvReader.forget();
    let otherwise = false;
    if (csv && snapshot && setup.dataset === "own" && csv.reading?.version === undefined) {
      otherwise = !(await readAsThen(csv, setup, snapshot));
      if (otherwise) snapshot = undefined;
    } else if (csv) await csvReader.read(csv);
    const params = { run: session.number, setup, new_csv: csv !== undefined };
    if (!snapshot) {
      session.begin(await engine.call("configure", params), setup);
      if (otherwise) store.set({ notices: [...store.get().notices, { key: "kept_read_otherwise" }] });
      return;
    }
    let lab;
    try {
      lab = await engine.call("restore", { ...params, snapshot });
    } catch (error) {
      if (error instanceof WorkerGone || store.get().lab === undefined) throw error;
      // The worker died while another set-up was on its way to it, whose network these weights are not.
      return session.begin(await engine.call("configure", params), setup);
    }
    session.target = Math.max(session.target, setup.epochs);
    store.set({ ...given(store.get(), lab, setup), training: training.kind === "running" ? { kind: "paused" } : training });
  }

  /**
   * An earlier version's file, whose numbers may have been others: whether they are those of the kept network.
   * @param {CsvFile} csv @param {Setup} setup @param {Snapshot} snapshot
   */
  async function readAsThen(csv, setup, snapshot) {
    const { history: { epoch, train_loss } } = store.get();
    const loss = epoch.at(-1) === snapshot.epoch ? (train_loss.at(-1) ?? NaN) : NaN;
    const { reading, asBefore } = await csvReader.readKept(csv, { setup, snapshot, loss });
    // Weights over other numbers are not to be kept for a next visit.
    store.set({ csv: { ...csv, reading }, ...(asBefore ? {} : { snapshot: undefined }) });
    return asBefore;
  }

  /** The visitor's own trained network, which is about to be replaced, can be brought back. */
  function setAside() {
    const { snapshot, history, csv, accepted } = store.get();
    if (snapshot?.epoch && !session.ofShown()) store.set({ setAside: { setup: accepted, snapshot, history, csv, of: undefined } });
  }

  /** The lab that a step of a lesson starts from. @param {Omit<Methods["start_step"]["params"], "run">} asked @param {RunOf} of @returns {Promise<void>} */
  const startStep = (asked, of) =>
    session.guarded(() =>
      session.bring(async () => {
        const { lab, setup, given: more } = await engine.call("start_step", { run: session.number, ...asked });
        // What the visitor trained before the lesson is kept.
        setAside();
        session.claim({ ...of, setup });
        session.again = more ? () => startStep(asked, of) : undefined;
        store.set({ setup });
        session.begin(lab, setup);
      }),
    );

  return {
    reset: () => (session.again ? session.again() : session.guarded(configure)),

    /**
     * A new set-up: some fields, or all. What cannot change on the way starts training anew; what Python
     * refuses is undone.
     * @param {Partial<Setup>} fields
     * @param {(error: Error | string) => void} [refused]  hears why; else the whole page says it
     */
    change: (fields, refused) =>
      session.chosen(async () => {
        const before = store.get().setup;
        const setup = { ...before, ...fields };
        const names = changed(before, setup);
        if (names.length === 0) return;
        const { live } = store.get();
        store.set(live ? { setup, turning: true } : { setup });
        if (live) return retrain();
        if (names.includes("epochs")) session.target = Math.max(setup.epochs, session.epoch());
        if (names.some((name) => !FIELDS[name].live)) await configure();
        else store.set({ accepted: { ...store.get().accepted, ...fields } });
      }, refused),

    startStep,

    /** The lesson that the lab is of; "" of none, or of one that is not known. */
    lessonOf: () => session.of()?.lesson ?? "",

    /** A lesson begins with the lab as it is. */
    claim: (/** @type {RunOf} */ of) => session.claim(of),

    /** The lab that the last visit left is a lesson's if it was one then. */
    claimAsBefore: () => session.claim(session.wasOf()),

    /**
     * A whole set-up, such as a preset: training starts anew, whatever differs.
     * @param {Setup} setup
     * @param {boolean} [aside]  whether a trained network is set aside for it
     */
    choose: (setup, aside = false) =>
      session.chosen(async () => {
        if (aside) setAside();
        store.set({ setup });
        await (store.get().live ? retrain() : configure());
      }),

    /** Puts into a new worker what the page has: the visitor's file, the set-up, the last weights. */
    start: () => {
      const of = session.of();
      return session.guarded(() =>
        session.replace(async () => {
          const first = store.get().lab === undefined;
          session.claim(of);
          try {
            await putIntoWorker();
          } catch (error) {
            if (!first || error instanceof WorkerGone) throw error;
            // What a link or the last visit asks for cannot be had: then the note's run.
            const setup = defaultSetup();
            store.set({ setup, csv: undefined, snapshot: undefined });
            session.begin(await engine.call("configure", { run: session.number, setup }), setup);
            throw error;
          }
        }),
      );
    },

    /**
     * What comes of a file with the chosen columns. Rejects when Python refuses it.
     * @param {CsvFile} csv
     * @param {Columns} columns
     */
    async chooseColumns(csv, columns) {
      await csvReader.need(csv);
      return engine.call("choose_columns", columns);
    },

    /**
     * The visitor's own file with the chosen columns. Rejects, and nothing has changed, when Python refuses it.
     * @param {CsvFile} csv
     * @param {Columns} columns
     */
    useCsv: (csv, columns) =>
      session.bring(async () => {
        const before = store.get().setup;
        // What suits most tables; whoever has one already keeps what was chosen for it.
        let setup = { ...(before.dataset === "own" ? before : { ...defaultSetup(), ...OWN_TABLE }), ...columns };
        await csvReader.need(csv);
        let lab = await engine.call("configure", { run: session.number, setup, new_csv: true });
        if (lab.test_rows === 0 && setup.patience) {
          setup = { ...setup, test_ratio: 0, patience: 0 }; // too few rows to keep any back
          lab = await engine.call("configure", { run: session.number, setup });
        }
        store.set({ csv, setup });
        await breathe(); // hundreds of columns are shown in two tasks, not in one
        session.begin(lab, setup);
      }).then(() => (store.get().live ? session.guarded(retrain) : undefined)),

    /** A model file in place of the present lab. Rejects, and nothing has changed, when it is refused.
     * Whether the network has on its table the loss that the file says. @param {string} text */
    async openModel(text) {
      let fitsTable = true;
      await session.bring(async () => {
        const { lab, setup, history, csv, fits } = await engine.call("open_model", { run: session.number, text });
        session.claim(undefined); // the visitor's, wherever it was opened
        store.set(csv ? { setup, csv } : { setup });
        session.begin(lab, setup);
        const columns = Object.entries(history).map(([name, column]) => [name, [...column.data]]);
        const { epoch: reached } = lab.snapshot;
        session.target = Math.max(setup.epochs, reached);
        store.set({
          history: historyUntil(Object.fromEntries(columns), reached),
          training: reached === 0 ? { kind: "idle" } : { kind: "paused" },
        });
        fitsTable = fits;
      });
      return fitsTable;
    },

    /** Weights from an .npz file: training starts from them. Rejects, and nothing has changed, when refused. @param {Uint8Array} data */
    openWeights: (data) =>
      session.replace(async () => session.begin(await engine.call("open_weights", { run: session.number, data }), store.get().setup)),
  };
}
