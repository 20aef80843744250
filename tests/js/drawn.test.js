// A drawing is the same in its file, in a link, and back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { READING_VERSION } from "../../web/generated/options.js";
import { drawingFile, drawingOf, drawingText, lacks, MOST_IN_LINK, readDrawing, snap, writeDrawing } from "../../web/lab/drawn.js";
import { uniform } from "./random.js";

const random = uniform(1);
const drawn = (/** @type {"classes" | "numbers"} */ task, /** @type {number} */ count) => ({
  task,
  points: Array.from({ length: count }, (_, at) => ({
    x: snap(random() * 14 - 7), y: snap(random() * 14 - 7), kind: task === "numbers" ? 0 : at % 6,
  })),
});

for (const task of /** @type {const} */ (["classes", "numbers"])) {
  test(`${task}: there and back`, () => {
    const drawing = drawn(task, 40);
    assert.deepEqual(drawingOf(drawingFile(drawing)), drawing);
    assert.equal(drawingFile(drawing).reading?.version, READING_VERSION); // else it is taken for an earlier version's
    assert.deepEqual(readDrawing(writeDrawing(drawing)), drawing);
    assert.equal(writeDrawing(drawn(task, MOST_IN_LINK + 1)), "");
  });
}

test("the corners are in, and nothing beyond", () => {
  const corners = { task: /** @type {const} */ ("numbers"), points: [-6, -3, 0, 3, 6].map((x) => ({ x, y: 0 - x, kind: 0 })) };
  assert.deepEqual(readDrawing(writeDrawing(corners)), corners);
  assert.match(drawingText(corners), /^x,y\n-6,6\n/);
  for (const wrong of ["", "n", "c", "x0000", "n000", "nzzzz".repeat(5), "c9" + "0000", "n0000", `n${"0000".repeat(9)}`, "n-1-1"]) {
    assert.equal(readDrawing(wrong), undefined, wrong);
  }
});

test("what is missing is said", () => {
  const point = (/** @type {number} */ kind) => ({ x: kind, y: 1, kind });
  assert.equal(lacks({ task: "classes", points: [0, 0, 0].map(point) }), "draw_two_classes");
  assert.equal(lacks({ task: "classes", points: [0, 0, 0, 1, 1].map(point) }), "draw_few_of_class");
  assert.equal(lacks({ task: "classes", points: [0, 0, 0, 1, 1, 1].map(point) }), "");
  assert.equal(lacks({ task: "numbers", points: [0, 1, 2].map(point) }), "draw_few_points");
  assert.equal(lacks({ task: "numbers", points: [0, 1, 2, 3, 4].map(point) }), "draw_flat");
});
