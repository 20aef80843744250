// @ts-check
// What Judge says first: training and test side by side, what their difference means, and which classes are confused.

import { createAsker } from "../../lab/asker.js";
import { minus } from "../../base/numbers.js";
import { mark } from "../../base/marks.js";
import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { judgedPart } from "../../lab/judged.js";
import { className } from "../../lab/names.js";
import { inUnit, isNumber } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { ConfusedPair, NumberVerdict, Verdict } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** What "Keep rows back" keeps. */
const KEPT_BACK = 0.3;
/** While it trains or a knob is turned, the run itself goes first. */
const GAP_MS = { running: 250, turning: 250 };

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<ReturnType<typeof createRunner>, "change">} runner
 * @param {(pair: ConfusedPair) => void} open
 */
export function mountVerdict(store, text, engine, runner, open) {
  const scope = createScope();
  /** @type {Verdict | NumberVerdict | undefined} */
  let verdict;

  const asker = createAsker(store, async () => {
    const { lab, moment, hidden, engine: { kind } } = store.get();
    if (!lab || kind !== "ready" || hidden.includes("confusion")) return;
    const answer = await (isNumber(lab) ? engine.call("verdict_of_numbers", { epoch: moment?.epoch })
      : engine.call("verdict", { part: judgedPart(store.get()), epoch: moment?.epoch }));
    if (store.get().lab?.run !== lab.run) return;
    verdict = answer;
    show();
  }, GAP_MS);

  function show() {
    const { lab } = store.get();
    if (!lab || !verdict || isNumber(lab) === "pairs" in verdict) return;
    const figures = "pairs" in verdict
      ? verdict.parts.map(({ part, right, rows }) => ({ part, figure: (rows ? right / rows : 0).toFixed(3), note: text.t("verdict_right", { right, rows }) }))
      : verdict.parts.map(({ part, rows, rmse, r2 }) => ({ part, figure: inUnit(lab, rmse), note: text.t("verdict_off", { rows, r2: minus(r2.toFixed(3)) }) }));
    byId("verdict-parts", HTMLElement).replaceChildren(...figures.map(({ part, figure, note }) => make("div", {},
      make("dt", { class: "label" }, text.t(`verdict_${part}`)), make("dd", {}, make("b", {}, figure), " ", make("span", {}, note)))));
    byId("verdict-says", HTMLElement).textContent = text.t(`verdict_says_${verdict.says}`);
    byId("verdict-keep", HTMLElement).hidden = verdict.parts.length > 1;
    const pairs = "pairs" in verdict ? verdict.pairs : [];
    byId("verdict-wrong", HTMLElement).hidden = pairs.length === 0;
    if (pairs[0]) tell(byId("verdict-pairs-title", HTMLElement), text.t(verdict.parts.length > 1 ? `verdict_pairs_${pairs[0].part}` : "verdict_pairs"));
    const name = (/** @type {number} */ index) => className(text, lab.class_names[index]);
    byId("verdict-pairs", HTMLOListElement).replaceChildren(...pairs.map((pair) => {
      const words = make("span", {}, text.t("verdict_pair", { actual: name(pair.actual), taken: name(pair.taken_for) }));
      const button = make("button", { type: "button" }, mark(pair.actual), words, make("b", {}, String(pair.count)));
      button.onclick = () => open(pair);
      return make("li", {}, button);
    }));
  }

  scope.on(byId("verdict-keep-back", HTMLButtonElement), "click", () => void runner.change({ test_ratio: KEPT_BACK }));
  scope.add(store.watch(["lab", "part", "snapshot", "moment", "hidden", "engine"], asker.want), text.onChange(show), asker.stop);
  return scope.end;
}
