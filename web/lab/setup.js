// @ts-check
// The set-up: every choice the visitor has, in one table. The names are those on the wire; the rules and the
// defaults are those of py/page/requests.py and of the paper's run (a test compares them).

/** @import { Setup } from "./protocol.js" */

/**
 * In a number's rule, `open` says that `least` itself is not allowed.
 *
 * @typedef {{ kind: "choice", allowed: readonly string[] }
 *         | { kind: "number", least: number, most: number, open: boolean }
 *         | { kind: "whole", least: number, most: number }
 *         | { kind: "flag" }
 *         | { kind: "text" }
 *         | { kind: "list", item: Rule, most: number }} Rule
 *
 * @typedef {Rule & { default: any, live?: true }} Field
 *   `live` ones may change while a network trains; any other change starts anew.
 */

export const TABLES = ["iris", "wine", "breast_cancer"];
export const TOYS = ["circle", "xor", "gaussians", "spiral", "moons"];
export const ACTIVATIONS = ["sigmoid", "tanh", "relu", "identity"];
export const MOST_LAYERS = 8;
export const MOST_NEURONS = 64;

/** @type {Rule} */
const NEURONS = { kind: "whole", least: 1, most: MOST_NEURONS };
/** @type {Rule} */
const SEED = { kind: "whole", least: 0, most: 999_999_999 };

/** @type {Record<keyof Setup, Field>} */
export const FIELDS = {
  dataset: { kind: "choice", allowed: [...TABLES, ...TOYS, "own"], default: "iris" },
  noise: { kind: "number", least: 0, most: 0.5, open: false, default: 0.1 },
  size: { kind: "whole", least: 20, most: 2000, default: 200 },
  target: { kind: "text", default: "" },
  left_out: { kind: "list", item: { kind: "text" }, most: 200, default: [] },
  test_ratio: { kind: "number", least: 0, most: 0.9, open: false, default: 0 },
  split_seed: { ...SEED, default: 0 },
  standardize: { kind: "flag", default: false },
  hidden_sizes: { kind: "list", item: NEURONS, most: MOST_LAYERS, default: [6] },
  hidden_activations: { kind: "list", item: { kind: "choice", allowed: ACTIVATIONS }, most: MOST_LAYERS, default: ["sigmoid"] },
  output: { kind: "choice", allowed: ["sigmoid", "softmax"], default: "sigmoid" },
  initializer: { kind: "choice", allowed: ["uniform", "xavier", "he"], default: "uniform" },
  optimizer: { kind: "choice", allowed: ["sgd", "momentum", "rmsprop", "adam"], default: "sgd" },
  learning_rate: { kind: "number", least: 0, most: Infinity, open: true, default: 0.05, live: true },
  batch_size: { kind: "whole", least: 1, most: 100_000, default: 1, live: true },
  l2: { kind: "number", least: 0, most: Infinity, open: false, default: 0, live: true },
  shuffle: { kind: "flag", default: false },
  seed: { ...SEED, default: 0 },
  epochs: { kind: "whole", least: 1, most: 1_000_000, default: 400, live: true },
  target_loss: { kind: "number", least: 0, most: Infinity, open: false, default: 0, live: true },
  patience: { kind: "whole", least: 0, most: 1_000_000, default: 0, live: true },
  engine: { kind: "choice", allowed: ["compiled", "plain"], default: "compiled" },
};

/** The note's run. @returns {Setup} */
export function defaultSetup() {
  const pairs = Object.entries(FIELDS).map(([name, field]) => [name, structuredClone(field.default)]);
  return Object.fromEntries(pairs);
}

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

/** The part of a set-up that Python takes with every call to train. @param {Setup} setup */
export function liveFields({ learning_rate, batch_size, l2, target_loss, patience }) {
  return { learning_rate, batch_size, l2, target_loss, patience };
}
