// @ts-check
// What a run has come to, in words: how many are right, which two classes are taken for each other, and, for a
// poor run, what was tried and did better, one press away.

import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { newestOnly } from "../../boot/newest_only.js";
import { adviceFor } from "../../lab/advice.js";
import { className } from "../../lab/names.js";
import { inUnit, isNumber, scoreName, targetName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Configured, Confusion, Residuals } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */

/** What is said of borders where classes are told apart. */
const BENT = ["hidden_layer", "neurons"];

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<ReturnType<typeof createRunner>, "choose" | "play">} runner
 */
export function mountOutcome(store, text, engine, runner) {
  const root = byId("outcome", HTMLElement);
  /** The answers of the run that has ended. @type {{ tested: boolean, answers: Confusion | Residuals, run: number } | undefined} */
  let ended;

  const asker = newestOnly(async () => {
    const { lab, training, turning, engine: { kind } } = store.get();
    if (!lab || training.kind !== "finished" || turning || kind !== "ready") return;
    const tested = lab.test_rows > 0;
    const answers = await engine.call(isNumber(lab) ? "residuals" : "confusion", { part: tested ? "test" : "train" });
    ended = { tested, answers, run: lab.run };
    show();
  }, { gap: () => 0, failed: store.fail });

  /** The pair that is confused most often. @param {Confusion} confusion */
  function worst({ matrix: { data, shape: [, classes] } }) {
    let most = { count: 0, actual: 0, taken: 0 };
    data.forEach((count, at) => {
      const [actual, taken] = [Math.floor(at / classes), at % classes];
      if (actual !== taken && count > most.count) most = { count, actual, taken };
    });
    return most;
  }

  /** While a knob is turned, what was said leaves its place empty: else all below would move, twice for each run. */
  const keepsPlace = () => {
    const { training, lab, turning, engine: { kind } } = store.get();
    return !root.hidden && kind === "ready" && (turning || (training.kind === "finished" && ended?.run !== lab?.run));
  };

  function show() {
    root.classList.toggle("waits", keepsPlace());
    if (keepsPlace()) return;
    const { training, lab, snapshot, accepted } = store.get();
    const early = store.get().engine.kind === "booting";
    root.hidden = training.kind !== "finished" || !lab || (ended?.run !== lab.run && !early);
    if (training.kind !== "finished" || !lab || root.hidden) return;
    const how = text.t(`outcome_${training.why}`, { epoch: snapshot?.epoch ?? 0, patience: accepted.patience });
    if (!ended || early) {
      byId("outcome-text", HTMLElement).textContent = text.joined([how, text.t("outcome_waits")]);
      byId("outcome-look", HTMLElement).hidden = byId("outcome-advice", HTMLElement).hidden = true;
      return;
    }
    const { answers, tested } = ended;
    byId("outcome-text", HTMLElement).textContent = text.joined([
      how, ..."r2" in answers ? missed(lab, answers, tested) : confused(lab, answers, tested),
    ]);
    byId("outcome-look", HTMLElement).hidden = !("r2" in answers) && worst(answers).count === 0;

    const advice = adviceFor(store.get());
    byId("outcome-advice", HTMLElement).hidden = !advice;
    if (!advice) return;
    const why = isNumber(lab) && BENT.includes(advice.why) ? `${advice.why}_number` : advice.why;
    const figures = { score: scoreName(text, lab), now: advice.now.toFixed(3), then: advice.then.toFixed(3), rate: advice.setup.learning_rate, sizes: advice.setup.hidden_sizes.join("–") };
    byId("outcome-why", HTMLElement).textContent = text.t(`advice_${why}`, figures);
  }

  /** @param {Configured} lab @param {Confusion} confusion @param {boolean} tested */
  function confused(lab, confusion, tested) {
    const right = confusion.matrix.data.filter((_, at) => at % (lab.class_names.length + 1) === 0).reduce((a, b) => a + b, 0);
    const { count, actual, taken } = worst(confusion);
    const sentences = [text.t(tested ? "outcome_right_test" : "outcome_right", { right, rows: confusion.rows })];
    if (count) {
      const [name, other] = [actual, taken].map((index) => className(text, lab.class_names[index]));
      sentences.push(text.t("outcome_worst", { count, actual: name, taken: other }));
    }
    return sentences;
  }

  /** @param {Configured} lab @param {Residuals} residuals @param {boolean} tested */
  function missed(lab, { rmse, r2, rows, within }, tested) {
    return [text.t(tested ? "outcome_off_test" : "outcome_off", {
      target: targetName(text, lab), off: inUnit(lab, rmse), rows, within, r2: r2.toFixed(3),
    })];
  }

  async function tryAdvice() {
    const advice = adviceFor(store.get());
    if (!advice) return;
    await runner.choose(advice.setup);
    if (!store.get().live) await runner.play();
  }

  const scope = createScope();
  scope.on(byId("outcome-try", HTMLButtonElement), "click", () => void tryAdvice());
  scope.add(
    asker.stop,
    store.watch(["training", "lab", "engine", "turning"], () => {
      if (store.get().training.kind === "finished") asker.want();
      show();
    }),
    store.watch(["studies"], show),
    text.onChange(show),
  );
  return scope.end;
}
