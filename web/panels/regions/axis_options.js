// @ts-check
// The features that an axis of the map can show. Of hundreds only the chosen one is there at once; the others follow
// in a task of their own, so that the page is not held up.

import { make } from "../../base/dom.js";

const MANY = 60;

/** @param {HTMLSelectElement} select */
export function axisOptions(select) {
  let timer = 0;
  /** @type {(index: number) => HTMLOptionElement} */
  let option;

  /** @param {number} index */
  function choose(index) {
    if (timer) select.replaceChildren(option(index));
    select.value = String(index);
  }

  return {
    /** @param {number} count @param {(index: number) => string} name @param {number} chosen */
    fill(count, name, chosen) {
      clearTimeout(timer);
      timer = 0;
      option = (index) => make("option", { value: String(index) }, name(index));
      const fillAll = (/** @type {number} */ index) => {
        timer = 0;
        select.replaceChildren(...Array.from({ length: count }, (_, at) => option(at)));
        choose(index);
      };
      if (count <= MANY) return fillAll(chosen);
      timer = setTimeout(() => fillAll(Number(select.value)));
      choose(chosen);
    },
    choose,
    stop: () => clearTimeout(timer),
  };
}
