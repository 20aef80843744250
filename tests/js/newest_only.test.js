// @ts-check
// One question at a time; an answer, or a failure, of what is no longer asked does not count.

import assert from "node:assert/strict";
import test from "node:test";

import { newestOnly } from "../../web/boot/newest_only.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a failure of a question that a newer one has replaced is not told, and the newer one is asked", async () => {
  /** @type {{ resolve: () => void, reject: (error: Error) => void }[]} */
  const asked = [];
  /** @type {unknown[]} */
  const told = [];
  const asker = newestOnly(() => new Promise((resolve, reject) => void asked.push({ resolve, reject })), {
    gap: () => 0, failed: (error) => told.push(error),
  });
  asker.want();
  asker.want(); // another lab, say, while the first question is on its way
  asked[0].reject(new Error("of the lab before"));
  await settled();
  assert.equal(asked.length, 2);
  assert.deepEqual(told, []);
  const latest = new Error("of this one");
  asked[1].reject(latest);
  await settled();
  assert.deepEqual(told, [latest]);
  asker.want(); // and it goes on
  assert.equal(asked.length, 3);
});
