// @ts-check
// Whether a study is of the lab as it is now.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSetup } from "../../../web/lab/setup.js";
import { isOfAnother } from "../../../web/lab/studies.js";

const setup = defaultSetup();
const csv = { name: "a.csv", data: new Uint8Array() };
const study = (/** @type {object} */ fields) => /** @type {any} */ ({ setup, csv: undefined, outcomes: [{ setup: { ...setup, seed: 3 } }], ...fields });

test("a study is of its set-up and of each that it tried", () => {
  assert.equal(isOfAnother(study({}), { setup, csv: undefined }), false);
  assert.equal(isOfAnother(study({}), { setup: { ...setup, seed: 3 }, csv: undefined }), false);
  assert.equal(isOfAnother(study({}), { setup: { ...setup, seed: 4 }, csv: undefined }), true);
  assert.equal(isOfAnother(study({}), { setup: { ...setup, dataset: "wine" }, csv: undefined }), true);
});

test("an own table is another where its file is, and one that is not in use is none", () => {
  const own = { ...setup, dataset: "own" };
  const of = study({ setup: own, csv, outcomes: [] });
  assert.equal(isOfAnother(of, { setup: own, csv }), false);
  assert.equal(isOfAnother(of, { setup: own, csv: { ...csv } }), true);
  assert.equal(isOfAnother(study({}), { setup, csv }), false);
});
