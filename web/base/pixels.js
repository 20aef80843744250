// @ts-check
// A row of numbers as a picture: each number a pixel, from blank paper to full ink.

import { rgb } from "./canvas.js";
import { make } from "./dom.js";

/** @typedef {{ side: number, paper: number, ink: number }} PictureScale  as Python gives it */

/**
 * @param {HTMLCanvasElement} canvas  gets as many pixels as there are numbers; its style says how large they are
 * @param {ArrayLike<number>} values  row by row, from the top
 * @param {PictureScale} scale
 */
export function paintPixels(canvas, values, { side, paper, ink }) {
  if (canvas.width !== side) canvas.width = side;
  if (canvas.height !== side) canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(side, side);
  const [blank, full] = [rgb("--card"), rgb("--ink")];
  for (let at = 0; at < values.length; at += 1) {
    const share = Math.min(1, Math.max(0, (values[at] - paper) / (ink - paper)));
    for (let part = 0; part < 3; part += 1) image.data[4 * at + part] = blank[part] + (full[part] - blank[part]) * share;
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** @param {ArrayLike<number>} values @param {PictureScale} scale */
export function pixels(values, scale) {
  const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
  paintPixels(canvas, values, scale);
  return canvas;
}
