// @ts-check
// The whole set-up as the part of the page's address behind "#", and back:
//
//   #preset=paper&seed=7&lr=0.05&layers=4-6-3
//
// A link may come from anybody. Whatever in it is unknown or not allowed is named and left out; the preset's
// own value stands instead. Nothing in a link is run.

import { DATASETS, FIELDS } from "../generated/options.js";
import { columnsOf, MOST_IN_LINK, readDrawing, writeDrawing } from "../lab/drawn.js";
import { allows, same } from "../lab/setup.js";
import { PLACE_KEYS } from "./place.js";

/** @import { Drawing } from "../lab/drawn.js" */
/** @import { Rule } from "../generated/options.js" */
/** @import { Setup } from "../generated/protocol.js" */

/**
 * @typedef {Map<string, Setup>} Presets
 *
 * @typedef {{ key: string, value: string, allowed: { key: string, values: Record<string, string | number> } }} Problem
 *   `allowed` is a sentence's key in web/text, and what stands in its braces.
 *
 * @typedef {{ setup: Setup, axes?: [number, number], hide: string[], embed: boolean, points?: Drawing }} Link
 *   `axes` are the features, from 0, that the decision regions show across and up, if they were chosen.
 */

/** What a link says even where it is the preset's own: whoever reads the link wants to know. */
const ALWAYS = /** @type {const} */ (["seed", "learning_rate", "hidden_sizes"]);
const NAMES = /** @type {(keyof Setup)[]} */ (Object.keys(FIELDS));
const LONGEST = 20_000;

/**
 * @param {Link} link
 * @param {Presets} presets
 * @param {number[]} [sizes]  the network's layers, for data whose ends are not known here
 * @returns {string} without "#"
 */
export function writeLink({ setup, axes, hide, embed, points }, presets, sizes) {
  const links = [...presets].map(([name, preset]) => [`preset=${name}`, ...changes(preset, setup, sizes)].join("&"));
  const shortest = links.reduce((best, link) => (link.length < best.length ? link : best));
  return [
    shortest,
    ...(points && writeDrawing(points) ? [`points=${writeDrawing(points)}`] : []),
    ...(axes ? [`axes=${axes.map((axis) => axis + 1).join("-")}`] : []),
    ...(hide.length ? [`hide=${hide.map(encodeURIComponent).join(",")}`] : []),
    ...(embed ? ["embed=1"] : []),
  ].join("&");
}

/** @param {Setup} preset @param {Setup} setup @param {number[] | undefined} sizes */
function changes(preset, setup, sizes) {
  const base = { ...preset, hidden_activations: activationsFor(preset, setup.hidden_sizes) };
  const differ = NAMES.filter((name) => !ALWAYS.some((each) => each === name) && !same(base[name], setup[name]));
  return [...ALWAYS, ...differ].map((name) => `${FIELDS[name].link}=${write(name, setup, sizes)}`);
}

/** @param {keyof Setup} name @param {Setup} setup @param {number[] | undefined} sizes */
function write(name, setup, sizes) {
  const value = setup[name];
  if (name === "hidden_sizes") {
    const [first, last] = endsOf(setup) ?? [sizes?.at(0) ?? 1, sizes?.at(-1) ?? 2];
    return [first, ...setup.hidden_sizes, last].join("-");
  }
  if (name === "hidden_activations") {
    const all = setup.hidden_activations;
    return all.every((each) => each === all[0]) && all.length ? all[0] : all.join("-");
  }
  if (typeof value === "number") return String(value).replace("+", ""); // 1e21: "+" means a blank to some
  if (name === "made") return setup.made.join("-");
  return Array.isArray(value) ? value.map(encodeURIComponent).join(",") : encodeURIComponent(String(value));
}

/** Features and classes, where the data are our own. @param {Setup} setup @returns {[number, number] | undefined} */
function endsOf({ dataset, left_out }) {
  const facts = Object.hasOwn(DATASETS, dataset) ? DATASETS[dataset] : undefined;
  return facts && [Math.max(1, facts.features - left_out.length), facts.classes];
}

/** The preset's activations for other layers: its first one for all. @param {Setup} preset @param {number[]} sizes */
function activationsFor(preset, sizes) {
  const usual = preset.hidden_activations;
  return usual.length === sizes.length ? usual : sizes.map(() => usual[0] ?? "sigmoid");
}

/**
 * @param {string} hash  with or without "#"
 * @param {Presets} presets
 * @param {{ panels: string[], own: boolean }} page  `own`: a file of the visitor's own is there
 * @returns {Link & { problems: Problem[] }}
 */
export function readLink(hash, presets, { panels, own }) {
  /** @type {Problem[]} */
  const problems = [];
  const refuse = (/** @type {string} */ key, /** @type {string} */ value, /** @type {Problem["allowed"]} */ allowed) => {
    problems.push({ key: shorten(key), value: shorten(value), allowed });
  };
  const parts = readParts(hash, refuse);

  const name = parts.get("preset") ?? "paper";
  const preset = presets.get(name) ?? /** @type {Setup} */ (presets.get("paper"));
  if (!presets.has(name)) refuse("preset", name, { key: "allowed_choice", values: { choices: [...presets.keys()].join(", ") } });
  /** @type {Setup} */
  const setup = structuredClone(preset);

  for (const field of NAMES) {
    const written = parts.get(FIELDS[field].link);
    if (written === undefined || field === "hidden_activations") continue;
    const value = read(FIELDS[field], field === "hidden_sizes" ? middle(written) : written);
    if (allows(FIELDS[field], value)) Object.assign(setup, { [field]: value });
    else refuse(FIELDS[field].link, written, field === "hidden_sizes" ? allowedLayers(setup) : allowedWords(FIELDS[field]));
  }
  const written = parts.get("points");
  const points = written === undefined ? undefined : readDrawing(written);
  if (written !== undefined && !points) refuse("points", written, { key: "allowed_drawing", values: { most: MOST_IN_LINK } });
  if (points) Object.assign(setup, { dataset: "own", ...columnsOf(points) });
  checkTogether(setup, parts, preset, own || points !== undefined, refuse);

  const hide = (parts.get("hide") ?? "").split(",").filter(Boolean);
  for (const panel of hide) {
    if (!panels.includes(panel)) refuse("hide", panel, { key: "allowed_choice", values: { choices: panels.join(", ") } });
  }
  const embed = parts.get("embed") ?? "0";
  if (embed !== "0" && embed !== "1") refuse("embed", embed, { key: "allowed_choice", values: { choices: "0, 1" } });
  const axes = readAxes(parts, setup, refuse);
  return { setup, ...(axes && { axes }), ...(points && { points }), hide: hide.filter((panel) => panels.includes(panel)), embed: embed === "1", problems };
}

/**
 * Two different features of the data, in a link counted from 1.
 * @param {Map<string, string>} parts
 * @param {Setup} setup
 * @param {(key: string, value: string, allowed: Problem["allowed"]) => void} refuse
 * @returns {[number, number] | undefined}
 */
function readAxes(parts, setup, refuse) {
  const written = parts.get("axes");
  if (written === undefined) return undefined;
  const most = endsOf(setup)?.[0] ?? 1000; // what a file has is seen when it is read
  const [x, y] = /^\d{1,4}-\d{1,4}$/.test(written) ? written.split("-").map(Number) : [0, 0];
  if (x !== y && [x, y].every((axis) => axis >= 1 && axis <= most)) return [x - 1, y - 1];
  refuse("axes", written, { key: "allowed_axes", values: { most } });
  return undefined;
}

/**
 * The link's parts by their keys; those that nobody knows are refused.
 * @param {string} hash
 * @param {(key: string, value: string, allowed: Problem["allowed"]) => void} refuse
 * @returns {Map<string, string>}
 */
function readParts(hash, refuse) {
  /** @type {Map<string, string>} */
  const parts = new Map();
  const text = hash.replace(/^#/, "");
  if (text.length > LONGEST) {
    refuse("#", text, { key: "allowed_length", values: { most: LONGEST } });
    return parts;
  }
  const known = ["preset", ...Object.values(FIELDS).map((field) => field.link), "axes", "points", "hide", "embed", ...PLACE_KEYS];
  for (const part of text.split("&").filter(Boolean)) {
    const [key, ...written] = part.split("=");
    const value = written.join("=");
    if (!known.includes(key)) refuse(key, value, { key: "allowed_choice", values: { choices: known.join(", ") } });
    else if (parts.has(key)) refuse(key, value, { key: "allowed_once", values: {} });
    else parts.set(key, value);
  }
  return parts;
}

/** "4-6-5-3" without its ends: "6-5"; what is no list of two or more numbers stays wrong. @param {string} text */
function middle(text) {
  return /^\d+(-\d+)+$/.test(text) ? text.split("-").slice(1, -1).join("-") : "?";
}

/**
 * The value that a text says, or undefined; `allows` then decides.
 * @param {Rule} rule
 * @param {string} text
 * @returns {unknown}
 */
function read(rule, text) {
  switch (rule.kind) {
    case "number":
    case "whole":
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case "flag":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "list": {
      const { item } = rule;
      if (text === "") return [];
      return text.split(item.kind === "text" ? "," : "-").map((each) => read(item, each));
    }
    default:
      try {
        return decodeURIComponent(text);
      } catch {
        return undefined; // a stray %
      }
  }
}

/**
 * What must fit together: activations to layers, ends to the data, patience to a test part.
 * @param {Setup} setup  is changed where it must be
 * @param {Map<string, string>} parts
 * @param {Setup} preset
 * @param {boolean} own
 * @param {(key: string, value: string, allowed: Problem["allowed"]) => void} refuse
 */
function checkTogether(setup, parts, preset, own, refuse) {
  if (setup.dataset === "own" && !own) {
    refuse("data", "own", { key: "allowed_own", values: {} });
    Object.assign(setup, { dataset: preset.dataset, target: preset.target, left_out: preset.left_out });
  }
  const layers = parts.get("layers");
  const ends = endsOf(setup);
  if (layers && ends && allows(FIELDS.hidden_sizes, read(FIELDS.hidden_sizes, middle(layers)))) {
    const written = layers.split("-").map(Number);
    if (written.at(0) !== ends[0] || written.at(-1) !== ends[1]) refuse("layers", layers, allowedLayers(setup));
  }
  const count = setup.hidden_sizes.length;
  setup.hidden_activations = activationsFor(preset, setup.hidden_sizes);
  const written = parts.get(FIELDS.hidden_activations.link);
  if (written !== undefined) {
    const names = /** @type {string[]} */ (read(FIELDS.hidden_activations, written));
    const all = names.length === 1 ? Array(count).fill(names[0]) : names;
    if (allows(FIELDS.hidden_activations, names) && all.length === count) setup.hidden_activations = all;
    else refuse(FIELDS.hidden_activations.link, written, allowedWords(FIELDS.hidden_activations));
  }
  if (setup.patience && !setup.test_ratio) {
    refuse("patience", String(setup.patience), { key: "allowed_patience", values: {} });
    setup.patience = 0;
  }
}

/** @param {Setup} setup @returns {Problem["allowed"]} */
function allowedLayers(setup) {
  const [first, last] = endsOf(setup) ?? [1, 2];
  const { most, item } = /** @type {{ most: number, item: { most: number } }} */ (/** @type {unknown} */ (FIELDS.hidden_sizes));
  return { key: "allowed_layers", values: { first, last, most, neurons: item.most } };
}

/** What a rule allows, in words. @param {Rule} rule @returns {Problem["allowed"]} */
function allowedWords(rule) {
  switch (rule.kind) {
    case "choice":
      return { key: "allowed_choice", values: { choices: rule.allowed.join(", ") } };
    case "whole":
      return { key: "allowed_whole", values: { least: rule.least, most: rule.most } };
    case "number":
      if (rule.most !== Infinity) return { key: "allowed_range", values: { least: rule.least, most: rule.most } };
      return { key: rule.open ? "allowed_above" : "allowed_least", values: { least: rule.least } };
    case "flag":
      return { key: "allowed_choice", values: { choices: "true, false" } };
    case "text":
      return { key: "allowed_text", values: {} };
    case "list":
      return allowedWords(rule.item);
  }
}

/** @param {string} text */
function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

