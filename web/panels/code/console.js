// @ts-check
// A Python prompt on the live network. Enter runs, Shift+Enter makes a new line, the arrows bring back
// what was typed before.

import { waitingKey } from "../../lab/workshop.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Workshop } from "../../lab/workshop.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Workshop} workshop
 */
export function mountConsole(store, text, workshop) {
  const scope = createScope();
  const form = byId("console", HTMLFormElement);
  const input = byId("console-input", HTMLTextAreaElement);
  const log = byId("console-log", HTMLElement);
  /** @type {string[]} */
  const past = [];
  let at = 0;
  /** The names that Python holds for the visitor. @type {string[]} */
  let names = [];

  /** @param {string} kind @param {string} content */
  function say(kind, content) {
    log.append(make("div", { class: `console-${kind}` }, content));
    log.scrollTop = log.scrollHeight;
  }

  async function run() {
    const line = input.value.trimEnd();
    if (!line || store.get().code?.busy) return;
    past.push(line);
    at = past.length;
    input.value = "";
    fit();
    say("in", line);
    const said = await workshop.console(line);
    if (!said) return say("note", text.t("console_cut"));
    names = said.names;
    if (said.output) say("out", said.output);
    for (const { key, values } of said.says) say("note", text.t(key, values));
    for (const { key, values } of said.notes) say("note", text.t(`console_${key}`, values));
  }

  /** A new worker knows nothing of the old one's names. What was typed is not run again: it may have changed
   * the network, whose weights are back. */
  function onEngine() {
    if (store.get().engine.kind === "ready" || names.length === 0) return;
    say("note", text.t("console_lost", { names: names.join(", ") }));
    names = [];
  }

  function fit() {
    input.rows = Math.min(8, input.value.split("\n").length);
  }

  scope.on(input, "input", fit);
  scope.on(form, "submit", (event) => {
    event.preventDefault();
    void run();
  });
  scope.on(input, "keydown", (event) => {
    const line = input.value.slice(0, input.selectionStart).split("\n").length;
    const lines = input.value.split("\n").length;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void run();
    } else if ((event.key === "ArrowUp" && line === 1) || (event.key === "ArrowDown" && line === lines)) {
      const next = at + (event.key === "ArrowUp" ? -1 : 1);
      if (next < 0 || next > past.length) return;
      event.preventDefault();
      at = next;
      input.value = past[at] ?? "";
      fit();
    }
  });

  const show = () => {
    const { code } = store.get();
    byId("console-run", HTMLButtonElement).disabled = Boolean(code?.busy);
    byId("console-stop", HTMLButtonElement).hidden = code?.busy !== "console";
    byId("console-notice", HTMLElement).textContent = code?.busy === "console" && code.waited ? text.t(waitingKey(code)) : "";
  };
  scope.on(byId("console-stop", HTMLButtonElement), "click", () => workshop.stop());
  scope.add(store.watch(["code"], show), text.onChange(show), store.watch(["engine"], onEngine));
  return scope.end;
}
