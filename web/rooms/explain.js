// @ts-check
// A word or a letter, explained where it stands: press it, or, with the keyboard, "?" in the field that it names.

import { byId } from "../base/dom.js";
import { createScope } from "../base/scope.js";

/** @import { Text } from "../base/text.js" */

/** What a letter of an equation stands for, as web/text says it. */
const LETTERS = /** @type {Record<string, string>} */ ({
  x: "sym_x", X: "sym_x", W: "sym_w", b: "sym_w", z: "sym_z", a: "sym_a", f: "sym_f", y: "sym_y", t: "sym_y", δ: "sym_delta",
  l: "sym_l", T: "sym_l", "⊙": "sym_products", "·": "sym_products", lr: "sym_lr",
});
const IN_EQUATIONS = ".apart-equation math, .matrix-name math, .equation math";

/** @typedef {{ name: string, means: string }} Said */

/** @param {Text} text */
export function mountExplain(text) {
  const scope = createScope();
  const box = byId("explanation", HTMLElement);
  /** @type {Element | undefined} */
  let from;

  /** What an element is to be explained by. @param {Element} element @returns {Said | undefined} */
  function saidOf(element) {
    if (element instanceof HTMLElement) {
      const key = element.dataset.explains;
      return key ? { name: text.t(`term_${key}`), means: text.t(`term_${key}_means`) } : undefined;
    }
    const letter = element.textContent ?? "";
    return Object.hasOwn(LETTERS, letter) ? { name: letter, means: text.t(LETTERS[letter]) } : undefined;
  }

  /** @param {EventTarget | null} target */
  function wordAt(target) {
    if (!(target instanceof Element)) return undefined;
    return target.closest("[data-explains]") ?? (target.matches("mi, mo") && target.closest(IN_EQUATIONS) ? target : undefined);
  }

  /** @param {Element} word @param {Said} said */
  function open(word, { name, means }) {
    from = word;
    byId("explanation-name", HTMLElement).textContent = name;
    byId("explanation-text", HTMLElement).textContent = means;
    box.hidden = false;
    // Below the word where it fits, else above; on a phone style sheets put it at the foot.
    const { left, top, bottom } = word.getBoundingClientRect();
    const [width, height] = [box.offsetWidth, box.offsetHeight];
    box.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    box.style.top = `${bottom + height + 8 < innerHeight ? bottom + 6 : Math.max(8, top - height - 6)}px`;
    box.focus({ preventScroll: true });
  }

  function close() {
    const within = box.contains(document.activeElement);
    box.hidden = true;
    const field = from?.closest("label")?.querySelector("input, select");
    if (within && field instanceof HTMLElement) field.focus({ preventScroll: true });
  }

  scope.on(document, "click", (event) => {
    const word = wordAt(event.target);
    const said = word && saidOf(word);
    if (said) {
      event.preventDefault(); // the field stays as it is
      open(word, said);
    } else if (!box.hidden && event.target instanceof Node && !box.contains(event.target)) close();
  });
  scope.on(document, "keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) close();
    if (event.key !== "?" || !(event.target instanceof Element)) return;
    const word = event.target.closest("label")?.querySelector("[data-explains]");
    const said = word && saidOf(word);
    if (!said) return;
    event.preventDefault();
    open(word, said);
  });
  scope.on(byId("explanation-close", HTMLButtonElement), "click", close);
  scope.add(text.onChange(() => {
    const said = from && !box.hidden ? saidOf(from) : undefined;
    if (from && said) open(from, said);
  }));
  return scope.end;
}
