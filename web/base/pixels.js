// @ts-check
// A row of numbers as a picture: each number a pixel, from blank paper to full ink.

import { mix } from "./color_grid.js";
import { rgb } from "./canvas.js";
import { make } from "./dom.js";

/** @import { Color } from "./color_grid.js" */
/** @typedef {{ side: number, paper: number, ink: number }} PictureScale  as Python gives it */

/** The colours of a picture. Who paints many asks once: each question may lay the page out. */
export const pictureColors = () => [rgb("--card"), rgb("--ink")];

/**
 * @param {HTMLCanvasElement} canvas  gets as many pixels as there are numbers; its style says how large they are
 * @param {ArrayLike<number>} values  row by row, from the top
 * @param {PictureScale} scale
 * @param {Color[]} colors
 */
export function paintPixels(canvas, values, { side, paper, ink }, [blank, full] = pictureColors()) {
  paint(canvas, side, side, (at) => mix(blank, full, Math.min(1, Math.max(0, (values[at] - paper) / (ink - paper)))));
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {(at: number) => Color} color */
function paint(canvas, width, height, color) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at += 1) {
    [image.data[4 * at], image.data[4 * at + 1], image.data[4 * at + 2]] = color(at);
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * Numbers of either sign: the larger, the stronger its sign's colour; 0 is paper.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number} [columns]  else it is a square
 */
export function paintSigned(canvas, values, columns = Math.round(Math.sqrt(values.length))) {
  let most = 0;
  for (let at = 0; at < values.length; at += 1) most = Math.max(most, Math.abs(values[at]));
  const [blank, negative, positive] = [rgb("--card"), rgb("--negative"), rgb("--positive")];
  paint(canvas, columns, values.length / columns, (at) => {
    const share = most ? Math.abs(values[at]) / most : 0;
    return mix(blank, values[at] < 0 ? negative : positive, share);
  });
}

/** @param {ArrayLike<number>} values @param {number} [columns] */
export function signedPixels(values, columns) {
  const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
  paintSigned(canvas, values, columns);
  return canvas;
}

/** @param {ArrayLike<number>} values @param {PictureScale} scale @param {Color[]} [colors] */
export function pixels(values, scale, colors) {
  const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
  paintPixels(canvas, values, scale, colors);
  return canvas;
}
