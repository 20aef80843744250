// @ts-check
// Every step's equation as MathML. A term that stands for a matrix carries its symbol and layer, so that
// the numbers and the formula can light up together.

import { entry } from "../../base/entry.js";
import { ACTIVATIONS, OPTIMIZERS } from "../../generated/options.js";
import { drawn, isSquaredError, slopeOf } from "./expressions.js";
import { close, frac, mi, mn, mo, open, paren, row, sub, sup } from "./mathml.js";

/** @import { TraceStep } from "../../generated/protocol.js" */

const LETTERS = /** @type {Record<string, string>} */ ({
  delta: "δ", lambda: "λ", learning_rate: "lr", velocity: "v", square: "s", mean: "m", Loss: "Loss",
});

/**
 * A matrix's name: W with its layer above, ∂Loss/∂W, f′(z), v for a velocity, Δ for a change of it.
 * @param {string} symbol @param {number} layer
 */
export function name(symbol, layer, transposed = false) {
  const of = (/** @type {string} */ letter) => (layer ? sup(mi(letter), row(open, mn(layer), close)) : mi(letter));
  const plain = () => {
    if (symbol === "slope") return row(sup(mi("f"), mo("′")), paren(of("z")));
    if (symbol === "dW" || symbol === "db") return frac(row(mo("∂"), mi("Loss")), row(mo("∂"), of(symbol[1])));
    if (symbol.startsWith("change_")) return row(mi("Δ"), of(symbol.slice(-1)));
    if (symbol === "beta1_power") return sup(sub(mi("β"), mn(1)), mi("k"));
    if (symbol === "beta2_power") return sup(sub(mi("β"), mn(2)), mi("k"));
    return of(LETTERS[symbol] ?? symbol);
  };
  if (!transposed) return plain();
  return layer ? sup(mi(LETTERS[symbol] ?? symbol), row(open, mn(layer), close, mi("T"))) : sup(plain(), mi("T"));
}

/** @param {string} symbol @param {number} layer */
function term(symbol, layer, transposed = false) {
  return `<mrow class="term" data-term="${symbol}-${layer}">${name(symbol, layer, transposed)}</mrow>`;
}

/**
 * The lines of a step's equation, as MathML.
 * @param {TraceStep} step
 * @param {number} columns
 * @returns {string[]}
 */
export function formula({ kind, rule, layer, symbol, operands }, columns) {
  const l = layer;
  const result = term(symbol, l);
  const mean = columns > 1 ? [frac(mn(1), mn(columns))] : [];
  switch (kind) {
    case "weighted_sum":
      return [row(result, mo("="), term("W", l), mo("·"), term("X", l), mo("+"), term("b", l))];
    case "activation":
      return [row(result, mo("="), mi("f"), paren(term("z", l)), mo("="), drawn(entry(ACTIVATIONS, rule).formula, { draw: () => name("z", l), matrices: ["z"] }))];
    case "loss": {
      const [y, t] = operands.map((operand) =>
        `<mrow class="term" data-term="${operand.symbol}-${operand.layer}">${sub(mi(operand.symbol), mi("i"))}</mrow>`);
      const sum = sub(mo("∑"), mi("i"));
      if (!isSquaredError(rule)) return [row(result, mo("="), mo("−"), sum, t, mi("log"), y)];
      return [row(result, mo("="), frac(mn(1), mn(2)), sum, sup(paren(y, mo("−"), t), mn(2)))];
    }
    case "derivative":
      return [row(result, mo("="), drawn(slopeOf(rule), { draw: () => term("a", l), matrices: ["a"] }))];
    case "output_delta": {
      const error = paren(term("y", l), mo("−"), term("t", 0));
      const slope = isSquaredError(rule) ? [mo("⊙"), term("slope", l)] : [];
      return [row(result, mo("="), ...mean, error, ...slope)];
    }
    case "hidden_delta":
      return [row(result, mo("="), paren(term("W", l + 1, true), mo("·"), term("delta", l + 1)), mo("⊙"), term("slope", l))];
    case "weight_gradient":
      return [row(result, mo("="), term("delta", l), mo("·"), term("X", l, true))];
    case "bias_gradient": {
      const sum = columns > 1 ? [sub(mo("∑"), mi("n"))] : [];
      return [row(result, mo("="), ...sum, term("delta", l))];
    }
    case "penalty": {
      const pull = rule === "l1" ? row(mi("sign"), paren(term("W", l))) : term("W", l);
      return [row(result, mo("←"), result, mo("+"), term("lambda", 0), mo("·"), pull)];
    }
    case "update": {
      const { equations } = entry(OPTIMIZERS, rule);
      const terms = /** @type {Record<string, string>} */ ({
        parameter: result, gradient: term(`d${symbol}`, l), learning_rate: term("learning_rate", 0), epsilon: mi("ε"),
      });
      const draw = (/** @type {string} */ each) => terms[each] ?? term(each, l);
      const matrices = ["gradient", ...equations.map(([target]) => target)];
      return equations.map(([target, value]) => row(draw(target), mo("←"), drawn(value, { draw, matrices })));
    }
    default:
      throw new RangeError(`No equation for a step of kind ${kind}.`);
  }
}
