"""Make the pack: byte code of what the page imports, in the order of the worker's file system.

The byte code comes from the pinned Pyodide itself, under Node: the host's Python does not matter.
"""

import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from built.made_by_node import made_by_node
from site_files import ROOT
from vendor import LOCK

LIBRARY = "lib/python3.14"
SITE_PACKAGES = f"{LIBRARY}/site-packages"
# What the page fetches when somebody first wants it: a module below py/, and the data beside it.
LARGE_TABLES = (
    "nnlab/large_tables.py",
    "nnlab/breast_cancer.csv",
    "nnlab/diabetes.csv",
    "nnlab/digits.csv",
)
# The landscape is the first of the page to want it, and its library is a tenth of the pack.
LINALG = f"{SITE_PACKAGES}/numpy/linalg/"
SUFFIXES = (".py", ".pyc", ".cpython-314-wasm32-emscripten.so")


class Rest(TypedDict):
    """A zip file, the folder it is unpacked into, and its modules that the pack left out."""

    name: str
    content: bytes
    to: str
    modules: list[str]


def make_pack(root: Path = ROOT) -> bytes:
    """The gzipped tar file. Raises RuntimeError with Node's output when it cannot be made."""
    return made_by_node(
        f"pack-{inputs_hash(root)}.tar.gz", root / "scripts/built/pack/run.mjs", content=tar
    )


def inputs_hash(root: Path) -> str:
    """A hash over everything that the pack is made of."""
    own = sorted(path for path in (root / "py").rglob("*") if path.suffix not in (".pyc", ""))
    tools = [*sorted((root / "scripts/built/pack").rglob("*.*")), Path(__file__), LOCK]
    digest = hashlib.sha256()
    for path in (*own, *tools):
        if path.is_file():
            digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def tar(folder: Path) -> bytes:
    """A tar file of `folder`, the same for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        # Like beside like, which compresses better.
        for path in sorted(folder.rglob("*"), key=lambda path: (path.suffix, path)):
            name = path.relative_to(folder).as_posix()
            later = name.startswith(LINALG) or name.removeprefix("nnlab/") in LARGE_TABLES
            if path.is_file() and not later:
                entry = tarfile.TarInfo(name)
                entry.size = path.stat().st_size
                with path.open("rb") as file:
                    archive.addfile(entry, file)
    return buffer.getvalue()


def linalg(root: Path = ROOT) -> Rest:
    """The archive of NumPy's linear algebra, as byte code. Raises as `make_pack`."""
    made = made_by_node(
        f"linalg-{inputs_hash(root)}.zip.gz",
        root / "scripts/built/pack/run.mjs",
        content=lambda folder: zip_of(
            {
                path.relative_to(folder / SITE_PACKAGES).as_posix(): path.read_bytes()
                for path in sorted((folder / LINALG).iterdir())
            }
        ),
    )
    content = gzip.decompress(made)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        modules = sorted(module_names(zipped.namelist()))
    return {"name": "linalg.zip", "content": content, "to": f"/{SITE_PACKAGES}", "modules": modules}


def list_rest(pack: bytes, runtime: Path, apart: Iterable[str] = ()) -> Iterator[Rest]:
    """What the archives in the folder `runtime` hold beyond `pack` and the modules `apart`."""
    with tarfile.open(fileobj=io.BytesIO(pack)) as archive:
        packed = archive.getnames()
    for file, to in [
        (runtime / "python_stdlib.zip", LIBRARY),
        *((wheel, SITE_PACKAGES) for wheel in runtime.glob("*.whl")),
    ]:
        have = module_names(name.removeprefix(f"{to}/") for name in packed if name.startswith(to))
        with zipfile.ZipFile(file) as zipped:
            names = module_names(zipped.namelist())
        content = file.read_bytes()
        modules = sorted(names - have - {*apart})
        yield {"name": file.name, "content": content, "to": f"/{to}", "modules": modules}


def large_tables(root: Path) -> Rest:
    """The archive of LARGE_TABLES, the same for the same files."""
    content = zip_of({name: (root / "py" / name).read_bytes() for name in LARGE_TABLES})
    modules = [name.removesuffix(".py").replace("/", ".") for name in LARGE_TABLES[:1]]
    return {
        "name": "large_tables.zip",
        "content": content,
        "to": "/nnlab",
        "modules": modules,
    }


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A zip file, the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def module_names(paths: Iterable[str]) -> set[str]:
    """The full names of the modules whose files, relative to a folder of sys.path, are `paths`."""
    return {
        path.removesuffix(suffix).removesuffix("/__init__").replace("/", ".")
        for path in paths
        for suffix in SUFFIXES
        if path.endswith(suffix) and "." not in path.removesuffix(suffix)
    }
