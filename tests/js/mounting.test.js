// @ts-check
// Views come in slices, and not before they are wanted.

import assert from "node:assert/strict";
import { test } from "node:test";

// The page's own events, as far as mounting.js listens to them.
const page = new EventTarget();
Object.assign(globalThis, {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});
const { mountInTurn, mountLater } = await import("../../web/boot/mounting.js");

const later = () => new Promise((resolve) => setTimeout(resolve, 10));

/** @param {string[]} log @param {string[]} names */
const noting = (log, names) => names.map((name) => () => {
  log.push(name);
  return name;
});

/** Holds the thread. @param {number} ms */
function work(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test("what takes long lets the page breathe, and the order stays", async () => {
  /** @type {string[]} */
  const log = [];
  setTimeout(() => log.push("page"));
  const mounts = noting(log, ["a", "b", "c"]);
  const ends = await mountInTurn([mounts[0], () => work(30), mounts[1], mounts[2]]);
  assert.deepEqual(log, ["a", "page", "b", "c"]);
  assert.deepEqual(ends, ["a", undefined, "b", "c"]);
});

test("views that have come wait until the network can be trained", async () => {
  /** @type {string[]} */
  const log = [];
  /** @type {(value: unknown) => void} */
  let ready = () => {};
  const mounted = mountLater(Promise.resolve(noting(log, ["a", "b"])), new Promise((resolve) => (ready = resolve)));
  await later();
  assert.deepEqual(log, []);
  ready(undefined);
  assert.deepEqual(await mounted, ["a", "b"]);
});

test("a visitor's sign brings views at once, also those that are still on their way", async () => {
  /** @type {string[]} */
  const log = [];
  /** @type {(mounts: (() => string)[]) => void} */
  let arrive = () => {};
  const coming = /** @type {Promise<(() => string)[]>} */ (new Promise((resolve) => (arrive = resolve)));
  let ready = () => {};
  const mounted = mountLater(coming, new Promise((resolve) => (ready = () => resolve(undefined))));
  page.dispatchEvent(new Event("pointerdown"));
  arrive(noting(log, ["a", "b"]));
  await later();
  assert.deepEqual(log, ["a", "b"]);
  ready();
  assert.deepEqual(await mounted, ["a", "b"]);
});
