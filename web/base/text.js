// @ts-check
// Every visible sentence, in English and Chinese. The page's own English stands in index.html, so that it
// reads without script; here it is collected once, under the key in data-text, and exchanged in place.

import { CallError } from "../boot/rpc.js";
import { tell } from "./dom.js";

/** @import { Phrase } from "../lab/protocol.js" */

/** @typedef {"en" | "zh"} Language */
const ATTRIBUTES = ["aria-label", "title", "placeholder"];

/** @param {{ en: Record<string, string>, zh: Record<string, string> }} tables */
export function createText(tables) {
  /** @type {Record<string, string>} */
  const english = { ...tables.en };
  /** @type {Language} */
  let language = "en";
  /** @type {Set<() => void>} */
  const listeners = new Set();

  for (const element of document.querySelectorAll("[data-text]")) {
    english[/** @type {HTMLElement} */ (element).dataset.text ?? ""] ??= element.textContent?.trim() ?? "";
  }
  for (const name of ATTRIBUTES) {
    for (const element of document.querySelectorAll(`[data-text-${name}]`)) {
      english[element.getAttribute(`data-text-${name}`) ?? ""] ??= element.getAttribute(name) ?? "";
    }
  }

  /**
   * The sentence under `key`, with `{name}` replaced by `values.name`.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  function t(key, values = {}) {
    const sentence = (language === "zh" ? tables.zh[key] : undefined) ?? english[key] ?? key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /** A sentence with sentences among its values. @param {Phrase} phrase @returns {string} */
  function phrase({ key, values }) {
    const words = Object.entries(values).map(([name, value]) => [name, typeof value === "object" ? phrase(value) : value]);
    return t(key, Object.fromEntries(words));
  }

  /** Sentences in a row; Chinese leaves no space between them. @param {string[]} sentences */
  function joined(sentences) {
    return sentences.join(language === "zh" ? "" : " ");
  }

  /** What went wrong, in the page's language where Python gave the reason a name. @param {unknown} error */
  function reason(error) {
    if (error instanceof CallError && error.code) return phrase({ key: `refused_${error.code}`, values: error.values });
    return error instanceof Error ? error.message : String(error);
  }

  function apply() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = t("page_title");
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-text]"))) {
      tell(element, t(element.dataset.text ?? ""));
    }
    for (const name of ATTRIBUTES) {
      for (const element of document.querySelectorAll(`[data-text-${name}]`)) {
        element.setAttribute(name, t(element.getAttribute(`data-text-${name}`) ?? ""));
      }
    }
    for (const listener of listeners) listener();
  }

  return {
    t,
    joined,
    reason,
    get language() {
      return language;
    },
    /** @param {Language} next */
    setLanguage(next) {
      language = next;
      apply();
    },
    /**
     * Calls `listener` now and whenever the language changes.
     * @param {() => void} listener
     * @returns {() => void} stops it
     */
    onChange(listener) {
      listeners.add(listener);
      listener();
      return () => listeners.delete(listener);
    },
  };
}

/** @typedef {ReturnType<typeof createText>} Text */
