// @ts-check
// Time: a slider that takes network, map, matrix and prediction back to any epoch that is kept, and a replay.

import { shownSnapshot, trainable } from "../../lab/store.js";
import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Kept } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** A replay looks at so many epochs, and takes about so long. */
const LOOKS = 60;
const REPLAY_MS = 6000;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountTime(store, text, runner) {
  const scope = createScope();
  const slider = byId("time-slider", HTMLInputElement);
  const latest = byId("time-latest", HTMLButtonElement);
  const replayer = byId("time-replay", HTMLButtonElement);
  let replaying = false;
  let busy = false;
  /** @type {number | undefined} where the slider was moved to while a look was under way */
  let wanted;

  async function look() {
    wanted = Number(slider.value);
    if (busy) return;
    busy = true;
    while (wanted !== undefined) {
      const epoch = wanted;
      wanted = undefined;
      await runner.look(epoch);
    }
    busy = false;
  }
  scope.on(slider, "input", () => void look());
  scope.on(latest, "click", () => void runner.look(Infinity));

  /** Training takes a blink; this goes through the same epochs at a pace that one can follow. */
  async function replay() {
    const first = Number(slider.min);
    const step = (Number(slider.max) - first) / LOOKS;
    replaying = true;
    show();
    for (let at = 0; at < LOOKS && replaying; at += 1) {
      const started = performance.now();
      await runner.look(Math.round(first + at * step));
      await new Promise((resolve) => setTimeout(resolve, REPLAY_MS / LOOKS - (performance.now() - started)));
    }
    if (replaying) await runner.look(Infinity);
    replaying = false;
    show();
  }
  scope.on(replayer, "click", () => {
    if (!replaying) void replay();
    else replaying = false;
  });
  /** Who does anything else wants to do it with what is seen now. @param {Event} event */
  function onAnything(event) {
    if (!(event.target instanceof Node && replayer.contains(event.target))) replaying = false;
  }
  scope.anywhere("pointerdown", onAnything);
  scope.anywhere("keydown", onAnything);

  function show() {
    const { snapshot, moment, checkpoints, training } = store.get();
    const last = snapshot?.epoch ?? 0;
    const at = shownSnapshot(store.get())?.epoch ?? 0;
    slider.min = String(checkpoints?.first ?? 0);
    slider.max = String(last);
    byId("time-first", HTMLElement).textContent = slider.min;
    byId("time-last", HTMLElement).textContent = slider.max;
    slider.disabled = !trainable(store.get()) || last === (checkpoints?.first ?? 0);
    if (wanted === undefined && !(busy && document.activeElement === slider)) slider.value = String(at);
    slider.setAttribute("aria-valuetext", text.t("time_at", { epoch: at, last }));
    latest.disabled = moment === undefined;
    replayer.disabled = slider.disabled;
    replayer.textContent = text.t(replaying ? "time_replay_stop" : "time_replay");
    byId("time-at", HTMLOutputElement).textContent = text.t(moment ? "time_at" : "time_now", { epoch: at, last });
    byId("time-note", HTMLElement).textContent = moment
      ? text.t("time_go_on", { epoch: at })
      : pastOf(checkpoints ?? { first: 0, every: 1 });
    document.body.toggleAttribute("data-past", moment !== undefined && training.kind !== "running");
  }
  /** How much of the past there is. @param {Kept} kept */
  function pastOf({ first, every }) {
    const sentences = [
      ...(first > 0 ? [text.t("time_begins", { first })] : []),
      ...(every > 1 ? [text.t("time_thinned", { every })] : []),
    ];
    return text.joined(sentences) || text.t("time_all_kept");
  }

  scope.add(store.follow(["snapshot", "moment", "checkpoints", "engine", "training"], show), text.onChange(show));
  scope.add(() => (replaying = false));
  return scope.end;
}
