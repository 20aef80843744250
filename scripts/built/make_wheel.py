"""Make the wheel and the source archive of nnlab with the pinned setuptools.

Kept in the per-user cache under a hash of what they are made of.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from site_files import ROOT
from vendor import cache_dir

WHEELS = "scripts/.vendor/wheels"
PARTS = ("pyproject.toml", "LICENSE", "docs/package.md", "py/nnlab")
EPOCH = "1577836800"  # 2020: the same sources give the same bytes
BUILD = """
import sys
from setuptools import build_meta
getattr(build_meta, sys.argv[1])(sys.argv[2])
"""


def make_wheel(root: Path = ROOT) -> dict[str, bytes]:
    """The wheel and the source archive by their names. Raises RuntimeError when it fails."""
    folder = cache_dir() / f"wheel-{inputs_hash(root)}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as scratch:
            built = build(root, Path(scratch))
            part = folder.with_suffix(f".{os.getpid()}")
            shutil.copytree(built, part)
            if not folder.is_dir():
                part.rename(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def build(root: Path, scratch: Path) -> Path:
    source, tools, out = scratch / "source", scratch / "tools", scratch / "out"
    for name in PARTS:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(root / name, target, ignore=ignored)
        else:
            shutil.copy(root / name, target)
    out.mkdir()
    with zipfile.ZipFile(next((root / WHEELS).glob("setuptools-*.whl"))) as wheel:
        wheel.extractall(tools)
    environment = {**os.environ, "PYTHONPATH": str(tools), "SOURCE_DATE_EPOCH": EPOCH}
    for what in ("build_sdist", "build_wheel"):
        command = [sys.executable, "-c", BUILD, what, str(out)]
        made = subprocess.run(
            command, cwd=source, env=environment, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise RuntimeError(f"setuptools failed:\n{made.stderr[-2000:]}")
    return out


def inputs_hash(root: Path) -> str:
    """A hash over the sources and the tool that builds them."""
    files = [root / name for name in PARTS if (root / name).is_file()]
    files += sorted(p for p in (root / "py/nnlab").rglob("*") if p.is_file() and p.suffix != ".pyc")
    files += [*sorted((root / WHEELS).glob("setuptools-*.whl")), Path(__file__)]
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:24]
