// @ts-check
// NumPy's libraries as WebAssembly modules.

/** @import { Source } from "./parts.js" */

/**
 * Begun as soon as their bytes are there: WebKit takes as many seconds for it as it would tenths now, once it is
 * at work on Python itself.
 * @param {Iterable<Source>} sources
 * @returns {Promise<Record<string, WebAssembly.Module>>} by path
 */
export async function compileLibraries(sources) {
  const libraries = [...sources].filter(({ path }) => path.endsWith(".so"));
  const modules = libraries.map(({ bytes }) => WebAssembly.compile(/** @type {BufferSource} */ (bytes)));
  return Object.fromEntries((await Promise.all(modules)).map((module, nth) => [libraries[nth].path, module]));
}
