// @ts-check
// The decision regions: what the network answers everywhere on the plane of two features, and the data over it.

import { SHADES, mix, paintGrid, shades } from "../../base/color_grid.js";
import { givenHeight } from "../../base/fill.js";
import { AROUND, drawFrame, placeOn } from "../../base/plot.js";
import { eachFrame, onTheme, rgb, token } from "../../base/canvas.js";
import { parameterCount } from "../../lab/network_plan.js";
import { newestOnly } from "../../boot/newest_only.js";
import { ofOneLab } from "../../lab/asker.js";
import { mark, traceMark } from "../../base/marks.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { rowNumber } from "../../lab/dataset.js";
import { sampleValues } from "../../lab/sample.js";
import { className, featureName } from "../../lab/names.js";
import { trainable } from "../../lab/store.js";
import { isNumber } from "../../lab/task.js";
import { hoverPoints, pointAt, ringPoint } from "./hover_points.js";
import { isCurve } from "./curve.js";
import { mapChoices, watchMapChoices } from "./map_choices.js";
import { dragCross } from "./drag_cross.js";
import { drawNumberPoints, numberKey, paintNumbers } from "./number_map.js";
import { axisOptions } from "./axis_options.js";
import { createNeuronMaps } from "./neuron_maps.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Regions } from "../../generated/protocol.js" */

/** How many multiplications one picture may cost while the network trains, and when it rests. */
const WORK = { running: 3e6, resting: 4e7 };
/** While a knob is turned, the run itself goes first. */
const GAP_MS = { running: 120, turning: 40, resting: 0 };
/** Each neuron's map takes Python and the browser longer: with 110 of them, there is one picture a second. */
const GAP_PER_MAP_MS = 9;
/** On the stage each neuron has its map, unless there are more of them than can be seen. */
const MOST_MAPS = 64;
/** Of more classes the key would cover a phone's map. */
const MOST_KEYS = 10;
/** How near the cross a finger takes hold of it, in CSS pixels. */
const NEAR = 28;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountRegions(store, text, engine) {
  const scope = createScope();
  const stage = byId("regions-stage", HTMLElement);
  const canvas = byId("regions-canvas", HTMLCanvasElement);
  const neurons = byId("neuron-maps", HTMLInputElement);
  const axes = /** @type {const} */ (["x", "y"]).map((name) => byId(`regions-${name}`, HTMLSelectElement));
  const options = axes.map(axisOptions);
  const ground = new OffscreenCanvas(1, 1);
  /** @type {Regions | undefined} */
  let shown;
  /** @type {[number, number]} the features of `shown` */
  let shownAxes = [0, 1];
  /** The `elsewhere` of the last question. */
  let askedAt = "";
  let python = store.get().engine.kind === "ready";
  /** The stage's, as last seen: to ask while painting would make the browser lay out the page. */
  let width = 0;
  let given = /** @type {number | undefined} */ (undefined);
  const frame = eachFrame(paint);
  const recolor = () => {
    if (shown) colorGround(shown);
    frame.ask();
  };
  const small = createNeuronMaps(store, text, recolor);
  const running = () => store.get().training.kind === "running";
  /** A picture that the next one soon replaces may be coarse. */
  const passing = () => running() || store.get().turning;

  const asker = newestOnly(ofOneLab(store, ask), {
    gap: () => running() ? Math.max(GAP_MS.running, GAP_PER_MAP_MS * small.count()) : GAP_MS[store.get().turning ? "turning" : "resting"],
    failed: store.fail,
  });

  function wantsMaps() {
    const { lab, room } = store.get();
    return neurons.checked || (room === "play" && (lab?.sizes ?? []).slice(1).reduce((sum, size) => sum + size, 0) <= MOST_MAPS);
  }

  /** As fine a grid as the network's size allows; until Python is there the page's own thread works it out. @param {number[]} sizes */
  function side(sizes) {
    const coarse = passing() || store.get().engine.kind !== "ready";
    const work = coarse ? WORK.running : WORK.resting;
    return Math.round(Math.max(12, Math.min(coarse ? 72 : 128, Math.sqrt(work / parameterCount(sizes)))));
  }

  /** Where the plane lies: the sample's values in the features that it does not show. */
  function elsewhere() {
    const [x, y] = axes.map((axis) => Number(axis.value)); // once: there may be hundreds of values
    return String(sampleValues(store.get())?.filter((_, at) => at !== x && at !== y));
  }

  async function ask() {
    const { lab, moment, hidden } = store.get();
    const values = sampleValues(store.get());
    if (!lab || !trainable(store.get()) || !values || values.length !== lab.feature_names.length || hidden.includes("regions")) return;
    const [x, y] = axes.map((axis) => Number(axis.value));
    askedAt = elsewhere();
    const answer = await engine.call("regions", {
      x_feature: x, y_feature: y, values, side: side(lab.sizes), neurons: wantsMaps(), epoch: moment?.epoch,
    });
    if (store.get().lab?.run !== lab.run) return;
    shown = answer;
    shownAxes = [x, y];
    small.show(wantsMaps() && answer.neurons.length ? answer.neurons : undefined);
    colorGround(answer);
    frame.ask();
  }

  /** The map's colours, in the grid's own resolution: a single neuron's when one is to be seen large. @param {Regions} regions */
  function colorGround(regions) {
    const { predicted, margin, neurons } = regions;
    if (small.paintChosen(ground, neurons)) return;
    const { lab } = store.get();
    if (lab && isNumber(lab)) return paintNumbers(ground, regions, lab);
    const [rows, columns] = predicted.shape;
    const card = rgb("--card");
    const palette = (lab?.class_names ?? []).flatMap((_, index) =>
      shades(mix(card, rgb(`--class-${index}`), 0.12), mix(card, rgb(`--class-${index}`), 0.62)));
    const { areas } = mapChoices();
    const sure = (/** @type {number} */ cell) => (areas ? SHADES - 1 : Math.round((SHADES - 1) * Math.min(1, margin.data[cell]) || 0));
    paintGrid(ground, rows, columns, palette, (cell) => Math.min(palette.length - 1, predicted.data[cell] * SHADES + sure(cell)));
  }

  /** The plane on the canvas. @param {Regions} regions */
  function plotOf({ x_range, y_range }) {
    const [across, up] = shownAxes.map((axis) => featureName(text, store.get().lab?.feature_names[axis] ?? ""));
    return { width, height: given ?? Math.min(width - AROUND, 460) + AROUND, x: x_range, y: y_range, across, up };
  }

  function paint() {
    const { lab, hidden } = store.get();
    const values = sampleValues(store.get());
    if (!shown || !lab || width < 80 || isCurve(lab) || hidden.includes("regions")) return;
    const { context, place } = drawFrame(canvas, plotOf(shown), ground);
    if (isNumber(lab)) drawNumberPoints(context, shown.points, place, lab);
    else drawPoints(context, place);
    const pointed = shown.points.row.data.indexOf(store.get().pointed?.row ?? -1);
    if (pointed >= 0) ringPoint(context, shown.points, place, pointed);
    if (values) {
      const [x, y] = [place.x(values[shownAxes[0]]), place.y(values[shownAxes[1]])];
      context.lineWidth = 5;
      for (const color of ["--card", "--ink"]) {
        context.strokeStyle = token(color);
        context.beginPath();
        context.moveTo(x - 11, y);
        context.lineTo(x + 11, y);
        context.moveTo(x, y - 11);
        context.lineTo(x, y + 11);
        context.stroke();
        context.lineWidth = 2;
      }
    }
    const wrong = shown.points.label.data.reduce(
      (count, label, at) => count + (label === shown?.points.predicted.data[at] ? 0 : 1), 0);
    canvas.dataset.wrong = String(wrong);
    byId("regions-note", HTMLElement).textContent = small.tell(shown.neurons) || tellPoint(pointed) || answers(wrong, shown.points.row.data.length);
  }

  /** The row that is pointed at: what it is, and what it is taken for. @param {number} at */
  function tellPoint(at) {
    const { lab, pointed } = store.get();
    if (at < 0 || !shown || !lab || !pointed || isNumber(lab)) return "";
    const [truth, answer] = [shown.points.label, shown.points.predicted].map(({ data }) => className(text, lab.class_names[data[at]]));
    return text.t("regions_pointed", { row: rowNumber(lab, pointed.row), truth, answer });
  }

  /** How many are wrong; and why a mark need not agree with the ground under it. @param {number} wrong @param {number} points */
  function answers(wrong, points) {
    const sentences = [isNumber(store.get().lab) ? text.t("regions_number") : wrong === 1 ? text.t("regions_wrong_one", { points }) : text.t("regions_wrong", { wrong, points })];
    if ((store.get().lab?.feature_names.length ?? 0) > 2) sentences.push(text.t("regions_slice"));
    return text.joined(sentences);
  }

  /** @param {CanvasRenderingContext2D} context @param {ReturnType<typeof placeOn>} place */
  function drawPoints(context, place) {
    const { points } = /** @type {Regions} */ (shown);
    const [card, ink] = [token("--card"), token("--ink")];
    const size = points.row.data.length > 400 ? 6 : 9;
    const colors = (store.get().lab?.class_names ?? []).map((_, index) => token(`--class-${index}`));
    const isWrong = (/** @type {number} */ at) => points.label.data[at] !== points.predicted.data[at];
    // The wrong ones last, so that no other mark covers a ring.
    const { tests } = mapChoices();
    const order = [...points.row.data.keys()].filter((at) => tests || !points.test.data[at]).sort((one, other) => Number(isWrong(one)) - Number(isWrong(other)));
    for (const at of order) {
      const [x, y] = [place.x(points.x.data[at]), place.y(points.y.data[at])];
      const own = points.label.data[at];
      traceMark(context, own, x, y, size);
      context.lineWidth = 1.5;
      if (points.test.data[at]) {
        context.fillStyle = card;
        context.strokeStyle = colors[own];
        context.lineWidth = 2;
      } else {
        context.fillStyle = colors[own];
        context.strokeStyle = card;
      }
      context.fill();
      context.stroke();
      if (!isWrong(at)) continue;
      context.beginPath();
      context.arc(x, y, size * 0.95, 0, 2 * Math.PI);
      context.strokeStyle = ink;
      context.lineWidth = 2;
      context.stroke();
    }
  }

  /** A press takes the point under it, or moves the sample to where it was pressed. @param {PointerEvent} event @param {boolean} [takes] */
  function press(event, takes = false) {
    const { lab } = store.get();
    const values = sampleValues(store.get());
    if (!shown || !values || !lab) return;
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.x, event.clientY - box.y];
    const place = placeOn(canvas, plotOf(shown));
    if (px < place.left || px > place.left + place.size || py < place.top || py > place.top + place.height) return;
    const at = takes ? pointAt(shown.points, place, px, py, lab.table.labels.data.length) : -1;
    if (at >= 0) return store.set({ sample: { kind: "row", row: shown.points.row.data[at] } });
    const moved = [...values];
    moved[shownAxes[0]] = round(place.atX(px), shown.x_range);
    moved[shownAxes[1]] = round(place.atY(py), shown.y_range);
    store.set({ sample: { kind: "typed", values: moved } });
  }
  /** @param {PointerEvent} event */
  function nearCross(event) {
    const values = sampleValues(store.get());
    if (!shown || !values) return false;
    const box = canvas.getBoundingClientRect();
    const place = placeOn(canvas, plotOf(shown));
    const [x, y] = [place.x(values[shownAxes[0]]), place.y(values[shownAxes[1]])];
    return Math.hypot(event.clientX - box.x - x, event.clientY - box.y - y) < NEAR;
  }
  watchMapChoices(scope, recolor);
  scope.add(
    dragCross(canvas, { nearCross, press }),
    hoverPoints(canvas, store, () => shown && { points: shown.points, place: placeOn(canvas, plotOf(shown)) }),
    store.watch(["pointed"], () => frame.ask()),
  );

  /** @type {string[]} */
  let listed = [];
  let listedIn = "";
  let shownKind = "";
  function listFeatures() {
    const { lab } = store.get();
    if (!lab) return;
    // The same features may have other answers, which what is shown has no marks and colours for.
    const kind = String([lab.task, lab.class_names.length]);
    if (kind !== shownKind) shown = undefined;
    shownKind = kind;
    const same = listed.length === lab.feature_names.length && listed.every((name, at) => name === lab.feature_names[at]);
    if (same && listedIn === text.language) return; // a run after a turn of a knob
    listedIn = text.language;
    const fits = (/** @type {number[] | undefined} */ pair) => pair?.every((axis) => axis < lab.feature_names.length) ? pair : undefined;
    // A link's choice is for the first data; other data have other features.
    const chosen = listed.length ? undefined : fits(store.get().axes);
    const best = same ? axes.map((axis) => Number(axis.value)) : chosen ?? lab.telling;
    listed = lab.feature_names;
    byId("regions", HTMLElement).toggleAttribute("data-axes", listed.length > 2);
    options.forEach(({ fill }, at) => fill(listed.length, (index) => featureName(text, listed[index]), best[at] ?? 0));
    if (same) return;
    shown = undefined;
    if (!chosen) store.set({ axes: undefined });
  }
  /** What the marks mean. */
  function showKey() {
    const { lab } = store.get();
    if (isCurve(lab)) return;
    byId("regions-key", HTMLUListElement).replaceChildren(
      ...(lab && isNumber(lab) ? [numberKey(text, lab)] : []),
      ...(lab?.class_names ?? []).slice(0, MOST_KEYS).map((name, index) => make("li", {}, mark(index), className(text, name))),
      ...(lab && lab.class_names.length > MOST_KEYS ? [make("li", {}, `… (${lab.class_names.length})`)] : []),
      ...(lab?.test_rows ? [make("li", {}, make("span", { class: isNumber(lab) ? "key-test key-square" : "key-test", "aria-hidden": "true" }), text.t(isNumber(lab) ? "regions_key_square" : "regions_key_test"))] : []),
      ...(isNumber(lab) ? [] : [make("li", {}, make("span", { class: "key-wrong", "aria-hidden": "true" }), text.t("regions_key_wrong"))]),
      make("li", {}, make("span", { class: "key-form", "aria-hidden": "true" }, "+"), make("span", { class: "in-lab" }, text.t("regions_key_form")), make("span", { class: "in-lesson" }, text.t("regions_key_lesson"))),
    );
  }
  /** Axes that came with another address. */
  function takeAxes() {
    const { axes: chosen, lab } = store.get();
    if (!lab || !listed.length) return;
    const now = chosen?.every((axis) => axis < listed.length) ? chosen : lab.telling;
    if (axes.every((axis, at) => axis.value === String(now[at]))) return;
    options.forEach(({ choose }, at) => choose(now[at]));
    asker.want();
  }
  axes.forEach((axis, at) => {
    scope.on(axis, "change", () => {
      const other = axes[1 - at];
      if (axis.value === other.value && listed.length > 1) other.value = String((store.get().axes ?? shownAxes)[at]);
      store.set({ axes: [Number(axes[0].value), Number(axes[1].value)] });
      asker.want();
    });
  });
  scope.on(neurons, "change", () => {
    if (!wantsMaps()) small.show(undefined);
    asker.want();
  });

  scope.onResize([stage], () => {
    width = Math.floor(stage.clientWidth);
    given = givenHeight(stage);
    frame.ask();
  });
  scope.add(
    store.follow(["lab"], listFeatures),
    store.follow(["lab"], showKey),
    store.watch(["axes"], takeAxes),
    store.watch(["engine"], ({ engine: { kind } }) => {
      if (python !== (python = kind === "ready")) asker.want(); // now finer
    }),
    store.watch(["lens"], recolor),
    store.watch(["lab", "snapshot", "moment", "room", "training", "turning"], asker.want),
    store.watch(["sample"], () => {
      if (elsewhere() !== askedAt) asker.want();
    }),
    // The rest changes with Python's answer, and is painted then.
    store.follow(["lab", "sample", "hidden"], () => frame.ask()),
    text.onChange(() => {
      listFeatures();
      showKey();
      if (shown?.neurons.length && wantsMaps()) small.show(shown.neurons);
      frame.ask();
    }),
    onTheme(() => {
      asker.want();
      frame.ask();
    }),
    frame.stop,
    asker.stop,
    small.stop,
    ...options.map(({ stop }) => stop),
  );
  return scope.end;
}

/** To about a five-hundredth of the range. @param {number} value @param {[number, number]} range */
function round(value, [low, high]) {
  const digits = Math.max(0, Math.ceil(-Math.log10((high - low) / 500)));
  return Number(value.toFixed(digits));
}
