"""Compile what the page imports. Runs in Pyodide; run.mjs mounts /nnlab, /runtime, /pack and /out.

Writes below /out the files that the worker needs before Python starts, at their places in
the worker's file system. Imports nothing that Python has not imported when it starts: what
is imported here is packed.
"""

import ast
import importlib.util
import json
import marshal
import shutil
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import sitecustomize  # type: ignore[import-not-found]  # recorder/sitecustomize.py

HOME = "/nnlab"
LIBRARY = "/lib/python3.14"
LIBRARY_ARCHIVE = "/lib/python314.zip"
SITE_PACKAGES = f"{LIBRARY}/site-packages"
# All that these do is give docstrings to what is written in C.
ONLY_DOCSTRINGS = ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")
# asyncio does without, and a browser gives no sockets to encrypt.
LEFT_OUT = ("ssl", "_ssl")
# Of numpy.random the page needs the Generator with its PCG64. These libraries are a tenth of all
# byte code; NumPy imports them at once, the built page when somebody wants a name of theirs.
RANDOM = "numpy/random/__init__.py"
RANDOM_LATER = ("mtrand", "_mt19937", "_philox", "_sfc64", "_pickle")
WANTED_LATER = f"""
def __getattr__(name):
    from importlib import import_module
    if name in {RANDOM_LATER}:
        return import_module(f"{{__name__}}.{{name}}")
    if name in __all__:
        for later in {RANDOM_LATER}:
            module = import_module(f"{{__name__}}.{{later}}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")

def __RandomState_ctor():
    return __getattr__("RandomState")(seed=0)
"""
# NumPy imports numpy.linalg, with its large library, for these names; the landscape is the first
# of the page to call anything of it.
LINALG = "numpy.linalg"
WANTS_LINALG = ("numpy/lib/_polynomial_impl.py", "numpy/matrixlib/defmatrix.py")
# Of these the archive of byte code has all, or what it lacks would have to come as sources.
WHOLE = ("numpy/linalg", "numpy/ma")
# These ask sitecustomize whether what they compile is known already.
KNOWN = {
    f"{LIBRARY}/dataclasses.py": "from sitecustomize import known_exec as exec",
    f"{LIBRARY}/collections/__init__.py": "from sitecustomize import known_eval as eval",
    f"{LIBRARY}/re/_compiler.py": (
        "from sitecustomize import known_pattern\ncompile = known_pattern(compile)"
    ),
}
LINALG_LATER = """
def {name}(*args, **kwargs):
    from numpy import linalg
    return linalg.{name}(*args, **kwargs)
"""


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
    # The last is needed soon, by the first file of one's own. The others come in archives of their
    # own: see make_pack.py.
    for soon in ("numpy.ma", LINALG, "page.panels.data"):
        importlib.import_module(soon)


def code_path(module: ModuleType) -> str | None:
    """Where the worker will have the module's file; None for what is built in."""
    file: str | None = getattr(module, "__file__", None)
    spec = module.__spec__
    frozen = spec is not None and spec.origin == "frozen"
    if file is None or not file.startswith("/") or file.startswith("/pack/") or frozen:
        return None
    return file.replace(LIBRARY_ARCHIVE, LIBRARY)


def read_source(path: str) -> bytes:
    """The source at `path`, which for the standard library is still in its archive."""
    if Path(path).is_file():
        return Path(path).read_bytes()
    with zipfile.ZipFile(LIBRARY_ARCHIVE) as archive:
        return archive.read(path.removeprefix(f"{LIBRARY}/"))


def random_package(source: bytes) -> ast.Module:
    """numpy.random, whose `__init__` is `source`, importing RANDOM_LATER only when it must."""
    package = ast.parse(source)
    imports = [line for line in package.body if isinstance(line, ast.ImportFrom) and line.level]
    for line in imports:
        if line.module is None:  # from . import _common, _pickle
            line.names = [each for each in line.names if each.name not in RANDOM_LATER]
        elif line.module in RANDOM_LATER:
            package.body.remove(line)
    package.body += ast.parse(WANTED_LATER).body
    return package


def without_linalg(source: bytes) -> ast.Module:
    """The module `source`, importing LINALG when it first calls something of it."""
    module = ast.parse(source)
    for line in [each for each in module.body if isinstance(each, ast.ImportFrom)]:
        if line.module == LINALG:
            later = "".join(LINALG_LATER.format(name=each.name) for each in line.names)
            place = module.body.index(line)
            module.body[place : place + 1] = ast.parse(later).body
    return module


def packed(path: str) -> dict[str, bytes]:
    """The files, by path, that import the module at `path` without compiling anything."""
    if path.endswith(".so"):
        return {path: Path(path).read_bytes()}
    source = read_source(path)
    compiled: bytes | ast.Module = b"" if path.endswith(ONLY_DOCSTRINGS) else source
    if path.endswith(RANDOM):
        compiled = random_package(source)
    if path.endswith(WANTS_LINALG):
        compiled = without_linalg(source)
    if path in KNOWN:
        compiled = ast.parse(source)
        compiled.body += ast.parse(KNOWN[path]).body
    # Not by pyodide-build's py-compile, as ../distribution: it takes files as they are, puts away
    # sources, which ours need beside them, and keeps docstrings, here a sixth of the pack.
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


left_out = {*LEFT_OUT, *(f"numpy.random.{name}" for name in RANDOM_LATER)}
install_wheels()
shutil.copy("/pack/sitecustomize.py", SITE_PACKAGES)
do_the_main_job()
files = own_files() | packed(f"{SITE_PACKAGES}/sitecustomize.py")
places = {}
for name, module in sys.modules.items():
    path = code_path(module)
    if path and name not in left_out:
        made = packed(path)
        files |= made
        places[name] = (*made, len([*made.values()][-1]), hasattr(module, "__path__"))
for package in WHOLE:
    for file in Path(SITE_PACKAGES, package).glob("*.py"):
        files |= packed(str(file))
known = marshal.dumps((sitecustomize.codes, sitecustomize.patterns, places))
files[f"{SITE_PACKAGES}/known.bin"] = known
for path, content in files.items():
    target = Path(f"/out{path}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
