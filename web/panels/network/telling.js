// @ts-check
// The small things that telling of a weight or a neuron takes.

import { make } from "../../base/dom.js";
import { minus } from "../../base/numbers.js";

/** @import { Plan } from "../../lab/network_plan.js" */

/** @param {number} value */
export function number(value) {
  return Number.isFinite(value) ? minus(value.toPrecision(5)) : "–";
}

/** @param {number} digit */
export function raised(digit) {
  return [...String(digit)].map((figure) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(figure)]).join("");
}

/** So far from the outputs stays what is told of a neuron or a weight. */
const BESIDE = 6;

/**
 * Puts what is told above or below its place, and never over the outputs.
 * @param {HTMLElement} tip @param {Plan} plan @param {number} x @param {number} y
 */
export function placeTip(tip, { columns }, x, y) {
  const last = columns[columns.length - 1];
  const room = last.x - last.radius - BESIDE;
  tip.style.maxInlineSize = `min(20rem, ${room}px)`;
  const { offsetWidth, offsetHeight } = tip;
  tip.style.insetInlineStart = `${Math.max(0, Math.min(room - offsetWidth, x - offsetWidth / 2))}px`;
  const above = y - offsetHeight - 14;
  tip.style.insetBlockStart = `${above > 0 ? above : y + 22}px`;
}

/** @param {PointerEvent | MouseEvent} event */
export function touches(event) {
  return "pointerType" in event && event.pointerType === "touch";
}

/** The picture that a canvas shows now. @param {HTMLCanvasElement} map */
export function copyOf(map) {
  const copy = make("canvas", { "aria-hidden": "true", class: "tip-map" });
  [copy.width, copy.height] = [map.width, map.height];
  copy.getContext("2d")?.drawImage(map, 0, 0);
  return copy;
}
