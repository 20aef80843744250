// Whether a link from here leads anywhere on another device.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isOnlyHere } from "../../web/base/reach.js";

test("a file's address and that of a server on this very device are of no use elsewhere", () => {
  for (const address of [
    "file:///home/ada/nnlab.html#room=play", "http://127.0.0.1:8000/", "http://localhost:8000/nnlab/", "http://lab.localhost/", "http://[::1]:8000/", "http://0.0.0.0/",
  ]) assert.ok(isOnlyHere(address), address);
  for (const address of [
    "https://someone.github.io/nnlab/", "http://192.168.1.20:8000/", "https://localhost.example.org/", "https://127.0.0.1.example.org/",
  ]) assert.ok(!isOnlyHere(address), address);
});
