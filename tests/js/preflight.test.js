// What the page says when it cannot start: in every language that it has, before anything is loaded.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const root = new URL("../../", import.meta.url);
const script = readFileSync(new URL("web/boot/preflight.js", root), "utf-8");

/** What a visitor reads whose browser speaks `language`. @param {string} language @param {string} protocol */
function said(language, protocol) {
  const note = { textContent: "", hidden: true };
  const document = {
    readyState: "complete", body: { dataset: {} },
    documentElement: { dataset: {}, hasAttribute: () => false },
    getElementById: (/** @type {string} */ id) => (id === "preflight" ? note : {}),
  };
  const window = { location: { protocol }, navigator: { language }, document, HTMLScriptElement: class {}, Intl };
  runInNewContext(script, { ...window, window });
  assert.equal(note.hidden, false);
  return note.textContent;
}

test("every language of the page says why it cannot start", () => {
  const english = { file: said("en", "file:"), old: said("en", "https:") };
  assert.match(english.old, /JavaScript modules, no import maps/);
  for (const name of readdirSync(new URL("web/text/", root))) {
    const language = name.replace(".json", "");
    const [file, old] = [said(`${language}-XX`, "file:"), said(language, "https:")];
    assert.match(file, /scripts\/serve\.py/);
    assert.match(old, /OffscreenCanvas/);
    assert.doesNotMatch(old, /\{what\}/);
    assert.equal(file === english.file, language === "en", language);
    assert.equal(old === english.old, language === "en", language);
  }
  assert.equal(said("xx", "file:"), english.file);
});
