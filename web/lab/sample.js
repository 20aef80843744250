// @ts-check
// The sample in the form: a row of the data, or values of the visitor's own. The one answer to what is asked.

/** @import { PageState } from "./store.js" */

/**
 * @typedef {{ kind: "row", row: number } | { kind: "typed", values: number[], strokes?: number[][] }} FormSample
 *   `row` counts from 0; `values` are in raw units, in the data's order; `strokes` are there when they were drawn, each
 *   x, y, x, y and so on.
 */

/** What the form holds until the visitor says otherwise. @returns {FormSample} */
export const firstRow = () => ({ kind: "row", row: 0 });

/** Its values, in raw units; undefined before the data are there. @param {Pick<PageState, "sample" | "dataset">} state */
export function sampleValues({ sample, dataset }) {
  return sample.kind === "typed" ? sample.values : dataset?.rows[sample.row]?.values;
}

/**
 * Whether an answer about one sample may be shown when there is another: what is typed or drawn has moved on a little,
 * but a row that took its place, or a drawing that took a row's, is something else.
 * @param {FormSample} asked @param {FormSample} now
 */
export const movedOn = (asked, now) => asked === now || (asked.kind === "typed" && now.kind === "typed");

/** The row of the data that it is, if it is one. @param {Pick<PageState, "sample">} state */
export const sampleRow = ({ sample }) => (sample.kind === "row" ? sample.row : undefined);

/**
 * What the network shows the way of: the row that is pointed at on the map, else what is in the form.
 * @param {Pick<PageState, "sample" | "dataset" | "prediction" | "pointed">} state
 */
export function seenSample(state) {
  const { pointed, dataset, prediction } = state;
  const values = pointed?.prediction && dataset?.rows[pointed.row]?.values;
  return values ? { values, prediction: pointed.prediction } : { values: sampleValues(state), prediction };
}
