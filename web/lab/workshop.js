// @ts-check
// The visitor's own code: stored on this device only, run only when asked, and never over the original.

import { get, update } from "idb-keyval";
import { WorkerGone } from "../boot/engine.js";
import { grown, remeasured } from "./history.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { CodeTold, Compared, CompiledModule, ConsoleAnswer, Diagnosis, ExerciseForPage, Remark } from "../generated/protocol.js" */
/** @import { Store } from "./store.js" */

const KEY = "nnlab-code";
/** An answer that takes this long offers Stop; after the longer time the page says what everything waits for. */
const WAITS_MS = /** @type {const} */ ({ slow: 5000, hung: 15_000 });
/** The compiled module's text stands among the files under this name. */
export const MODULE = "module.wat";

/** The compiler's files are to be read only: see page/edited.py. @param {string} file */
export const isReadOnly = (file) => file === MODULE || file.startsWith("nnlab/compile/");

const RACE_BUDGET_MS = 60;

/**
 * `edits` are the files that differ from the original; `answers` the same for each exercise. `waited` says how long an answer has been waited for. `notice` is the key of a sentence.
 * `module` is the compiled module, once it has been asked for.
 * @typedef {Record<string, string>} Files
 * @typedef {"" | "diagnose" | "race" | "console"} Busy
 * @typedef {{ hints: number, shown: boolean }} Help  What an exercise told: so many hints, and whether its answer.
 * `undoable` holds what Restore took away, for each exercise and for free editing.
 * @typedef {{
 *   sources: Files, exercises: ExerciseForPage[],
 *   edits: Files, answers: Record<string, Files>, undoable: Record<string, Files>, solved: string[], helped: Record<string, Help>, editing: boolean,
 *   file: string, busy: Busy, waited: "" | keyof typeof WAITS_MS, notice: string,
 *   diagnosis: Diagnosis | undefined,
 *   race: (Compared & { task: "classes" | "numbers" }) | undefined,
 *   module: CompiledModule | undefined,
 * }} Code
 */

/** Whether an answer is the visitor's own work: what asks the original is none. @param {Remark[]} remarks */
export const isOwn = (remarks) => !remarks.some(({ slip }) => slip === "asks_original");

/** The sentence that says what is waited for. @param {Pick<Code, "busy" | "waited">} code */
export function waitingKey({ busy, waited }) {
  if (waited === "hung") return `code_hung_${busy}`;
  return waited === "slow" ? `code_slow_${busy}` : `code_busy_${busy}`;
}

/** What this device has stored; nothing where it is refused, which a browser may do by throwing at once. */
async function recalled() {
  try {
    return await get(KEY);
  } catch {
    return undefined;
  }
}

/** The file in which an exercise begins. @param {ExerciseForPage[]} exercises @param {string} exercise */
const fileOf = (exercises, exercise) => exercises.find(({ name }) => name === exercise)?.places[0].file;

/** @param {Files} files */
const isEmpty = (files) => Object.keys(files).length === 0;

/** @template T @param {Record<string, T>} record @param {string} key @returns {Record<string, T>} */
function without(record, key) {
  const { [key]: _, ...others } = record;
  return others;
}

/**
 * What an edit of one file makes of the edits, or of the answers to an exercise.
 * @param {Pick<Code, "edits" | "answers">} code
 * @param {string} exercise @param {string} file @param {string} text @param {string} original
 */
function edited({ edits, answers }, exercise, file, text, original) {
  if (exercise) return { answers: { ...answers, [exercise]: { ...answers[exercise], [file]: text } } };
  return { edits: text === original ? without(edits, file) : { ...edits, [file]: text } };
}

/**
 * The edits, or the answers to an exercise, are these files and no others.
 * @param {Pick<Code, "edits" | "answers">} code @param {string} exercise @param {Files} files
 */
function replacedBy({ answers }, exercise, files) {
  if (!exercise) return { edits: files };
  return { answers: isEmpty(files) ? without(answers, exercise) : { ...answers, [exercise]: files } };
}

/**
 * @param {Store} store
 * @param {ReturnType<typeof createEngine>} engine
 */
export function createWorkshop(store, engine) {
  let stopped = false;

  /** @param {Partial<Code>} change */
  function change(change) {
    const { code } = store.get();
    if (code) store.set({ code: { ...code, ...change } });
  }

  /**
   * Stores one change on this device; another tab may have stored others there.
   * @param {(stored: Pick<Code, "edits" | "answers" | "solved" | "helped">) => Partial<Code>} changed
   */
  async function storeChange(changed) {
    await update(KEY, (old) => {
      const stored = { edits: {}, answers: {}, solved: [], helped: {}, ...old };
      return { ...stored, ...changed(stored) };
    }).catch(() => change({ notice: "code_not_kept" }));
  }

  /** What takes the place of the package's own files. */
  function replaced() {
    const { code } = store.get();
    if (!code) return {};
    const { exercises, answers, edits } = code;
    const { exercise } = store.get();
    const task = exercises.find(({ name }) => name === exercise);
    return task ? { ...task.files, ...answers[exercise] } : edits;
  }

  /** These files take the place of the visitor's, which can be had back. @param {Files} files */
  function exchange(files) {
    const { code, exercise } = store.get();
    if (!code) return;
    const { edits, answers, editing } = code;
    const mine = exercise ? answers[exercise] ?? {} : edits;
    const undoable = isEmpty(files) ? code.undoable : without(code.undoable, exercise);
    void storeChange((stored) => replacedBy(stored, exercise, files));
    change({
      ...replacedBy(code, exercise, files), editing: exercise ? editing : !isEmpty(files),
      undoable: isEmpty(mine) ? undoable : { ...undoable, [exercise]: mine }, diagnosis: undefined, race: undefined,
    });
  }

  /** @type {number[]} */
  let timers = [];
  /** An answer is awaited, from now on. */
  function wait() {
    timers.forEach(clearTimeout);
    timers = Object.entries(WAITS_MS).map(([waited, ms]) =>
      setTimeout(() => change({ waited: /** @type {Code["waited"]} */ (waited) }), ms));
  }

  /**
   * Runs something that may never end.
   * @param {Busy} busy @param {() => Promise<void>} action
   */
  async function work(busy, action) {
    const { code } = store.get();
    if (!code || code.busy) return;
    stopped = false;
    change({ busy, waited: "", notice: "" });
    wait();
    try {
      await action();
    } catch (error) {
      if (!(error instanceof WorkerGone)) store.set({ error: String(error) });
      else if (!stopped) change({ notice: "code_worker_gone" });
    } finally {
      timers.forEach(clearTimeout);
      change({ busy: "", waited: "" });
    }
  }

  // What was found belongs to what was chosen.
  store.watch(["exercise"], ({ exercise, code }) => {
    if (code) change({ diagnosis: undefined, race: undefined, file: fileOf(code.exercises, exercise) ?? code.file });
  });

  return {
    /** The visitor's edits, also where the code was not opened in this visit. @returns {Promise<Files>} */
    async edits() {
      return store.get().code?.edits ?? (await recalled())?.edits ?? {};
    },
    /** Which exercises this device says are solved, before Python is there. */
    async solvedBefore() {
      const stored = await recalled();
      return /** @type {string[]} */ (stored?.solved ?? []);
    },

    /** An exercise has told so much: it is told to nobody but in a hand-in. @param {string} exercise @param {Help} help */
    help(exercise, help) {
      const most = (/** @type {Record<string, Help>} */ helped) => {
        const { hints, shown } = helped[exercise] ?? { hints: 0, shown: false };
        return { ...helped, [exercise]: { hints: Math.max(hints, help.hints), shown: shown || help.shown } };
      };
      change({ helped: most(store.get().code?.helped ?? {}) });
      void storeChange(({ helped }) => ({ helped: most(helped) }));
    },

    /** What of the visitor's own code this device has, as a hand-in takes it. @returns {Promise<CodeTold[]>} */
    async written() {
      const { answers = {}, edits = {}, helped = {} } = (await get(KEY).catch(() => undefined)) ?? {};
      return Object.entries({ ...answers, "": edits })
        .filter(([, files]) => !isEmpty(files))
        .map(([exercise, files]) => ({ exercise, files, hints: 0, shown: false, ...helped[exercise] }));
    },

    /** The package's files, and what this device has stored. */
    async open() {
      if (store.get().code) return;
      const [sources, { exercises }, stored] = await Promise.all([
        engine.call("sources", {}), engine.call("exercises", {}), recalled(),
      ]);
      const files = /** @type {Files} */ (stored?.edits ?? {});
      const edits = Object.fromEntries(Object.entries(files).filter(([file, text]) => file in sources && !isReadOnly(file) && sources[file] !== text));
      store.set({ code: {
        sources, exercises, edits, answers: stored?.answers ?? {}, undoable: {}, solved: stored?.solved ?? [], helped: stored?.helped ?? {},
        editing: !isEmpty(edits), file: fileOf(exercises, store.get().exercise) ?? "nnlab/layers.py", busy: "", waited: "", notice: "",
        diagnosis: undefined, race: undefined, module: undefined,
      } });
    },

    /** Asks for the compiled module as it is now. */
    async readModule() {
      try {
        change({ module: await engine.call("compiled_module", {}) });
      } catch (error) {
        if (!(error instanceof WorkerGone)) store.set({ error: String(error) });
      }
    },

    change,

    /** The text of a file as it stands. @param {string} file */
    text(file) {
      const { code } = store.get();
      return (file === MODULE ? code?.module?.text : replaced()[file] ?? code?.sources[file]) ?? "";
    },

    /** What a file is compared with. @param {string} file */
    original(file) {
      const { code, exercise } = store.get();
      const task = code?.exercises.find(({ name }) => name === exercise);
      return task?.files[file] ?? code?.sources[file] ?? "";
    },

    get changedFiles() {
      return Object.keys(replaced());
    },

    /** @param {string} file @param {string} text */
    edit(file, text) {
      const { code, exercise } = store.get();
      if (!code) return;
      const original = code.sources[file];
      void storeChange((stored) => edited(stored, exercise, file, text, original));
      change(edited(code, exercise, file, text, original));
    },

    /** Back to the original, or to the empty exercise. What the visitor wrote can be had back. */
    restore: () => exchange({}),

    /** Brings back what Restore took away, which takes away what was written since. */
    undoRestore() {
      const { code, exercise } = store.get();
      exchange(code?.undoable[exercise] ?? {});
    },

    diagnose: () =>
      work("diagnose", async () => {
        const { exercise } = store.get();
        const diagnosis = await engine.call("diagnose", { files: replaced() });
        if (exercise === store.get().exercise) change({ diagnosis, race: undefined });
        const { code } = store.get();
        const solved = diagnosis.verdict === "same" && isOwn(diagnosis.remarks);
        if (code && exercise && solved && !code.solved.includes(exercise)) {
          change({ solved: [...code.solved, exercise] });
          await storeChange(({ solved }) => ({ solved: [...new Set([...solved, exercise])] }));
        }
      }),

    /** What the learner wrote in the exercises that are solved, put together as free edits; gives whose answers are in it. */
    async assemble() {
      const { code } = store.get();
      if (!code) return [];
      const { files, exercises } = await engine.call("assemble", { answers: code.answers, solved: code.solved });
      if (exercises.length) exchange(files);
      return exercises;
    },

    /** Trains the version that was checked beside the original. */
    race: () =>
      work("race", async () => {
        const { setup, lab } = store.get();
        const task = lab?.task ?? "classes"; // what its scores are called, whatever comes to be learnt meanwhile
        for (let restart = true; ; restart = false) {
          const race = await engine.call("compare", { setup, epochs: setup.epochs, budget_ms: RACE_BUDGET_MS, restart });
          change({ race: { ...race, task }, waited: "" });
          wait();
          if (race.done || stopped) return;
        }
      }),

    /**
     * What Python said, and the names that the console has been given; undefined when it was stopped.
     * @param {string} line @returns {Promise<ConsoleAnswer | undefined>}
     */
    async console(line) {
      /** @type {ConsoleAnswer | undefined} */
      let said;
      await work("console", async () => {
        const { lab } = store.get();
        const answer = await engine.call("console", { code: line });
        said = answer;
        const [changed] = answer.changed;
        if (!changed || store.get().lab !== lab) return;
        const { snapshot, kept, reports } = changed;
        store.set({ snapshot, checkpoints: kept, history: remeasured(grown(store.get().history, reports), changed) });
      });
      return said;
    },

    /** Replaces the worker; the network, the data and the edits live on the page, and go into the new one. */
    stop() {
      if (!store.get().code?.busy) return;
      stopped = true;
      engine.start();
      change({ notice: "code_stopped" });
    },
  };
}

/** @typedef {ReturnType<typeof createWorkshop>} Workshop */
