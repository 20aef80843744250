// @ts-check
// Two axes on a canvas, and where things stand between them.

import { fit, token } from "./canvas.js";
import { axisFont, tickLabel, ticks, written } from "./chart.js";

/** What the axes' names and numbers take of a canvas's height. */
export const AROUND = 50;
const NAME = 26; // the room for the upward axis's name; its numbers may need more
const LEFT = 46;
const BOTTOM = 42;
const EDGE = 8;

/** @typedef {[number, number]} Range */

/**
 * Clears the canvas and draws the frame.
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, height: number, x: Range, y: Range, across: string, up: string }} plot  `height` is the
 *   whole canvas's; `across` and `up` are the axes' names
 * @param {CanvasImageSource} [ground]  fills the frame
 */
export function drawFrame(canvas, plot, ground) {
  const context = fit(canvas, plot.width, plot.height);
  const place = placeOn(canvas, plot);
  const { left, size, height } = place;
  context.imageSmoothingEnabled = true;
  if (ground) context.drawImage(ground, left, EDGE, size, height);
  context.strokeStyle = token("--line");
  context.lineWidth = 1;
  context.strokeRect(left, EDGE, size, height);
  context.fillStyle = token("--ink-soft");
  context.font = axisFont();
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { label, at } of written(ticks(plot.x), place.x, (text) => context.measureText(text).width, plot.width)) context.fillText(label, at, EDGE + height + 6);
  context.fillText(plot.across, left + size / 2, EDGE + height + 24, plot.width - left);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of ticks(plot.y)) context.fillText(tickLabel(tick), left - 6, place.y(tick));
  context.save();
  context.translate(9, EDGE + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(plot.up, 0, 0, height);
  context.restore();
  return { context, place };
}

/** @param {HTMLCanvasElement} canvas @param {{ width: number, height: number, x: Range, y: Range }} plot */
export function placeOn(canvas, { width, height: whole, x, y }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.font = axisFont();
  const left = Math.max(LEFT, ...ticks(y).map((tick) => NAME + context.measureText(tickLabel(tick)).width));
  const size = width - left - EDGE;
  const height = whole - EDGE - BOTTOM;
  return {
    left, size, height, top: EDGE,
    x: (/** @type {number} */ value) => left + ((value - x[0]) / (x[1] - x[0])) * size,
    y: (/** @type {number} */ value) => EDGE + (1 - (value - y[0]) / (y[1] - y[0])) * height,
    atX: (/** @type {number} */ at) => x[0] + ((at - left) / size) * (x[1] - x[0]),
    atY: (/** @type {number} */ at) => y[0] + (1 - (at - EDGE) / height) * (y[1] - y[0]),
    /** Keeps what is drawn next inside the frame. @param {CanvasRenderingContext2D} on */
    clip(on) {
      on.beginPath();
      on.rect(left, EDGE, size, height);
      on.clip();
    },
  };
}

/** The numbers' extent, and a twentieth of it more on either side. @param {ArrayLike<number>[]} columns @returns {Range} */
export function extent(...columns) {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns) {
    for (let at = 0; at < column.length; at += 1) [low, high] = [Math.min(low, column[at]), Math.max(high, column[at])];
  }
  if (low > high) return [0, 1];
  const more = 0.05 * (high - low) || 0.5;
  return [low - more, high + more];
}
