// The visitor's file in Python: a lab is made of the file that is shown, whatever was read meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCsvReader } from "../../../web/lab/csv_reader.js";

/** A Python that answers with a whole reading, or refuses. */
function open() {
  /** @type {any[]} */
  const asked = [];
  const engine = {
    call: async (/** @type {string} */ _, /** @type {any} */ params) => {
      asked.push(params);
      if (params.reading.bad) throw new Error("no table");
      return { reading: { ...params.reading, whole: true }, refused: params.reading.numbers ? [{ code: "no_target", values: {} }] : [] };
    },
  };
  return { asked, reader: createCsvReader(/** @type {any} */ (engine)) };
}

test("a file is read again only when another one, or nothing, was read last", async () => {
  const { asked, reader } = open();
  const one = { data: new Uint8Array([1]), reading: { decimal: "," } };
  const answer = await reader.read(one);
  await reader.need(one);
  await reader.need({ data: one.data, reading: answer.reading });
  assert.equal(asked.length, 1);

  await reader.read({ data: new Uint8Array([2]) });
  await reader.need(one);
  assert.equal(asked.length, 3);
  assert.deepEqual(asked[2], one);

  await reader.need({ data: one.data, reading: { decimal: "." } }); // the same bytes, otherwise read
  assert.equal(asked.length, 4);
  reader.forget();
  await reader.need(one);
  assert.equal(asked.length, 5);
});

test("a file with which nothing can be done leaves the one before", async () => {
  const { asked, reader } = open();
  const one = { data: new Uint8Array([1]), reading: {} };
  await reader.read(one);
  await assert.rejects(reader.read({ data: new Uint8Array([2]), reading: /** @type {any} */ ({ bad: true }) }));
  await reader.read({ data: new Uint8Array([3]), reading: /** @type {any} */ ({ numbers: true }) });
  await reader.need(one);
  assert.equal(asked.length, 3);
});
