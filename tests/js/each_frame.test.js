// @ts-check
// Painters share the frames: a slow one leaves the others the next frame, and none is forgotten.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eachFrame, token } from "../../web/base/canvas.js";

/** @type {FrameRequestCallback[]} */
let frames = [];
let now = 0;
globalThis.requestAnimationFrame = (paint) => frames.push(paint);
performance.now = () => now;

/** @type {string[]} */
const painted = [];
const painter = (/** @type {string} */ name, takes = 0) => eachFrame(() => {
  painted.push(name);
  now += takes;
});
function passFrame() {
  for (const paint of frames.splice(0)) paint(now);
  return painted.splice(0);
}

test("quick ones paint in one frame, once each however often they asked", () => {
  const [one, other] = [painter("one"), painter("other")];
  one.ask();
  other.ask();
  one.ask();
  assert.deepEqual(passFrame(), ["one", "other"]);
  assert.deepEqual(passFrame(), []);
});

test("after a slow one the others have the next frame, in their order", () => {
  const [first, slow, third, fourth] = [painter("first"), painter("slow", 30), painter("third"), painter("fourth")];
  for (const each of [first, slow, third, fourth]) each.ask();
  assert.deepEqual(passFrame(), ["first", "slow"]);
  slow.ask(); // it does not come before those that wait
  assert.deepEqual(passFrame(), ["third", "fourth", "slow"]);
});

test("the curve, which is first, does not wait for those that asked before it", () => {
  const slow = [painter("one", 30), painter("other", 30)];
  const curve = eachFrame(() => void painted.push("curve"), true);
  for (const each of [...slow, curve]) each.ask();
  assert.deepEqual([passFrame(), passFrame()], [["curve", "one"], ["other"]]);
});

test("what the style sheets say is read once in a frame, and anew in the next", () => {
  let color = "red";
  let readings = 0;
  Object.assign(globalThis, { document: { body: {} }, getComputedStyle: () => ({ getPropertyValue: () => (readings++, color) }) });
  /** @type {string[]} */
  const seen = [];
  const [one, other] = [eachFrame(() => void seen.push(token("--ink"))), eachFrame(() => void seen.push(token("--ink")))];
  for (const now of ["red", "blue"]) {
    color = now;
    one.ask();
    other.ask();
    passFrame();
  }
  assert.deepEqual([seen, readings], [["red", "red", "blue", "blue"], 2]);
  color = "green";
  assert.equal(token("--ink"), "green"); // outside of a frame it is what holds
});

test("who asks while painting paints in the next frame; who was stopped, never", () => {
  let left = 2;
  const again = eachFrame(() => {
    painted.push("again");
    if (left--) again.ask();
  });
  const stopped = painter("stopped");
  again.ask();
  stopped.ask();
  stopped.stop();
  assert.deepEqual([passFrame(), passFrame(), passFrame(), passFrame()], [["again"], ["again"], ["again"], []]);
});

test("one that fails does not keep the others from painting", () => {
  const wrong = eachFrame(() => {
    throw new Error("wrong");
  });
  const other = painter("other");
  wrong.ask();
  other.ask();
  assert.throws(passFrame, /wrong/);
  assert.deepEqual(passFrame(), ["other"]);
});
