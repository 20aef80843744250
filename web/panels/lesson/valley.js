// @ts-check
// One weight on its own: the loss over its values, where it stands, a nudge, and its way down in steps.

import { eachFrame, fit, onTheme, token } from "../../base/canvas.js";
import { tickLabel, ticks } from "../../base/chart.js";
import { byId, tell } from "../../base/dom.js";
import { formatLoss, minus, parseDecimal } from "../../base/numbers.js";
import { createScope } from "../../base/scope.js";
import { CallError } from "../../boot/rpc.js";
import { createAsker } from "../../lab/asker.js";
import { remeasured } from "../../lab/history.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { OneWeight, Walked } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

const STEPS = 24;
const EDGE = { left: 60, right: 12, top: 12, bottom: 40 };
const HEIGHT = 300;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountValley(store, text, engine) {
  const scope = createScope();
  const canvas = byId("valley-canvas", HTMLCanvasElement);
  const said = byId("valley-said", HTMLElement);
  const error = byId("valley-error", HTMLElement);
  const rate = byId("valley-rate", HTMLInputElement);
  const by = byId("valley-by", HTMLInputElement);
  const nudgeButton = byId("valley-nudge", HTMLButtonElement);
  const walkButton = byId("valley-walk", HTMLButtonElement);
  /** @type {OneWeight | undefined} */
  let curve;
  /** @type {Walked | undefined} */
  let walked;
  let nudged = false;
  let run = -1;
  const frame = eachFrame(paint);

  const wanted = () => {
    const { course: { lesson }, step, room } = store.get();
    return room === "learn" ? lesson?.steps[step]?.valley : undefined;
  };

  /** @param {number} [nudge] */
  async function ask(nudge) {
    const valley = wanted();
    const { lab, engine: { kind } } = store.get();
    if (!valley || !lab || kind !== "ready" || store.get().hidden.includes("valley")) return;
    if (run !== lab.run) {
      walked = undefined;
      nudged = false;
      run = lab.run;
    }
    try {
      curve = await engine.call("one_weight", { ...valley, ...(nudge === undefined ? {} : { nudge }) });
      if (nudge !== undefined) nudged = true;
    } catch (problem) {
      curve = undefined;
      if (!(problem instanceof CallError && problem.code === "not_allowed")) throw problem; // the lab has no such weight
    }
    show();
  }
  const asker = createAsker(store, () => ask());

  function show() {
    frame.ask();
    for (const button of [nudgeButton, walkButton]) button.disabled = !curve;
    if (!curve) return tell(said, "");
    const { weight, loss, slope, nudge, loss_after } = curve;
    const numbers = {
      weight: minus(weight.toFixed(2)), loss: formatLoss(loss), slope: minus(slope.toFixed(4)), nudge: String(nudge),
      after: loss_after.toFixed(8), before: loss.toFixed(8), change: minus((loss_after - loss).toFixed(8)),
    };
    const { data: xs } = curve.values;
    const outside = weight < xs[0] || weight > xs[xs.length - 1];
    tell(said, text.joined([text.t(nudged && !walked ? "valley_nudged" : walked ? "valley_walked" : "valley_stands", { ...numbers, steps: STEPS }), ...(outside ? [text.t(weight > 0 ? "valley_right" : "valley_left")] : [])]));
  }

  function paint() {
    const width = canvas.parentElement ? canvas.parentElement.clientWidth - 32 : 0;
    if (!curve || width < 120) return;
    const context = fit(canvas, width, HEIGHT);
    const { values: { data: xs }, losses: { data: ys } } = curve;
    const [x0, x1] = [xs[0], xs[xs.length - 1]];
    const [low, high] = [Math.min(...ys), Math.max(...ys)];
    const pad = (high - low) * 0.08 || 0.1;
    const [y0, y1] = [low - pad, high + pad];
    const x = (/** @type {number} */ value) => EDGE.left + ((value - x0) / (x1 - x0)) * (width - EDGE.left - EDGE.right);
    const y = (/** @type {number} */ value) => EDGE.top + (1 - (value - y0) / (y1 - y0)) * (HEIGHT - EDGE.top - EDGE.bottom);
    context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    context.fillStyle = token("--ink-soft");
    context.strokeStyle = token("--line");
    context.lineWidth = 1;
    context.textAlign = "center";
    for (const tick of ticks([x0, x1])) {
      context.fillText(tickLabel(tick), x(tick), HEIGHT - EDGE.bottom + 16);
      line([[x(tick), EDGE.top], [x(tick), HEIGHT - EDGE.bottom]]);
    }
    context.textAlign = "end";
    for (const tick of ticks([y0, y1])) {
      context.fillText(tickLabel(tick), EDGE.left - 6, y(tick) + 4);
      line([[EDGE.left, y(tick)], [width - EDGE.right, y(tick)]]);
    }
    context.textAlign = "center";
    context.fillText(text.t("valley_weight"), (EDGE.left + width) / 2, HEIGHT - 6);
    context.save();
    context.translate(12, (HEIGHT - EDGE.bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(text.t("fact_train_loss"), 0, 0);
    context.restore();
    context.lineWidth = 2.5;
    context.strokeStyle = token("--curve-loss");
    line([...xs].map((value, at) => [x(value), y(ys[at])]));
    if (!walked) {
      // The slope where it stands: the straight line that the curve follows there.
      const [reach, at] = [(x1 - x0) * 0.12, curve.weight];
      context.strokeStyle = token("--focus");
      context.setLineDash([6, 4]);
      context.save();
      context.beginPath();
      context.rect(EDGE.left, EDGE.top, width - EDGE.left - EDGE.right, HEIGHT - EDGE.top - EDGE.bottom);
      context.clip();
      line([[x(at - reach), y(curve.loss - reach * curve.slope)], [x(at + reach), y(curve.loss + reach * curve.slope)]]);
      context.restore();
      context.setLineDash([]);
    }
    const way = walked ? [...walked.path.data].map((value, at) => /** @type {const} */ ([value, walked?.losses.data[at] ?? 0])) : [];
    context.strokeStyle = context.fillStyle = token("--focus");
    context.lineWidth = 1;
    const inside = way.filter(([value]) => value >= x0 && value <= x1);
    line(inside.map(([value, loss]) => [x(value), y(loss)]));
    for (const [value, loss] of inside) dot(x(value), y(loss), 3);
    const at = Math.min(x1, Math.max(x0, curve.weight));
    const height = y(Math.min(y1, Math.max(y0, curve.loss)));
    if (at === curve.weight) dot(x(at), height, 7);
    else arrow(x(at), height, Math.sign(curve.weight - at) * 9);

    /** @param {number[][]} points */
    function line(points) {
      context.beginPath();
      points.forEach(([px, py], k) => (k ? context.lineTo(px, py) : context.moveTo(px, py)));
      context.stroke();
    }
    /** It stands farther out than is drawn. @param {number} px @param {number} py @param {number} size */
    function arrow(px, py, size) {
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, -1], [-1, 1]]) context.lineTo(px + dx * size, py + dy * size);
      context.fill();
    }
    /** @param {number} px @param {number} py @param {number} radius */
    function dot(px, py, radius) {
      context.beginPath();
      context.arc(px, py, radius, 0, 7);
      context.fill();
    }
  }

  /** A number that was typed, or undefined with the reason beside it. @param {HTMLInputElement} input @param {string} key @param {(value: number) => boolean} right */
  function typed(input, key, right) {
    const value = parseDecimal(input.value);
    const good = value !== undefined && right(value);
    tell(error, good ? "" : text.t(key));
    input.setAttribute("aria-invalid", String(!good));
    return good ? value : undefined;
  }

  async function walk() {
    const valley = wanted();
    const value = typed(rate, "learning_rate_error", (x) => x > 0 && x <= 1e6);
    if (!valley || value === undefined) return;
    const { layer, row, column } = valley;
    try {
      walked = await engine.call("walk_weight", { layer, row, column, rate: value, steps: STEPS });
      store.set({ snapshot: walked.snapshot, history: remeasured(store.get().history, walked) });
    } catch (problem) {
      store.fail(problem);
    }
  }

  for (const [input, button] of /** @type {const} */ ([[by, nudgeButton], [rate, walkButton]])) scope.on(input, "keydown", ({ key }) => {
    if (key === "Enter") button.click();
  });
  scope.on(nudgeButton, "click", async () => {
    const value = typed(by, "weight_error", (x) => x !== 0 && Math.abs(x) <= 10);
    if (value === undefined) return;
    walked = undefined;
    await ask(value);
    const { snapshot } = store.get();
    if (snapshot) store.set({ snapshot: { ...snapshot } }); // what was done is looked at anew
  });
  scope.on(walkButton, "click", () => void walk());
  scope.onResize([canvas.parentElement ?? canvas], frame.ask);
  scope.add(
    frame.stop, asker.stop, onTheme(frame.ask),
    store.watch(["lab", "snapshot", "views", "step", "hidden"], asker.want),
    text.onChange(show),
  );
  show();
  return scope.end;
}
