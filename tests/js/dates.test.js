// Dates in a form's field, as their table's owner writes them.

import assert from "node:assert/strict";
import test from "node:test";
import { asWritten, dateText, fromWritten, parseDate } from "../../web/base/dates.js";

const MARCH = Date.UTC(2024, 2, 1) / 86_400_000;
const WAYS = [
  ["{YYYY}-{MM}-{DD}", "2024-03-01", 0], ["{DD}.{MM}.{YYYY}", "01.03.2024", 0], ["{M}/{D}/{YYYY}", "3/1/2024", 0],
  ["{YYYY}年{M}月{D}日", "2024年3月1日", 0], ["{D} {MMM} {YYYY}", "1 Mar 2024", 0], ["{MMMM} {D}, {YYYY}", "March 1, 2024", 0],
  ["{M}/{D}/{YY} {h}:{mm} {AM}", "3/1/24 2:30 PM", 14.5 / 24], ["{YYYY}-{MM}-{DD}T{hh}:{mm}:{ss}Z", "2024-03-01T06:00:00Z", 0.25],
  ["{YYYY}{MM}{DD}T{hh}{mm}{ss}", "20240301T120000", 0.5], ["{YYYY}{MM}{DD}{hh}", "2024030109", 0.375], ["{YYYY}-{MM}", "2024-03", 0],
];

test("a date is written as its owner does, and read back", () => {
  for (const [pattern, written, time] of WAYS) {
    assert.equal(dateText(pattern, MARCH + time), written);
    assert.ok(Math.abs(parseDate(pattern, written) - MARCH - time) < 1e-9, written);
  }
});

test("zeros, the time and the wide digits of a Chinese keyboard may be otherwise, and 2024-03-01 always is a date", () => {
  for (const [pattern] of WAYS) assert.equal(parseDate(pattern, " 2024-03-01 "), MARCH);
  assert.equal(parseDate("{DD}.{MM}.{YYYY}", "1. 3. 2024".replaceAll(" ", "")), MARCH);
  assert.equal(parseDate("{YYYY}年{M}月{D}日", "２０２４年０３月０１日"), MARCH);
  assert.equal(parseDate("{M}/{D}/{YY} {h}:{mm} {AM}", "03/01/24"), MARCH);
  assert.equal(parseDate("{D}.{M}.{YY}", "1.3.69"), Date.UTC(1969, 2, 1) / 86_400_000);
});

test("what is no day of the calendar is none", () => {
  for (const text of ["", "30.02.2024", "1.13.2024", "5.1", "tomorrow"]) assert.equal(parseDate("{D}.{M}.{YYYY}", text), undefined, text);
  assert.equal(parseDate("{D} {MMM} {YYYY}", "1 Foo 2024"), undefined);
});

test("a time of the day is typed as its owner writes it, and counted in hours", () => {
  const ways = [["{h}:{mm}", "9:30", 9.5], ["{hh}:{mm}:{ss}", "09:30:36", 9.51], ["{h}:{mm} {AM}", "2:30 PM", 14.5], ["{hh}{mm}", "0930", 9.5],
    ["{h}{mm}", "930", 9.5], ["{hh}时{mm}分", "09时30分", 9.5], ["{hh}:{mm}", "75:30", 75.5]];
  for (const [pattern, written, hours] of ways) {
    const column = { pattern, offset: 0, per_day: 24 };
    assert.equal(asWritten(column, hours), written);
    assert.ok(Math.abs(fromWritten(column, written) - hours) < 1e-9, written);
    assert.equal(fromWritten(column, "９：３０"), 9.5, pattern);
  }
  const half = { pattern: "{h}:{mm} {AM}", offset: 0, per_day: 24 };
  assert.equal(fromWritten(half, "14:30"), 14.5);
  for (const text of ["", "9:75", "soon", "9"]) assert.equal(fromWritten(half, text), undefined, text);
  assert.equal(fromWritten({ pattern: "{D}.{M}.{YYYY}", offset: MARCH - 10, per_day: 1 }, "1.3.2024"), 10);
});
