// @ts-check
// The small things that telling of a weight or a neuron takes.

import { make } from "../../base/dom.js";
import { minus } from "../../base/numbers.js";

/** @param {number} value */
export function number(value) {
  return Number.isFinite(value) ? minus(value.toPrecision(5)) : "–";
}

/** @param {number} digit */
export function raised(digit) {
  return [...String(digit)].map((figure) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(figure)]).join("");
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
