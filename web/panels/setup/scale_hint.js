// @ts-check
// Says when the features are of such different sizes that a network should not get them raw.

import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Dataset } from "../../lab/dataset.js" */
/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */

/** Iris has 3, and trains well raw; wine has 2,500, and does not. */
const TOLERABLE = 20;

/** The largest feature's size over the smallest's. @param {Dataset["rows"]} rows */
export function spread(rows) {
  const sizes = (rows[0]?.values ?? []).map((_, column) => Math.max(...rows.map(({ at }) => Math.abs(at(column)))));
  return Math.max(...sizes) / Math.min(...sizes.filter((size) => size > 0));
}

/**
 * @param {Store} store
 * @param {Text} text
 */
export function mountScaleHint(store, text) {
  const scope = createScope();
  const hint = byId("scale-hint", HTMLElement);
  function show() {
    const { dataset, setup } = store.get();
    const factor = dataset && !setup.standardize ? spread(dataset.rows) : 0;
    hint.textContent = factor > TOLERABLE ? text.t("scale_hint", { factor: Number(factor.toPrecision(1)) }) : "";
  }
  scope.add(store.follow(["dataset", "setup"], show), text.onChange(show));
  return scope.end;
}
