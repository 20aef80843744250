// @ts-check
// The formulas that Python states of an activation or an optimizer, drawn: as MathML, and with matrices in them.

import { entry } from "../../base/entry.js";
import { ACTIVATIONS } from "../../generated/options.js";
import { frac, mi, mn, mo, paren, root, row, sub, sup, tall } from "./mathml.js";

/** @import { Expression } from "../../generated/options.js" */
/** @import { Loss } from "../../generated/protocol.js" */

/** The slope of an activation. Throws for one that has none. @param {string} activation @returns {Expression} */
export function slopeOf(activation) {
  const { slope } = entry(ACTIVATIONS, activation);
  if (slope === undefined) throw new RangeError(`${activation} has no slope.`);
  return slope;
}

/** Half the squared error, or else cross-entropy: their equations are the losses' own. @type {Record<Loss, boolean>} */
const IS_SQUARED_ERROR = { half_squared_error: true, cross_entropy: false };

/** @param {string} loss */
export const isSquaredError = (loss) => entry(IS_SQUARED_ERROR, loss);

/** @param {Expression} expression */
const isCompound = (expression) => typeof expression === "object";

/** @param {Expression} expression */
const isSum = (expression) => Array.isArray(expression) && "+-".includes(expression[0]) && expression.length === 3;

/** Whether one of the matrices is in it. @param {Expression} expression @param {string[]} matrices @returns {boolean} */
function hasMatrix(expression, matrices) {
  if (Array.isArray(expression)) return expression.slice(1).some((each) => hasMatrix(each, matrices));
  return matrices.includes(String(expression));
}

/** Between matrices, entry by entry. @param {Expression} left @param {Expression} right @param {string[]} matrices */
const times = (left, right, matrices) => (hasMatrix(left, matrices) && hasMatrix(right, matrices) ? "⊙" : "·");

/**
 * As MathML. `draw` writes a name; `matrices` are the names of those that are no mere numbers.
 * @param {Expression} expression
 * @param {{ draw: (name: string) => string, matrices: string[] }} names
 * @returns {string}
 */
export function drawn(expression, names) {
  if (typeof expression === "number") return mn(expression);
  if (typeof expression === "string") return names.draw(expression);
  const inner = (/** @type {Expression} */ each) => drawn(each, names);
  const factor = (/** @type {Expression} */ each) => (isSum(each) ? paren(inner(each)) : inner(each));
  const [operator, left, right] = expression;
  switch (operator) {
    case "+":
      return row(inner(left), mo("+"), inner(right));
    case "-":
      return right === undefined ? row(mo("−"), factor(left)) : row(inner(left), mo("−"), factor(right));
    case "*":
      return row(factor(left), mo(times(left, right, names.matrices)), factor(right));
    case "/": // a rate stands before the fraction
      return Array.isArray(left) && left[0] === "*" && !hasMatrix(left[1], names.matrices)
        ? row(factor(left[1]), mo("·"), frac(inner(left[2]), inner(right)))
        : frac(inner(left), inner(right));
    case "**": // the gradient is a fraction itself
      return sup(left === "gradient" ? tall(inner(left)) : isCompound(left) ? paren(inner(left)) : inner(left), inner(right));
    case "exp":
      return sup(mi("e"), inner(left));
    case "sqrt":
      return root(inner(left));
    case "sum":
      return row(sub(mo("∑"), mi("k")), drawn(left, { ...names, draw: (name) => sub(names.draw(name), mi("k")) }));
    default:
      return row(mi(operator), paren(expression.slice(1).map(inner).join(mo(","))));
  }
}

/** @type {Record<number, string>} */
const POWERS = { 2: "²", 3: "³" };

/**
 * Signs, and what `of` gives for the names, in the order in which they are written.
 * @template T
 * @param {Expression} expression
 * @param {{ of: (name: string) => T, matrices: string[] }} names
 * @returns {(string | T)[]}
 */
export function spelled(expression, names) {
  if (typeof expression === "number") return [String(expression).replace("-", "−")];
  if (typeof expression === "string") return [names.of(expression)];
  const inner = (/** @type {Expression} */ each) => spelled(each, names);
  const inParens = (/** @type {Expression} */ each) => ["(", ...inner(each), ")"];
  const factor = (/** @type {Expression} */ each) => (isSum(each) ? inParens(each) : inner(each));
  const atom = (/** @type {Expression} */ each) => (isCompound(each) ? inParens(each) : inner(each));
  const [operator, left, right] = expression;
  switch (operator) {
    case "+":
      return [...inner(left), "+", ...inner(right)];
    case "-":
      return right === undefined ? ["−", ...atom(left)] : [...inner(left), "−", ...factor(right)];
    case "*":
      return [...factor(left), times(left, right, names.matrices), ...factor(right)];
    case "/":
      return [...factor(left), "/", ...atom(right)];
    case "**":
      return [...atom(left), entry(POWERS, String(right))];
    case "sqrt":
      return ["√", ...atom(left)];
    default:
      return [operator, "(", ...expression.slice(1).flatMap((each, at) => (at ? [",", ...inner(each)] : inner(each))), ")"];
  }
}
