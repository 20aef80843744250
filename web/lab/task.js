// @ts-check
// What the network learns, in words: which class a row is of, or a number.

import { minus } from "../base/numbers.js";
import { className, featureName } from "./names.js";

/** @import { Text } from "../base/text.js" */
/** @import { History } from "./history.js" */
/** @import { Configured } from "../generated/protocol.js" */

/** @typedef {Pick<Configured, "task" | "target_name" | "unit">} Target  Of a lab, or of its data. */

/** Whether it is a number. @param {{ task: string } | undefined} of */
export const isNumber = (of) => of?.task === "numbers";

/** Without the unit, which may stand in brackets. @param {Text} text @param {Target} target */
export const targetName = (text, { target_name, unit }) =>
  featureName(text, target_name).replace(unit ? /\s*[([（][^)\]）]*[)\]）]\s*$/ : /^$/, "");

/** What an output stands for. @param {Text} text @param {Configured | undefined} lab @param {number} index */
export function outputName(text, lab, index) {
  return lab && isNumber(lab) ? targetName(text, lab) : className(text, lab?.class_names[index] ?? "");
}

/** With a comma between thousands, but none in four digits, which may be a year. @param {number} value */
export const grouped = (value) => minus(value.toLocaleString("en", { maximumFractionDigits: 6, useGrouping: "min2" }));

/** A number to predict, in four digits or so. @param {Pick<Target, "unit">} target @param {number} value */
export function inUnit({ unit }, value) {
  if (!Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 1e4 ? Math.round(value) : Number(value.toPrecision(4));
  const tiny = value !== 0 && Math.abs(value) < 1e-3;
  const written = tiny ? minus(value.toPrecision(3)) : grouped(digits);
  return unit ? `${written} ${unit}` : written;
}

/** "accuracy 0.967", or "R² 0.513". @param {Text} text @param {{ task: string } | undefined} of @param {number} value */
export const score = (text, of, value) => text.t(isNumber(of) ? "score_r2" : "score_accuracy", { value: minus(value.toFixed(3)) });

/** What that figure is called. @param {Text} text @param {Pick<Target, "task"> | undefined} of */
export const scoreName = (text, of) => text.t(isNumber(of) ? "score_name_r2" : "score_name_accuracy");

/** What was learnt in a run, by its figures. @param {Pick<History, "train_error">} history */
export const taskOf = ({ train_error }) => ({ task: /** @type {Target["task"]} */ (train_error?.length ? "numbers" : "classes") });

/** What a curve of figures is called. @param {Text} text @param {Pick<Target, "task"> | undefined} of @param {string} name */
export const curveName = (text, of, name) => text.t(`curve_${isNumber(of) ? name.replace("accuracy", "r2") : name}`);
