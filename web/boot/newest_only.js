// @ts-check
// For views that ask the worker: one question at a time, and of those that came up meanwhile only the newest.

import { WorkerGone } from "./engine.js";

/**
 * @param {() => Promise<void>} ask  looks at what is wanted when it is called, and shows the answer
 * @param {{ gap: () => number, failed: (error: unknown) => void }} rules
 *   `gap` is how long to wait before a question, in milliseconds: while training, for the worker
 *   to get on with it; a run that takes no longer than that is looked at when it has ended
 */
export function newestOnly(ask, { gap, failed }) {
  let asking = false;
  let wanted = false;
  let ended = false;

  async function run() {
    wanted = true;
    if (asking) return;
    asking = true;
    try {
      while (wanted && !ended) {
        const wait = gap();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        wanted = false;
        await ask().catch((error) => {
          if (!wanted) throw error; // else what it asked about is no more, such as a lab that another one replaced
        });
      }
    } catch (error) {
      if (!(error instanceof WorkerGone)) failed(error);
    } finally {
      asking = false;
    }
  }
  return { want: () => void run(), stop: () => (ended = true) };
}
