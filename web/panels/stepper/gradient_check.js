// @ts-check
// The gradient check: one row for each matrix, with its largest error, a verdict and a small heat map.

import { name } from "./formulas.js";
import { math } from "./mathml.js";
import { byId, make } from "../../base/dom.js";
import { minus } from "../../base/numbers.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { MatrixChecked } from "../../generated/protocol.js" */
/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */

const CELL = 8;
const WIDEST = 160;
/** In the order of nnlab.gradient_check's states. */
const STATES = ["right", "wrong", "kink", "too_small"];

/** Whether any of a matrix's gradients could be held against the loss. @param {MatrixChecked} matrix */
const isJudged = ({ verdict }) => verdict === "right" || verdict === "wrong";

/** An error that one sees at once needs no power of ten. @param {number} error */
const asError = (error) => (error >= 0.01 ? error.toFixed(2) : minus(error.toExponential(1)));

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Stepper} stepper
 */
export function mountGradientCheck(store, text, stepper) {
  const scope = createScope();
  scope.on(byId("gradient-check", HTMLButtonElement), "click", async () => {
    await stepper.check();
    byId("check-result", HTMLElement).scrollIntoView({ block: "nearest" });
  });

  scope.on(byId("check-close", HTMLButtonElement), "click", () => {
    stepper.closeCheck();
    byId("gradient-check", HTMLButtonElement).focus();
  });
  // A lesson's check is of its own network, and done with when the lesson is left.
  let { room, stepper: { step } } = store.get();
  scope.add(store.watch(["room"], (state) => {
    if (room === "learn" && state.room !== room && state.stepper.checked) stepper.closeCheck();
    ({ room } = state);
  }));

  function show() {
    const { checked, step: now } = store.get().stepper;
    const moved = now !== step;
    step = now;
    // It stands in the step's place: whoever goes to another step wants to see that.
    if (checked && moved && !byId("apart-body", HTMLElement).checkVisibility()) return stepper.closeCheck();
    byId("check-result", HTMLElement).hidden = !checked;
    if (!checked) return;
    const wrong = checked.matrices.filter((matrix) => matrix.verdict === "wrong").length;
    byId("check-summary", HTMLElement).textContent =
      wrong ? text.t("check_wrong", { wrong, all: checked.matrices.length }) : text.t(checked.matrices.some(isJudged) ? "check_right" : "check_none");
    byId("check-table", HTMLTableElement).tBodies[0].replaceChildren(...checked.matrices.map((matrix) =>
      make("tr", {},
        make("th", { scope: "row" }, math(name(matrix.symbol, matrix.layer)), make("span", { class: "matrix-shape" }, matrix.error.shape.join("×"))),
        make("td", {}, isJudged(matrix) ? asError(matrix.largest_error) : "–"),
        make("td", { class: `verdict-${matrix.verdict}` }, text.t(`check_verdict_${matrix.verdict}`)),
        make("td", {}, heatMap(matrix)),
      )));
    const notes = checked.stuck.map(({ layer, why, neurons }) =>
      text.t(`check_${why}`, { layer, neurons: neurons.slice(0, 12).join(", ") + (neurons.length > 12 ? ", …" : "") }));
    if (checked.matrices.some(({ state }) => state.data.includes(STATES.indexOf("kink")))) notes.push(text.t("check_kink"));
    byId("check-notes", HTMLUListElement).replaceChildren(...notes.map((note) => make("li", {}, note)));
    byId("check-why", HTMLElement).textContent = text.t("check_why", {
      step: minus(checked.step.toExponential(1)), threshold: minus(checked.threshold.toExponential(0)), columns: checked.columns,
    });
  }

  /**
   * One square for each parameter: darker the larger its error; what is wrong, at a corner or too small to
   * tell has its own colour.
   * @param {MatrixChecked} matrix
   */
  function heatMap({ error, state }) {
    const [rows, columns] = error.shape;
    const counts = STATES.map((_, index) => state.data.filter((value) => value === index).length);
    const label = STATES.map((word, index) => (counts[index] ? `${text.t(`check_verdict_${word}`)}: ${counts[index]}` : "")).filter(Boolean).join(", ");
    const canvas = make("canvas", { class: "heat", role: "img", "aria-label": label, title: label });
    canvas.width = columns;
    canvas.height = rows;
    const cell = Math.min(CELL, WIDEST / columns, WIDEST / rows);
    canvas.style.inlineSize = `${columns * cell}px`;
    canvas.style.blockSize = `${rows * cell}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const tokens = getComputedStyle(document.documentElement);
    error.data.forEach((value, at) => {
      const word = STATES[state.data[at]];
      context.fillStyle = tokens.getPropertyValue(`--check-${word.replace("_", "-")}`);
      // From 1e-12, nearly nothing, to 1e-5, the threshold; a wrong entry is always full.
      context.globalAlpha = word === "right" ? Math.min(1, Math.max(0.15, (Math.log10(value || 1e-300) + 12) / 7)) : 1;
      context.fillRect(at % columns, Math.floor(at / columns), 1, 1);
    });
    return canvas;
  }

  scope.add(store.watch(["stepper"], show), text.onChange(show));
  return scope.end;
}
