"""Make the heap: Python's memory with everything imported, from which a later start goes on.

Only the offline copy has it, since it is larger than all that it saves the first visit.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from built.heap_difference import apart
from built.made_by_node import made_by_node
from site_files import ROOT

SCRIPT = "scripts/built/pack/heap.mjs"
MADE_WITH = (
    SCRIPT,
    "scripts/built/heap_difference.py",
    "scripts/built/wasm_split/wasm_file.py",
    "scripts/built/wasm_split/in_node.mjs",
    *(f"web/worker/{name}.js" for name in ("heap", "parts", "split", "untar")),
)


def make_heap(runtime: Mapping[str, bytes], root: Path = ROOT) -> bytes:
    """The gzipped heap of a Python that starts from `runtime`, the built page's files by name.

    It is `apart` from the WebAssembly among them. Raises RuntimeError with Node's output when it
    cannot be made.
    """
    inputs = [*runtime.values(), *((root / path).read_bytes() for path in MADE_WITH)]
    digest = hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in inputs))
    return made_by_node(
        f"heap-{digest.hexdigest()}.bin.gz",
        root / SCRIPT,
        content=lambda folder: apart((folder / "heap.bin").read_bytes(), wasm_of(runtime)),
        inputs=runtime,
    )


def wasm_of(runtime: Mapping[str, bytes]) -> list[bytes]:
    """Both modules of Python's WebAssembly."""
    return [content for name, content in runtime.items() if name.endswith(".wasm")]
