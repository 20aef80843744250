// @ts-check
// Dates, and times of the day, as a table's owner writes them. The pattern is Python's (`nnlab.cell_dates`,
// `nnlab.cell_clocks`): {D}.{M}.{YYYY} {hh}:{mm}.

/** How a column is written, and how its numbers are counted. @typedef {{ pattern: string, offset: number, per_day: number }} Written */

/** @param {Written} column @param {number} value  what the network gets of it */
export const asWritten = ({ pattern, offset, per_day }, value) => dateText(pattern, value / per_day + offset);

/** What the network gets of a text, or undefined. @param {Written} column @param {string} text */
export function fromWritten({ pattern, offset, per_day }, text) {
  const days = parseDate(pattern, text);
  if (days === undefined) return undefined;
  return per_day === 1 ? days - offset : Math.round((days - offset) * DAY) / (DAY / per_day);
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAY = 86_400_000;
const ISO = "{YYYY}-{MM}-{DD} {hh}:{mm}:{ss}";
const CLOCK = "{h}:{mm}";
/** Of years in two digits: 68 is 2068, and 69 is 1969. */
const LAST_SHORT = 68;

/** @param {string} pattern @param {number} days  from 1970 on */
export function dateText(pattern, days) {
  const step = pattern.includes("{ss}") ? 1000 : pattern.includes("{mm}") ? 60_000 : /\{hh?\}/.test(pattern) ? 3_600_000 : DAY;
  const at = new Date(step === DAY ? Math.floor(days) * DAY : Math.round((days * DAY) / step) * step);
  const hour = isClock(pattern) ? Math.floor(at.getTime() / 3_600_000) : at.getUTCHours();
  const shown = pattern.includes("{AM}") ? hour % 12 || 12 : hour;
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const month = MONTHS[at.getUTCMonth()];
  /** @type {Record<string, string>} */
  const parts = {
    YYYY: String(at.getUTCFullYear()).padStart(4, "0"), YY: two(at.getUTCFullYear() % 100), MMMM: month, MMM: month.slice(0, 3),
    MM: two(at.getUTCMonth() + 1), M: String(at.getUTCMonth() + 1), DD: two(at.getUTCDate()), D: String(at.getUTCDate()),
    hh: two(shown), h: String(shown), mm: two(at.getUTCMinutes()), ss: two(at.getUTCSeconds()), AM: hour < 12 ? "AM" : "PM",
  };
  return pattern.replace(/\{(\w+)\}/g, (_, token) => parts[token]);
}

/** Days from 1970 on, or undefined for what is no date of this pattern, nor as 2024-03-01. @param {string} pattern @param {string} text */
export function parseDate(pattern, text) {
  return parsed(pattern, text) ?? parsed(isClock(pattern) ? CLOCK : ISO, text);
}

/** Whether it is a time without a date. @param {string} pattern */
const isClock = (pattern) => !pattern.includes("{YY");

/** @param {string} pattern @param {string} text */
function parsed(pattern, text) {
  const found = expression(pattern).exec(text.normalize("NFKC").trim());
  if (!found?.groups) return undefined;
  const { Y, N, M = "1", D = "1", h = "0", m = "0", s = "0", A } = found.groups;
  if (isClock(pattern)) {
    const hours = A ? (Number(h) % 12) + (A.toLowerCase() === "pm" ? 12 : 0) : Number(h);
    return Number(m) < 60 && Number(s) < 60 ? hours / 24 + (Number(m) * 60 + Number(s)) / 86_400 : undefined;
  }
  const short = Number(Y) + (Number(Y) <= LAST_SHORT ? 2000 : 1900);
  const year = Y.length > 2 ? Number(Y) : short;
  const month = N ? MONTHS.findIndex((name) => name.toLowerCase().startsWith(N.slice(0, 3).toLowerCase())) : Number(M) - 1;
  const hour = A ? (Number(h) % 12) + (A.toLowerCase() === "pm" ? 12 : 0) : Number(h);
  const day = new Date(0);
  day.setUTCFullYear(year, month, Number(D));
  const exists = day.getUTCMonth() === month && day.getUTCDate() === Number(D) && hour <= 24 && Number(m) < 60 && Number(s) < 60;
  return exists ? day.getTime() / DAY + (hour * 3600 + Number(m) * 60 + Number(s)) / 86_400 : undefined;
}

/** The date as in the pattern, with or without its zeros; the time may be left away. @param {string} pattern */
function expression(pattern) {
  if (isClock(pattern)) return new RegExp(`^${source(pattern.replace(" {AM}", ""))}(?:\\s*(?<A>[ap]m))?$`, "i");
  const [, date, clock] = /^(.*?)([^}]*\{hh?\}.*)?$/.exec(pattern) ?? [];
  return new RegExp(`^${source(date)}${clock ? `(?:${source(clock)})?` : ""}$`, "i");
}

/** @type {Record<string, string>} */
const GROUPS = {
  YYYY: "(?<Y>\\d{4})", YY: "(?<Y>\\d{2}|\\d{4})", MMMM: "(?<N>[a-z]{3,9})", MMM: "(?<N>[a-z]{3,9})", MM: "(?<M>\\d{1,2})", M: "(?<M>\\d{1,2})",
  DD: "(?<D>\\d{1,2})", D: "(?<D>\\d{1,2})", hh: "(?<h>\\d{1,3})", h: "(?<h>\\d{1,3})", mm: "(?<m>\\d{2})", ss: "(?<s>\\d{2})", AM: "(?<A>[ap]m)",
};

/** @param {string} part */
const source = (part) => part.split(/\{(\w+)\}/).map((piece, at) => (at % 2 ? GROUPS[piece]
  : piece.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replace(/\s+/g, "\\s*"))).join("");
