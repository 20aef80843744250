// Starts the pinned Pyodide as the page's worker does and writes its memory as it is then, NumPy and the
// page's own modules imported:
//
//     node heap.mjs RUNTIME_FOLDER
//
// RUNTIME_FOLDER holds what the built page starts from; heap.bin is written into it.
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import "./short_errors.mjs";
import { useLater } from "../wasm_split/in_node.mjs";
import { gather } from "../../../web/worker/heap.js";
import { EMPTY_ZIP, ENV, filesOf, mount, unpacked } from "../../../web/worker/parts.js";

const [runtime] = process.argv.splice(1).slice(1); // Python would take them for its own arguments
const part = (name) => join(runtime, name);

// The same files make the same heap.
Date.now = performance.now = () => 0;
crypto.randomFillSync = (array) => array.fill(0);
writeFileSync(part("python_stdlib.zip"), EMPTY_ZIP);
const bringLater = useLater(part("later.wasm"));
const sources = filesOf(await unpacked(readFileSync(part("pack.tar.gz"))));
const { loadPyodide } = await import(pathToFileURL(part("pyodide.mjs")));
const pyodide = await loadPyodide({
  indexURL: `${runtime}/`,
  env: { ...ENV },
  fsInit: async (FS) => mount(FS, sources),
  _makeSnapshot: true,
});
const { _module: python } = pyodide;
python.record = { libraries: [], slots: [], begin: python.wasmTable.length };
pyodide.pyimport("numpy").destroy();
pyodide.pyimport("page.bridge").destroy();
pyodide.runPython("import gc, sys; gc.collect(); sys.path.remove('')"); // which every start puts there
bringLater(); // with its tables in it, the heap is as good whenever the later module comes
writeFileSync(part("heap.bin"), gather(pyodide.makeMemorySnapshot()));
