// @ts-check
// Marks files in a worker of its own, so that the page's lab rests. A pupil's code is stopped after a time, and what
// comes after it gets a new worker.

import { WorkerGone, createEngine } from "../../boot/engine.js";

/** @import { Lesson, MarkedCode, MarkedLesson, MarkedPupil } from "../../generated/protocol.js" */

/** What one piece of a pupil's code may take. */
const CODE_MS = 10_000;

/** @typedef {Record<string, { text: string, lesson: Lesson }>} Lessons  By their names. */

/** The teacher has had enough. */
export class Stopped extends Error {}

export function createMarker() {
  let wake = () => {};
  let state = "stopped";
  let ended = false;
  const engine = createEngine(({ kind }) => {
    state = kind;
    wake();
  });

  /** A worker in which nothing of a pupil's has run. */
  async function fresh() {
    if (ended) throw new Stopped();
    engine.start();
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      wake = () => state !== "booting" && resolve();
      wake();
    });
    if (ended) throw new Stopped();
    if (state !== "ready") throw new Error("Python does not start.");
  }

  /** @type {typeof engine.call} */
  async function ask(method, params) {
    if (state !== "ready" || ended) await fresh();
    try {
      return await engine.call(method, params);
    } catch (error) {
      throw ended ? new Stopped() : error;
    }
  }

  /** @param {string} text @param {string} exercise @param {number} at @returns {Promise<MarkedCode>} */
  async function tryCode(text, exercise, at) {
    const timer = setTimeout(() => engine.stop(), CODE_MS);
    try {
      const marked = await ask("mark_code", { text, code: at });
      return isMarked(marked, exercise) ? marked : unmarked(exercise, "broken");
    } catch (error) {
      if (!(error instanceof WorkerGone)) throw error;
      return unmarked(exercise, "stopped");
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    ask,
    fresh,
    /** A teacher's own lesson file. @param {string} text */
    openLesson: async (text) => ({ text, lesson: (await ask("open_lesson", { text })).lesson }),

    /**
     * One file. Rejects with what Python says of a file that it refuses.
     * @param {string} file @param {string} text @param {Lessons} lessons
     * @param {(done: number) => void} progress  from 0 to 1
     * @returns {Promise<{ marked: MarkedPupil, unknown: string[] }>}
     */
    async mark(file, text, lessons, progress) {
      const { pupil, word, answers, ...read } = await ask("read_hand_in", { text, lessons: Object.keys(lessons) });
      const steps = read.code.length + read.lessons.length;
      let done = 0;
      /** @type {MarkedCode[]} */
      const code = [];
      for (const [at, exercise] of read.code.entries()) {
        code.push(await tryCode(text, exercise, at));
        progress(++done / steps);
      }
      if (code.length) await fresh();
      const solved = code.filter(({ verdict, own }) => verdict === "same" && own).map(({ exercise }) => exercise);
      /** @type {MarkedLesson[]} */
      const marked = [];
      for (const [at, { lesson, known }] of read.lessons.entries()) {
        if (known) marked.push(await ask("mark_lesson", { text, at, lesson: lessons[lesson].text, solved }));
        progress(++done / steps);
      }
      const unknown = read.lessons.filter(({ known }) => !known).map(({ lesson }) => lesson);
      return { marked: { file, pupil, word, lessons: marked, code, answers }, unknown };
    },

    /** Ends it for good, whatever is under way. */
    end() {
      ended = true;
      engine.stop();
      state = "stopped";
      wake();
    },
  };
}

/** The code ran in the worker that answers: so what it says is looked at. @param {any} marked @param {string} exercise */
function isMarked(marked, exercise) {
  const texts = [marked?.verdict, marked?.slip, marked?.text];
  return marked?.exercise === exercise && texts.every((each) => typeof each === "string") && Array.isArray(marked.says)
    && marked.says.every((/** @type {any} */ each) => typeof each?.key === "string" && typeof each.values === "object" && each.values)
    && typeof marked.own === "boolean" && typeof marked.shown === "boolean" && typeof marked.hints === "number";
}

/** @param {string} exercise @param {string} verdict @returns {MarkedCode} */
const unmarked = (exercise, verdict) => ({ exercise, verdict, own: true, slip: verdict, says: [], text: "", hints: 0, shown: false });
