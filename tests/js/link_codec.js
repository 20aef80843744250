// web/visit/link.js for tests/contract/test_link.py, which holds it against Python's Setup: answers every line
// of its input, a list [function's name, ...arguments], with one line.

import { createInterface } from "node:readline";
import { readLink, writeLink } from "../../web/visit/link.js";

const presets = new Map(Object.entries(JSON.parse(process.argv[2])));
/** @type {Record<string, (...args: any[]) => unknown>} */
const functions = {
  write: (link, sizes) => writeLink(link, presets, sizes ?? undefined),
  read: (hash, own) => readLink(hash, presets, { panels: ["data", "article"], own }),
};
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...args] = JSON.parse(line);
  console.log(JSON.stringify(functions[name](...args)));
}
