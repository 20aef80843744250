// @ts-check
// The few elements of MathML that the equations are made of. Strings are safe here: nothing in them was typed.

export const mi = (/** @type {string} */ text) => `<mi>${text}</mi>`;
export const mo = (/** @type {string} */ text) => `<mo>${text}</mo>`;
export const mn = (/** @type {string | number} */ text) => `<mn>${text}</mn>`;
export const row = (/** @type {string[]} */ ...parts) => `<mrow>${parts.join("")}</mrow>`;
export const sup = (/** @type {string} */ base, /** @type {string} */ top) => `<msup>${base}${top}</msup>`;
export const sub = (/** @type {string} */ base, /** @type {string} */ low) => `<msub>${base}${low}</msub>`;
export const frac = (/** @type {string} */ top, /** @type {string} */ low) => `<mfrac>${top}${low}</mfrac>`;
export const root = (/** @type {string} */ inside) => `<msqrt>${inside}</msqrt>`;
/** Parentheses that stay as high as the letters: some fonts stretch them far beyond an index. */
export const [open, close] = ["(", ")"].map((sign) => `<mo stretchy="false">${sign}</mo>`);
export const paren = (/** @type {string[]} */ ...parts) => row(open, ...parts, close);
/** Parentheses around a fraction. */
export const tall = (/** @type {string[]} */ ...parts) => row(mo("("), ...parts, mo(")"));

/** @param {string} mathml @param {boolean} [display] */
export function math(mathml, display = false) {
  const template = document.createElement("template");
  template.innerHTML = `<math${display ? ' display="block"' : ""}>${mathml}</math>`;
  return /** @type {Element} */ (template.content.firstElementChild);
}
