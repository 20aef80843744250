// Runs inside.py in the pinned Pyodide, with pyodide-build and pyodide-lock, on the wheels in a folder:
//
//     node run.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import "../pack/short_errors.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const runtime = join(root, "web/vendor/pyodide/");
const tools = join(root, "scripts/.vendor/wheels");

const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const pyodide = await loadPyodide({ indexURL: runtime });
const sitePackages = pyodide.runPython("import site; site.getsitepackages()[0]");
for (const wheel of readdirSync(tools)) {
  if (wheel.startsWith("setuptools-")) continue; // builds our own wheel, before
  pyodide.unpackArchive(new Uint8Array(readFileSync(join(tools, wheel))), "wheel", { extractDir: sitePackages });
}
pyodide.mountNodeFS("/wheels", process.argv[2]);
pyodide.runPython(readFileSync(join(here, "inside.py"), "utf8"), { filename: "inside.py" });
