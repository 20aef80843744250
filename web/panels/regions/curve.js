// @ts-check
// The network's curve through the points, where one feature tells a number: its answer for every x, and what each
// neuron of the last hidden layer adds to it.

import { drawFrame, extent, placeOn } from "../../base/plot.js";
import { givenHeight } from "../../base/fill.js";
import { eachFrame, onTheme, token } from "../../base/canvas.js";
import { createAsker } from "../../lab/asker.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { sampleValues } from "../../lab/sample.js";
import { featureName } from "../../lab/names.js";
import { inUnit, isNumber, targetName } from "../../lab/task.js";
import { dragCross } from "./drag_cross.js";
import { mapChoices, watchMapChoices } from "./map_choices.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Configured, NumberCurve } from "../../generated/protocol.js" */

const PLACES = 240;
const HEIGHT = 360;
/** While a knob is turned, the run itself goes first. */
const GAP_MS = { running: 60, turning: 40 };
/** How near a point one presses to take it, in CSS pixels. */
const NEAR = 12;
/** How far the cross reaches. */
const ARM = 11;

/** Whether the data are such: a number, told by one feature. @param {Configured | undefined} lab */
export const isCurve = (lab) => lab !== undefined && isNumber(lab) && lab.feature_names.length === 1;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountCurve(store, text, engine) {
  const scope = createScope();
  const root = byId("regions", HTMLElement);
  const stage = byId("regions-stage", HTMLElement);
  const canvas = byId("curve-canvas", HTMLCanvasElement);
  /** @type {NumberCurve | undefined} */
  let shown;
  let width = 0;
  let given = /** @type {number | undefined} */ (undefined);
  const frame = eachFrame(paint);
  const asker = createAsker(store, ask, GAP_MS);

  async function ask() {
    const { lab, moment, hidden, engine: { kind } } = store.get();
    if (!lab || !isCurve(lab) || kind !== "ready" || hidden.includes("regions")) return;
    const answer = await engine.call("curve", { places: PLACES, epoch: moment?.epoch });
    if (store.get().lab?.run !== lab.run) return;
    shown = answer;
    frame.ask();
  }

  /** The plot as it is now. @param {Configured} lab @param {NumberCurve} curve */
  function plotOf(lab, { x, points }) {
    return {
      width, height: given ?? Math.min(width, HEIGHT),
      x: /** @type {[number, number]} */ ([x.data[0], x.data[x.data.length - 1]]), y: extent(points.y.data),
      across: featureName(text, lab.feature_names[0]), up: targetName(text, lab) + (lab.unit ? ` (${lab.unit})` : ""),
    };
  }

  function paint() {
    const { lab, hidden } = store.get();
    if (!shown || !lab || !isCurve(lab) || width < 80 || hidden.includes("regions")) return;
    const { context, place } = drawFrame(canvas, plotOf(lab, shown));
    const { x, answer, base, shares, points } = shown;
    context.save();
    place.clip(context);
    context.lineJoin = "round";
    const line = (/** @type {(at: number) => number} */ height) => {
      context.beginPath();
      x.data.forEach((value, at) => context.lineTo(place.x(value), place.y(height(at))));
      context.stroke();
    };
    context.setLineDash([4, 4]);
    context.lineWidth = 1;
    context.strokeStyle = token("--ink-soft");
    line(() => base);
    context.setLineDash([]);
    const [neurons, places] = shares.shape;
    for (let neuron = 0; neuron < neurons; neuron += 1) {
      const lit = store.get().lens;
      const last = lab.sizes.length - 3; // the last hidden layer, from 0
      context.strokeStyle = token(lit?.layer === last && lit.index === neuron ? "--focus" : "--signal");
      context.globalAlpha = lit?.layer === last && lit.index === neuron ? 1 : 0.4;
      line((at) => base + shares.data[neuron * places + at]);
    }
    context.globalAlpha = 1;
    const [card, ink] = [token("--card"), token("--class-0")];
    const { tests } = mapChoices();
    points.row.data.forEach((_, at) => {
      if (points.test.data[at] && !tests) return;
      context.beginPath();
      context.arc(place.x(points.x.data[at]), place.y(points.y.data[at]), 3.6, 0, 2 * Math.PI);
      context.lineWidth = points.test.data[at] ? 1.8 : 1;
      context.fillStyle = points.test.data[at] ? card : ink;
      context.strokeStyle = points.test.data[at] ? ink : card;
      context.fill();
      context.stroke();
    });
    context.lineWidth = 3.5;
    context.strokeStyle = token("--class-1");
    line((at) => answer.data[at]);
    drawSample(context, place);
    context.restore();
    tell(byId("regions-note", HTMLElement), text.t(neurons > 0 && lab.sizes.length > 2 ? "curve_note" : "curve_note_line", { base: inUnit(lab, base) }));
  }

  /** A cross on the curve, where the form's sample is. @param {CanvasRenderingContext2D} context @param {ReturnType<typeof placeOn>} place */
  function drawSample(context, place) {
    const { prediction } = store.get();
    const [value] = sampleValues(store.get()) ?? [];
    if (value === undefined || prediction?.number === undefined) return;
    const [x, y] = [place.x(value), place.y(prediction.number)];
    context.lineWidth = 5;
    for (const color of ["--card", "--ink"]) {
      context.strokeStyle = token(color);
      context.beginPath();
      context.moveTo(x - ARM, y);
      context.lineTo(x + ARM, y);
      context.moveTo(x, y - ARM);
      context.lineTo(x, y + ARM);
      context.stroke();
      context.lineWidth = 2;
    }
  }

  /** A press takes the point under it, or asks for the answer there. @param {PointerEvent} event @param {boolean} [takes] */
  function press(event, takes = false) {
    const { lab } = store.get();
    if (!shown || !lab) return;
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.x, event.clientY - box.y];
    const plot = plotOf(lab, shown);
    const place = placeOn(canvas, plot);
    if (px < place.left || px > place.left + place.size) return;
    if (takes) {
      const { points } = shown;
      let [best, least] = [-1, NEAR];
      points.row.data.forEach((_, at) => {
        const distance = Math.hypot(px - place.x(points.x.data[at]), py - place.y(points.y.data[at]));
        if (distance < least) [best, least] = [at, distance];
      });
      const row = points.row.data[best];
      if (best >= 0 && row < lab.table.labels.data.length) return store.set({ sample: { kind: "row", row } });
    }
    store.set({ sample: { kind: "typed", values: [Number(place.atX(px).toPrecision(4))] } });
  }

  /** @param {PointerEvent} event */
  function nearCross(event) {
    const { lab } = store.get();
    const [value] = sampleValues(store.get()) ?? [];
    if (!shown || !lab || value === undefined) return false;
    return Math.abs(event.clientX - canvas.getBoundingClientRect().x - placeOn(canvas, plotOf(lab, shown)).x(value)) < 2 * NEAR;
  }
  watchMapChoices(scope, () => frame.ask());
  scope.add(dragCross(canvas, { nearCross, press }));

  function showKey() {
    const { lab } = store.get();
    if (!lab || !isCurve(lab)) return;
    const line = (/** @type {string} */ kind, /** @type {string} */ key) =>
      make("li", {}, make("span", { class: `key-line key-${kind}`, "aria-hidden": "true" }), text.t(key));
    byId("regions-key", HTMLUListElement).replaceChildren(
      line("answer", "curve_key_answer"),
      ...(lab.sizes.length > 2 ? [line("share", "curve_key_share")] : []),
      ...(lab.test_rows ? [make("li", {}, make("span", { class: "key-test", "aria-hidden": "true" }), text.t("regions_key_test"))] : []),
    );
  }

  scope.onResize([stage], () => {
    width = Math.floor(stage.clientWidth);
    given = givenHeight(stage);
    frame.ask();
  });
  scope.add(
    store.watch(["lab"], ({ lab }) => {
      if (shown && shown.shares.shape[0] !== lab?.sizes.at(-2)) shown = undefined;
      root.toggleAttribute("data-curve", isCurve(lab));
    }),
    store.follow(["lab"], showKey),
    store.watch(["lab", "snapshot", "moment", "room", "training", "turning", "hidden"], asker.want),
    store.follow(["prediction", "sample", "hidden", "lens"], () => frame.ask()),
    text.onChange(() => {
      showKey();
      frame.ask();
    }),
    onTheme(() => frame.ask()),
    frame.stop,
    asker.stop,
  );
  return scope.end;
}
