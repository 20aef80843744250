#!/usr/bin/env python3
"""Put the published site into `dist/`, ready for any static host.

dist/index.html           the page; everything else it names lies in folders that never change
dist/app-HASH/            web/ and py/
dist/runtime-HASH/        Pyodide, the pack of byte code, and the archives of all the rest
dist/python/              the package for Python at home
dist/pyodide/             the same and NumPy for other people's pages, with the lock that names them
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from built.built_page import ENTRY, KERNEL, WORKER, built_page, import_map, inside, texts
from built.bundle import bundle, smaller
from built.data_rows import with_data
from built.heap_loader import heap_loader
from built.home import home
from built.lean_loader import lean_loader
from built.make_heap import make_heap
from built.make_kernel import make_kernel
from built.make_pack import Rest, archives_apart, list_rest, make_pack
from built.offline import PACKED, kept, manifest, service_worker
from built.one_file import one_file
from built.wasm_split.profile import in_two
from site_files import ROOT, SINGLE_FILES, site_files
from vendor import VendorError, read_lock

RUNTIME = "web/vendor/pyodide/"
RUNTIME_LIST = "web/runtime.json"
LOADER = "pyodide.asm.mjs"
WASM = "pyodide.asm.wasm"
LATER = "later.wasm"  # see wasm_split
STARTS = ("pyodide.mjs", LOADER, WASM, "pyodide-lock.json")
PACK = "pack.tar.gz"
HEAP = "heap.bin.gz"  # only the offline copy has it
ONE_FILE = "nnlab.html"

Files = dict[str, bytes]
Divide = Callable[[bytes], tuple[bytes, bytes]]


def build(
    target: Path, root: Path = ROOT, *, offline: bool = True, divide: Divide = in_two
) -> None:
    """Replace the folder `target` by the site built from `root`; with `offline` it keeps a copy.

    `divide` makes two modules of Python's WebAssembly. Raises VendorError when a third-party file
    is missing or not the pinned one: it would be published.
    """
    for want in read_lock(("runtime", "page"))[0]:
        if not want.matches(root / want.to):
            raise VendorError(f"{want.to} is missing or altered; run scripts/vendor.py first")
    if target.exists():
        shutil.rmtree(target)
    for name, content in built_files(root, offline=offline, divide=divide).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)


def built_files(root: Path, *, offline: bool = True, divide: Divide = in_two) -> Files:
    """The content of every file of the built site, by its path."""
    names = [*site_files(root)]
    runtime = {name: (root / RUNTIME / name).read_bytes() for name in STARTS}
    runtime[LOADER] = lean_loader(heap_loader(runtime[LOADER].decode())).encode()
    whole = runtime[WASM]
    runtime[WASM], runtime[LATER] = divide(whole)
    runtime[PACK] = make_pack(root)
    apart = archives_apart(root)
    modules_apart = [module for each in apart for module in each["modules"]]
    rest = [*list_rest(runtime[PACK], root / RUNTIME, modules_apart), *apart]
    if offline:
        runtime[HEAP] = make_heap({name: runtime[name] for name in (*STARTS, LATER, PACK)}, root)
    runtime |= {each["name"]: each["content"] for each in rest}
    runtime_folder = f"runtime-{version(runtime)}"

    source = {name: (root / name).read_bytes() for name in names if not name.startswith(RUNTIME)}
    source["index.html"] = with_data(
        source["index.html"].decode(),
        source["py/nnlab/iris.csv"].decode(),
        json.loads(source["web/text/en.json"]),
    ).encode()
    small = smaller({name: source[name].decode() for name in inside(source["index.html"].decode())})
    source |= {name: text.encode() for name, text in small.items()}
    source[KERNEL] = make_kernel(root)
    app, modules = bundled(source)
    app[RUNTIME_LIST] = runtime_list(runtime, rest, f"../{runtime_folder}/")
    app_folder = f"app-{version(app)}"
    site = {
        "index.html": built_page(source, app_folder, modules, offline=offline).encode(),
        **{name: source[name] for name in SINGLE_FILES if name != "index.html"},
        **{f"{runtime_folder}/{name}": content for name, content in runtime.items()},
        **{f"{app_folder}/{name}": content for name, content in app.items()},
    }
    if offline:
        site["manifest.webmanifest"] = manifest(app_folder)
        site["sw.js"] = service_worker(site)
    return {
        **site,
        **(home(root) if offline else {}),
        ONE_FILE: single(root, source, {**runtime, WASM: whole}, rest),
        # GitHub Pages would otherwise leave out what its site generator does not like.
        ".nojekyll": b"",
    }


def bundled(source: Files) -> tuple[Files, list[str]]:
    """What the app's folder holds, and those of its modules that the page begins with.

    The page has one module in place of all that it starts from, and so has the worker. What
    index.html has in itself and what nobody imports is left out.
    """
    names = import_map(source["index.html"].decode())
    page, worker = (bundle(entry, texts(source), names) for entry in (ENTRY, WORKER))
    app = {
        name: content
        for name, content in source.items()
        if name not in SINGLE_FILES and not name.endswith((".js", ".css"))
    }
    modules = page.modules | worker.modules
    app |= {name: text.encode() for name, text in modules.items()}
    return app, page.awaited


def runtime_list(runtime: Files, rest: list[Rest], folder: str) -> bytes:
    """What the worker fetches from `folder`, which is relative to the page's root."""
    pins = {name: pin(folder + name, data) for name, data in runtime.items()}
    listed = {
        "packages": [],
        "files": [pins[name] for name in STARTS],
        "pack": pins[PACK],
        **({"later": pins[LATER]} if LATER in pins else {}),
        "rest": [
            {**pins[each["name"]], "to": each["to"], "modules": each["modules"]} for each in rest
        ],
    }
    if HEAP in runtime:
        copies = kept({folder + name: content for name, content in runtime.items()})
        listed["kept"] = {
            each: pin(path, copies[path])
            for each, name in (("pack", PACK), ("heap", HEAP))
            for path in [folder + name.removesuffix(PACKED)]
        }
    return to_json(listed)


def single(root: Path, app: Files, runtime: Files, rest: list[Rest]) -> bytes:
    """nnlab.html, its parts in the order in which starting needs them."""
    names = ["pyodide.mjs", WASM, LOADER, PACK, "pyodide-lock.json"]
    later = [each["name"] for each in rest]
    parts = {name: runtime[name] for name in names + later}
    return one_file(
        root,
        {**app, RUNTIME_LIST: runtime_list(parts, rest, "runtime/")},
        {f"runtime/{name}": content for name, content in parts.items()},
        [f"runtime/{name}" for name in later],
    ).encode()


def version(files: Mapping[str, bytes]) -> str:
    """A short name that is another one when any of `files` is."""
    lines = (f"{name} {hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def pin(path: str, content: bytes) -> dict[str, Any]:
    """What the worker checks a file against."""
    return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def to_json(value: object) -> bytes:
    """`value` as compact JSON."""
    return json.dumps(value, separators=(",", ":")).encode()


if __name__ == "__main__":
    try:
        build(ROOT / "dist")
    except (FileNotFoundError, RuntimeError) as error:
        sys.exit(f"build.py: {error}")
