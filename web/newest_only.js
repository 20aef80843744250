// @ts-check
// For views that ask the worker: one question at a time, and of those that came up meanwhile only the newest.

import { WorkerGone } from "./engine.js";

/**
 * @param {() => Promise<void>} ask  looks at what is wanted when it is called, and shows the answer
 * @param {{ gap: () => number, failed: (error: unknown) => void }} rules
 *   `gap` is the least time between two questions, in milliseconds
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
        wanted = false;
        await ask();
        await new Promise((resolve) => setTimeout(resolve, gap()));
      }
    } catch (error) {
      if (!(error instanceof WorkerGone)) failed(error);
    } finally {
      asking = false;
    }
  }
  return { want: () => void run(), stop: () => (ended = true) };
}
