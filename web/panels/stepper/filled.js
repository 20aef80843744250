// @ts-check
// A step's equation with its matrices in place of the letters: what formulas.js writes, with numbers.

import { entry } from "../../base/entry.js";
import { ACTIVATIONS, OPTIMIZERS } from "../../generated/options.js";
import { isSquaredError, slopeOf, spelled } from "./expressions.js";

/** @import { TraceStep } from "../../generated/protocol.js" */
/** @import { Figure } from "./pointing.js" */

/**
 * A sign, or one of the step's matrices.
 * @typedef {string | { figure: Figure }} Piece
 */

/**
 * The lines of the equation, each ending in what it gives; the last one gives the step's result.
 * @param {TraceStep} step
 * @param {number} columns
 * @returns {Piece[][]}
 */
export function filled({ kind, rule, symbol, operands }, columns) {
  const result = { figure: /** @type {const} */ ("result") };
  const of = (/** @type {string} */ wanted) => {
    const figure = operands.findIndex((operand) => operand.symbol === wanted);
    if (figure < 0) throw new RangeError(`A step of kind ${kind} has no ${wanted}.`);
    return { figure };
  };
  const mean = columns > 1 ? `1/${columns} · (` : "(";
  switch (kind) {
    case "weighted_sum":
      return [[of("W"), "·", of("X"), "+", of("b"), "=", result]];
    case "activation":
      return [joined([...activation(rule, of), "=", result])];
    case "loss":
      if (!isSquaredError(rule)) return [["− ∑ᵢ", of("t"), "⊙ log", of("y"), "=", result]];
      return [["½ ∑ᵢ (", of("y"), "−", of("t"), ")² =", result]];
    case "derivative":
      return [joined([...spelled(slopeOf(rule), { of, matrices: ["a"] }), "=", result])];
    case "output_delta":
      if (!isSquaredError(rule)) return [[mean, of("y"), "−", of("t"), ") =", result]];
      return [[mean, of("y"), "−", of("t"), ") ⊙", of("slope"), "=", result]];
    case "hidden_delta":
      return [["(", of("W"), "·", of("delta"), ") ⊙", of("slope"), "=", result]];
    case "weight_gradient":
      return [[of("delta"), "·", of("X"), "=", result]];
    case "bias_gradient":
      return [[columns > 1 ? "∑ₙ" : "", of("delta"), "=", result]];
    case "penalty":
      if (rule === "l1") return [[of("dW"), "+", of("lambda"), "· sign(", of("W"), ") =", result]];
      return [[of("dW"), "+", of("lambda"), "·", of("W"), "=", result]];
    case "update":
      return updated(rule, symbol, of, result);
    default:
      throw new RangeError(`No equation for a step of kind ${kind}.`);
  }
}

/** @typedef {(symbol: string) => Piece} Of  An operand by its symbol. */

/** A function of z by its signs, where it has short ones. @param {string} name @param {Of} of @returns {Piece[]} */
function activation(name, of) {
  const { formula, elementWise } = entry(ACTIVATIONS, name);
  const short = !Array.isArray(formula) || (/^\w/.test(formula[0]) && !formula.slice(1).some(Array.isArray));
  if (short) return spelled(formula, { of, matrices: ["z"] });
  return [elementWise ? "f" : name, "(", of("z"), ")"];
}

/** @param {string} optimizer @param {string} symbol @param {Of} of @param {Piece} result @returns {Piece[][]} */
function updated(optimizer, symbol, of, result) {
  const { equations } = entry(OPTIMIZERS, optimizer);
  const matrices = ["gradient", ...equations.map(([target]) => target)];
  return equations.map(([target, value]) => {
    const named = (/** @type {string} */ name) => {
      if (name === "epsilon") return "ε";
      if (name === "parameter") return of(symbol);
      if (name === "gradient") return of(`d${symbol}`);
      return of(name === target ? `${name}_before` : name);
    };
    return joined([...spelled(value, { of: named, matrices }), "=", target === "parameter" ? result : of(target)]);
  });
}

/** Signs that follow each other become one. @param {Piece[]} pieces @returns {Piece[]} */
function joined(pieces) {
  /** @type {Piece[]} */
  const line = [];
  for (const piece of pieces) {
    const last = line.at(-1);
    if (typeof piece === "string" && typeof last === "string") line[line.length - 1] = `${last} ${piece}`;
    else line.push(piece);
  }
  return line;
}
