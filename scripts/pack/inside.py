"""Compile what the page imports. Runs in Pyodide; run.mjs mounts /nnlab, /runtime and /out.

Writes below /out the files that the worker needs before Python starts, at their places in
the worker's file system. Imports nothing that Python has not imported when it starts: what
is imported here is packed.
"""

import importlib.util
import json
import marshal
import sys
import zipfile
from pathlib import Path
from types import ModuleType

HOME = "/nnlab"
LIBRARY = "/lib/python3.14"
LIBRARY_ARCHIVE = "/lib/python314.zip"
SITE_PACKAGES = f"{LIBRARY}/site-packages"
# All that these do is give docstrings to what is written in C.
ONLY_DOCSTRINGS = ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")


def install_wheels() -> None:
    """Put NumPy where Pyodide's own loader would, without what that loader imports."""
    for wheel in Path("/runtime").glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(SITE_PACKAGES)


def do_the_main_job() -> None:
    """Train and ask, as a visitor does, so that everything this needs gets imported."""
    from page.bridge import session

    reply = session.handle("configure", {"run": 1, "setup": {}})
    if not reply["ok"]:
        raise RuntimeError(f"configure answered {reply}")
    session.lab.trainer.advance(2, lambda: False)
    session.lab.snapshot()
    session.handle("nothing", {})  # an error, with its traceback
    import numpy.ma  # noqa: F401  (the first np.unique loads it)


def code_path(module: ModuleType) -> str | None:
    """Where the worker will have the module's file; None for what is built in."""
    file: str | None = getattr(module, "__file__", None)
    spec = module.__spec__
    frozen = spec is not None and spec.origin == "frozen"
    if file is None or not file.startswith("/") or frozen:
        return None
    return file.replace(LIBRARY_ARCHIVE, LIBRARY)


def read_source(path: str) -> bytes:
    """The source at `path`, which for the standard library is still in its archive."""
    if Path(path).is_file():
        return Path(path).read_bytes()
    with zipfile.ZipFile(LIBRARY_ARCHIVE) as archive:
        return archive.read(path.removeprefix(f"{LIBRARY}/"))


def packed(path: str) -> dict[str, bytes]:
    """The files, by path, that import the module at `path` without compiling anything."""
    if path.endswith(".so"):
        return {path: Path(path).read_bytes()}
    source = read_source(path)
    compiled = b"" if path.endswith(ONLY_DOCSTRINGS) else source
    # Python's and NumPy's docstrings would be a sixth of the pack.
    optimize = 0 if path.startswith(HOME) else 2
    code = marshal.dumps(compile(compiled, path, "exec", dont_inherit=True, optimize=optimize))
    header = importlib.util.MAGIC_NUMBER
    if not path.startswith(HOME):
        # Python takes byte code without a source under the source's own name.
        return {f"{path}c": header + bytes(12) + code}
    # Ours stays editable: the byte code counts only while the source has this very hash.
    checked = (0b11).to_bytes(4, "little") + importlib.util.source_hash(source)
    return {path: source, importlib.util.cache_from_source(path): header + checked + code}


def own_files() -> dict[str, bytes]:
    """Every file of ours that the page mounts, imported at the start or not."""
    paths = json.loads(Path(HOME, "files.json").read_bytes())
    return {f"{HOME}/{path}": Path(HOME, path).read_bytes() for path in paths}


install_wheels()
do_the_main_job()
files = own_files()
for path in filter(None, map(code_path, list(sys.modules.values()))):
    files |= packed(path)
for path, content in files.items():
    target = Path(f"/out{path}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
