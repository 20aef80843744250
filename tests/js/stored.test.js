// What the last visit left is taken back whole, or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSetup } from "../../web/lab/setup.js";
import { readStored } from "../../web/visit/stored.js";

const column = [0, 1, 2];
const lab = {
  version: 1,
  setup: defaultSetup(),
  snapshot: { epoch: 2, vector: { data: new Float64Array([1, 2, 3]), shape: [3] } },
  history: {
    epoch: column, train_loss: column, train_accuracy: column, printed_loss: [NaN, 1, 2],
    test_loss: [NaN, NaN, NaN], test_accuracy: column,
  },
};
const { task, ...before } = lab.setup;
const csv = { name: "x.csv", data: new Uint8Array([1]) };
/** The lab with parts of one of its parts changed. @param {"setup" | "snapshot" | "history"} part @param {object} change */
const changed = (part, change) => ({ ...lab, [part]: { ...lab[part], ...change } });

/** @type {Record<string, unknown[]>} */
const WHOLE = {
  "a lab": [lab],
  "a lab and a file": [lab, csv],
  "a lab that is untrained": [{ ...lab, snapshot: undefined }],
  "a lab of before there were tasks": [{ ...lab, setup: before }],
  "a lab that predicts a number": [changed("history", { train_error: column, test_error: [NaN, NaN, NaN] })],
  "a lab of a file": [changed("setup", { dataset: "own" }), csv],
};

/** @type {Record<string, unknown[]>} */
const DAMAGED = {
  "null": [null],
  "a word": ["lab"],
  "a list": [[]],
  "an empty object": [{}],
  "version 0": [{ ...lab, version: 0 }],
  "version 2": [{ ...lab, version: 2 }],
  "no set-up": [{ ...lab, setup: null }],
  "a layer too large": [changed("setup", { hidden_sizes: [1e9] })],
  "a seed that is a word": [changed("setup", { seed: "0" })],
  "an unknown field": [changed("setup", { evil: 1 })],
  "a file that is missing": [changed("setup", { dataset: "own" })],
  "an empty snapshot": [{ ...lab, snapshot: {} }],
  "a snapshot of null": [{ ...lab, snapshot: null }],
  "an epoch that is a word": [changed("snapshot", { epoch: "x" })],
  "weights in a plain list": [changed("snapshot", { vector: { data: [1, 2, 3] } })],
  "weights that are no numbers": [changed("snapshot", { vector: { data: new Float64Array([NaN]) } })],
  "no history": [{ ...lab, history: undefined }],
  "a column too short": [changed("history", { test_loss: [1] })],
  "errors too short": [changed("history", { train_error: [1] })],
  "a column of words": [changed("history", { test_loss: ["a", "b", "c"] })],
  "a file that is empty": [lab, {}],
  "a file that is a text": [lab, "a,b"],
  "a file whose data are a text": [lab, { name: "x", data: "a,b" }],
};

for (const [name, [kept, file]] of Object.entries(WHOLE)) {
  test(`taken: ${name}`, () => assert.notEqual(readStored(kept, file), undefined));
}
for (const [name, [kept, file]] of Object.entries(DAMAGED)) {
  test(`refused: ${name}`, () => assert.equal(readStored(kept, file), undefined));
}

test("a set-up comes back in the fields' order, whatever was added since: set-ups are compared as text", () => {
  for (const setup of [lab.setup, before]) {
    assert.equal(JSON.stringify(readStored({ ...lab, setup }, undefined)?.setup), JSON.stringify(lab.setup));
  }
});

test("a file kept without a reading has none: Python finds how it was read", () => {
  assert.equal(readStored(lab, csv)?.csv?.reading, undefined);
  const reading = { decimal: "," };
  assert.deepEqual(readStored(lab, { ...csv, reading })?.csv?.reading, reading);
});

test("a drawing comes back if it is one, and else the lab without it", () => {
  const drawing = { values: [0, 16], strokes: [[0.5, 0.5, 0.5, 0.75]] };
  assert.deepEqual(readStored({ ...lab, drawing }, undefined)?.drawing, drawing);
  for (const damaged of [undefined, null, {}, { ...drawing, strokes: [["x"]] }, { ...drawing, values: [NaN] }, { ...drawing, strokes: [1] }]) {
    const stored = readStored({ ...lab, drawing: damaged }, undefined);
    assert.ok(stored && !("drawing" in stored), JSON.stringify(damaged));
  }
});
