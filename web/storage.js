// @ts-check
// What survives a reload, in the browser's own database: the set-up, the visitor's file, the last model.

import { clear, createStore, getMany, setMany } from "idb-keyval";
import { allows, FIELDS } from "./setup.js";
import { emptyHistory } from "./state.js";

/** Goes up when the stored shape changes; what an older page stored is then left out. */
export const VERSION = 1;

const LAB = "lab";
const CSV = "csv";

/**
 * @typedef {Pick<import("./state.js").State, "setup" | "snapshot" | "history" | "csv">} Stored
 * @typedef {{ kind: "nothing" } | { kind: "refused" } | { kind: "damaged" } | { kind: "found", stored: Stored }} Recalled
 */

/** Opened once, so that the last write, when the page is left, need not wait. @type {ReturnType<typeof createStore> | undefined} */
let opened;
const database = () => (opened ??= createStore("nnlab", "kept"));

/** Some browsers never answer at all; the page does not wait for them. */
const PATIENCE_MS = 10_000;
const never = () => new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("The database is silent.")));

/** What the last visit left. Never rejects. @returns {Promise<Recalled>} */
export async function recallLab() {
  try {
    const [lab, csv] = await Promise.race([getMany([LAB, CSV], database()), never()]);
    if (lab === undefined) return { kind: "nothing" };
    const stored = readStored(lab, csv);
    return stored ? { kind: "found", stored } : { kind: "damaged" };
  } catch {
    return { kind: "refused" };
  }
}

/**
 * Rejects when the browser refuses.
 * @param {Stored} stored
 * @param {boolean} withCsv  the file is written only when it is another one: it may be large
 */
export function storeLab({ setup, snapshot, history, csv }, withCsv) {
  /** @type {[string, unknown][]} */
  const entries = [[LAB, { version: VERSION, setup, snapshot, history }]];
  if (withCsv) entries.push([CSV, csv]);
  return setMany(entries, database());
}

/** Rejects when the browser refuses. */
export const forgetLab = () => clear(database());

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
  const right = names.every((name) => allows(FIELDS[/** @type {keyof typeof FIELDS} */ (name)], lab.setup[name]));
  if (!right || Object.keys(lab.setup).length !== names.length) return undefined;

  const { snapshot, history } = lab;
  if (snapshot !== undefined) {
    if (!Number.isInteger(snapshot?.epoch) || !(snapshot.vector?.data instanceof Float64Array)) return undefined;
    if (!snapshot.vector.data.every(Number.isFinite)) return undefined;
  }
  const columns = Object.keys(emptyHistory());
  const rows = history?.epoch?.length;
  const isColumn = (/** @type {unknown} */ column) =>
    Array.isArray(column) && column.length === rows && column.every((value) => typeof value === "number");
  if (!columns.every((name) => isColumn(history?.[name]))) return undefined;

  const isCsv = typeof csv?.name === "string" && csv.data instanceof Uint8Array;
  if (csv !== undefined && !isCsv) return undefined;
  if (lab.setup.dataset === "own" && !isCsv) return undefined;
  return { setup: lab.setup, snapshot, history, csv };
}
