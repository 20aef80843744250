// @ts-check
// A grid of numbers as a picture, one cell a pixel.

/** @typedef {[number, number, number]} Color  red, green, blue, from 0 to 255 */

/** How many shades stand for the way between two colours: more than the eye tells apart. */
export const SHADES = 128;

/** Evenly spaced colours from one to another. @param {Color} from @param {Color} to @returns {Color[]} */
export function shades(from, to) {
  return Array.from({ length: SHADES }, (_, at) => mix(from, to, at / (SHADES - 1)));
}

/** @param {Color} from @param {Color} to @param {number} part @returns {Color} */
export function mix(from, to, part) {
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

/**
 * Rows of the grid go upwards, rows of a picture downwards.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas  gets as many pixels as there are cells
 * @param {number} rows @param {number} columns
 * @param {Color[]} palette
 * @param {(cell: number) => number} pick  a cell's place in the palette
 * @param {number} [every]  of how many rows and columns one is painted
 */
export function paintGrid(canvas, rows, columns, palette, pick, every = 1) {
  const [width, height] = [Math.ceil(columns / every), Math.ceil(rows / every)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  let at = 0;
  for (let row = height - 1; row >= 0; row -= 1) {
    for (let column = 0; column < width; column += 1) {
      const [red, green, blue] = palette[pick((row * columns + column) * every)];
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = 255;
      at += 4;
    }
  }
  context.putImageData(image, 0, 0);
}
