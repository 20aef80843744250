// Lets Pyodide start in Node from the two modules of its WebAssembly, as web/worker/later.js does in the page.
import { readFileSync } from "node:fs";

import { instantiate } from "../../../web/worker/split.js";

/**
 * @param {string} file  of the later module; nothing happens when the first one was never split.
 * @returns {() => void} brings it without being asked
 */
export function useLater(file) {
  const whole = WebAssembly.instantiate;
  const read = () => new WebAssembly.Module(readFileSync(file));
  let join;
  WebAssembly.instantiate = async (source, imports = {}) => {
    if (source instanceof WebAssembly.Module) return whole(source, imports);
    const module = await WebAssembly.compile(source);
    const made = await instantiate(module, imports, read);
    join = made.join;
    return { module, instance: made.instance };
  };
  return () => join?.(read());
}
