// @ts-check
// A curve that rises and falls is not told by its two ends.

/** What a point in between must leave the ends by, as a part of the whole reach. */
const MUCH = 0.1;

/** Which point lies farthest outside of what the ends span; undefined where none does by much. @param {number[]} line */
export function turnOf(line) {
  const ends = [line[0], line[line.length - 1]];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const beyond = line.map((value) => Math.max(low - value, value - high));
  const most = Math.max(...beyond);
  return most > MUCH * (Math.max(...line) - Math.min(...line)) ? beyond.indexOf(most) : undefined;
}
