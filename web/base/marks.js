// @ts-check
// The mark of a class: a shape and a colour, so that nobody needs to tell colours apart.

import { make } from "./dom.js";

/** As an element; marks.css has its shapes. @param {number} index */
export function mark(index) {
  return make("span", { class: `mark mark-${index % SHAPES.length}`, "aria-hidden": "true" });
}

/** The corners of each class's mark, from -1 to 1; the first is a circle. @type {[number, number][][]} */
const SHAPES = [
  [],
  [[0, -1], [1, 1], [-1, 1]],
  [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  [[-1, -1], [1, -1], [0, 1]],
  [[-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]],
  [[0, -1], [1, -0.24], [0.62, 1], [-0.62, 1], [-1, -0.24]],
  [[-0.6, -1], [0, -0.4], [0.6, -1], [1, -0.6], [0.4, 0], [1, 0.6], [0.6, 1], [0, 0.4], [-0.6, 1], [-1, 0.6], [-0.4, 0], [-1, -0.6]],
  [[0, -1.2], [0.28, -0.28], [1.2, 0], [0.28, 0.28], [0, 1.2], [-0.28, 0.28], [-1.2, 0], [-0.28, -0.28]],
  [[-1, -1], [1, -1], [1, -0.2], [-1, -0.2], [-1, 0.2], [1, 0.2], [1, 1], [-1, 1]],
];

/** On a canvas: the same shapes as in marks.css, filled, about `size` across.
 * @param {CanvasRenderingContext2D} context
 * @param {number} index
 * @param {number} x @param {number} y the middle
 * @param {number} size
 */
export function traceMark(context, index, x, y, size) {
  const r = size / 2;
  context.beginPath();
  const shape = index % SHAPES.length;
  if (shape === 0) context.arc(x, y, r, 0, 2 * Math.PI);
  SHAPES[shape].forEach(([across, down], corner) => {
    const at = /** @type {const} */ ([x + across * r, y + down * r]);
    if (corner === 0) context.moveTo(...at);
    else context.lineTo(...at);
  });
  context.closePath();
}
