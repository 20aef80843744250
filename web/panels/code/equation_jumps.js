// @ts-check
// The ways between an equation's three places: in the article, in the stepper and in the code.

import { equationsIn } from "./equations.js";
import { byId, goTo, make } from "../../base/dom.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Stepper } from "../../lab/stepper.js" */

/**
 * @param {Text} text
 * @param {Stepper} stepper
 * @param {(number: number) => void} toCode
 */
export function createEquationJumps(text, stepper, toCode) {
  /** @param {number} number */
  function toArticle(number) {
    const target = byId(`eq-${number}`, HTMLElement);
    goTo(target, { block: "center" });
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** @param {number} number */
  function toStepper(number) {
    stepper.seek(number);
    goTo(byId("apart", HTMLElement));
    byId("apart-bar", HTMLInputElement).focus({ preventScroll: true });
  }

  return {
    /** Where an equation leads from the code: to the article and to the stepper. @param {number} number */
    placesOf(number) {
      const links = /** @type {const} */ ([
        ["to_article", "to_article_label", toArticle], ["article_to_step", "article_to_step_label", toStepper],
      ]);
      return [`(${number})`, ...links.map(([key, label, go]) => {
        const button = make("button", { type: "button", class: "quiet" }, text.t(key));
        button.setAttribute("aria-label", text.t(label, { number }));
        button.onclick = () => go(number);
        return button;
      })];
    },

    /** From each equation of the article to its step and its code. @returns {() => void} takes the links away */
    linkArticle() {
      const rows = [...document.querySelectorAll("li.equation")].map((item) => {
        const number = Number(item.id.slice(3));
        const links = /** @type {const} */ ([["article_to_step", toStepper], ["article_to_code", toCode]]).map(([key, go]) => {
          const button = make("button", { type: "button", class: "quiet", "data-text": key, "aria-describedby": item.id }, text.t(key));
          button.onclick = () => go(number);
          return button;
        });
        const row = make("p", { class: "equation-jumps" }, ...links);
        item.append(row);
        return row;
      });
      return () => rows.forEach((row) => row.remove());
    },
  };
}

/**
 * The first place that names an equation, in the file that is about it: the network's own come first.
 * @param {Record<string, string>} sources @param {number} number
 */
export function definition(sources, number) {
  for (const [file, source] of Object.entries(sources)) {
    if (file === "nnlab/__init__.py") continue; // it only says what such a number is
    const named = equationsIn(source).find((one) => one.number === number);
    if (named) return { file, line: source.slice(0, named.at).split("\n").length };
  }
  return undefined;
}
