// @ts-check
// Contour lines of a grid of numbers, by marching squares.

/** Which edges of a cell a line joins, for each of the 16 ways in which its corners can lie above the level.
 * Corners and edges count round from the lower left: edge k runs from corner k to corner k + 1. Cells in which
 * opposite corners lie above (5 and 10) are cut twice. @type {[number, number][][]} */
const LINES = [
  [], [[3, 0]], [[0, 1]], [[3, 1]], [[1, 2]], [[3, 0], [1, 2]], [[0, 2]], [[3, 2]],
  [[2, 3]], [[2, 0]], [[0, 1], [2, 3]], [[2, 1]], [[1, 3]], [[1, 0]], [[0, 3]], [],
];
const CORNERS = /** @type {const} */ ([[0, 0], [1, 0], [1, 1], [0, 1]]);

/**
 * The segments of the line along which the numbers, taken as linear along each edge, have this value: one
 * [x, y, x, y] each, in columns and rows of the grid. Cells with a number that is missing have none.
 * @param {ArrayLike<number>} values  row by row
 * @param {number} columns
 * @param {number} rows
 * @param {number} level
 */
export function contour(values, columns, rows, level) {
  /** @type {[number, number, number, number][]} */
  const segments = [];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const corners = CORNERS.map(([x, y]) => values[(row + y) * columns + column + x]);
      if (!corners.every(Number.isFinite)) continue;
      const kind = corners.reduce((bits, value, corner) => bits | (value > level ? 1 << corner : 0), 0);
      const cross = (/** @type {number} */ edge) => {
        const [from, to] = [edge, (edge + 1) % 4];
        const part = (level - corners[from]) / (corners[to] - corners[from]);
        return [0, 1].map((axis) => (axis ? row : column) + CORNERS[from][axis] + part * (CORNERS[to][axis] - CORNERS[from][axis]));
      };
      for (const [one, other] of LINES[kind]) {
        segments.push(/** @type {[number, number, number, number]} */ ([...cross(one), ...cross(other)]));
      }
    }
  }
  return segments;
}

/** Levels between the least and the largest of positive numbers, each larger by the same factor.
 * @param {number} least @param {number} most @param {number} count */
export function levels(least, most, count) {
  if (!(least > 0 && most > least)) return [];
  const step = Math.log(most / least) / (count + 1);
  return Array.from({ length: count }, (_, at) => least * Math.exp(step * (at + 1)));
}
