// @ts-check
// Points that the visitor has drawn: a small table of their own, as a CSV file, and in a link.

import { READING_VERSION } from "../generated/options.js";

/** @import { CsvFile } from "../generated/protocol.js" */

/**
 * `task` "numbers": a curve, each point's y to be predicted from its x; `kind` is then 0. Else `kind` is its class.
 * @typedef {{ x: number, y: number, kind: number }} Point
 * @typedef {{ task: "classes" | "numbers", points: Point[] }} Drawing
 */

/** The file's name: so the page knows its own drawings. */
export const DRAWN = "drawing.csv";
/** The plane reaches from -REACH to REACH, in steps of 1 / FINE. */
export const REACH = 6;
const FINE = 10;
export const NAMES = ["A", "B", "C", "D", "E", "F"];
/** More points make no link. */
export const MOST_IN_LINK = 600;
/** More points than this nobody draws. */
export const MOST_POINTS = 2000;
const READING = {
  encoding: "UTF-8", delimiter: ",", decimal: ".", thousands: "", comment: "", header: true, skip: 0,
  version: READING_VERSION,
};

/** On the plane's steps, and on the plane. @param {number} value */
export const snap = (value) => Math.max(-REACH, Math.min(REACH, Math.round(value * FINE) / FINE)) + 0; // no -0

/** @param {Drawing} drawing @returns {string} */
export function drawingText({ task, points }) {
  const rows = points.map(({ x, y, kind }) => (task === "numbers" ? [x, y] : [x, y, NAMES[kind]]).join(","));
  return [task === "numbers" ? "x,y" : "x1,x2,class", ...rows, ""].join("\n");
}

/** As a file of the visitor's own. @param {Drawing} drawing @returns {CsvFile} */
export const drawingFile = (drawing) => ({ name: DRAWN, data: new TextEncoder().encode(drawingText(drawing)), reading: READING });

/** What is learnt of it. @param {Pick<Drawing, "task">} drawing */
export const columnsOf = ({ task }) => ({ target: task === "numbers" ? "y" : "class", task, left_out: /** @type {string[]} */ ([]) });

/** The drawing in a file, if it is one. @param {Pick<CsvFile, "name" | "data"> | undefined} csv @returns {Drawing | undefined} */
export function drawingOf(csv) {
  if (csv?.name !== DRAWN) return undefined;
  const [head, ...rows] = new TextDecoder().decode(/** @type {Uint8Array} */ (csv.data)).trim().split("\n");
  const task = head === "x,y" ? "numbers" : "classes";
  if (task === "classes" && head !== "x1,x2,class") return undefined;
  const points = rows.map((row) => {
    const [x, y, name = "A"] = row.split(",");
    return { x: Number(x), y: Number(y), kind: NAMES.indexOf(name) };
  });
  return points.every(({ x, y, kind }) => Number.isFinite(x) && Number.isFinite(y) && kind >= 0) ? { task, points } : undefined;
}

/** What is still missing for it to be learnt, as a key of web/text, or "". @param {Drawing} drawing */
export function lacks({ task, points }) {
  if (task === "numbers") {
    if (points.length < 5) return "draw_few_points";
    return points.every(({ x }) => x === points[0].x) || points.every(({ y }) => y === points[0].y) ? "draw_flat" : "";
  }
  const counts = NAMES.map((_, kind) => points.filter((point) => point.kind === kind).length).filter(Boolean);
  if (counts.length < 2) return "draw_two_classes";
  return Math.min(...counts) < 3 ? "draw_few_of_class" : "";
}

const digits = (/** @type {number} */ value) => Math.round((value + REACH) * FINE).toString(36).padStart(2, "0");

/** In a link, four characters a point; "" where there are too many. @param {Drawing} drawing */
export function writeDrawing({ task, points }) {
  if (points.length > MOST_IN_LINK) return "";
  if (task === "numbers") return `n${points.map(({ x, y }) => digits(x) + digits(y)).join("")}`;
  return `c${points.map(({ x, y, kind }) => kind + digits(x) + digits(y)).join("")}`;
}

/** What a link says, which may come from anybody. @param {string} text @returns {Drawing | undefined} */
export function readDrawing(text) {
  const task = text[0] === "n" ? "numbers" : "classes";
  const size = task === "numbers" ? 4 : 5;
  if (!/^[nc][0-9a-z]+$/.test(text) || (text.length - 1) % size !== 0 || (text.length - 1) / size > MOST_IN_LINK) return undefined;
  const points = (text.slice(1).match(task === "numbers" ? /..../g : /...../g) ?? []).map((part) => {
    const kind = task === "numbers" ? 0 : Number(part[0]);
    const [x, y] = [part.slice(-4, -2), part.slice(-2)].map((two) => parseInt(two, 36) / FINE - REACH);
    return { x: snap(x), y: snap(y), kind, inside: Math.max(Math.abs(x), Math.abs(y)) <= REACH + 1e-9 && kind < NAMES.length };
  });
  const drawing = { task: /** @type {Drawing["task"]} */ (task), points: points.map(({ x, y, kind }) => ({ x, y, kind })) };
  return points.every(({ inside }) => inside) && !lacks(drawing) ? drawing : undefined;
}
