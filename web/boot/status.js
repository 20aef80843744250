// @ts-check
// How starting goes, and what to do when it, or a call, failed.

import { CallError } from "./rpc.js";
import { byId, tell } from "../base/dom.js";
import { VERSION } from "../generated/options.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */
/** @import { Engine, createEngine } from "./engine.js" */

/**
 * What it needs to know of the page.
 * @typedef {{ engine: Engine, error: string | Error, snapshot: { epoch: number } | undefined, lab: object | undefined, training: { kind: string } }} Shown
 */

const MIB = 1024 * 1024;
/** How far each phase begins. A bar that says nothing but keeps moving would take from Python the time to start. */
const REACHED = { download: 0, python: 0.5, numpy: 0.8, nnlab: 0.9 };

/**
 * @param {{ get: () => Shown, set: (change: { error: string }) => void, watch: (keys: (keyof Shown)[], listener: () => void) => () => void }} store
 * @param {Text} text
 * @param {ReturnType<typeof createEngine>} engine
 */
export function mountStatus(store, text, engine) {
  const scope = createScope();
  const progress = byId("boot-progress", HTMLProgressElement);
  const failure = byId("failure", HTMLElement);
  const set = (/** @type {string} */ id, /** @type {string} */ value) => tell(byId(id, HTMLElement), value);

  scope.on(byId("retry", HTMLButtonElement), "click", () => {
    if (store.get().engine.kind === "failed") engine.start();
    store.set({ error: "" });
  });

  function show() {
    const { engine: state, error, snapshot, training, lab } = store.get();
    progress.hidden = state.kind !== "booting";
    const broken = training.kind === "broken";
    byId("broken-link", HTMLElement).hidden = !broken; // on a phone the explanation is out of sight
    if (state.kind === "booting") {
      const { phase, done, total } = state;
      const mib = (/** @type {number} */ bytes) => (bytes / MIB).toFixed(1);
      // What cannot be trained before Python is there is not said to train already.
      const already = state.waits ? "boot_waits" : state.kernel && lab ? "boot_kernel" : snapshot?.epoch ? "boot_kept" : "boot_read";
      const bytes = already !== "boot_waits" && already !== "boot_kernel" ? "boot_download_bytes" : "boot_bytes"; // shorter: nothing may move
      const how = text.t(total ? bytes : `boot_${phase}`, { done: mib(done), total: mib(total) });
      set("boot-text", text.joined([text.t(already), how]));
      progress.value = REACHED[phase] + (total ? (REACHED.python * done) / total : 0);
    } else set("boot-text", state.kind === "ready" && training.kind === "idle" ? text.t("boot_ready", { python: state.python, numpy: state.numpy }) : ""); // then the run is the news

    failure.hidden = state.kind !== "failed" && error === "";
    if (state.kind === "failed") {
      set("failure-title", text.t(`failed_${state.reason}_title`));
      set("failure-text", text.t(`failed_${state.reason}`, { file: state.file, detail: state.detail }));
      const hint = text.t(snapshot?.epoch ? "failed_nothing_lost" : `failed_${state.reason}_hint`);
      set("failure-hint", state.kernel ? text.joined([text.t("failed_kernel"), hint]) : hint);
      set("failure-details", `NN Lab ${VERSION}\n${state.file}\n${state.detail}`.trim());
    } else if (error) {
      set("failure-title", text.t("call_failed_title"));
      set("failure-text", text.reason(error));
      set("failure-hint", text.t("call_failed_hint"));
      set("failure-details", `NN Lab ${VERSION}\n${error instanceof CallError ? error.traceback : error}`);
    }
  }
  scope.add(store.watch(["engine", "error", "snapshot", "lab", "training"], show), text.onChange(show));
  return scope.end;
}
