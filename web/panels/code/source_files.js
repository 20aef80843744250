// @ts-check
// The files in the order in which a reader wants them: first what computes the equations.

import { isReadOnly } from "../../lab/workshop.js";

/** Those of each group, without folder and ending; what no group names is part of the foundations. */
const GROUPS = {
  network: ["layers", "network", "activations", "losses", "optimizers", "initializers", "training", "metrics"],
  data: ["data", "toys", "curves", "drawn", "pictures", "frames", "split", "setup", "presets", "experiment", "made"],
  tables: ["tables", "encoding", "answers", "table_reading", "table_shape", "table_headers", "table_footers", "table_columns", "table_roles", "table_hints",
    "table_keys", "table_one_hot", "table_leaks", "table_order", "table_codes", "table_gaps", "table_dates", "table_clocks", "table_errors", "decoding", "dividing", "cell_numbers", "cell_truths", "cell_degrees", "cell_dates", "cell_date_words", "cell_clocks", "cell_units", "cell_scales", "cell_parts", "formats", "number_style"],
  looking: ["trace", "step", "trace_phases", "gradient_check", "recording", "landscape", "studies", "bands", "folds", "importance", "wishes",
    "history", "journal", "reports"],
  home: ["sklearn", "estimator", "cli", "commands"],
};

/** @param {string[]} names @returns {[group: string, names: string[]][]} none of them empty */
export function grouped(names) {
  const own = Object.entries(GROUPS).map(([group, stems]) => /** @type {[string, string[]]} */ (
    [group, stems.map((stem) => `nnlab/${stem}.py`).filter((name) => names.includes(name))]));
  const named = new Set(own.flatMap(([, members]) => members));
  const others = names.filter((name) => !named.has(name));
  const groups = /** @type {[string, string[]][]} */ (
    [...own, ["base", others.filter((name) => !isReadOnly(name))], ["compiler", others.filter(isReadOnly)]]);
  return groups.filter(([, members]) => members.length > 0);
}
