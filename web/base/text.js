// @ts-check
// Every visible sentence, in every language. The page's own English stands in index.html, so that it
// reads without script; here it is collected once, under the key in data-text, and exchanged in place.

import { tell } from "./dom.js";

/** @typedef {{ key: string, values: { [name: string]: string | number | Phrase } }} Phrase  A sentence, with sentences in it. */

const ATTRIBUTES = ["aria-label", "title", "placeholder"];

/**
 * @param {string} first  the language to begin with
 * @param {Record<string, string>} sentences  that language's, by their keys
 * @param {Record<string, string>} names  what each language calls itself
 * @param {(language: string) => Promise<Record<string, string>>} fetchSentences  another one's
 */
export function createText(first, sentences, names, fetchSentences) {
  /** @type {Record<string, Record<string, string>>} */
  const tables = { [first]: sentences };
  /** The page's own. @type {Record<string, string>} */
  const english = {};
  let language = first;
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
   * The sentence under `key`, with `{name}` replaced by `values.name`, which may be a sentence itself.
   * @param {string} key
   * @param {Phrase["values"]} [values]
   * @returns {string}
   */
  function t(key, values = {}) {
    const sentence = tables[language][key] ?? tables.en?.[key] ?? english[key] ?? key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name] ?? whole;
      return typeof value === "object" ? t(value.key, value.values) : String(value);
    });
  }

  /** Sentences in a row. @param {string[]} sentences */
  const joined = (sentences) => sentences.join(t("between_sentences"));

  /** Names in a row. @param {string[]} names */
  const listed = (names) => names.join(t("between_names"));

  /** Parts of one sentence that may have commas themselves. @param {string[]} parts */
  const clauses = (parts) => parts.join(t("between_clauses"));

  /** What went wrong, in the page's language where the reason has a name: a `code`. @param {unknown} error */
  function reason(error) {
    if (!(error instanceof Error)) return String(error);
    const { code, values = {} } = /** @type {{ code?: unknown, values?: Phrase["values"] }} */ (error);
    // The browser's own failures may have a number there.
    return typeof code === "string" && code ? t(`refused_${code}`, values) : error.message;
  }

  function apply() {
    document.documentElement.lang = t("language_tag");
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
    listed,
    clauses,
    reason,
    /** What a language calls itself. @param {string} other */
    nameOf: (other) => names[other],
    languages: Object.keys(names),
    get language() {
      return language;
    },
    /** Rejects when a language that has not come yet does not come. @param {string} next */
    async setLanguage(next) {
      tables[next] ??= await fetchSentences(next);
      language = next;
      apply();
    },
    /** Fetches what is missing, for a change of language without network. */
    async completed() {
      for (const each of Object.keys(names)) tables[each] ??= await fetchSentences(each);
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

/** A panel's heading, which may have one wording for classes and one for numbers. @param {HTMLElement} panel @param {Text} text @returns {(string | Node)[]} */
export function headingOf(panel, text) {
  const title = /** @type {HTMLElement} */ (panel.querySelector("h2"));
  return title.dataset.text ? [text.t(title.dataset.text)] : [...title.cloneNode(true).childNodes];
}

/** @typedef {ReturnType<typeof createText>} Text */
