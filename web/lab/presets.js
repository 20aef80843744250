// @ts-check
// The presets, and the data sets' recipes: py/nnlab/presets.json and recipes.json, which Python reads too, say how each
// differs from the paper's run.

import { fetchJson } from "../base/download.js";
import { defaultSetup, same } from "./setup.js";

/** @import { Setup } from "../generated/protocol.js" */

/** At least the paper's, even where the file is missing. @returns {Promise<Map<string, Setup>>} */
export async function loadPresets() {
  const url = new URL("../../py/nnlab/presets.json", import.meta.url);
  /** @type {Record<string, Partial<Setup>>} */
  const changes = await fetchJson(url, "py/nnlab/presets.json").catch(() => ({ paper: {} })); // the worker says what is missing
  return new Map(Object.entries(changes).map(([name, fields]) => [name, { ...defaultSetup(), ...fields }]));
}

/** What learns each data set that needs more than the paper's set-up. @returns {Promise<Map<string, Setup>>} */
export async function loadRecipes() {
  const url = new URL("../../py/nnlab/recipes.json", import.meta.url);
  /** @type {Record<string, Partial<Setup>>} */
  const changes = await fetchJson(url, "py/nnlab/recipes.json").catch(() => ({}));
  return new Map(Object.entries(changes).map(([dataset, fields]) => [dataset, { ...defaultSetup(), ...fields, dataset }]));
}

/**
 * A set-up on the data that the visitor has, seed and split as they are; what it keeps for the test it keeps
 * where the visitor kept nothing.
 * @param {Partial<Setup>} fields
 * @param {Setup} now
 * @returns {Setup}
 */
export function onData(fields, now) {
  const { dataset, target, task, left_out, noise, size, seed, split_seed } = now;
  const learns = { ...defaultSetup(), ...fields };
  const test_ratio = now.test_ratio || learns.test_ratio;
  return { ...learns, dataset, target, task, left_out, noise, size, seed, split_seed, test_ratio };
}

/**
 * The preset that a set-up is, if any.
 * @param {Map<string, Setup>} presets
 * @param {Setup} setup
 */
export function presetOf(presets, setup) {
  for (const [name, preset] of presets) if (same(preset, setup)) return name;
  return undefined;
}
