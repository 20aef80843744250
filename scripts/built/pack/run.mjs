// Runs inside.py in the pinned Pyodide, so that the byte code is of the very Python that will run it:
//
//     node run.mjs OUTPUT_FOLDER
//
// inside.py writes into OUTPUT_FOLDER what the worker's file system must hold.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import "./short_errors.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const runtime = join(root, "web/vendor/pyodide/");

const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: runtime,
  // A tenth of the pack would say in which column of a line something failed.
  env: { PYTHONPATH: "/pack/recorder:/nnlab", PYTHONNODEBUGRANGES: "1" },
  fsInit: async (FS) => {
    const places = { "/nnlab": join(root, "py"), "/runtime": runtime, "/pack": here, "/out": process.argv[2] };
    for (const [place, folder] of Object.entries(places)) {
      FS.mkdirTree(place);
      FS.mount(FS.filesystems.NODEFS, { root: folder }, place);
    }
  },
});
pyodide.runPython(readFileSync(join(here, "inside.py"), "utf8"), { filename: "inside.py" });
