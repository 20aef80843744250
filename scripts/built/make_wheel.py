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
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from site_files import ROOT
from vendor import cache_dir

WHEELS = "scripts/.vendor/wheels"
PARTS = ("pyproject.toml", "LICENSE", "docs/package.md", "py/nnlab")
EPOCH = "1577836800"  # 2020: the same sources give the same bytes
ADDRESSES = ("NNLAB_SITE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY")
AUTHOR = 'name = "The NN Lab contributors"'
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
    project = source / "pyproject.toml"
    project.write_text(with_addresses(project.read_text("utf-8"), os.environ), "utf-8")
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


def with_addresses(project: str, environment: Mapping[str, str]) -> str:
    """pyproject.toml with where its site and its source are.

    Only the workflow that publishes knows, since every fork has its own; it sets the variables.
    """
    site, server, repository = (environment.get(name, "") for name in ADDRESSES)
    if not (site and server and repository):
        return project
    source = f"{server}/{repository}"
    email = f"{repository.partition('/')[0]}@users.noreply.{urlsplit(server).hostname}"
    return (
        project.replace(AUTHOR, f'{AUTHOR}, email = "{email}"')
        + f"""
[project.urls]
Homepage = "{site}"
Documentation = "{source}/blob/main/docs/python.md"
Source = "{source}"
Issues = "{source}/issues"
Changelog = "{source}/blob/main/CHANGELOG.md"
"""
    )


def inputs_hash(root: Path) -> str:
    """A hash over the sources and the tool that builds them."""
    files = [root / name for name in PARTS if (root / name).is_file()]
    files += sorted(p for p in (root / "py/nnlab").rglob("*") if p.is_file() and p.suffix != ".pyc")
    files += [*sorted((root / WHEELS).glob("setuptools-*.whl")), Path(__file__)]
    digest = hashlib.sha256(repr([os.environ.get(name) for name in ADDRESSES]).encode())
    for path in files:
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:24]
