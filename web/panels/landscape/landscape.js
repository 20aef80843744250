// @ts-check
// The loss landscape: contours of the loss on a plane through the weights, and the path of training on it.

import { contour, levels } from "../../base/contours.js";
import { eachFrame, fit, onTheme, rgb, token } from "../../base/canvas.js";
import { WorkerGone } from "../../boot/engine.js";
import { axisFont } from "../../base/chart.js";
import { formatLoss, minus, parseCount } from "../../base/numbers.js";
import { shownSnapshot } from "../../lab/store.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { LandscapeBegun } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

const SIDE = 51;
const BUDGET_MS = 40;
const LEVELS = 14;
const EDGE = 1;
/** How near the pointer must come to the path, in pixels. */
const REACH = 14;
const MOST_ROWS = 41;
const LAST_RADIUS = 6;

/**
 * @typedef {LandscapeBegun & { losses: Float64Array, snapshot: unknown }} Drawn
 *
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<ReturnType<typeof createRunner>, "look">} runner
 */
export function mountLandscape(store, text, engine, runner) {
  const scope = createScope();
  const stage = byId("landscape-stage", HTMLElement);
  const canvas = byId("landscape-canvas", HTMLCanvasElement);
  const start = byId("landscape-start", HTMLButtonElement);
  const directions = byId("landscape-directions", HTMLSelectElement);
  const seed = byId("landscape-seed", HTMLInputElement);
  const progress = byId("landscape-progress", HTMLProgressElement);
  const error = byId("landscape-error", HTMLElement);
  const details = byId("landscape-details", HTMLDetailsElement);
  const frame = eachFrame(paint);
  const ground = new OffscreenCanvas(1, 1);
  /** @type {Drawn | undefined} */
  let drawn;
  /** Only the newest wish is carried out. */
  let wishes = 0;
  /** The place in the path that the pointer is at. @type {number | undefined} */
  let near;

  async function draw() {
    const own = ++wishes;
    const { moment } = store.get();
    const typed = parseCount(seed.value);
    seed.setAttribute("aria-invalid", String(typed === undefined));
    error.textContent = typed === undefined ? text.t("seed_error") : "";
    if (typed === undefined) return;
    progress.hidden = false;
    progress.value = 0;
    try {
      const snapshot = shownSnapshot(store.get());
      const begun = await engine.call("start_landscape", {
        directions: directions.value === "path" ? "path" : "random", seed: typed, side: SIDE, epoch: moment?.epoch,
      });
      const losses = new Float64Array(begun.alphas.data.length * begun.betas.data.length);
      for (let done = false; !done;) {
        const part = await engine.call("advance_landscape", { budget_ms: BUDGET_MS });
        if (own !== wishes) return;
        losses.set(part.losses.data, part.first);
        progress.value = (part.first + part.losses.data.length) / losses.length;
        done = part.done;
      }
      drawn = { ...begun, losses, snapshot };
      near = undefined;
      colorGround(drawn);
      show();
    } catch (failure) {
      if (own === wishes && !(failure instanceof WorkerGone)) error.textContent = text.reason(failure);
    } finally {
      if (own === wishes) progress.hidden = true;
    }
  }

  /** The deeper, the stronger the colour. @param {Drawn} landscape */
  function colorGround({ losses, alphas, betas }) {
    const [columns, rows] = [alphas.data.length, betas.data.length];
    const [card, deep] = [rgb("--card"), rgb("--focus")];
    const heights = Array.from(losses, (loss) => Math.log(loss));
    const finite = heights.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    ground.width = columns;
    ground.height = rows;
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (ground.getContext("2d"));
    const image = context.createImageData(columns, rows);
    heights.forEach((height, at) => {
      const part = Number.isFinite(height) ? 0.6 * (1 - (height - low) / (high - low || 1)) : 0;
      const row = rows - 1 - Math.floor(at / columns); // pictures go downwards
      image.data.set([...card.map((base, channel) => base + (deep[channel] - base) * part), 255], (row * columns + (at % columns)) * 4);
    });
    context.putImageData(image, 0, 0);
  }

  /** Where things stand on the canvas. @param {Drawn} landscape @param {number} size */
  function scales({ alphas, betas }, size) {
    const [a, b] = [alphas.data, betas.data];
    const inner = size - 2 * EDGE;
    // A number stands for the cell around it, so that shading and lines agree.
    const across = (/** @type {number} */ column) => EDGE + ((column + 0.5) / a.length) * inner;
    const up = (/** @type {number} */ row) => EDGE + (1 - (row + 0.5) / b.length) * inner;
    const step = [a[1] - a[0], b[1] - b[0]];
    return {
      across, up,
      x: (/** @type {number} */ alpha) => across((alpha - a[0]) / step[0]),
      y: (/** @type {number} */ beta) => up((beta - b[0]) / step[1]),
      cell: (/** @type {number} */ x, /** @type {number} */ y) => {
        const column = Math.floor(((x - EDGE) / inner) * a.length);
        const row = Math.floor((1 - (y - EDGE) / inner) * b.length);
        return column >= 0 && column < a.length && row >= 0 && row < b.length ? row * a.length + column : undefined;
      },
    };
  }

  function paint() {
    const size = Math.floor(stage.clientWidth);
    if (!drawn || size < 80 || store.get().hidden.includes("landscape")) return;
    const { losses, alphas, betas } = drawn;
    const place = scales(drawn, size);
    const context = fit(canvas, size, size);
    context.imageSmoothingEnabled = true;
    context.drawImage(ground, EDGE, EDGE, size - 2 * EDGE, size - 2 * EDGE);
    const finite = losses.filter(Number.isFinite);
    context.strokeStyle = token("--ink-soft");
    /** @type {{ level: number, x: number, y: number }[]} */
    const labels = [];
    levels(Math.min(...finite), Math.max(...finite), LEVELS).forEach((level, at) => {
      const lines = contour(losses, alphas.data.length, betas.data.length, level);
      context.lineWidth = at % 4 === 0 ? 1.6 : 0.7;
      context.beginPath();
      for (const [x0, y0, x1, y1] of lines) {
        context.moveTo(place.across(x0), place.up(y0));
        context.lineTo(place.across(x1), place.up(y1));
      }
      context.stroke();
      const middle = lines[Math.floor(lines.length / 3)];
      if (at % 4 === 0 && middle) labels.push({ level, x: place.across(middle[0]), y: place.up(middle[1]) });
    });
    drawPath(context, place);
    // The lines lie closest around the minimum: there the higher level's label stays, which has more room.
    labels.reverse().forEach((one, at) => {
      const free = labels.slice(0, at).every(({ x, y }) => Math.abs(x - one.x) > 40 || Math.abs(y - one.y) > 16);
      if (free) label(context, one);
    });
  }

  /** @param {CanvasRenderingContext2D} context @param {{ level: number, x: number, y: number }} where */
  function label(context, { level, x, y }) {
    const words = String(Number(level.toPrecision(2)));
    context.font = axisFont();
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 4;
    context.save();
    context.strokeStyle = token("--card");
    context.strokeText(words, x, y);
    context.fillStyle = token("--ink");
    context.fillText(words, x, y);
    context.restore();
  }

  /** @param {CanvasRenderingContext2D} context @param {ReturnType<typeof scales>} place */
  function drawPath(context, place) {
    const { path } = /** @type {Drawn} */ (drawn);
    const points = Array.from(path.alphas.data, (alpha, at) => [place.x(alpha), place.y(path.betas.data[at])]);
    for (const [color, width] of /** @type {const} */ ([["--card", 5], ["--ink", 2]])) {
      context.strokeStyle = token(color);
      context.lineWidth = width;
      context.lineJoin = "round";
      context.beginPath();
      points.forEach(([x, y]) => context.lineTo(x, y));
      context.stroke();
    }
    const dot = (/** @type {number} */ at, /** @type {number} */ radius, /** @type {string} */ color) => {
      context.beginPath();
      context.arc(points[at][0], points[at][1], radius, 0, 2 * Math.PI);
      context.fillStyle = token(color);
      context.strokeStyle = token("--ink");
      context.lineWidth = 2;
      context.fill();
      context.stroke();
    };
    if (points.length > 1) dot(0, 5, "--card");
    dot(points.length - 1, LAST_RADIUS, "--ink");
    if (near !== undefined) dot(near, 7, "--focus");
  }

  /** @param {PointerEvent | MouseEvent} event */
  function point(event) {
    if (!drawn) return;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.x, event.clientY - box.y];
    const place = scales(drawn, box.width);
    const { path } = drawn;
    let least = REACH;
    near = undefined;
    const last = path.epochs.data.length - 1;
    path.alphas.data.forEach((alpha, at) => {
      const away = Math.hypot(place.x(alpha) - x, place.y(path.betas.data[at]) - y);
      const distance = at === last && away <= LAST_RADIUS ? 0 : away; // it lies on top of the others
      if (distance <= least) [near, least] = [at, distance];
    });
    const cell = place.cell(x, y);
    byId("landscape-readout", HTMLElement).textContent = near !== undefined
      ? text.t("landscape_epoch", { epoch: path.epochs.data[near], loss: formatLoss(path.losses.data[near]), share: percent(path.shares.data[near]) })
      : cell === undefined ? "" : text.t("landscape_loss", { loss: formatLoss(drawn.losses[cell]) });
    canvas.style.cursor = near === undefined ? "crosshair" : "pointer";
    frame.ask();
  }
  scope.on(canvas, "pointermove", point);
  scope.on(canvas, "click", (event) => {
    point(event);
    if (drawn && near !== undefined && isCurrent()) void runner.look(drawn.path.epochs.data[near]);
  });
  scope.on(canvas, "pointerleave", () => {
    near = undefined;
    byId("landscape-readout", HTMLElement).textContent = "";
    frame.ask();
  });

  const percent = (/** @type {number} */ share) => Math.round(share * 100);
  /** Whether the weights in the middle are still those of this run. */
  const isCurrent = () => drawn?.snapshot === store.get().snapshot || drawn?.snapshot === store.get().moment;

  function show() {
    byId("landscape-seed-field", HTMLElement).hidden = directions.value === "path";
    const { engine: { kind }, lab, training } = store.get();
    start.disabled = kind !== "ready" || !lab || training.kind === "running";
    byId("landscape-result", HTMLElement).hidden = !drawn;
    if (!drawn) return;
    const { path, samples, rows, loss } = drawn;
    const sentences = [text.t("landscape_middle", { loss: formatLoss(loss) })];
    if (path.epochs.data.length > 1) sentences.push(text.t("landscape_share", { share: percent(path.shares.data[0]), first: path.epochs.data[0] }));
    if (samples < rows) sentences.push(text.t("landscape_samples", { samples, rows }));
    byId("landscape-note", HTMLElement).textContent = text.joined(sentences);
    byId("landscape-stale", HTMLElement).hidden = isCurrent();
    fillTable();
    frame.ask();
  }

  /** The path for those who cannot see it: every n-th epoch. */
  function fillTable() {
    if (!drawn || !details.open) return;
    const { path } = drawn;
    const last = path.epochs.data.length - 1;
    const every = Math.max(1, Math.ceil(last / (MOST_ROWS - 1)));
    const places = Array.from(path.epochs.data.keys()).filter((at) => at % every === 0 || at === last);
    byId("landscape-table", HTMLTableElement).tBodies[0].replaceChildren(...places.map((at) => make("tr", {},
      make("th", { scope: "row" }, String(path.epochs.data[at])),
      make("td", {}, formatLoss(path.losses.data[at])),
      make("td", {}, minus(path.alphas.data[at].toFixed(3))),
      make("td", {}, minus(path.betas.data[at].toFixed(3))),
      make("td", {}, `${percent(path.shares.data[at])} %`))));
  }

  scope.on(start, "click", () => void draw());
  scope.on(directions, "change", () => {
    show();
    if (drawn && !start.disabled) void draw();
  });
  scope.on(seed, "change", () => {
    if (drawn && !start.disabled) void draw();
  });
  scope.on(details, "toggle", fillTable);
  scope.onResize([stage], () => frame.ask());
  scope.add(
    store.follow(["engine", "lab", "training", "snapshot", "moment", "hidden"], show),
    text.onChange(show),
    onTheme(() => {
      if (drawn) colorGround(drawn);
      frame.ask();
    }),
    frame.stop,
  );
  return scope.end;
}
