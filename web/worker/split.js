// @ts-check
// Python's WebAssembly in two modules, of which only the first is there when Python starts
// (scripts/built/wasm_split). Whatever of the later one is called before it has come brings it at once.

const OWN = "~"; // the first module exports by such names what only the later one wants
const THERE = `${OWN}there`;
const SLOTS = `${OWN}slots`;

/** A WebAssembly function that calls its import: a table takes no other functions. */
const CALLER = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0], // the head
  ...[1, 4, 1, 96, 0, 0], // a type: takes nothing, gives nothing
  ...[2, 7, 1, 1, 101, 1, 102, 0, 0], // import e.f of that type
  ...[7, 5, 1, 1, 102, 0, 0], // export it as f
);

/**
 * @typedef {Record<string, WebAssembly.ModuleImports>} Imports
 * @typedef {(later: WebAssembly.Module) => void} Join  makes the two one; the second time it does nothing
 */

/**
 * An instance of the first module, or of one that was never split, which has no `join`.
 * @param {WebAssembly.Module} module
 * @param {Imports} imports
 * @param {() => WebAssembly.Module} now  the later module, needed at once
 * @returns {Promise<{ instance: WebAssembly.Instance, join?: Join }>}
 */
export async function instantiate(module, imports, now) {
  // What the two are given is the same for good: Pyodide's own object may change.
  /** @type {Imports} */
  const given = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (given[from] ??= {})[name] = imports[from][name];
  }
  const instance = await WebAssembly.instantiate(module, given);
  if (!(THERE in instance.exports)) return { instance };
  const all = Object.entries(instance.exports);
  const isOwn = (/** @type {[string, unknown]} */ [name]) => name.startsWith(OWN);
  const shared = Object.fromEntries(all.filter(isOwn));
  const there = /** @type {WebAssembly.Global} */ (shared[THERE]);
  const join = (/** @type {WebAssembly.Module} */ later) => {
    if (there.value) return;
    new WebAssembly.Instance(later, { ...given, [OWN]: shared });
    there.value = 1;
  };
  const caller = new WebAssembly.Instance(new WebAssembly.Module(CALLER), { e: { f: () => join(now()) } });
  /** @type {WebAssembly.Table} */ (shared[SLOTS]).set(0, caller.exports.f);
  return { instance: { exports: Object.fromEntries(all.filter((each) => !isOwn(each))) }, join };
}
