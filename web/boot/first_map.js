// @ts-check
// The decision regions from the first kernel: its answer for each cell of the plane, in the shapes of
// py/page/panels/regions.py. Which cells those are, and what is laid out how, is all that is said here.

/** @import { Regions } from "../generated/protocol.js" */

/**
 * @typedef {{
 *   values: number[], x_feature: number, y_feature: number, side: number, neurons: boolean,
 * }} Asked
 * @typedef {{ low: number[], high: number[], labels: number[], features: Float64Array }} Data  features: one row after the other
 */

/** The data's extent, and a tenth of it more on either side. @param {number} low @param {number} high @returns {[number, number]} */
function span(low, high) {
  const more = 0.1 * (high - low) || 0.5;
  return [low - more, high + more];
}

/** The middle of each of `side` equal parts. @param {[number, number]} range @param {number} side */
function centers([low, high], side) {
  const half = (high - low) / (2 * side);
  return Array.from({ length: side }, (_, at) => (2 * at + 1) * half + low);
}

/** @param {Float64Array} data @param {number[]} shape */
const shaped = (data, shape) => ({ data, shape });

/**
 * @param {Asked} asked
 * @param {Data} data
 * @param {number[][]} places  where each layer's outputs stand
 * @param {(values: ArrayLike<number>) => (place: number) => number} answer  to a sample: what stands at a place
 * @returns {Regions}
 */
export function firstMap({ values, x_feature, y_feature, side, neurons }, { low, high, labels, features }, places, answer) {
  const inputs = values.length;
  const cells = side * side;
  const x_range = span(low[x_feature], high[x_feature]);
  const y_range = span(low[y_feature], high[y_feature]);
  const [xs, ys] = [centers(x_range, side), centers(y_range, side)];
  const predicted = new Float64Array(cells);
  const margin = new Float64Array(cells);
  const maps = neurons ? places.map((layer) => layer.map(() => new Float64Array(cells))) : [];
  const last = places[places.length - 1];
  /** Its largest output, and how far that is from the second one. @param {(place: number) => number} read */
  function largest(read) {
    let [best, first, second] = [0, -Infinity, -Infinity];
    for (let at = 0; at < last.length; at += 1) {
      const output = read(last[at]);
      if (output > first) [best, first, second] = [at, output, first];
      else if (output > second) second = output;
    }
    return { best, margin: first - second };
  }
  const place = [...values];
  for (let cell = 0; cell < cells; cell += 1) {
    place[y_feature] = ys[Math.floor(cell / side)];
    place[x_feature] = xs[cell % side];
    const read = answer(place);
    ({ best: predicted[cell], margin: margin[cell] } = largest(read));
    maps.forEach((layer, nth) => layer.forEach((map, neuron) => (map[cell] = read(places[nth][neuron]))));
  }
  const rows = labels.map((_, row) => features.subarray(row * inputs, (row + 1) * inputs));
  const column = (/** @type {(row: Float64Array, at: number) => number} */ of) => shaped(Float64Array.from(rows, of), [rows.length]);
  const joined = (/** @type {Float64Array[]} */ layer) => {
    const data = new Float64Array(layer.length * cells);
    layer.forEach((map, neuron) => data.set(map, neuron * cells));
    return shaped(data, [layer.length, side, side]);
  };
  return {
    x_range, y_range, predicted: shaped(predicted, [side, side]), margin: shaped(margin, [side, side]),
    neurons: maps.map(joined),
    points: {
      row: column((_, at) => at), x: column((row) => row[x_feature]), y: column((row) => row[y_feature]),
      label: column((_, at) => labels[at]), predicted: column((row) => largest(answer(row)).best), test: column(() => 0),
    },
  };
}
