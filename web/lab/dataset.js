// @ts-check
// The data as the page shows them: names, and the first rows in raw units.

import { DownloadError, fetchText } from "../base/download.js";
import { isToy } from "./setup.js";

/** @import { ColumnSource, Configured, PictureScale, Setup } from "../generated/protocol.js" */
/** @import { PageState } from "./store.js" */

/**
 * `key` is the same for the same data, `table` for the same table however it is split or used. Of `total`
 * rows only the first may be in `rows`, whose label is a class's index, or the number to predict. `pictures` is
 * there when a row is a picture, `sources` when columns of words or with gaps have become several features, or filled.
 * @typedef {{
 *   key: string, table: string, name: string, features: string[], classes: string[], total: number,
 *   task: "classes" | "numbers", target_name: string, unit: string,
 *   rows: { values: number[], at: (column: number) => number, label: number, test: boolean }[], pictures?: PictureScale,
 *   sources: ColumnSource[], truths: Configured["truths"], row_numbers: number[],
 * }} Dataset
 */

/**
 * What tells one set-up's data from another's. `csv` is the visitor's file.
 * @param {Setup} setup
 * @param {PageState["csv"]} csv
 */
export function dataKey({ dataset, noise, size, target, task, left_out, test_ratio, split_seed }, csv) {
  const toy = isToy(dataset);
  const drawn = toy || test_ratio > 0 ? split_seed : 0;
  return JSON.stringify([toy ? [noise, size] : [], left_out, test_ratio, drawn, tableKey({ dataset, target, task }, csv)]);
}

/** @param {Pick<Setup, "dataset" | "target" | "task">} setup @param {PageState["csv"]} csv */
export function tableKey({ dataset, target, task }, csv) {
  return dataset === "own" ? JSON.stringify([target, ...(task === "numbers" ? [task] : []), csv?.name, csv?.data.length, ...(csv?.reading ? [csv.reading] : [])]) : dataset;
}

const CLASSES = { task: /** @type {const} */ ("classes"), target_name: "", unit: "" };

/** Which row it is to the visitor: that of the file, of which some may not be used. @param {{ row_numbers: number[] } | undefined} data @param {number} row */
export const rowNumber = (data, row) => data?.row_numbers[row] ?? row + 1;

/** At which place of the data a row is that has this number to the visitor; -1 where it is not used. @param {Pick<Dataset, "row_numbers" | "rows">} data @param {number} number */
export function rowAt({ row_numbers, rows }, number) {
  if (row_numbers.length) return row_numbers.slice(0, rows.length).indexOf(number);
  return Number.isInteger(number) && number >= 1 && number <= rows.length ? number - 1 : -1;
}

/** @param {Configured} lab @param {Setup} setup @param {PageState["csv"]} csv @returns {Dataset} */
export function datasetOf({ table, row_numbers, feature_names, class_names, task, target_name, unit, rows, pictures: [pictures], sources, truths }, setup, csv) {
  const width = feature_names.length;
  return {
    ...keysOf(setup, csv), features: feature_names, classes: class_names, total: rows, pictures, sources, truths, task, target_name, unit, row_numbers,
    rows: Array.from(table.labels.data, (label, row) => rowOf(table.features.data.subarray(row * width, (row + 1) * width), label, table.test.data[row] > 0)),
  };
}

/**
 * Its values become an array when somebody looks at them: of pictures, few are.
 * @param {Float64Array} data @param {number} label @param {boolean} test
 * @returns {Dataset["rows"][number]}
 */
function rowOf(data, label, test) {
  /** @type {number[] | undefined} */
  let values;
  return { get values() { return (values ??= Array.from(data)); }, at: (column) => data[column], label, test };
}

/** @param {Setup} setup @param {PageState["csv"]} csv */
const keysOf = (setup, csv) => ({ key: dataKey(setup, csv), table: tableKey(setup, csv), name: setup.dataset });

/**
 * Iris, from the very CSV that Python reads, for the time before Python is there. Our own file has no quotes
 * and no blank fields, so splitting is reading.
 * @param {Setup} setup
 * @returns {Promise<Dataset | undefined>}
 */
export async function loadIris(setup) {
  let text;
  try {
    text = await fetchText(new URL("../../py/nnlab/iris.csv", import.meta.url), "py/nnlab/iris.csv");
  } catch (error) {
    if (error instanceof DownloadError) return undefined; // the worker says what is missing
    throw error;
  }
  const [header, ...lines] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  const classes = [...new Set(lines.map((cells) => cells[cells.length - 1]))];
  const rows = lines.map((cells) => rowOf(Float64Array.from(cells.slice(0, -1), Number), classes.indexOf(cells[cells.length - 1]), false));
  return { ...keysOf(setup, undefined), name: "iris", features: header.slice(0, -1), classes, total: rows.length, sources: [], truths: [], rows, row_numbers: [], ...CLASSES };
}

/** How many decimals numbers take to stand in line, with four digits in the largest. @param {number[]} numbers */
export function decimalsOf(numbers) {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const most = Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(largest || 1))));
  let needed = 0;
  for (const number of numbers) {
    const [, fraction = ""] = String(number).split(".");
    needed = Math.max(needed, /e-/.test(fraction) ? most : fraction.length);
    if (needed >= most) return most;
  }
  return needed;
}

/** A step that is a power of ten, at most a twentieth of the column's span. @param {Dataset} dataset @param {number} column */
export function stepOf(dataset, column) {
  let [low, high] = [Infinity, -Infinity];
  for (const { at } of dataset.rows) {
    low = Math.min(low, at(column));
    high = Math.max(high, at(column));
  }
  const span = high - low;
  return span > 0 ? Number((10 ** Math.floor(Math.log10(span / 20))).toPrecision(1)) : 1;
}
