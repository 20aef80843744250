// @ts-check
// Which parameters a picture of the network has lines for.

/** More lines than this are a grey mass that takes long to draw: the strongest stay. */
export const MOST_LINES = 700;

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

/** @type {WeakMap<Float64Array, Uint32Array>} */
const drawn = new WeakMap();

/** The indices of the parameters that are drawn, weakest first. @param {Float64Array} vector */
export function drawnParameters(vector) {
  const known = drawn.get(vector);
  if (known) return known;
  const sizes = vector.map(Math.abs);
  const least = vector.length > MOST_LINES ? kthLargest(sizes.slice(), MOST_LINES) : -Infinity;
  const strongest = [];
  for (let at = 0; at < sizes.length; at += 1) if (!(sizes[at] < least)) strongest.push(at);
  const indices = Uint32Array.from(strongest);
  indices.sort((a, b) => sizes[a] - sizes[b]);
  drawn.set(vector, indices);
  return indices;
}
