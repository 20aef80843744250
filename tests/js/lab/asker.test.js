// @ts-check
// Errors of a view's question: said, unless it was about a lab that is no more.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAsker } from "../../../web/lab/asker.js";
import { createStore, initialState } from "../../../web/lab/store.js";

const passed = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Python refuses what is asked; before it answers, `meanwhile` happens. @param {(store: ReturnType<typeof createStore>) => void} meanwhile */
async function saidAfter(meanwhile) {
  const store = createStore(initialState());
  store.set({ lab: /** @type {any} */ ({ run: 1 }) });
  const asker = createAsker(store, async () => {
    await Promise.resolve();
    meanwhile(store);
    throw new Error("4 values, expected 30");
  });
  asker.want();
  await passed();
  return String(store.get().error);
}

test("what goes wrong with the present lab is said", async () => {
  assert.match(await saidAfter(() => {}), /4 values, expected 30/);
});

test("what goes wrong since another lab came is not, though a view that is hidden has not heard of it", async () => {
  assert.equal(await saidAfter((store) => store.set({ lab: /** @type {any} */ ({ run: 2 }) })), "");
  assert.equal(await saidAfter((store) => void setTimeout(() => store.set({ lab: /** @type {any} */ ({ run: 2 }) }))), "");
});
