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
HOME = "nnlab"
# Archives that the page fetches when somebody first wants a module of theirs: of NumPy, as byte
# code, and of ours, with the data beside it. The first to want linear algebra is the landscape.
COMPILED = {
    "linalg.zip": f"{SITE_PACKAGES}/numpy/linalg/",
    "ma.zip": f"{SITE_PACKAGES}/numpy/ma/",
}
LARGE_TABLES = (
    "nnlab/large_tables.py",
    "nnlab/breast_cancer.csv",
    "nnlab/diabetes.csv",
    "nnlab/digits.csv",
)
OWN = {
    "large_tables.zip": LARGE_TABLES,
    "keep.zip": ("page/keep/",),
    "teach.zip": ("page/teach/",),
}
SUFFIXES = (".py", ".pyc", ".cpython-314-wasm32-emscripten.so")


class Rest(TypedDict):
    """A zip file, the folder it is unpacked into, and its modules that the pack left out."""

    name: str
    content: bytes
    to: str
    modules: list[str]


def make_pack(root: Path = ROOT) -> bytes:
    """The gzipped tar file. Raises RuntimeError with Node's output when it cannot be made."""
    apart = (*COMPILED.values(), *(f"{HOME}/{name}" for names in OWN.values() for name in names))
    files = compiled(root)
    start = {name: files[name] for name in files if not name.startswith(apart)}
    return gzip.compress(tar_of(start), 9, mtime=0)


def compiled(root: Path) -> dict[str, bytes]:
    """All that Python can import, by its path in the worker. Raises as `make_pack`."""
    made = made_by_node(
        f"compiled-{inputs_hash(root)}.tar.gz", root / "scripts/built/pack/run.mjs", content=tar
    )
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(made))) as archive:
        return {
            entry.name: file.read()
            for entry in archive
            if (file := archive.extractfile(entry)) is not None
        }


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
    # Like beside like, which compresses better.
    paths = sorted(folder.rglob("*"), key=lambda path: (path.suffix, path))
    return tar_of(
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    )


def tar_of(files: Mapping[str, bytes]) -> bytes:
    """A tar file, the same for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def archives_apart(root: Path = ROOT) -> list[Rest]:
    """The archives of what the pack leaves out of all that is `compiled`. Raises as `make_pack`."""
    files = compiled(root)
    return [
        *(archive(name, SITE_PACKAGES, files, COMPILED[name]) for name in COMPILED),
        *(archive(name, HOME, files, *(f"{HOME}/{each}" for each in OWN[name])) for name in OWN),
    ]


def archive(name: str, to: str, files: Mapping[str, bytes], *begin: str) -> Rest:
    """A zip file of those `files` whose paths begin so, to be unpacked into `to`."""
    own = {
        path.removeprefix(f"{to}/"): files[path] for path in sorted(files) if path.startswith(begin)
    }
    return {
        "name": name,
        "content": zip_of(own),
        "to": f"/{to}",
        "modules": sorted(module_names(own)),
    }


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
