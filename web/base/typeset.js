// @ts-check
// Letters of formulas within a sentence: W_ij and e^z with their small letters below and above the line.

import { make } from "./dom.js";

const MARKED = /(?<![\w.])([A-Za-zδΣ])([_^])([a-z]{1,2})(?!\w)/g;

/** @param {string} sentence @returns {(string | Node)[]} */
export function typeset(sentence) {
  /** @type {(string | Node)[]} */
  const parts = [];
  let at = 0;
  for (const { 0: all, 1: letter, 2: mark, 3: small, index } of sentence.matchAll(MARKED)) {
    parts.push(sentence.slice(at, index) + letter, make(mark === "_" ? "sub" : "sup", {}, small));
    at = index + all.length;
  }
  return [...parts, sentence.slice(at)];
}
