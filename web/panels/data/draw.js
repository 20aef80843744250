// @ts-check
// Points of one's own: brush, eraser, undo, by finger, mouse or keyboard. What is drawn is a file like any other.

import { eachFrame, fit, onTheme, token } from "../../base/canvas.js";
import { mark, traceMark } from "../../base/marks.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { saveFile } from "../../base/save_file.js";
import { columnsOf, drawingFile, drawingOf, drawingText, DRAWN, lacks, MOST_POINTS, NAMES, REACH, snap } from "../../lab/drawn.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Drawing, Point } from "../../lab/drawn.js" */
/** @import { Runner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** How far the brush goes from one point to the next, and how widely it strews them, on the plane. */
const EVERY = 0.45;
const STREWN = 0.5;
/** How far the eraser reaches. */
const WIPES = 0.7;
/** How far an arrow key goes. */
const STEP = 0.5;
const ERASER = "eraser";

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<Runner, "useCsv">} runner
 */
export function mountDraw(store, text, runner) {
  const scope = createScope();
  const canvas = byId("draw-canvas", HTMLCanvasElement);
  const brushes = byId("draw-brushes", HTMLElement);
  const use = byId("draw-use", HTMLButtonElement);
  const kinds = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=draw-task]")]);
  /** @type {Point[]} */
  let points = [];
  /** What each stroke found, for Undo. @type {Point[][]} */
  let before = [];
  let brush = "0";
  /** Where the last point of this stroke is. @type {{ x: number, y: number } | undefined} */
  let last;
  /** Where the keyboard's pen is, once it is used. @type {{ x: number, y: number } | undefined} */
  let pen;
  let drawing = false;
  /** The file whose points these are. @type {unknown} */
  let shown;
  const frame = eachFrame(paint);

  const task = () => /** @type {Drawing["task"]} */ (kinds.find((input) => input.checked)?.value ?? "classes");
  /** @returns {Drawing} */
  const now = () => ({ task: task(), points: task() === "numbers" ? points : points.filter(({ kind }) => kind < NAMES.length) });

  function begin() {
    before = [...before, points].slice(-100);
    last = undefined;
  }

  /** The brush or the eraser comes to a place of the plane. @param {number} x @param {number} y @param {boolean} [strew] */
  function touch(x, y, strew = true) {
    if (brush === ERASER) points = points.filter((point) => Math.hypot(point.x - x, point.y - y) > WIPES);
    else {
      if (last && Math.hypot(x - last.x, y - last.y) < EVERY) return;
      if (points.length >= MOST_POINTS) return;
      const aside = () => (strew && last ? (Math.random() - 0.5) * STREWN : 0);
      const kind = task() === "numbers" ? 0 : Number(brush);
      points = [...points, { x: snap(x + aside()), y: snap(y + aside()), kind }];
      last = { x, y };
    }
    show();
  }

  function undo() {
    points = before.pop() ?? points;
    show();
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  function place({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    return [((clientX - box.x) / box.width) * 2 * REACH - REACH, REACH - ((clientY - box.y) / box.height) * 2 * REACH];
  }

  scope.on(canvas, "pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    pen = undefined;
    begin();
    touch(...place(event));
  });
  scope.on(canvas, "pointermove", (event) => {
    if (!drawing) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) touch(...place(each));
  });
  for (const type of /** @type {const} */ (["pointerup", "pointercancel"])) scope.on(canvas, type, () => void (drawing = false));

  scope.on(canvas, "keydown", (event) => {
    if (event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return undo();
    }
    if (event.ctrlKey || event.metaKey) return;
    const move = /** @type {Record<string, [number, number]>} */ ({
      ArrowUp: [0, STEP], ArrowDown: [0, -STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0],
    })[event.key];
    if (!move && ![" ", "Enter", "Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // Space would train
    pen ??= { x: 0, y: 0 };
    if (move) pen = { x: snap(pen.x + move[0]), y: snap(pen.y + move[1]) };
    else {
      begin();
      const held = brush;
      if (event.key === "Delete" || event.key === "Backspace") brush = ERASER;
      touch(pen.x, pen.y, false);
      brush = held;
    }
    tell(byId("draw-said", HTMLElement), text.t("draw_at", { x: pen.x, y: pen.y, points: points.length }));
    frame.ask();
  });

  function showBrushes() {
    const held = brushes.contains(document.activeElement) ? brush : undefined;
    const numbers = task() === "numbers";
    if (numbers && brush !== ERASER) brush = "0"; // of a drawing that was opened
    const one = (/** @type {string} */ value, /** @type {(Node | string)[]} */ ...name) => {
      const input = make("input", { type: "radio", name: "draw-brush", value });
      input.checked = value === brush;
      input.onchange = () => void (brush = value);
      return make("label", { class: "inline" }, input, make("span", {}, ...name));
    };
    brushes.replaceChildren(
      ...(numbers ? [one("0", text.t("draw_point"))] : NAMES.map((name, kind) => one(String(kind), mark(kind), name))),
      one(ERASER, text.t("draw_eraser")),
    );
    if (held) /** @type {HTMLElement | null} */ (brushes.querySelector(`[value="${held}"]`))?.focus();
  }

  function show() {
    const { setup, csv } = store.get();
    const drawn = now();
    const why = lacks(drawn);
    const inUse = setup.dataset === "own" && csv?.name === DRAWN && drawingText(drawn) === new TextDecoder().decode(/** @type {Uint8Array} */ (csv.data));
    use.disabled = why !== "" || inUse;
    byId("draw-save", HTMLButtonElement).disabled = points.length === 0;
    byId("draw-undo", HTMLButtonElement).disabled = before.length === 0;
    byId("draw-clear", HTMLButtonElement).disabled = points.length === 0;
    tell(byId("draw-status", HTMLElement), text.t(inUse ? "draw_in_use" : why || "draw_ready", { points: points.length }));
    frame.ask();
  }

  function paint() {
    const side = Math.min(canvas.parentElement?.clientWidth ?? 0, 420);
    if (side < 60) return;
    const context = fit(canvas, side, side);
    const at = (/** @type {number} */ value) => ((value + REACH) / (2 * REACH)) * side;
    context.strokeStyle = token("--line");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(side / 2, 0);
    context.lineTo(side / 2, side);
    context.moveTo(0, side / 2);
    context.lineTo(side, side / 2);
    context.stroke();
    for (const { x, y, kind } of points) {
      traceMark(context, kind, at(x), side - at(y), 9);
      context.fillStyle = token(`--class-${kind}`);
      context.fill();
    }
    if (!pen) return;
    context.strokeStyle = token("--focus");
    context.lineWidth = 2;
    context.beginPath();
    context.arc(at(pen.x), side - at(pen.y), 8, 0, 2 * Math.PI);
    context.stroke();
  }

  scope.on(byId("draw-undo", HTMLButtonElement), "click", undo);
  scope.on(byId("draw-clear", HTMLButtonElement), "click", () => {
    begin();
    points = [];
    show();
  });
  scope.on(byId("draw-save", HTMLButtonElement), "click", () => saveFile(DRAWN, drawingText(now()), "text/csv"));
  scope.on(use, "click", () => {
    const drawn = now();
    const file = drawingFile(drawn);
    shown = file.data;
    runner.useCsv(file, columnsOf(drawn)).then(show, (error) => tell(byId("draw-status", HTMLElement), text.reason(error)));
  });
  for (const input of kinds) {
    scope.on(input, "change", () => {
      brush = "0";
      showBrushes();
      show();
    });
  }
  scope.onResize([byId("draw-stage", HTMLElement)], () => frame.ask());
  scope.add(
    store.watch(["csv"], ({ csv }) => {
      const found = csv?.data === shown ? undefined : drawingOf(csv);
      if (found) {
        points = found.points;
        before = [];
        for (const input of kinds) input.checked = input.value === found.task;
        byId("draw", HTMLDetailsElement).open = true;
        showBrushes();
      }
      shown = csv?.data;
      show();
    }),
    store.follow(["setup"], show),
    text.onChange(() => {
      showBrushes();
      show();
    }),
    onTheme(() => frame.ask()),
    frame.stop,
  );
  return scope.end;
}
