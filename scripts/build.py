#!/usr/bin/env python3
"""Put the published files, and no others, into `dist/`, ready for any static host."""

import shutil
import sys
from pathlib import Path

from site_files import ROOT, site_files


def build(target: Path, root: Path = ROOT) -> None:
    """Replace the folder `target` by a copy of the site in `root`.

    Raises FileNotFoundError when the runtime has not been fetched: a site without it
    would be published broken.
    """
    if not (root / "web/vendor/pyodide/pyodide.asm.wasm").is_file():
        raise FileNotFoundError("web/vendor is empty; run scripts/vendor.py first")
    if target.exists():
        shutil.rmtree(target)
    for name in site_files(root):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target / name)
    # GitHub Pages would otherwise leave out what its site generator does not like.
    (target / ".nojekyll").touch()


if __name__ == "__main__":
    try:
        build(ROOT / "dist")
    except FileNotFoundError as error:
        sys.exit(f"build.py: {error}")
