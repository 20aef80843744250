// @ts-check
// What a run has come to, in words: how many are right, which two classes are taken for each other, and, for a
// poor run, what was tried and did better, one press away.

import { formatLoss } from "../../base/numbers.js";
import { byId, goTo } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { createAsker } from "../../lab/asker.js";
import { adviceFor } from "../../lab/advice.js";
import { className } from "../../lab/names.js";
import { bestEpoch, lowestAt, raisedRate } from "../../lab/way_back.js";
import { inUnit, isNumber, score, scoreName, targetName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Configured, Confusion, Residuals } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { PageState, Store } from "../../lab/store.js" */

/** What is said of borders where classes are told apart. */
const BENT = ["hidden_layer", "neurons"];

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {Pick<ReturnType<typeof createRunner>, "change" | "choose" | "goBack" | "look" | "play">} runner
 */
export function mountOutcome(store, text, engine, runner) {
  const root = byId("outcome", HTMLElement);
  const latest = byId("outcome-latest", HTMLButtonElement);
  const best = byId("outcome-best", HTMLButtonElement);
  const advised = byId("outcome-advice", HTMLElement);
  /** The network that was taken back from here, which is judged as if it had just been trained. @type {PageState["snapshot"]} */
  let taken;
  /** The answers of the run that has ended. @type {{ tested: boolean, answers: Confusion | Residuals, run: number, of: PageState["snapshot"] } | undefined} */
  let ended;

  /** Whether what is shown was taken back, or a run has ended. */
  function isOver() {
    const { training, snapshot } = store.get();
    return training.kind === "finished" || (training.kind === "paused" && taken !== undefined && taken === snapshot);
  }

  const asker = createAsker(store, async () => {
    const { lab, snapshot, turning, engine: { kind } } = store.get();
    if (!lab || !isOver() || turning || kind !== "ready") return;
    const tested = lab.test_rows > 0;
    const answers = await engine.call(isNumber(lab) ? "residuals" : "confusion", { part: tested ? "test" : "train" });
    ended = { tested, answers, run: lab.run, of: snapshot };
    show();
  });

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
    const { training, lab, snapshot, accepted, moment, history } = store.get();
    const early = store.get().engine.kind === "booting";
    const past = moment !== undefined && training.kind !== "running";
    root.hidden = !lab || (!past && (!isOver() || (ended?.run !== lab.run && !early)));
    if (!lab || root.hidden) return;
    latest.hidden = !past;
    byId("outcome-look", HTMLElement).hidden = best.hidden = advised.hidden = true;
    if (past) return showPast(lab, moment.epoch);
    const found = training.kind === "finished" && training.why === "patience" ? bestEpoch(store.get()) : undefined;
    const figures = { epoch: snapshot?.epoch ?? 0, patience: accepted.patience, best: history.epoch[lowestAt(history)] ?? 0 };
    const how = training.kind !== "finished" ? text.t("outcome_taken", figures)
      : found !== undefined ? text.t("outcome_patience_best", figures) : text.t(`outcome_${training.why}`, figures);
    if (!ended || early) {
      byId("outcome-text", HTMLElement).textContent = text.joined([how, text.t("outcome_waits")]);
      return;
    }
    const { answers, tested } = ended;
    if (training.kind !== "finished" && ended.of !== snapshot) return void (byId("outcome-text", HTMLElement).textContent = how);
    byId("outcome-text", HTMLElement).textContent = text.joined([
      how, ..."r2" in answers ? missed(lab, answers, tested) : confused(lab, answers, tested),
    ]);
    byId("outcome-look", HTMLElement).hidden = !("r2" in answers) && worst(answers).count === 0;
    if (training.kind === "finished") showWaysOn(lab, found);
  }

  /** A past epoch is looked at: what the whole run came to is not said of it. @param {Configured} lab @param {number} epoch */
  function showPast(lab, epoch) {
    const { history, snapshot } = store.get();
    const reached = history.train_accuracy[history.epoch.indexOf(epoch)] ?? NaN;
    byId("outcome-text", HTMLElement).textContent = text.t("outcome_past", { epoch, last: snapshot?.epoch ?? 0, score: score(text, lab, reached) });
  }

  /** @param {Configured} lab @param {number | undefined} found  the best epoch, where an earlier one is */
  function showWaysOn(lab, found) {
    const raised = raisedRate(store.get());
    if (found !== undefined && !raised) {
      best.hidden = false;
      best.textContent = text.t("outcome_take_best", { best: found });
    }
    const advice = adviceFor(store.get());
    advised.hidden = !advice && !raised;
    byId("outcome-try", HTMLElement).textContent = raised ? text.t("outcome_lower", { epoch: raised.epoch, rate: raised.rate }) : text.t("outcome_try");
    if (raised) {
      byId("outcome-why", HTMLElement).textContent = text.t("advice_raised", { ...raised, epoch: raised.since, then: formatLoss(raised.then), now: formatLoss(raised.now) });
    } else if (advice) {
      const why = isNumber(lab) && BENT.includes(advice.why) ? `${advice.why}_number` : advice.why;
      const figures = { score: scoreName(text, lab), now: advice.now.toFixed(3), then: advice.then.toFixed(3), rate: advice.setup.learning_rate, sizes: advice.setup.hidden_sizes.join("–") };
      byId("outcome-why", HTMLElement).textContent = text.t(`advice_${why}`, figures);
    }
  }

  /** @param {Configured} lab @param {Confusion} confusion @param {boolean} tested */
  function confused(lab, confusion, tested) {
    const right = confusion.matrix.data.filter((_, at) => at % (lab.class_names.length + 1) === 0).reduce((a, b) => a + b, 0);
    const { count, actual, taken } = worst(confusion);
    const sentences = [text.t(tested ? "outcome_right_test" : "outcome_right", { right, rows: confusion.rows })];
    if (count) {
      const [name, other] = [actual, taken].map((index) => className(text, lab.class_names[index]));
      sentences.push(text.t(count < confusion.rows - right ? "outcome_worst" : count > 1 ? "outcome_worst_all" : "outcome_worst_only", { count, actual: name, taken: other }));
    }
    return sentences;
  }

  /** @param {Configured} lab @param {Residuals} residuals @param {boolean} tested */
  function missed(lab, { rmse, r2, rows, within }, tested) {
    return [text.t(tested ? "outcome_off_test" : "outcome_off", {
      target: targetName(text, lab), off: inUnit(lab, rmse), rows, within, r2: r2.toFixed(3),
    })];
  }

  /** @param {number} epoch */
  async function takeBack(epoch) {
    await runner.goBack(epoch);
    taken = store.get().snapshot;
    asker.want();
    show();
  }

  async function tryAdvice() {
    const raised = raisedRate(store.get());
    if (raised) {
      await takeBack(raised.epoch);
      return runner.change({ learning_rate: raised.rate });
    }
    const advice = adviceFor(store.get());
    if (!advice) return;
    await runner.choose(advice.setup);
    if (!store.get().live) await runner.play();
  }

  const scope = createScope();
  scope.on(byId("outcome-try", HTMLButtonElement), "click", () => void tryAdvice());
  const stay = () => byId("play", HTMLButtonElement).focus({ preventScroll: true }); // what was pressed goes away
  scope.on(latest, "click", () => void runner.look(Infinity).then(stay));
  scope.on(best, "click", () => void takeBack(bestEpoch(store.get()) ?? 0).then(stay));
  // It leads to the rows that it speaks of, at their beginning.
  scope.on(byId("outcome-look", HTMLAnchorElement), "click", (event) => {
    event.preventDefault();
    if (ended?.tested) store.set({ part: "test" }); // with no test rows there is nothing to choose
    const panel = byId("confusion", HTMLElement);
    goTo(panel);
    requestAnimationFrame(() => panel.scrollIntoView()); // once the room has its heights
    panel.tabIndex = -1;
    panel.focus({ preventScroll: true });
  });
  scope.add(
    asker.stop,
    store.watch(["training", "lab", "engine", "turning", "moment", "snapshot"], () => {
      if (store.get().training.kind !== "running") {
        if (isOver()) asker.want();
        show();
      } else if (!root.hidden) show();
    }),
    store.watch(["studies"], show),
    text.onChange(show),
  );
  return scope.end;
}
