// The store: who can wait is called after the curve while a knob is turned, and misses nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore, initialState } from "../../web/lab/store.js";

/** @type {(FrameRequestCallback | undefined)[]} */
const frames = [];
globalThis.requestAnimationFrame = (paint) => frames.push(paint);
globalThis.cancelAnimationFrame = (number) => delete frames[number - 1];
const frame = () => {
  for (const paint of frames.splice(0)) paint?.(0);
};
const rest = () => new Promise((resolve) => setTimeout(resolve));

test("who follows is called after the curve's frame", async () => {
  const store = createStore(initialState());
  /** @type {[string, number][]} */
  const seen = [];
  store.watch(["setup"], ({ setup }) => seen.push(["at once", setup.seed]));
  const stop = store.follow(["setup", "lab"], ({ setup }) => seen.push(["later", setup.seed]));
  const seed = (/** @type {number} */ value) => ({ setup: { ...store.get().setup, seed: value } });
  const turn = (/** @type {number} */ value) => store.set({ ...seed(value), turning: true });
  const curve = () => store.set({ history: { ...store.get().history } });
  const called = (/** @type {[string, number][]} */ ...wanted) => assert.deepEqual(seen.splice(0), wanted);

  called(["at once", 0], ["later", 0]); // mounted
  store.set(seed(1));
  called(["at once", 1], ["later", 1]); // at rest
  turn(2);
  turn(3);
  frame();
  await rest();
  frame();
  called(["at once", 2], ["at once", 3]); // turned, no curve yet
  curve();
  called();
  frame();
  called(); // it is drawn
  await rest();
  called(["later", 3]); // the frame is done
  curve();
  frame();
  await rest();
  called(); // nothing new
  turn(4);
  called(["at once", 4]);
  curve();
  frame();
  store.set({ turning: false });
  called(["later", 4]); // at rest again
  await rest();
  called(); // and only once
  turn(5);
  stop();
  store.set({ turning: false });
  called(["at once", 5]); // unmounted
});
