// @ts-check
// The article and the stepper keep together: the equation that one has come to is the step that is shown, where both
// stand side by side; and the equation of the step is marked in the article.

import { createScope } from "../../base/scope.js";

/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */

/** @param {Store} store @param {Stepper} stepper */
export function mountFollowing(store, stepper) {
  const scope = createScope();
  const sideBySide = matchMedia("(min-width: 1000px) and (min-height: 600px)");
  const equations = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("li.equation")]);
  const numberOf = (/** @type {Element} */ item) => Number(item.id.slice(3));
  /** How far the page was read when a step was last sought: only who reads on leads the stepper. */
  let read = scrollY;

  const sight = new IntersectionObserver((entries) => {
    const { room, stepper: { traced, step } } = store.get();
    if (room !== "understand" || !sideBySide.matches || scrollY === read) return;
    read = scrollY;
    const come = entries.filter(({ isIntersecting }) => isIntersecting).at(-1);
    const number = come && numberOf(come.target);
    if (number && !traced?.steps[step]?.equations.includes(number)) stepper.seek(number);
  }, { rootMargin: "-35% 0% -55%" });
  for (const item of equations) sight.observe(item);

  scope.add(
    () => sight.disconnect(),
    store.watch(["stepper"], ({ stepper: { traced, step } }) => {
      const named = traced?.steps[step]?.equations ?? [];
      for (const item of equations) item.classList.toggle("current", named.includes(numberOf(item)));
    }),
  );
  return scope.end;
}
