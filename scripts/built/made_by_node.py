"""What scripts under Node make, kept in the per-user cache: it takes seconds and rarely changes."""

import gzip
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from fetch.node import find_node
from vendor import cache_dir


def made_by_node(
    name: str,
    script: Path,
    content: Callable[[Path], bytes],
    inputs: Mapping[str, bytes] | None = None,
) -> bytes:
    """What `content` finds in a folder, gzipped, after `script` has written there beside `inputs`.

    Kept as `name`, which must be another one when anything changes that it is made of. Raises
    RuntimeError with Node's output when the script fails.
    """
    cached = cache_dir() / name
    if not cached.is_file():
        with tempfile.TemporaryDirectory() as folder:
            for file, there in (inputs or {}).items():
                Path(folder, file).write_bytes(there)
            command: list[str | Path] = [find_node(), script, folder]
            made = subprocess.run(command, capture_output=True, text=True, check=False)
            if made.returncode:
                raise RuntimeError(f"{script.name} failed:\n{made.stderr[-2000:]}")
            packed = gzip.compress(content(Path(folder)), 9, mtime=0)
        cached.parent.mkdir(parents=True, exist_ok=True)
        part = cached.with_suffix(f".{os.getpid()}")
        part.write_bytes(packed)
        part.replace(cached)
    return cached.read_bytes()
