// @ts-check
// Which parameters a picture of the network has lines for.

/** More lines than this are a grey mass that takes long to draw: the strongest stay. */
export const MOST_LINES = 700;
/** Between layers as wide as this so many lines are a tangle; on a phone fewer already are. */
const TANGLED = { neurons: 30, narrow: 480, lines: { wide: 300, narrow: 120 } };

/** How many lines a picture of this width has room for. @param {number[]} sizes @param {number} width */
export function mostLines(sizes, width) {
  if (Math.max(...sizes) < TANGLED.neurons) return MOST_LINES;
  return width < TANGLED.narrow ? TANGLED.lines.narrow : TANGLED.lines.wide;
}

/**
 * The k-th largest of `values`, which are put into another order: Hoare's quickselect (1961). To sort tens
 * of thousands of weights would cost a frame each time.
 * @param {Float64Array} values @param {number} k from 1
 */
function kthLargest(values, k) {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] > pivot) i += 1;
      while (values[j] < pivot) j -= 1;
      if (i <= j) {
        const other = values[i];
        values[i] = values[j];
        values[j] = other;
        i += 1;
        j -= 1;
      }
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
  return values[k - 1];
}

/** By how many there may be. @type {WeakMap<Float64Array, Map<number, Uint32Array>>} */
const drawn = new WeakMap();

/** The indices of the parameters that are drawn, weakest first. @param {Float64Array} vector @param {number} [most] */
export function drawnParameters(vector, most = MOST_LINES) {
  const all = drawn.get(vector) ?? new Map();
  const known = all.get(most);
  if (known) return known;
  const sizes = vector.map(Math.abs);
  const least = vector.length > most ? kthLargest(sizes.slice(), most) : -Infinity;
  const strongest = [];
  for (let at = 0; at < sizes.length; at += 1) if (!(sizes[at] < least)) strongest.push(at);
  const indices = Uint32Array.from(strongest);
  indices.sort((a, b) => sizes[a] - sizes[b]);
  drawn.set(vector, all.set(most, indices));
  return indices;
}
