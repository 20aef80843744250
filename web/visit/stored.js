// @ts-check
// What one visit leaves for the next, checked when it comes back.

import { ADDED, FIELDS } from "../generated/options.js";
import { allows } from "../lab/setup.js";
import { emptyHistory } from "../lab/history.js";

/** @import { PageState } from "../lab/store.js" */

/** Goes up when the stored shape changes; what an older page stored is then left out. */
export const VERSION = 1;

/** @typedef {Pick<PageState, "setup" | "snapshot" | "history" | "csv"> & { drawing?: Drawing }} Stored */
/** @typedef {{ values: number[], strokes: number[][] }} Drawing  What stood on the pad. */

/** What is kept of the form: only what was drawn. @param {PageState["sample"]} sample @returns {Drawing | undefined} */
export const drawingIn = (sample) => (sample.kind === "typed" && sample.strokes ? { values: sample.values, strokes: sample.strokes } : undefined);

/**
 * What was stored, if it is whole: a crash, another version of the page or a hand in the developer tools may
 * have left anything. Python checks the rest when the snapshot goes there.
 * @param {any} lab
 * @param {any} csv
 * @returns {Stored | undefined}
 */
export function readStored(lab, csv) {
  if (lab?.version !== VERSION || typeof lab.setup !== "object" || !lab.setup) return undefined;
  const names = Object.keys(FIELDS);
  const given = { ...ADDED, ...lab.setup };
  // In the fields' own order, for set-ups are compared as text.
  const setup = /** @type {PageState["setup"]} */ (Object.fromEntries(names.map((name) => [name, given[name]])));
  const right = names.every((name) => allows(FIELDS[/** @type {keyof typeof FIELDS} */ (name)], given[name]));
  if (!right || Object.keys(given).length !== names.length) return undefined;

  const { snapshot } = lab;
  const history = { ...emptyHistory(), ...lab.history };
  if (snapshot !== undefined) {
    if (!Number.isInteger(snapshot?.epoch) || !(snapshot.vector?.data instanceof Float64Array)) return undefined;
    if (!snapshot.vector.data.every(Number.isFinite)) return undefined;
  }
  const rows = lab.history?.epoch?.length;
  const isColumn = (/** @type {unknown} */ column, /** @type {string} */ name) =>
    Array.isArray(column) && column.every((value) => typeof value === "number") &&
    (column.length === rows || (column.length === 0 && name.endsWith("_error")));
  if (!Object.entries(history).every(([name, column]) => isColumn(column, name))) return undefined;

  const isReading = csv?.reading === undefined || (typeof csv.reading === "object" && csv.reading !== null);
  const isCsv = typeof csv?.name === "string" && csv.data instanceof Uint8Array && isReading;
  if (csv !== undefined && !isCsv) return undefined;
  if (setup.dataset === "own" && !isCsv) return undefined;
  const numbers = (/** @type {unknown} */ list) => Array.isArray(list) && list.every(Number.isFinite);
  const drawing = numbers(lab.drawing?.values) && Array.isArray(lab.drawing.strokes) && lab.drawing.strokes.every(numbers) ? lab.drawing : undefined;
  return { ...(drawing && { drawing }), setup, snapshot, history, csv };
}
