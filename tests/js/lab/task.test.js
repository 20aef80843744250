// @ts-check
// A number to predict as it is written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, inUnit } from "../../../web/lab/task.js";

test("thousands are divided from five digits on: four may be a year", () => {
  for (const [value, written] of /** @type {const} */ ([[1895, "1895"], [2015.25, "2015.25"], [28405, "28,405"], [-1234567, "−1,234,567"], [0.5, "0.5"]])) {
    assert.equal(grouped(value), written);
  }
  assert.equal(inUnit({ unit: "£" }, 236729.4), "236,729 £");
  assert.equal(inUnit({ unit: "" }, 1895), "1895");
});
