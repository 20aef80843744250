// @ts-check
// The article leads, the stepper follows: the equation that one has come to is the step that is shown, and is marked.
// Where the stepper is not beside the article, a strip shows its picture; pressed, it leads to the stepper and back.

import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */

/** @param {Store} store @param {Text} text @param {Stepper} stepper */
export function mountFollowing(store, text, stepper) {
  const scope = createScope();
  const strip = byId("follows", HTMLButtonElement);
  const picture = byId("follows-picture", HTMLCanvasElement);
  const large = byId("apart-network", HTMLCanvasElement);
  /** Where in the article one was when one went to the stepper. @type {number | undefined} */
  let left;
  const equations = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("li.equation")]);
  const numberOf = (/** @type {Element} */ item) => Number(item.id.slice(3));
  /** How far the page was read when a step was last sought: only who reads on leads the stepper. */
  let read = scrollY;

  const sight = new IntersectionObserver((entries) => {
    const { room, stepper: { traced, step } } = store.get();
    if (room !== "understand" || scrollY === read) return;
    read = scrollY;
    const come = entries.filter(({ isIntersecting }) => isIntersecting).at(-1);
    const number = come && numberOf(come.target);
    if (number && !traced?.steps[step]?.equations.includes(number)) stepper.seek(number);
  }, { rootMargin: "-35% 0% -55%" });
  for (const item of equations) sight.observe(item);

  /** Whether the stepper is out of sight, and the strip stands for it. */
  let away = false;
  const stepperSight = new IntersectionObserver((entries) => {
    away = !entries[entries.length - 1].isIntersecting;
    if (away) left = undefined;
    show();
  }, { rootMargin: "-25% 0% 0%" });
  stepperSight.observe(byId("apart", HTMLElement));

  function show() {
    const { stepper: { traced, step } } = store.get();
    strip.hidden = !traced || (!away && left === undefined);
    if (strip.hidden || !traced) return;
    picture.hidden = !away;
    strip.classList.toggle("back", !away);
    byId("follows-text", HTMLElement).textContent = away
      ? text.t("follows", { step: step + 1, steps: traced.steps.length, title: document.querySelector("#apart-equation h3")?.firstChild?.textContent?.trim() ?? "" })
      : text.t("follows_back");
    if (!away) return;
    [picture.width, picture.height] = [large.width, large.height];
    if (large.width && large.height) picture.getContext("2d")?.drawImage(large, 0, 0);
  }
  const later = () => requestAnimationFrame(() => requestAnimationFrame(show)); // the stepper draws first

  scope.on(strip, "click", () => {
    const to = left ?? 0;
    left = away ? scrollY : undefined;
    scrollTo(0, away ? 0 : to);
    show();
  });
  scope.add(
    () => sight.disconnect(),
    () => stepperSight.disconnect(),
    store.follow(["stepper", "prediction"], later),
    text.onChange(later),
    store.watch(["stepper"], ({ stepper: { traced, step } }) => {
      const named = traced?.steps[step]?.equations ?? [];
      for (const item of equations) item.classList.toggle("current", named.includes(numberOf(item)));
    }),
  );
  return scope.end;
}
