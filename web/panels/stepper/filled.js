// @ts-check
// A step's equation with its matrices in place of the letters: what formulas.js writes, with numbers.

import { CONSTANTS } from "./formulas.js";

/** @import { TraceStep } from "../../generated/protocol.js" */
/** @import { Figure } from "./pointing.js" */

/**
 * A sign, or one of the step's matrices.
 * @typedef {string | { figure: Figure }} Piece
 */

/** What stands on either side of z. @type {Record<string, [string, string]>} */
const FUNCTIONS = {
  sigmoid: ["f (", ")"], tanh: ["tanh (", ")"], relu: ["max (", ", 0 )"], identity: ["", ""], softmax: ["softmax (", ")"],
};

/**
 * The lines of the equation, each ending in what it gives; the last one gives the step's result.
 * @param {TraceStep} step
 * @param {number} columns
 * @returns {Piece[][]}
 */
export function filled({ kind, rule, symbol, operands }, columns) {
  const result = { figure: /** @type {const} */ ("result") };
  const of = (/** @type {string} */ wanted) => ({ figure: operands.findIndex((operand) => operand.symbol === wanted) });
  const mean = columns > 1 ? `1/${columns} · (` : "(";
  switch (kind) {
    case "weighted_sum":
      return [[of("W"), "·", of("X"), "+", of("b"), "=", result]];
    case "activation":
      return [[FUNCTIONS[rule][0], of("z"), `${FUNCTIONS[rule][1]} =`, result]];
    case "loss":
      if (rule === "cross_entropy") return [["− ∑ᵢ", of("t"), "⊙ log", of("y"), "=", result]];
      return [["½ ∑ᵢ (", of("y"), "−", of("t"), ")² =", result]];
    case "derivative": {
      const a = of("a");
      if (rule === "sigmoid") return [[a, "⊙ ( 1 −", a, ") =", result]];
      if (rule === "tanh") return [["1 −", a, "⊙", a, "=", result]];
      return [rule === "relu" ? ["sign (", a, ") =", result] : ["1 =", result]];
    }
    case "output_delta":
      if (rule === "cross_entropy") return [[mean, of("y"), "−", of("t"), ") =", result]];
      return [[mean, of("y"), "−", of("t"), ") ⊙", of("slope"), "=", result]];
    case "hidden_delta":
      return [["(", of("W"), "·", of("delta"), ") ⊙", of("slope"), "=", result]];
    case "weight_gradient":
      return [[of("delta"), "·", of("X"), "=", result]];
    case "bias_gradient":
      return [[columns > 1 ? "∑ₙ" : "", of("delta"), "=", result]];
    case "penalty":
      return [[of("dW"), "+", of("lambda"), "·", of("W"), "=", result]];
    default:
      return updated(rule, of, of(symbol), of(`d${symbol}`), result);
  }
}

/**
 * @param {string} rule @param {(symbol: string) => Piece} of
 * @param {Piece} w @param {Piece} g @param {Piece} result
 * @returns {Piece[][]}
 */
function updated(rule, of, w, g, result) {
  const c = CONSTANTS[rule];
  const lr = of("learning_rate");
  switch (rule) {
    case "momentum":
      return [[`${c.velocity} ·`, of("velocity_before"), "+", g, "=", of("velocity")],
        [w, "−", lr, "·", of("velocity"), "=", result]];
    case "rmsprop":
      return [[`${c.square} ·`, of("square_before"), `+ ${c.new_square} ·`, g, "² =", of("square")],
        [w, "−", lr, "·", g, "/ ( √", of("square"), "+ ε ) =", result]];
    case "adam":
      return [[`${c.mean} ·`, of("mean_before"), `+ ${c.new_mean} ·`, g, "=", of("mean")],
        [`${c.square} ·`, of("square_before"), `+ ${c.new_square} ·`, g, "² =", of("square")],
        [w, "−", lr, "·", of("mean"), "/ ( 1 −", of("beta1_power"), ") / ( √ (", of("square"), "/ ( 1 −", of("beta2_power"), ") ) + ε ) =", result]];
    default:
      return [[w, "−", lr, "·", g, "=", result]];
  }
}
