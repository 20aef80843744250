// @ts-check
// Looking something up that must be there.

/**
 * What a table has under a name. Throws where it has nothing: no other entry may stand for it.
 * @template T
 * @param {Record<string, T>} table
 * @param {string} name
 * @returns {T}
 */
export function entry(table, name) {
  if (!Object.hasOwn(table, name)) throw new RangeError(`${name} is none of ${Object.keys(table).join(", ")}.`);
  return table[name];
}
