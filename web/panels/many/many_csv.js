// @ts-check
// The curves of many runs as CSV: one line for each run and epoch.

/** @import { Outcome } from "../../lab/protocol.js" */

const CURVES = ["train_loss", "train_accuracy", "test_loss", "test_accuracy"];

/** What was not measured is blank. @param {{ name: string, outcome: Outcome }[]} runs */
export function manyCsv(runs) {
  const lines = runs.flatMap(({ name, outcome }) =>
    Array.from(outcome.epochs.data, (epoch, at) => {
      const figures = CURVES.map((curve) => outcome.curves[curve].data[at]);
      return [`"${name.replaceAll('"', '""')}"`, epoch, ...figures.map((figure) => (Number.isFinite(figure) ? figure : "")), outcome.breakdown].join(",");
    }));
  return [["run", "epoch", ...CURVES, "breakdown"].join(","), ...lines, ""].join("\r\n");
}
