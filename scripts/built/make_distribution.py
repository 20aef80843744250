"""Make the Pyodide distribution: wheels and the lock that other people's pages name.

pyodide-build and pyodide-lock make it, inside the pinned Pyodide under Node: byte code is of one
Python, and on the host these would need Python 3.12.
"""

import hashlib
import io
import tarfile
from pathlib import Path

from built.made_by_node import made_by_node
from built.make_pack import tar
from site_files import ROOT
from vendor import LOCK

HERE = Path(__file__).parent


def make_distribution(wheel: tuple[str, bytes], root: Path = ROOT) -> dict[str, bytes]:
    """pyodide-lock.json and its wheels, by their names; `wheel` is nnlab's."""
    runtime = root / "web/vendor/pyodide"
    inputs = {path.name: path.read_bytes() for path in runtime.glob("*.whl")}
    inputs |= {
        "pyodide-lock.json": (runtime / "pyodide-lock.json").read_bytes(),
        wheel[0]: wheel[1],
    }
    tools = [LOCK, Path(__file__), *sorted((HERE / "distribution").iterdir())]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in tools) + wheel[1]).hexdigest()
    packed = made_by_node(
        f"distribution-{digest}.tar.gz", HERE / "distribution/run.mjs", tar, inputs
    )
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if content:
                found[member.name] = content.read()
    return found
