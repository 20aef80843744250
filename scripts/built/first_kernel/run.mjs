// Runs inside.py in the pinned Pyodide, the very Python that will go on from what the kernel has trained:
//
//     node run.mjs OUTPUT_FOLDER
//
// inside.py writes kernel.json into OUTPUT_FOLDER.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import "../pack/short_errors.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const runtime = join(root, "web/vendor/pyodide/");

const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const places = { "/nnlab": join(root, "py"), "/out": process.argv[2] };
const pyodide = await loadPyodide({
  indexURL: runtime,
  env: { PYTHONPATH: "/nnlab", PYTHONDONTWRITEBYTECODE: "1" },
  fsInit: async (FS) => {
    for (const [place, folder] of Object.entries(places)) {
      FS.mkdirTree(place);
      FS.mount(FS.filesystems.NODEFS, { root: folder }, place);
    }
  },
});
await pyodide.loadPackage("numpy", { messageCallback: () => {} });
pyodide.runPython(readFileSync(join(here, "inside.py"), "utf8"), { filename: "inside.py" });
