// @ts-check
// The pad: draw with finger, mouse or keys, and Python makes a sample of it that looks like the data's pictures.

import { eachFrame, fit, onTheme, token } from "../../base/canvas.js";
import { byId, tell } from "../../base/dom.js";
import { paintPixels } from "../../base/pixels.js";
import { createScope } from "../../base/scope.js";
import { createAsker } from "../../lab/asker.js";
import { sampleValues } from "../../lab/sample.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Store } from "../../lab/store.js" */

/** The pad's sides are 1 long. A point nearer to the last one says nothing new. */
const NEAR = 1 / 64;
/** How far an arrow key moves the pen. */
const STEP = 1 / 32;
const LINE = 0.075;
/** Python takes so many numbers at most. */
const MOST = 3600;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountPad(store, text, engine) {
  const scope = createScope();
  const canvas = byId("pad", HTMLCanvasElement);
  const seen = byId("pad-seen", HTMLCanvasElement);
  /** Each x, y, x, y and so on. @type {number[][]} */
  let strokes = [];
  /** The sample that came of them. @type {number[] | undefined} */
  let made;
  /** Where the keyboard's pen is, once it is used. @type {{ x: number, y: number, down: boolean } | undefined} */
  let pen;
  let drawing = false;
  let side = 0;
  const frame = eachFrame(paint);

  const scale = () => store.get().dataset?.pictures;

  const asker = createAsker(store, ask);
  async function ask() {
    const { lab, sample, engine: { kind } } = store.get();
    if (!scale() || kind !== "ready") return;
    const drawn = strokes.map((stroke) => [...stroke]);
    const { values } = await engine.call("draw", { strokes: drawn });
    if (store.get().lab?.run !== lab?.run) return;
    if (store.get().sample !== sample) return; // a row has been chosen meanwhile
    made = [...values.data];
    store.set({ sample: { kind: "typed", values: made, ...(drawn.length && { strokes: drawn }) } });
  }

  /** @param {number} x @param {number} y @param {boolean} fresh  a new stroke begins */
  function add(x, y, fresh) {
    if (strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MOST) return;
    if (fresh) strokes.push([x, y]);
    else strokes[strokes.length - 1].push(x, y);
    frame.ask();
    asker.want();
  }

  function clear() {
    strokes = [];
    pen = pen && { ...pen, down: false };
    asker.want();
    frame.ask();
  }

  /** @param {PointerEvent} event */
  function place({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    return /** @type {const} */ ([(clientX - box.x) / box.width, (clientY - box.y) / box.height]);
  }

  scope.on(canvas, "pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    pen = undefined;
    add(...place(event), true);
  });
  scope.on(canvas, "pointermove", (event) => {
    if (!drawing) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = place(each);
      const [lastX, lastY] = strokes.at(-1)?.slice(-2) ?? [Infinity, Infinity];
      if (Math.hypot(x - lastX, y - lastY) >= NEAR) add(x, y, false);
    }
  });
  for (const type of /** @type {const} */ (["pointerup", "pointercancel"])) scope.on(canvas, type, () => void (drawing = false));
  scope.on(byId("pad-clear", HTMLButtonElement), "click", clear);

  scope.on(canvas, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = /** @type {Record<string, [number, number]>} */ ({
      ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0],
    });
    const move = moves[event.key];
    if (!move && ![" ", "Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // Space would train
    pen ??= { x: 0.5, y: 0.15, down: false };
    if (event.key === "Delete" || event.key === "Backspace") {
      clear();
      return tell(byId("pad-said", HTMLElement), text.t("pad_cleared"));
    }
    if (move) {
      pen = { ...pen, x: Math.min(1, Math.max(0, pen.x + move[0])), y: Math.min(1, Math.max(0, pen.y + move[1])) };
      if (pen.down) add(pen.x, pen.y, strokes.length === 0);
    } else {
      pen = { ...pen, down: !pen.down };
      if (pen.down) add(pen.x, pen.y, true);
      tell(byId("pad-said", HTMLElement), text.t(pen.down ? "pad_down" : "pad_up"));
    }
    frame.ask();
  });
  scope.on(canvas, "blur", () => {
    pen = undefined;
    frame.ask();
  });

  function paint() {
    const values = sampleValues(store.get());
    const pictures = scale();
    if (!pictures || !values || values.length !== pictures.side ** 2) return;
    paintPixels(seen, values, pictures);
    if (side < 20) return;
    const context = fit(canvas, side, side);
    if (strokes.length === 0) {
      context.imageSmoothingEnabled = false;
      context.drawImage(seen, 0, 0, side, side);
    }
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = LINE * side;
    context.strokeStyle = token("--ink");
    for (const stroke of strokes) {
      context.beginPath();
      context.moveTo(stroke[0] * side, stroke[1] * side);
      for (let at = 0; at < stroke.length; at += 2) context.lineTo(stroke[at] * side, stroke[at + 1] * side);
      context.stroke();
    }
    if (!pen) return;
    context.lineWidth = 2;
    context.strokeStyle = token("--focus");
    context.beginPath();
    context.arc(pen.x * side, pen.y * side, (pen.down ? 0.5 : 1) * LINE * side, 0, 2 * Math.PI);
    context.stroke();
  }

  scope.onResize([canvas.parentElement ?? canvas], () => {
    side = Math.floor(canvas.parentElement?.clientWidth ?? 0);
    frame.ask();
  });
  scope.add(
    store.watch(["dataset"], () => {
      byId("pad-field", HTMLElement).hidden = !scale();
    }),
    store.follow(["sample", "dataset"], (state) => {
      // Another sample than the drawing's takes its place: maybe the last visit's drawing.
      if (state.sample.kind === "row") strokes = [];
      else if (state.sample.values !== made && !drawing) {
        strokes = (state.sample.strokes ?? []).map((stroke) => [...stroke]);
        made = state.sample.values;
      }
      frame.ask();
    }),
    onTheme(() => frame.ask()),
    frame.stop,
    asker.stop,
  );
  return scope.end;
}
