// @ts-check
// Tables as CSV, after RFC 4180.

/** Without it a Chinese Excel takes the text for GBK. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * A number that was not measured, NaN, is blank; every other one comes back exactly.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function csvText(head, rows) {
  return BYTE_ORDER_MARK + [head, ...rows].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

/**
 * A spreadsheet takes a text that begins like a formula for one, and runs it: an apostrophe makes it text.
 * @param {string | number} value
 */
function cell(value) {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
