"""Which files of the repository make up the site.

The one list that serving and deploying share.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("web", "py")
SINGLE_FILES = ("index.html", "LICENSE", "THIRD_PARTY.md")
BUILT_FILES = ("nnlab.html", "sw.js", "manifest.webmanifest")  # in dist/, beside the single files
HOME_FOLDERS = ("python/", "pyodide/")  # in dist/, for Python at home and for other people's pages
BUILT_FOLDERS = ("app-", "runtime-")  # in dist/, each followed by a hash of what it holds
NOT_SERVED = (".pyc", ".d.ts", ".d.mts")


def languages(root: Path = ROOT) -> list[str]:
    """The languages that have a file in web/text, English first."""
    found = sorted(path.stem for path in (root / "web/text").glob("*.json"))
    return sorted(found, key=lambda language: language != "en")


def is_site_file(path: str) -> bool:
    """Whether `path`, relative to the root and with "/" between its parts, is published.

    True says nothing about whether the file exists.
    """
    parts = PurePosixPath(path).parts
    if any(part.startswith(".") or part == "__pycache__" for part in parts):
        return False
    if path in (*SINGLE_FILES, *BUILT_FILES) or is_built_file(path):
        return True
    if path.startswith(HOME_FOLDERS):
        return True
    return len(parts) > 1 and parts[0] in FOLDERS and not path.endswith(NOT_SERVED)


def is_built_file(path: str) -> bool:
    """Whether `path` lies in a folder of dist/ whose files never change."""
    return path.startswith(BUILT_FOLDERS) and "/" in path


def site_files(root: Path = ROOT) -> Iterator[str]:
    """Every published file below `root`, as a path relative to it, in order."""
    for name in (*SINGLE_FILES, *FOLDERS):
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            relative = path.relative_to(root).as_posix()
            if path.is_file() and is_site_file(relative):
                yield relative
