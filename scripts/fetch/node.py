"""Find a Node, which runs the TypeScript compiler and Pyodide outside a browser."""

import importlib.util
import os
import shutil
from pathlib import Path

from site_files import ROOT

DRIVER = Path("playwright/driver", "node.exe" if os.name == "nt" else "node")


def find_node() -> Path:
    """The Node inside Playwright's Python package, here or in `.venv`; else one on the PATH.

    Raises FileNotFoundError when there is none.
    """
    spec = importlib.util.find_spec("playwright")
    places = [Path(spec.origin).parent.parent] if spec and spec.origin else []
    places += ROOT.glob(".venv/[Ll]ib*/**/site-packages")
    for place in places:
        if (place / DRIVER).is_file():
            return place / DRIVER
    on_path = shutil.which("node")
    if on_path is None:
        raise FileNotFoundError("no Node: install it, or run scripts/test.py, which does")
    return Path(on_path)
