"""Make the first kernel: what trains the note's network until Python is there."""

import gzip
import hashlib
from pathlib import Path

from built.made_by_node import made_by_node
from site_files import ROOT
from vendor import LOCK

SCRIPTS = "scripts/built/first_kernel"


def make_kernel(root: Path = ROOT) -> bytes:
    """kernel.json. Raises RuntimeError with Node's output when it cannot be made."""
    sources = [*sorted((root / "py").rglob("*")), *sorted((root / SCRIPTS).iterdir()), LOCK]
    digest = hashlib.sha256()
    for path in sources:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    made = made_by_node(
        f"kernel-{digest.hexdigest()}.json.gz",
        root / SCRIPTS / "run.mjs",
        content=lambda folder: (folder / "kernel.json").read_bytes(),
    )
    return gzip.decompress(made)
