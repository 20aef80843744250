"""The built site is the page of the repository, under names that say what they hold."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from build import HEAP, PACK, STARTS, WASM, build, version
from built.heap_loader import heap_loader
from built.lean_loader import lean_loader
from built.make_heap import SCRIPT
from built.make_pack import LARGE_TABLES
from built.offline import kept
from fetch.node import find_node
from nnlab.data import LARGE
from site_files import ROOT, is_site_file, site_files
from vendor import VendorError


@pytest.fixture
def dist(built: Path) -> Path:
    return built


def only(dist: Path, pattern: str) -> Path:
    (found,) = dist.glob(pattern)
    return found


# What index.html is built of, or has another form there.
LOADER = "web/vendor/pyodide/pyodide.asm.mjs"
MADE_OF = (
    *("index.html", "web/runtime.json", "web/worker/worker.js"),
    *("web/main.js", "web/first_views.js", "web/views.js"),
    *(LOADER, f"web/vendor/pyodide/{WASM}"),  # test_wasm_split.py
)


def test_every_published_file_is_there_unchanged(dist: Path) -> None:
    app, runtime = only(dist, "app-*"), only(dist, "runtime-*")
    for name in site_files():
        if name in MADE_OF or name.endswith(".css"):
            continue
        if name.endswith(".js") and not (app / name).exists():
            continue  # in a bundle: test_bundle.py
        folder, built = app, name
        if name.startswith("web/vendor/pyodide/"):
            folder, built = runtime, Path(name).name
        elif "/" not in name:
            folder = dist
        assert (folder / built).read_bytes() == (ROOT / name).read_bytes(), name


def test_the_tables_that_come_later_are_those_that_python_asks_for() -> None:
    assert [Path(name).stem for name in LARGE_TABLES[1:]] == [*LARGE]


def test_nothing_else_is_there(dist: Path) -> None:
    made = {
        "pack.tar.gz",
        "heap.bin.gz",
        "later.wasm",
        "large_tables.zip",
        "index.html",
        "nnlab.html",
        ".nojekyll",
        "kernel.json",
        "linalg.zip",
        "ma.zip",
        "keep.zip",
        "teach.zip",
    } | {
        "sw.js",
        "manifest.webmanifest",
    }
    known = {Path(name).name for name in site_files()} | made
    app = only(dist, "app-*")
    modules = {path.relative_to(app).as_posix() for path in app.rglob("*.js")}
    shared = {path for path in modules if re.fullmatch(r"web/chunk-[A-Z0-9]{8}\.js", path)}
    known |= {Path(path).name for path in shared}
    for_home = {"python", "pyodide"}  # test_home_files.py
    there = {path.name for path in dist.rglob("*") if path.is_file()
             and path.relative_to(dist).parts[0] not in for_home}  # fmt: skip
    assert made <= there <= known
    # The styles are inside the page, and of the modules, others' too, this is all that is left.
    # The page's later parts, and those that come when they are first wanted.
    later = {"web/first_views.js", "web/views.js", "web/editor.js", "web/links.js", "web/mark.js"}
    assert modules - shared == {"web/main.js", "web/worker/worker.js"} | later
    assert all(
        is_site_file(path.relative_to(dist).as_posix())
        for path in dist.rglob("*")
        if path.is_file() and path.name != ".nojekyll"
    )


def test_what_the_page_links_to_exists(dist: Path) -> None:
    html = (dist / "index.html").read_text("utf-8")
    linked = re.findall(r'(?:src|href)="([^"#]+)', html)
    assert any(link.startswith("app-") for link in linked)
    for link in linked:
        assert "://" in link or (dist / link).is_file(), link


def test_the_page_waits_for_no_style_and_no_classic_script(dist: Path) -> None:
    html = (dist / "index.html").read_text("utf-8")
    assert "stylesheet" not in html
    assert re.findall(r'<script[^>]* src="[^"]*/([^"/]+)"', html) == ["main.js"]


IMPORTED = re.compile(r'(?<![\w$.])(?:import|from)"(\./[^"]+)"')


def test_the_page_starts_from_one_module_and_what_it_asks_for_at_once(dist: Path) -> None:
    html = (dist / "index.html").read_text("utf-8")
    assert 'type="importmap"' not in html
    app = only(dist, "app-*")
    preloaded = re.findall(r'<link rel="modulepreload" href="([^"]+)"', html)
    main = (app / "web/main.js").read_text("utf-8")
    waits_for = {f"{app.name}/web/{name[2:]}" for name in ["./main.js", *IMPORTED.findall(main)]}
    assert waits_for == {*preloaded}
    starts = sum((dist / path).stat().st_size for path in preloaded)
    for_some = {"editor.js", "links.js", "mark.js"}
    files = [path for path in (app / "web").glob("*.js") if path.name not in for_some]
    own = sum(path.stat().st_size for path in files)
    assert starts < own / 2
    for path in preloaded:  # none waits for one that is not on its way yet
        asked = IMPORTED.findall((dist / path).read_text("utf-8"))
        assert {f"{app.name}/web/{name[2:]}" for name in asked} <= {*preloaded}
    assert not IMPORTED.search((app / "web/worker/worker.js").read_text("utf-8"))
    editor = (app / "web/editor.js").read_text("utf-8")
    assert "cm-content" in editor and "cm-content" not in main


def test_every_part_of_the_runtime_is_pinned(dist: Path) -> None:
    app = only(dist, "app-*")
    listed = json.loads((app / "web/runtime.json").read_bytes())
    pins = [*listed["files"], listed["pack"], listed["later"], *listed["rest"]]
    files = {path.name: path.read_bytes() for path in only(dist, "runtime-*").iterdir()}
    unpacked = listed["kept"].values()  # as the offline copy has them
    copied = kept({f"runtime/{name}": content for name, content in files.items()})
    for name in ("pack.tar", "heap.bin"):
        files[name] = copied[f"runtime/{name}"]
    assert {Path(pin["path"]).name for pin in (*pins, *unpacked)} == {*files} - {"heap.bin.gz"}
    for pin in (*pins, *unpacked):
        content = files[Path(pin["path"]).name]
        assert (app / pin["path"]).parent.resolve() == only(dist, "runtime-*").resolve()
        assert len(content) == pin["bytes"]
        assert hashlib.sha256(content).hexdigest() == pin["sha256"]


def test_the_loader_keeps_every_name_that_it_uses() -> None:
    loader = (ROOT / LOADER).read_text("utf-8")
    lean = lean_loader(loader)
    assert len(lean) < 0.7 * len(loader)
    declared = re.findall(r'\b([\w$]+)=Module\["\1"\]=wasmExports', loader)
    assert len(declared) > 4000
    kept = {name for name in declared if f'{name}=Module["{name}"]=' in lean}
    words = re.findall(r"[\w$]+", re.sub(r'wasmExports\["[^"]+"\]', "", lean))
    assert not ({*declared} - kept).intersection(words)
    assert {"_exp", "_malloc", "_PyErr_Occurred"} <= kept


def test_another_loader_is_refused() -> None:
    loader = (ROOT / LOADER).read_text("utf-8")
    for make, line in [
        (lean_loader, "updateGOT(origExports);"),
        (lean_loader, "function assignWasmExports"),
        (heap_loader, "return Module.HEAP8.set(t),l"),
    ]:
        with pytest.raises(ValueError, match=r"pyodide\.asm\.mjs"):
            make(loader.replace(line, "other();"))


def test_the_same_files_make_the_same_heap_their_webassembly_whole_or_in_two(
    dist: Path, tmp_path: Path
) -> None:
    published = only(dist, "runtime-*")
    for name in (*STARTS, PACK):
        shutil.copy(published / name, tmp_path)
    shutil.copy(ROOT / "web/vendor/pyodide" / WASM, tmp_path)
    subprocess.run([find_node(), ROOT / SCRIPT, tmp_path], check=True)
    heap = (tmp_path / "heap.bin").read_bytes()
    files = {f"runtime/{path.name}": path.read_bytes() for path in published.iterdir()}
    assert heap == kept(files)["runtime/heap.bin"]
    # It travels without what the WebAssembly brings.
    assert len(files[f"runtime/{HEAP}"]) < 0.8 * len(gzip.compress(heap, 6))


def test_a_folder_is_renamed_when_a_file_in_it_changes() -> None:
    files = {"a.js": b"1", "b.js": b"2"}
    assert version(files) == version(dict(reversed(files.items())))
    for changed in ({**files, "a.js": b"3"}, {"a.js": b"1"}, {"a.js": b"2", "b.js": b"1"}):
        assert version(changed) != version(files)


def test_nothing_is_published_that_is_not_the_pinned_file(tmp_path: Path) -> None:
    with pytest.raises(VendorError, match=r"vendor\.py"):
        build(tmp_path / "dist", root=tmp_path)
    for name in site_files():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(ROOT / name)
    altered = tmp_path / "web/vendor/uplot/uPlot.esm.js"
    content = altered.read_bytes()
    altered.unlink()
    altered.write_bytes(content.replace(b"a", b"b", 1))
    with pytest.raises(VendorError, match=r"uplot/uPlot\.esm\.js"):
        build(tmp_path / "dist", root=tmp_path)
    assert not (tmp_path / "dist").exists()
