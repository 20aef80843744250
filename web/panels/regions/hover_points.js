// @ts-check
// Marks on the map under a pointer: a mouse that stands over one lights its row's way through the network.

import { token } from "../../base/canvas.js";
import { createScope } from "../../base/scope.js";

/** @import { placeOn } from "../../base/plot.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Regions } from "../../generated/protocol.js" */
/** @typedef {ReturnType<typeof placeOn>} Place */

/** How near a mark it is meant, in CSS pixels. */
const REACH = 7;

/**
 * The mark that is meant, or -1. Rows from `rows` on are not on the page.
 * @param {Regions["points"]} points @param {Place} place @param {number} x @param {number} y @param {number} rows
 */
export function pointAt(points, place, x, y, rows) {
  let [best, least] = [-1, REACH];
  points.row.data.forEach((row, at) => {
    const distance = Math.hypot(x - place.x(points.x.data[at]), y - place.y(points.y.data[at]));
    if (distance < least && row < rows) [best, least] = [at, distance];
  });
  return best;
}

/** @param {CanvasRenderingContext2D} context @param {Regions["points"]} points @param {Place} place @param {number} at */
export function ringPoint(context, points, place, at) {
  context.beginPath();
  context.arc(place.x(points.x.data[at]), place.y(points.y.data[at]), 13, 0, 2 * Math.PI);
  context.strokeStyle = token("--chosen");
  context.lineWidth = 3;
  context.stroke();
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Store} store
 * @param {() => { points: Regions["points"], place: Place } | undefined} drawn
 * @returns {() => void} stops it
 */
export function hoverPoints(canvas, store, drawn) {
  const scope = createScope();

  /** @param {number} row  none: -1 */
  function point(row) {
    if ((store.get().pointed?.row ?? -1) !== row) store.set({ pointed: row < 0 ? undefined : { row } });
  }
  scope.on(canvas, "pointermove", (event) => {
    const { lab } = store.get();
    const map = drawn();
    if (event.pointerType === "touch" || event.buttons || !map || !lab) return point(-1);
    const box = canvas.getBoundingClientRect();
    const at = pointAt(map.points, map.place, event.clientX - box.x, event.clientY - box.y, lab.table.labels.data.length);
    point(at < 0 ? -1 : map.points.row.data[at]);
  });
  scope.on(canvas, "pointerleave", () => point(-1));
  return scope.end;
}
