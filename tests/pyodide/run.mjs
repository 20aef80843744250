// Runs one Python file of this folder inside Pyodide, under Node, with no network:
//
//     node run.mjs RUNTIME_FOLDER FILE.py [ARGUMENT ...]
//
// RUNTIME_FOLDER holds Pyodide with its WebAssembly in two modules, as the built page has it.
// The repository's py/, tests/py, tests/earlier, web/lessons and web/text, read-only in spirit, are at /repo, with
// index.html; NumPy and the test wheels are installed. Ends with the exit code that the file's main(arguments) returns.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import "../../scripts/built/pack/short_errors.mjs";
import { useLater } from "../../scripts/built/wasm_split/in_node.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const wheels = join(root, "tests/.vendor/wheels");
const [runtime, file, ...rest] = process.argv.slice(2);
useLater(join(runtime, "later.wasm"));

const { loadPyodide } = await import(join(runtime, "pyodide.mjs"));
const pyodide = await loadPyodide({ indexURL: `${runtime}/` });
await pyodide.loadPackage("numpy", { messageCallback: () => {} });
const sitePackages = pyodide.runPython("import site; site.getsitepackages()[0]");
for (const wheel of readdirSync(wheels)) {
  const bytes = new Uint8Array(readFileSync(join(wheels, wheel)));
  pyodide.unpackArchive(bytes, "wheel", { extractDir: sitePackages });
}
pyodide.FS.mkdirTree("/repo/tests");
for (const folder of ["py", "tests/py", "tests/earlier", "tests/pyodide", "web/lessons", "web/text"]) {
  pyodide.mountNodeFS(`/repo/${folder}`, join(root, folder));
}
pyodide.FS.writeFile("/repo/index.html", readFileSync(join(root, "index.html")));
const main = pyodide.runPython(`
import os, sys, runpy
sys.dont_write_bytecode = True
sys.path[:0] = ["/repo/py", "/repo/tests/py"]
os.chdir("/repo")
lambda file, *arguments: runpy.run_path(f"/repo/tests/pyodide/{file}")["main"](*arguments)
`);
process.exitCode = main(file, ...rest) ?? 0;
