// @ts-check
// The top bar: transport buttons, epoch counter, learning rate as a number and as a knob, epochs, seed, speed.

import { formatLoss, minus, parseCount, parseDecimal } from "../base/numbers.js";
import { FIELDS } from "../generated/options.js";
import { allows } from "../lab/setup.js";
import { shownSnapshot, trainable } from "../lab/store.js";
import { byId, tell } from "../base/dom.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */
/** @import { createRunner } from "../lab/runner.js" */
/** @import { Store } from "../lab/store.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountBar(store, text, runner) {
  const scope = createScope();
  const play = byId("play", HTMLButtonElement);
  const step = byId("step", HTMLButtonElement);
  const reset = byId("reset", HTMLButtonElement);
  const speed = byId("speed", HTMLSelectElement);
  const rate = byId("learning-rate-slider", HTMLInputElement);
  /** What each field has been given to show. @type {Map<string, number>} */
  const shown = new Map();

  scope.on(play, "click", () => (store.get().training.kind === "running" ? runner.pause() : void runner.play()));
  scope.on(step, "click", () => void runner.step());
  scope.on(reset, "click", () => void runner.reset());
  // The slider holds the rate's logarithm; two digits are as fine as a hand can set.
  scope.on(rate, "input", () => void runner.change({ learning_rate: Number((10 ** Number(rate.value)).toPrecision(2)) }));
  scope.on(speed, "change", () => store.set({ speed: speed.value === "slow" || speed.value === "guided" ? speed.value : "full" }));
  const skip = byId("skip", HTMLButtonElement);
  scope.on(skip, "click", () => {
    store.set({ speed: "full" });
    play.focus();
  });

  scope.add(
    store.watch(["engine", "training", "lab", "snapshot"], (state) => {
      const { training } = state;
      const usable = trainable(state);
      const running = training.kind === "running";
      reset.disabled = !usable;
      play.disabled = step.disabled = !usable || training.kind === "broken";
      play.classList.toggle("running", running);
      play.setAttribute("aria-label", text.t(running ? "pause_label" : "play_label"));
    }),
    store.watch(["snapshot", "moment"], (state) => {
      tell(byId("epoch", HTMLOutputElement), String(shownSnapshot(state)?.epoch ?? 0).padStart(6, "0"));
    }),
    store.watch(["history", "snapshot", "moment"], (state) => {
      const { history } = state;
      const at = Math.min(shownSnapshot(state)?.epoch ?? Infinity, history.epoch.length - 1);
      tell(byId("bar-loss", HTMLElement), at < 0 ? "–" : formatLoss(history.train_loss[at]));
      tell(byId("bar-accuracy", HTMLElement), at < 0 ? "–" : minus(history.train_accuracy[at].toFixed(3)));
    }),
    store.watch(["training", "speed"], ({ training, speed: chosen }) => {
      if (speed.value !== chosen) speed.value = chosen;
      skip.hidden = training.kind !== "running" || chosen !== "guided";
      step.hidden = !skip.hidden;
    }),
    store.watch(["training"], ({ training, speed: chosen }) => {
      // One run is watched; the next ones take no longer than they need.
      if (chosen === "guided" && ["finished", "broken"].includes(training.kind)) store.set({ speed: "full" });
    }),
    store.watch(["pace"], showPace),
    text.onChange(() => {
      showPace();
      play.setAttribute("aria-label", text.t(store.get().training.kind === "running" ? "pause_label" : "play_label"));
    }),
    field("learning-rate", (typed) => {
      const value = parseDecimal(typed);
      if (value === undefined || !allows(FIELDS.learning_rate, value)) return text.t("learning_rate_error");
      void runner.change({ learning_rate: value });
    }),
    field("epochs", (typed) => {
      const value = parseCount(typed);
      if (value === undefined || !allows(FIELDS.epochs, value)) return text.t("epochs_error");
      void runner.change({ epochs: value });
    }),
    field("seed", (typed) => {
      const value = parseCount(typed);
      if (value === undefined || !allows(FIELDS.seed, value)) return text.t("seed_error");
      void runner.change({ seed: value });
    }),
    store.watch(["setup"], ({ setup }) => {
      show("learning-rate", setup.learning_rate);
      show("epochs", setup.epochs);
      show("seed", setup.seed);
      if (document.activeElement !== rate || Math.abs(10 ** Number(rate.value) / setup.learning_rate - 1) > 0.1) {
        rate.value = String(Math.log10(setup.learning_rate));
      }
      rate.setAttribute("aria-valuetext", String(setup.learning_rate));
    }),
  );

  /** In two digits: more would only flicker. */
  function showPace() {
    const rate = Number(store.get().pace.toPrecision(2));
    tell(byId("pace", HTMLOutputElement), rate > 0 ? text.t("pace", { rate: rate.toLocaleString(text.language) }) : "");
  }

  /** What is typed already stays as it was typed, and what was refused until its value changes. @param {string} id @param {number} value */
  function show(id, value) {
    if (shown.get(id) === value) return;
    shown.set(id, value);
    const input = byId(id, HTMLInputElement);
    if (parseDecimal(input.value) !== value) input.value = String(value);
    byId(`${id}-error`, HTMLElement).textContent = "";
    input.setAttribute("aria-invalid", "false");
  }

  /**
   * A text field whose value is taken when it is right; when it is wrong, the reason stands beside it and
   * the last good value stays in force.
   * @param {string} id
   * @param {(typed: string) => string | void} take
   */
  function field(id, take) {
    const input = byId(id, HTMLInputElement);
    const error = byId(`${id}-error`, HTMLElement);
    const onChange = () => {
      const message = take(input.value) ?? "";
      error.textContent = message;
      input.setAttribute("aria-invalid", String(message !== ""));
    };
    scope.on(input, "change", onChange);
    return text.onChange(() => {
      if (error.textContent) onChange();
    });
  }

  return scope.end;
}
