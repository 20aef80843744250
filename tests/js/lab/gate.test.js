// A view that is out of sight hears nothing, and once what holds when it is seen again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gated } from "../../../web/lab/gate.js";
import { createStore, initialState } from "../../../web/lab/store.js";

test("a view's listeners rest while it is hidden", () => {
  const store = createStore(initialState());
  const view = gated(store, "network");
  /** @type {number[]} */
  const heard = [];
  const stop = view.watch(["pace"], ({ pace }) => heard.push(pace));
  const called = (/** @type {number[]} */ ...wanted) => assert.deepEqual(heard.splice(0), wanted);
  called(0);
  store.set({ hidden: ["time"], pace: 1 });
  called(1);
  store.set({ hidden: ["network"] });
  for (const pace of [2, 3, 4]) store.set({ pace });
  called();
  store.set({ hidden: ["time"] });
  called(4);
  store.set({ hidden: ["network"] });
  store.set({ hidden: [] });
  called(); // nothing was missed
  store.set({ hidden: ["network"], pace: 5 });
  stop();
  store.set({ hidden: [] });
  called();
});
