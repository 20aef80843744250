// @ts-check
// Training broke down: what happened, why, and one click that helps.

import { byId } from "./dom.js";

/**
 * @param {import("../state.js").Store} store
 * @param {import("../text.js").Text} text
 * @param {ReturnType<typeof import("../runner.js").createRunner>} runner
 */
export function mountBreakdown(store, text, runner) {
  const root = byId("breakdown", HTMLElement);
  const halve = byId("halve", HTMLButtonElement);

  halve.onclick = () => {
    void runner.change({ learning_rate: store.get().setup.learning_rate / 2 });
    if (!store.get().live) void runner.reset();
  };

  function show() {
    const { run, snapshot } = store.get();
    root.hidden = run.kind !== "broken";
    if (run.kind !== "broken") return;
    const values = { epoch: snapshot?.epoch ?? 0, rate: run.learningRate, half: run.learningRate / 2 };
    byId("breakdown-text", HTMLElement).textContent = text.t(`broken_${run.why}`, values);
    byId("breakdown-kept", HTMLElement).textContent = text.t("broken_kept", values);
    halve.textContent = text.t("broken_halve", values);
  }
  const stop = [store.watch(["run", "snapshot"], show), text.onChange(show)];
  return () => stop.forEach((end) => end());
}
