// @ts-check
// Where the package's docstrings name an equation of the article, as in "(eq. 4, 5)". Numbers of other
// papers, as in "2010, eq. 16", are none.

const NAMED = /(?<!\d, )\beq\. [1-8](?!\d)(?:, [1-8](?!\d))*/g;

/**
 * Every number that is named, and where it stands.
 * @param {string} source
 * @returns {{ number: number, at: number }[]}
 */
export function equationsIn(source) {
  return [...source.matchAll(NAMED)].flatMap((match) =>
    [...match[0].matchAll(/\d/g)].map((digit) => ({ number: Number(digit[0]), at: match.index + digit.index })));
}

/** A new one, since each keeps its own place. */
export const namedEquations = () => new RegExp(NAMED);
