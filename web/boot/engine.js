// @ts-check
// Owns the worker: starts it, calls it, notices its death; asked to start again, makes a new one.

import { breathe } from "../base/breathe.js";
import { createWatchdog } from "../base/watchdog.js";
import { CallError, createRpc } from "./rpc.js";

/** @import { BootFailure, BootProgress, Event, Reply } from "../base/worker_messages.js" */
/** @import { Setup } from "../generated/protocol.js" */
/** @import { FirstKernel } from "./first_kernel.js" */

/**
 * @typedef {{ kind: "booting", kernel: boolean, waits: boolean } & BootProgress
 *         | { kind: "ready", python: string, numpy: string, goesOn: boolean }
 *         | { kind: "failed", kernel: boolean } & BootFailure} Engine  `kernel`: the first kernel answers what it can;
 *   `waits`: something that was asked waits for Python. `goesOn`: Python has taken over the kernel's run.
 */

/** Starting Python says nothing for as long as it takes; a download that stalls is noticed before (download.js). */
const BOOT_S = 90;
/** An answer that takes this long means that the worker hangs; calls are meant to take 0.1 s ... */
const ANSWER_S = 15;
/** ... but a big file is read in one go. */
const READING_S = 120;
/** These run somebody's own code, which may take its time: web/lab/workshop.js offers to stop it, web/panels/teach/marker.js stops it. */
const VISITORS = ["diagnose", "compare", "console", "mark_code"];

/** The worker was replaced or died while a call was open; the caller has nothing to repair. */
export class WorkerGone extends Error {}

/** @param {(engine: Engine) => void} onChange */
export function createEngine(onChange) {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {ReturnType<typeof createRpc> | undefined} */
  let rpc;
  let booting = false;
  let answer = ANSWER_S;
  /** Answers until Python is there. @type {FirstKernel | undefined} */
  let kernel;
  /** Why there is no Python. @type {BootFailure | undefined} */
  let failed;
  /** @type {BootProgress} */
  let progress = { phase: "download", done: 0, total: 0 };
  /** What only Python can answer, in order. @type {{ resolve: () => void, reject: (error: Error) => void }[]} */
  let waiting = [];
  const watchdog = createWatchdog((seconds) => {
    fail({ reason: "crashed", file: "", detail: `No answer for ${seconds} s.` });
  });

  /** @param {BootFailure} failure */
  function fail(failure) {
    stop();
    failed = failure;
    onChange({ kind: "failed", kernel: kernel !== undefined, ...failure });
  }

  const sayProgress = () =>
    onChange({ kind: "booting", kernel: kernel !== undefined, waits: waiting.length > 0, ...progress });

  function stop() {
    booting = false;
    watchdog.stop();
    worker?.terminate();
    worker = undefined;
    const gone = new WorkerGone("The worker was stopped.");
    rpc?.abandon(gone);
    rpc = undefined;
    for (const each of waiting.splice(0)) each.reject(gone);
  }

  function watchSilence() {
    const pending = rpc?.pending ?? [];
    if (pending.length === 0) answer = ANSWER_S;
    if (booting) watchdog.start(BOOT_S);
    else if (pending.length && !pending.some((method) => VISITORS.includes(method))) watchdog.start(answer);
    else watchdog.stop();
  }

  function start() {
    stop();
    failed = undefined;
    const missing = ["WebAssembly", "DecompressionStream", "Worker"].find((name) => !(name in globalThis));
    if (missing) {
      fail({ reason: "unsupported", file: "", detail: missing });
      return;
    }
    progress = { phase: "download", done: 0, total: 0 };
    sayProgress();
    const { worker: started, heard, asModule } = globalThis.nnlabStartWorker();
    worker = started;
    if (asModule === false) {
      fail({ reason: "unsupported", file: "", detail: "module workers" });
      return;
    }
    booting = true;
    watchSilence();
    rpc = createRpc((message) => started.postMessage(message));
    /** @param {MessageEvent | ErrorEvent} event */
    const hear = (event) => {
      if (worker !== started) return;
      if ("data" in event) receive(event.data);
      else receiveError(event);
    };
    started.onmessage = started.onerror = hear;
    heard.forEach(hear);
  }

  /** @param {Event | Reply} message */
  function receive(message) {
    if (typeof message !== "object" || !message) return; // the visitor's code can post anything
    if ("event" in message) receiveEvent(message);
    else rpc?.receive(message);
    watchSilence();
  }

  /** @param {ErrorEvent} event */
  function receiveError(event) {
    event.preventDefault();
    const ran = event.message !== undefined;
    fail({ reason: ran ? "crashed" : "blocked", file: "web/worker/worker.js", detail: event.message ?? "" });
  }

  /** @param {Event} message */
  function receiveEvent(message) {
    if (message.event === "boot") {
      progress = message.data;
      sayProgress();
    } else if (message.event === "ready") void takeOver(message.data);
    else if (message.event === "fatal") fail(message.data);
    else console.info(message.data.text);
  }

  /** Python is there: it goes on with the kernel's run, and answers what has waited. @param {{ python: string, numpy: string }} versions */
  async function takeOver(versions) {
    const mine = rpc;
    const begun = kernel?.handOver();
    booting = false;
    kernel = undefined;
    const restored = begun && mine?.call("restore", begun);
    waiting.splice(0).forEach(({ resolve }) => resolve()); // the worker answers in order
    const goesOn = restored !== undefined && (await restored.then(() => true, () => false));
    if (mine === rpc) onChange({ kind: "ready", ...versions, goesOn });
  }

  return {
    start,
    stop,
    /** Until Python is there, `first` answers what it can. @param {FirstKernel} first */
    use(first) {
      if (rpc && !booting) return;
      kernel = first;
      if (failed) onChange({ kind: "failed", kernel: true, ...failed });
      else if (booting) sayProgress();
    },
    /** Whether this set-up can be trained now; else the kernel's run is over. @param {Setup} setup */
    trains(setup) {
      if (rpc && !booting) return true;
      if (kernel?.covers(setup)) return true;
      kernel?.forget();
      return false;
    },
    /** @type {ReturnType<typeof createRpc>["call"]} */
    async call(method, params) {
      const found = kernel?.answer(method, params);
      if (found) {
        await breathe(); // for the page to draw
        return found;
      }
      if (kernel && rpc) {
        const turn = new Promise((resolve, reject) => waiting.push({ resolve: () => resolve(undefined), reject }));
        sayProgress();
        await turn;
      }
      if (!rpc) throw new WorkerGone("No worker is running.");
      const reply = rpc.call(method, params);
      answer = method.startsWith("read_") ? READING_S : answer;
      watchSilence();
      return reply.catch((error) => {
        // A new worker that has not been given the network yet; once it has, whoever shows it asks anew.
        throw error instanceof CallError && error.type === "NoNetwork" ? new WorkerGone(error.message) : error;
      });
    },
  };
}
