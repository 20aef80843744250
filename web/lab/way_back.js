// @ts-check
// Epochs worth going back to: the one with the lowest test loss, and the one after which a raised learning rate
// made things worse.

/** @import { PageState } from "./store.js" */

/** The loss counts as risen when it is at least so many times what it was. */
const CLEARLY_HIGHER = 1.25;

/** The latest epoch kept up to `epoch`, or undefined. @param {PageState} state @param {number} epoch */
function keptBy({ checkpoints }, epoch) {
  if (!checkpoints) return undefined;
  const kept = epoch - (epoch % checkpoints.every);
  return kept >= checkpoints.first ? kept : undefined;
}

/** Where in the history the test loss is lowest. @param {PageState["history"]} history */
export function lowestAt({ test_loss }) {
  return test_loss.reduce((best, loss, at) => (loss < test_loss[best] ? at : best), 0);
}

/** The kept epoch with the lowest test loss, if a later network is shown as the latest. @param {PageState} state */
export function bestEpoch(state) {
  const { history: { epoch, test_loss }, snapshot } = state;
  let best = -1;
  epoch.forEach((each, at) => {
    if (keptBy(state, each) === each && (best < 0 || test_loss[at] < test_loss[best])) best = at;
  });
  return best >= 0 && snapshot && epoch[best] < snapshot.epoch ? epoch[best] : undefined;
}

/**
 * What the last raise of the learning rate did, if the loss has been clearly higher at the end than before it.
 * @param {PageState} state
 */
export function raisedRate(state) {
  const { snapshot, history } = state;
  const [before, last] = (snapshot?.changes ?? []).slice(-2);
  if (!last || last.learning_rate <= before.learning_rate) return undefined;
  const epoch = keptBy(state, last.epoch);
  const then = history.train_loss[history.epoch.indexOf(last.epoch)];
  const now = history.train_loss.at(-1) ?? NaN;
  if (epoch === undefined || !(now >= CLEARLY_HIGHER * then)) return undefined;
  return { epoch, since: last.epoch, rate: before.learning_rate, raised: last.learning_rate, then, now };
}
