// @ts-check
// The curves of many runs as CSV: one line for each run and epoch.

import { csvText } from "../../base/csv.js";

/** @import { OutcomeFacts } from "../../generated/protocol.js" */

const CURVES = ["train_loss", "train_accuracy", "test_loss", "test_accuracy"];

/** @param {{ name: string, outcome: OutcomeFacts }[]} runs */
export function manyCsv(runs) {
  const rows = runs.flatMap(({ name, outcome: { epochs, curves, breakdown } }) =>
    Array.from(epochs.data, (epoch, at) => [name, epoch, ...CURVES.map((curve) => curves[curve].data[at]), breakdown]));
  return csvText(["run", "epoch", ...CURVES, "breakdown"], rows);
}
