// @ts-check
// "Take it apart": one update, step by step: the equation, the numbers in it, and the line of Python.

import { formula } from "./formulas.js";
import { math } from "./mathml.js";
import { formatLoss } from "../../base/numbers.js";
import { createNumbers } from "./stepper_numbers.js";
import { createPictures } from "./stepper_pictures.js";
import { mountSmallNetwork } from "./stepper_network.js";
import { mountSample } from "./stepper_sample.js";
import { mountFollowing } from "./following.js";
import { mountGradientCheck } from "./gradient_check.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { TraceSource, TraceStep } from "../../generated/protocol.js" */
/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */

const AUTO_MS = 1800;
const PHASES = ["forward", "loss", "backward", "update"];

/** Kinds whose explanation depends on the activation or loss. */
const OWN_WHY = ["activation", "loss", "derivative", "output_delta", "penalty", "update"];

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Stepper} stepper
 */
export function mountStepper(store, text, stepper) {
  const scope = createScope();
  const root = byId("apart", HTMLElement);
  const bar = byId("apart-bar", HTMLInputElement);
  const auto = byId("apart-auto", HTMLButtonElement);
  let timer = 0;
  const pictures = createPictures(store, text);
  const numbers = createNumbers(root, store, text, pictures);

  const sight = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) stepper.begin();
  }, { rootMargin: "300px" });
  sight.observe(root);

  scope.on(byId("apart-previous", HTMLButtonElement), "click", () => go(-1));
  scope.on(byId("apart-next", HTMLButtonElement), "click", () => go(1));
  scope.on(bar, "input", () => {
    stopAuto();
    stepper.goTo(Number(bar.value));
  });
  scope.on(auto, "click", () => (timer ? stopAuto() : startAuto()));
  scope.on(byId("gradient-check", HTMLButtonElement), "click", stopAuto); // the next step would close what it finds
  scope.on(byId("apart-apply", HTMLButtonElement), "click", () => void stepper.apply());

  /** @param {number} by */
  function go(by) {
    stopAuto();
    stepper.goTo(store.get().stepper.step + by);
  }

  function startAuto() {
    const { traced, step } = store.get().stepper;
    if (!traced) return;
    if (step === traced.steps.length - 1) stepper.goTo(0);
    timer = setInterval(() => {
      const { step: now, traced: current } = store.get().stepper;
      if (!current || now >= current.steps.length - 1) stopAuto();
      else stepper.goTo(now + 1);
    }, AUTO_MS);
    showAuto();
  }

  function stopAuto() {
    clearInterval(timer);
    timer = 0;
    showAuto();
  }

  function showAuto() {
    auto.textContent = text.t(timer ? "apart_stop" : "apart_auto");
    auto.setAttribute("aria-pressed", String(timer !== 0));
  }

  function show() {
    const { stepper: { traced, step: at, stale, sought }, training, engine, lab } = store.get();
    const free = engine.kind === "ready" && training.kind !== "running" && lab !== undefined;
    for (const button of root.querySelectorAll("button")) button.disabled = !free || traced === undefined;
    byId("gradient-check", HTMLButtonElement).disabled = !free; // its key works from anywhere on the page
    root.classList.toggle("stale", stale);
    const missing = traced && !stale && sought !== undefined;
    byId("apart-waiting", HTMLElement).hidden = traced !== undefined && !stale && !missing;
    byId("apart-waiting", HTMLElement).textContent = missing ? text.t("apart_no_equation", { number: sought })
      : text.t(engine.kind === "failed" ? "apart_no_python" : training.kind === "running" ? "apart_running" : "apart_waiting");
    byId("apart-body", HTMLElement).hidden = traced === undefined;
    if (!traced) return;
    const step = traced.steps[at];
    const last = traced.steps.length - 1;
    const title = titleOf(step);
    bar.max = String(last);
    bar.value = String(at);
    bar.setAttribute("aria-valuetext", text.t("apart_place", { step: at + 1, steps: last + 1, title }));
    byId("apart-place", HTMLElement).textContent = `${at + 1} / ${last + 1}`;
    byId("apart-previous", HTMLButtonElement).disabled ||= at === 0;
    byId("apart-next", HTMLButtonElement).disabled ||= at === last;
    byId("apart-phases", HTMLElement).replaceChildren(...PHASES.map((phase) => {
      const first = traced.steps.findIndex((one) => one.phase === phase);
      const button = make("button", { type: "button", class: "quiet", "aria-pressed": String(phase === step.phase) }, text.t(`apart_phase_${phase}`));
      button.onclick = () => {
        stopAuto();
        stepper.goTo(first);
        byId("apart-phases", HTMLElement).querySelectorAll("button")[PHASES.indexOf(phase)].focus();
      };
      return button;
    }));
    showEquation(step, title, traced.columns);
    numbers.show(step, traced.columns);
    pictures.show(step);
    showSource(step.source);
    byId("apart-outcome", HTMLElement).textContent =
      text.t(traced.loss_after > traced.loss ? "apart_outcome_more" : "apart_outcome", { loss: formatLoss(traced.loss), after: formatLoss(traced.loss_after) });
  }

  /** @param {TraceStep} step */
  const titleOf = (step) => text.t(`apart_${step.kind}`, { layer: step.layer, symbol: step.symbol, rule: step.rule.toUpperCase() });

  /** @param {TraceStep} step @param {string} title @param {number} n */
  function showEquation(step, title, n) {
    const why = OWN_WHY.includes(step.kind) ? `apart_${step.kind}_${step.rule}_why` : `apart_${step.kind}_why`;
    const first = step.kind === "hidden_delta" && step.equations.includes(3) ? [make("p", {}, text.t("apart_hidden_delta_sigmoid_why"))] : [];
    const mean = n > 1 && ["output_delta", "bias_gradient"].includes(step.kind) ? [make("p", {}, text.t(`apart_${step.kind}_mean_why`))] : [];
    byId("apart-equation", HTMLElement).replaceChildren(
      make("h3", {}, title, ...step.equations.map((number) => {
        const link = make("a", { href: `#eq-${number}`, class: "equation-link" }, `(${number})`);
        link.setAttribute("aria-label", text.t("apart_to_equation", { number }));
        return link;
      })),
      ...formula(step, n).map((line) => math(line, true)),
      make("p", {}, text.t(why)), ...first, ...mean,
    );
  }

  /** @param {TraceSource} source */
  function showSource({ file, function: where, lines, first_line, line }) {
    byId("apart-file", HTMLElement).replaceChildren(
      make("code", {}, `py/${file}`), ` · ${where} · `, text.t("apart_line", { line }),
    );
    const box = byId("apart-source", HTMLElement);
    box.replaceChildren(...lines.map((content, index) => {
      const number = first_line + index;
      const row = make("span", { class: "source-line" }, make("span", { class: "source-number", "aria-hidden": "true" }, String(number)), `${content}\n`);
      if (number === line) {
        row.classList.add("here");
        row.setAttribute("aria-current", "true");
      }
      return row;
    }));
    showHere();
  }

  /** The line that ran, in the middle of what one sees of the source. */
  function showHere() {
    const box = byId("apart-source", HTMLElement);
    const here = /** @type {HTMLElement | null} */ (box.querySelector(".here"));
    if (here) box.scrollTop = here.offsetTop + here.offsetHeight / 2 - box.clientHeight / 2;
  }
  scope.onResize([byId("apart-source", HTMLElement)], showHere);

  scope.add(
    store.follow(["stepper", "training", "engine", "lab"], show),
    text.onChange(() => {
      showAuto();
      show();
    }),
    mountSample(store, text, stepper),
    mountSmallNetwork(store),
    mountGradientCheck(store, text, stepper),
    mountFollowing(store, text, stepper),
  );
  scope.add(() => sight.disconnect(), stopAuto, pictures.stop);
  return scope.end;
}
