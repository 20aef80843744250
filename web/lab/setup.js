// @ts-check
// The set-up: every choice the visitor has. What each may be is generated from Python's own table.

import { DATASETS, FIELDS, LIVE } from "../generated/options.js";

/** @import { Rule } from "../generated/options.js" */
/** @import { Live, Setup } from "../generated/protocol.js" */

/** The note's run. @returns {Setup} */
export function defaultSetup() {
  const pairs = Object.entries(FIELDS).map(([name, field]) => [name, structuredClone(field.default)]);
  return Object.fromEntries(pairs);
}

/** Whether a data set is drawn from a seed. @param {string} dataset */
export const isToy = (dataset) => Object.hasOwn(DATASETS, dataset) && DATASETS[dataset].kind === "toy";

/** Whether `value` is one that `rule` allows. @param {Rule} rule @param {unknown} value @returns {boolean} */
export function allows(rule, value) {
  switch (rule.kind) {
    case "choice":
      return typeof value === "string" && rule.allowed.includes(value);
    case "number":
      return Number.isFinite(value) && Number(value) <= rule.most
        && (rule.open ? Number(value) > rule.least : Number(value) >= rule.least);
    case "whole":
      return Number.isInteger(value) && Number(value) >= rule.least && Number(value) <= rule.most;
    case "flag":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "list":
      return Array.isArray(value) && value.length <= rule.most && value.every((item) => allows(rule.item, item));
  }
}

/** Whether two set-ups, or two values of a field, are the same. @param {unknown} a @param {unknown} b */
export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The fields in which `next` differs.
 * @param {Setup} setup @param {Setup} next
 * @returns {(keyof Setup)[]}
 */
export function changed(setup, next) {
  const names = /** @type {(keyof Setup)[]} */ (Object.keys(FIELDS));
  return names.filter((name) => !same(setup[name], next[name]));
}

/** The part of a set-up that Python takes with every call to train. @param {Setup} setup @returns {Live} */
export function liveFields(setup) {
  return /** @type {Live} */ (Object.fromEntries(LIVE.map((name) => [name, setup[name]])));
}
