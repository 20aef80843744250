// @ts-check
// Numbers as people type them.

/** The zeros of digits that are typed: Arabic, Persian, Devanagari, Bengali, Tamil, Thai. */
const ZEROS = ["٠", "۰", "०", "০", "௦", "๐"].map((zero) => zero.charCodeAt(0));

/** Full-width signs and other scripts' digits in ASCII. @param {string} text */
function inAscii(text) {
  const digits = text.normalize("NFKC").trim().replace(/\p{Nd}/gu, (digit) => {
    const zero = ZEROS.find((start) => digit.charCodeAt(0) >= start && digit.charCodeAt(0) < start + 10);
    return zero === undefined ? digit : String(digit.charCodeAt(0) - zero);
  });
  return digits.replace(/^[−‐‑‒–]/, "-").replace(/[\u200e\u200f\u061c]/g, "");
}

/**
 * Reads "5.1", "5,1", " 5，1 ", "．5" or "٥٫١"; anything else is undefined, and what is too large to be held.
 * No thousands separators; so what may be a thousand, "1,250", is undefined too.
 * @param {string} text
 * @returns {number | undefined}
 */
export function parseDecimal(text) {
  if (mayBeThousands(text)) return undefined;
  const plain = inAscii(text).replace(/[,٫。]/, ".");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a comma stands before exactly three digits, for decimals or between thousands. @param {string} text */
export function mayBeThousands(text) {
  return /^[+-]?[1-9]\d{0,2},\d{3}$/.test(inAscii(text));
}

/** @param {string} text @returns {number | undefined} a whole number that is not negative */
export function parseCount(text) {
  const plain = inAscii(text);
  return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined;
}

/** @param {number} value */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return "–";
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) return minus(value.toExponential(3));
  return minus(value.toFixed(4));
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

/** What is smaller than this part of the largest entry of its matrix, or than this number, is as good as 0. */
const NOTHING = { part: 5e-5, size: 1e-12 };

/** As formatEntry, but rounds what is nothing beside the largest entry. @param {number} value @param {number} most */
export function formatBeside(value, most) {
  const size = Math.abs(value);
  return size !== 0 && size < Math.max(NOTHING.size, NOTHING.part * most) ? "≈\u20090" : formatEntry(value);
}
