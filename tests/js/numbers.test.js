// Numbers as people type them, and the CSV that the page writes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { csvText } from "../../web/base/csv.js";
import { formatBeside, formatLoss, mayBeThousands, parseCount, parseDecimal } from "../../web/base/numbers.js";

test("a number is read in any script's digits, with a point or a comma", () => {
  for (const [typed, value] of /** @type {[string, number][]} */ ([
    ["5.1", 5.1], ["5,1", 5.1], [" 5，1 ", 5.1], ["．5", 0.5], ["−2", -2], ["–2", -2], ["－２．５", -2.5],
    ["٥٫١", 5.1], ["۵٫۱", 5.1], ["۵.۱", 5.1], ["५.१", 5.1], ["๕.๑", 5.1], ["1e3", 1000], ["0,250", 0.25], ["1,25", 1.25], ["1,2500", 1.25],
  ])) {
    assert.equal(parseDecimal(typed), value, typed);
  }
  for (const typed of ["", "five", "1.2.3", "5 5", "m²", "1e999"]) assert.equal(parseDecimal(typed), undefined, typed);
});

test("what may be a thousand is not taken for a decimal", () => {
  for (const typed of ["1,250", "-12,500", "١,٢٥٠"]) {
    assert.equal(parseDecimal(typed), undefined, typed);
    assert.ok(mayBeThousands(typed), typed);
  }
  for (const typed of ["0,250", "1.250", "1250,125", "1,25"]) assert.ok(!mayBeThousands(typed), typed);
});

test("a whole number is read in any script's digits", () => {
  assert.equal(parseCount("۱۲"), 12);
  assert.equal(parseCount("１２"), 12);
  assert.equal(parseCount("-1"), undefined);
});

test("a CSV begins with the mark that tells Excel its encoding", () => {
  assert.equal(csvText(["轮次", "loss"], [[1, 0.5], [2, NaN]]), "\ufeff轮次,loss\r\n1,0.5\r\n2,\r\n");
});

test("in a matrix, what is nothing beside its largest entry is rounded", () => {
  assert.equal(formatBeside(1.118e-29, 0.5), "≈\u20090");
  assert.equal(formatBeside(-4e-6, 1), "≈\u20090");
  assert.equal(formatBeside(-4e-6, 4e-6), "−4.000e−6");
  assert.equal(formatBeside(3e-20, 3e-20), "≈\u20090");
  assert.equal(formatBeside(0, 1), "0");
  assert.equal(formatBeside(0.25, 1), "0.25");
});

test("every number has the true minus, also before its power", () => {
  assert.deepEqual([9.64e-7, 0.5, 2e6, NaN].map(formatLoss), ["9.640e−7", "0.5000", "2.000e+6", "–"]);
});
