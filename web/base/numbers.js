// @ts-check
// Numbers as people type them.

/**
 * Reads "5.1", "5,1", " 5，1 " or "．5"; anything else is undefined, and what is too large to be held.
 * No thousands separators.
 * @param {string} text
 * @returns {number | undefined}
 */
export function parseDecimal(text) {
  const plain = text.normalize("NFKC").trim().replace("−", "-").replace(",", ".").replace("。", ".");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** @param {string} text @returns {number | undefined} a whole number that is not negative */
export function parseCount(text) {
  const plain = text.normalize("NFKC").trim();
  return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined;
}

/** @param {number} value */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return "–";
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) return value.toExponential(3);
  return value.toFixed(4);
}

/** With the true sign, as wide as a plus. @param {number | string} number */
export function minus(number) {
  return String(number).replaceAll("-", "−");
}

/** Four digits, as a number stands in a matrix. @param {number} value */
export function formatEntry(value) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return minus(text);
}
