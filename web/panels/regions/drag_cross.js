// @ts-check
// The map under a pointer: a mouse takes a point or drags the cross at once; a finger drags the cross when it
// starts near it, takes a point when it taps, and else swipes.

import { createScope } from "../../base/scope.js";

/** How far a finger may slip in a tap, in CSS pixels. */
const SLIP = 10;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ nearCross: (event: PointerEvent) => boolean, press: (event: PointerEvent, takes?: boolean) => void }} map
 * @returns {() => void} stops it
 */
export function dragCross(canvas, { nearCross, press }) {
  let dragging = false;
  /** Where a finger went down that did not take hold of the cross. @type {PointerEvent | undefined} */
  let tapped;
  const scope = createScope();

  scope.on(canvas, "pointerdown", (event) => {
    const touch = event.pointerType === "touch";
    dragging = !touch || nearCross(event);
    tapped = dragging ? undefined : event;
    if (!dragging) return;
    if (!touch) return press(event, true);
    canvas.dataset.held = ""; // web/rooms/stage.js: this is no swipe
    canvas.setPointerCapture(event.pointerId);
  });
  scope.on(canvas, "pointermove", (event) => {
    if (dragging && event.buttons === 1) press(event);
  });
  scope.on(canvas, "pointerup", (event) => {
    if (tapped && Math.hypot(event.clientX - tapped.clientX, event.clientY - tapped.clientY) < SLIP) press(tapped, true);
    dragging = false;
    tapped = undefined;
    setTimeout(() => delete canvas.dataset.held); // the touch ends behind the pointer
  });
  return scope.end;
}
