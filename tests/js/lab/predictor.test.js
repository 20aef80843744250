// @ts-check
// What is shown of an answer that comes late: of what moved on, yes; of what another picture took the place of, no.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPredictor } from "../../../web/lab/predictor.js";
import { createStore, initialState } from "../../../web/lab/store.js";

const later = () => new Promise((resolve) => setTimeout(resolve));
const row = (/** @type {number} */ at) => /** @type {const} */ ({ kind: "row", row: at });
const typed = (/** @type {number} */ value) => /** @type {const} */ ({ kind: "typed", values: [value] });

/** A form about a first sample, of which Python has not answered yet. @param {ReturnType<typeof row> | ReturnType<typeof typed>} sample */
async function asking(sample) {
  const store = createStore(/** @type {any} */ ({
    ...initialState(), engine: { kind: "ready" }, lab: { feature_names: ["x"] }, dataset: { rows: [{ values: [10] }, { values: [11] }] }, sample,
  }));
  /** @type {(() => void)[]} */
  const answers = [];
  const call = (/** @type {string} */ _, /** @type {any} */ { values }) => new Promise((resolve) => void answers.push(() => resolve({ of: values[0] })));
  createPredictor(store, /** @type {any} */ ({ call }));
  await later();
  const answer = async () => {
    answers.shift()?.();
    await later();
    return /** @type {any} */ (store.get().prediction)?.of;
  };
  return { store, answer };
}

for (const [was, now] of [[row(0), row(1)], [typed(3), row(1)], [row(0), typed(4)]]) {
  test(`an answer about a ${was.kind} is not shown once another ${now.kind} took its place`, async () => {
    const { store, answer } = await asking(was);
    store.set({ sample: now });
    assert.equal(await answer(), undefined);
    assert.equal(await answer(), now.kind === "row" ? 11 : 4);
  });
}

test("while it is drawn or typed, what was asked a moment ago is shown", async () => {
  const { store, answer } = await asking(typed(3));
  store.set({ sample: typed(4) });
  assert.equal(await answer(), 3);
  assert.equal(await answer(), 4);
});
