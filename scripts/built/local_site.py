"""The built site as serve.py serves it, in the per-user cache: made anew when a source changed.

It makes no offline copy. A service worker would go on answering for whatever is served next at
the same port of this machine.
"""

import hashlib
import os
import shutil
from pathlib import Path

from build import build
from site_files import ROOT, site_files
from vendor import cache_dir


def local_site(root: Path = ROOT) -> Path:
    """The folder of the site built from `root`.

    Raises FileNotFoundError without a Node, RuntimeError without the pinned files or when the
    pack cannot be made.
    """
    checkout = hashlib.sha256(bytes(root)).hexdigest()[:12]
    folder = cache_dir() / f"site-{checkout}-{sources_hash(root)}"
    if not folder.is_dir():
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        build(part, root, offline=False)
        for older in cache_dir().glob(f"site-{checkout}-*"):
            if older != part:
                shutil.rmtree(older, ignore_errors=True)
        part.rename(folder)
    return folder


def sources_hash(root: Path) -> str:
    """A hash over everything that the site is made of."""
    names = [*site_files(root)]
    scripts = (path for path in sorted(root.glob("scripts/**/*.*")) if ".vendor" not in path.parts)
    names += [path.relative_to(root).as_posix() for path in scripts]
    digest = hashlib.sha256()
    for name in names:
        if (root / name).is_file() and not name.endswith(".pyc"):
            digest.update(f"{name} {(root / name).stat().st_size}\n".encode())
            digest.update((root / name).read_bytes())
    return digest.hexdigest()[:12]
