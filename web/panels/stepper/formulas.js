// @ts-check
// Every step's equation as MathML. A term that stands for a matrix carries its symbol and layer, so that
// the numbers and the formula can light up together. Strings are safe here: nothing in them was typed.

/** @import { TraceStep } from "../../generated/protocol.js" */

const mi = (/** @type {string} */ text) => `<mi>${text}</mi>`;
const mo = (/** @type {string} */ text) => `<mo>${text}</mo>`;
const mn = (/** @type {string | number} */ text) => `<mn>${text}</mn>`;
const row = (/** @type {string[]} */ ...parts) => `<mrow>${parts.join("")}</mrow>`;
const sup = (/** @type {string} */ base, /** @type {string} */ top) => `<msup>${base}${top}</msup>`;
const sub = (/** @type {string} */ base, /** @type {string} */ low) => `<msub>${base}${low}</msub>`;
const frac = (/** @type {string} */ top, /** @type {string} */ low) => `<mfrac>${top}${low}</mfrac>`;
const root = (/** @type {string} */ inside) => `<msqrt>${inside}</msqrt>`;
/** Parentheses that stay as high as the letters: some fonts stretch them far beyond an index. */
const [open, close] = ["(", ")"].map((sign) => `<mo stretchy="false">${sign}</mo>`);
const paren = (/** @type {string[]} */ ...parts) => row(open, ...parts, close);
/** Parentheses around a fraction. */
const tall = (/** @type {string[]} */ ...parts) => row(mo("("), ...parts, mo(")"));

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

/** What a function makes of z. @type {Record<string, (z: string) => string>} */
const FUNCTIONS = {
  sigmoid: (z) => frac(mn(1), row(mn(1), mo("+"), sup(mi("e"), row(mo("−"), z)))),
  tanh: (z) => row(mi("tanh"), paren(z)),
  relu: (z) => row(mi("max"), paren(z, mo(","), mn(0))),
  identity: (z) => z,
  softmax: (z) => frac(sup(mi("e"), z), row(sub(mo("∑"), mi("k")), sup(mi("e"), sub(z, mi("k"))))),
};

/** What a slope is, from the output a. @type {Record<string, (a: string) => string>} */
const SLOPES = {
  sigmoid: (a) => row(a, mo("⊙"), paren(mn(1), mo("−"), a)),
  tanh: (a) => row(mn(1), mo("−"), a, mo("⊙"), a),
  relu: (a) => row(mi("sign"), paren(a)),
  identity: () => mn(1),
};

/** What the optimizers keep of their memory, and take of the new, as in nnlab/optimizers.py. @type {Record<string, Record<string, number>>} */
export const CONSTANTS = {
  momentum: { velocity: 0.9 },
  rmsprop: { square: 0.99, new_square: 0.01 },
  adam: { mean: 0.9, new_mean: 0.1, square: 0.999, new_square: 0.001 },
};

/**
 * The new value of W or b, after what the optimizer remembers has been brought up to date.
 * @type {Record<string, (w: string, g: string, lr: string, layer: number) => string[]>}
 */
const UPDATES = {
  sgd: (w, g, lr) => [row(w, mo("←"), w, mo("−"), lr, mo("·"), g)],
  momentum: (w, g, lr, layer) => {
    const v = term("velocity", layer);
    return [row(v, mo("←"), mn(CONSTANTS.momentum.velocity), mo("·"), v, mo("+"), g), row(w, mo("←"), w, mo("−"), lr, mo("·"), v)];
  },
  rmsprop: (w, g, lr, layer) => {
    const s = term("square", layer);
    const c = CONSTANTS.rmsprop;
    return [
      row(s, mo("←"), mn(c.square), mo("·"), s, mo("+"), mn(c.new_square), mo("·"), sup(tall(g), mn(2))),
      row(w, mo("←"), w, mo("−"), lr, mo("·"), frac(g, row(root(s), mo("+"), mi("ε")))),
    ];
  },
  adam: (w, g, lr, layer) => {
    const [m, s] = [term("mean", layer), term("square", layer)];
    const c = CONSTANTS.adam;
    const corrected = (/** @type {string} */ x, /** @type {string} */ beta) => frac(x, row(mn(1), mo("−"), term(beta, layer)));
    return [
      row(m, mo("←"), mn(c.mean), mo("·"), m, mo("+"), mn(c.new_mean), mo("·"), g),
      row(s, mo("←"), mn(c.square), mo("·"), s, mo("+"), mn(c.new_square), mo("·"), sup(tall(g), mn(2))),
      row(w, mo("←"), w, mo("−"), lr, mo("·"),
        frac(corrected(m, "beta1_power"), row(root(corrected(s, "beta2_power")), mo("+"), mi("ε")))),
    ];
  },
};

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
      return [row(result, mo("="), mi("f"), paren(term("z", l)), mo("="), FUNCTIONS[rule](name("z", l)))];
    case "loss": {
      const [y, t] = operands.map((operand) =>
        `<mrow class="term" data-term="${operand.symbol}-${operand.layer}">${sub(mi(operand.symbol), mi("i"))}</mrow>`);
      const sum = sub(mo("∑"), mi("i"));
      if (rule === "cross_entropy") return [row(result, mo("="), mo("−"), sum, t, mi("log"), y)];
      return [row(result, mo("="), frac(mn(1), mn(2)), sum, sup(paren(y, mo("−"), t), mn(2)))];
    }
    case "derivative":
      return [row(result, mo("="), SLOPES[rule](term("a", l)))];
    case "output_delta": {
      const error = paren(term("y", l), mo("−"), term("t", 0));
      const slope = rule === "half_squared_error" ? [mo("⊙"), term("slope", l)] : [];
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
    case "penalty":
      return [row(result, mo("←"), result, mo("+"), term("lambda", 0), mo("·"), term("W", l))];
    default:
      return UPDATES[rule](result, term(`d${symbol}`, l), term("learning_rate", 0), l);
  }
}

/** @param {string} mathml @param {boolean} [display] */
export function math(mathml, display = false) {
  const template = document.createElement("template");
  template.innerHTML = `<math${display ? ' display="block"' : ""}>${mathml}</math>`;
  return /** @type {Element} */ (template.content.firstElementChild);
}
