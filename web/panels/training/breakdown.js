// @ts-check
// Training broke down: what happened, why, what the weights kept are worth, and the ways on.

import { formatLoss } from "../../base/numbers.js";
import { defaultSetup } from "../../lab/setup.js";
import { byId } from "../../base/dom.js";
import { score } from "../../lab/task.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Snapshot } from "../../generated/protocol.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { PageState, Store } from "../../lab/store.js" */

/** An earlier epoch is worth going back to when its loss is at most this part of the last one's. */
const CLEARLY_LOWER = 0.75;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {ReturnType<typeof createRunner>} runner
 */
export function mountBreakdown(store, text, runner) {
  const root = byId("breakdown", HTMLElement);
  const back = byId("best-epoch", HTMLButtonElement);
  const halve = byId("halve", HTMLButtonElement);
  const earlier = byId("earlier-rate", HTMLButtonElement);
  const scope = createScope();
  /** What the buttons do for this breakdown. */
  let [goBack, restartHalved, restartEarlier] = [() => {}, () => {}, () => {}];
  scope.on(back, "click", () => goBack());
  scope.on(halve, "click", () => restartHalved());
  scope.on(earlier, "click", () => restartEarlier());

  /** @param {number} learning_rate */
  function restart(learning_rate) {
    void runner.change({ learning_rate });
    if (!store.get().live) void runner.reset();
  }

  function show() {
    const { training, snapshot, room, controls } = store.get();
    // In a lesson that is not about the rate, something else is to blame, and the lesson says what.
    const guided = room === "learn" && !controls.includes("learning_rate");
    const held = document.activeElement;
    root.hidden = training.kind !== "broken";
    // On to what comes next: who went back has still to lower the learning rate.
    if (root.hidden && root.contains(held)) byId(held === back ? "learning-rate-slider" : "play", HTMLElement).focus();
    if (training.kind !== "broken" || !snapshot) return;
    const { last, best } = measured(store.get(), snapshot.epoch);
    const rate = earlierRate(training.learningRate, snapshot, best);
    const better = best.loss <= CLEARLY_LOWER * last.loss;
    // A weight that is not finite is never kept, but finite ones can be past use too.
    const spoilt = better || last.loss > snapshot.first_loss;
    const goal = better ? best : last;
    const values = {
      epoch: snapshot.epoch, rate: training.learningRate, half: training.learningRate / 2, earlier: rate,
      loss: formatLoss(last.loss), score: score(text, store.get().lab, last.accuracy), goal: goal.epoch, goal_loss: formatLoss(goal.loss),
    };
    const untrained = snapshot.epoch === 0;
    const first = untrained && training.why === "not_finite" ? "_first" : "";
    const rateSaid = training.why === "saturated" && !guided ? [text.t("broken_rate", values)] : [];
    byId("breakdown-text", HTMLElement).textContent = text.joined([text.t(`broken_${training.why}${first}`, values), ...rateSaid]);
    // Back to the seed's own first weights, unlike those of a file or a hand, leads Reset too.
    back.hidden = guided || (goal.epoch === 0 && !snapshot.start) || (spoilt && !better);
    const worth = spoilt ? "spoilt" : !untrained ? "kept" : snapshot.start ? "untouched" : "untrained";
    const goOn = back.hidden ? [] : [text.t(better ? "broken_better" : "broken_go_on", values)];
    byId("breakdown-kept", HTMLElement).textContent = text.joined([text.t(`broken_${worth}`, values), ...goOn]);
    back.textContent = text.t("broken_back", values);
    goBack = () => void runner.goBack(goal.epoch);
    halve.hidden = guided;
    halve.textContent = text.t("broken_halve", values);
    restartHalved = () => restart(values.half);
    earlier.hidden = guided || rate >= values.half;
    earlier.textContent = text.t("broken_earlier", values);
    restartEarlier = () => restart(rate);
  }
  scope.add(store.watch(["training", "snapshot", "room", "controls"], show), text.onChange(show));
  return scope.end;
}

/**
 * The figures of the last epoch before the breakdown, and of the best one up to it that one can go back to.
 * @param {PageState} state
 * @param {number} end
 */
function measured({ history, checkpoints }, end) {
  const { first, every } = checkpoints ?? { first: end, every: 1 };
  const figures = (/** @type {number} */ at) => ({ epoch: history.epoch[at], loss: history.train_loss[at], accuracy: history.train_accuracy[at] });
  const last = history.epoch.lastIndexOf(end);
  let best = last;
  history.epoch.forEach((epoch, at) => {
    const there = epoch >= first && epoch <= end && epoch % every === 0;
    if (there && history.train_loss[at] < history.train_loss[best]) best = at;
  });
  return { last: figures(last), best: figures(best) };
}

/**
 * The rate that the best epoch was trained with. Where that is the present one or near it, or nothing says so,
 * it is the note's: with it the note's network does learn.
 * @param {number} present
 * @param {Snapshot} snapshot
 * @param {{ epoch: number }} best
 */
function earlierRate(present, { changes = [] }, best) {
  const then = changes.findLast(({ epoch }) => epoch < best.epoch)?.learning_rate;
  return then !== undefined && then < present / 2 ? then : defaultSetup().learning_rate;
}
