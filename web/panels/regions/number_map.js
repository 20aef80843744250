// @ts-check
// The map of a number to predict: the answer as a color everywhere, each row's true number in its mark.

import { rgb, token } from "../../base/canvas.js";
import { SHADES, mix, paintGrid, shades } from "../../base/color_grid.js";
import { make } from "../../base/dom.js";
import { inUnit, targetName } from "../../lab/task.js";
import { mapChoices } from "./map_choices.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Configured, Regions } from "../../generated/protocol.js" */

/** As plain areas the answers have eight colors. */
const BAND = (2 * SHADES) / 8;

/** From the least true number to the largest. @param {Configured} lab @returns {[number, number]} */
function rangeOf({ table: { labels: { data } } }) {
  const [low, high] = data.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
}

/** Low, middle, high: the middle is pale, so that the ends stand out. */
function palette() {
  const card = rgb("--card");
  return [...shades(rgb("--class-1"), mix(card, rgb("--ink"), 0.06)), ...shades(mix(card, rgb("--ink"), 0.06), rgb("--class-0"))];
}

/** A number's place among the colors. @param {[number, number]} range */
const placeIn = ([low, high]) => (/** @type {number} */ value) =>
  Math.max(0, Math.min(2 * SHADES - 1, Math.round(((value - low) / (high - low)) * (2 * SHADES - 1)) || 0));

/** @param {OffscreenCanvas} ground @param {Regions} regions @param {Configured} lab */
export function paintNumbers(ground, { predicted: { data, shape: [rows, columns] } }, lab) {
  const place = placeIn(rangeOf(lab));
  const { areas } = mapChoices();
  const whole = (/** @type {number} */ color) => (Math.floor(color / BAND) + 0.5) * BAND;
  paintGrid(ground, rows, columns, palette(), (cell) => (areas ? whole(place(data[cell])) : place(data[cell])));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Regions["points"]} points
 * @param {{ x: (value: number) => number, y: (value: number) => number }} at
 * @param {Configured} lab
 */
export function drawNumberPoints(context, points, at, lab) {
  const [colors, place] = [palette(), placeIn(rangeOf(lab))];
  const [card, ink] = [token("--card"), token("--ink")];
  const { tests } = mapChoices();
  const radius = points.row.data.length > 400 ? 3 : 4.5;
  points.row.data.forEach((_, index) => {
    const tested = points.test.data[index] > 0;
    if (tested && !tests) return;
    context.beginPath();
    if (tested) context.rect(at.x(points.x.data[index]) - radius, at.y(points.y.data[index]) - radius, 2 * radius, 2 * radius);
    else context.arc(at.x(points.x.data[index]), at.y(points.y.data[index]), radius, 0, 2 * Math.PI);
    context.fillStyle = `rgb(${colors[place(points.label.data[index])].map(Math.round).join(" ")})`;
    context.strokeStyle = tested ? card : ink;
    context.lineWidth = 1.2;
    context.fill();
    context.stroke();
  });
}

/** What the colors mean. @param {Text} text @param {Configured} lab */
export function numberKey(text, lab) {
  const [low, high] = rangeOf(lab);
  return make("li", { class: "map-scale" }, targetName(text, lab), " ", inUnit(lab, low), make("span", { class: "number-ramp", "aria-hidden": "true" }), inUnit(lab, high));
}
