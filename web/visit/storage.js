// @ts-check
// What survives a reload, in the browser's own database: the set-up, the visitor's file, the last model.

import { clear, createStore, getMany, setMany } from "idb-keyval";
import { breathe } from "../base/breathe.js";
import { readStored, VERSION } from "./stored.js";

/** @import { Stored } from "./stored.js" */

const LAB = "lab";
const CSV = "csv";
/** A larger file is stored as a Blob, which the browser writes on a thread of its own. */
const LARGE = 4_000_000;
/** So many bytes of it are copied at once: all of them would hold the page up. */
const SLICE = 2_000_000;

/**
 * @typedef {{ kind: "nothing" } | { kind: "refused" } | { kind: "damaged" } | { kind: "found", stored: Stored }} Recalled
 */

/** Opened once, so that the last write, when the page is left, need not wait. @type {ReturnType<typeof createStore> | undefined} */
let opened;
const database = () => (opened ??= createStore("nnlab", "kept"));

/** Some browsers never answer at all; the page does not wait for them. */
const ANSWER_MS = 10_000;
const never = () => new Promise((_, reject) => setTimeout(reject, ANSWER_MS, new Error("The database is silent.")));

/** What the last visit left. Never rejects. @returns {Promise<Recalled>} */
export async function recallLab() {
  try {
    const [lab, csv] = await Promise.race([getMany([LAB, CSV], database()), never()]);
    if (lab === undefined) return { kind: "nothing" };
    const stored = readStored(lab, await withBytes(csv));
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
export async function storeLab({ setup, snapshot, history, csv, drawing }, withCsv) {
  /** @type {[string, unknown]} */
  const entry = [LAB, { version: VERSION, setup, snapshot, history, drawing }];
  if (!withCsv) return setMany([entry], database());
  if (csv && csv.data.length > LARGE) {
    const data = await blobOf(/** @type {Uint8Array<ArrayBuffer>} */ (csv.data));
    const written = await setMany([entry, [CSV, { ...csv, data }]], database()).then(() => true, () => false);
    if (written) return undefined; // some browsers store no Blob in a private window
  }
  return setMany([entry, [CSV, csv]], database());
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function blobOf(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += SLICE) {
    parts.push(new Blob([bytes.subarray(at, at + SLICE)]));
    // A page that is left has no time, and nobody who waits.
    if (document.visibilityState === "visible") await breathe();
  }
  return new Blob(parts);
}

/** @param {any} csv  as it was stored */
async function withBytes(csv) {
  return csv?.data instanceof Blob ? { ...csv, data: new Uint8Array(await csv.data.arrayBuffer()) } : csv;
}

/** Rejects when the browser refuses. */
export const forgetLab = () => clear(database());
