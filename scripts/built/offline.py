"""What makes the built site an app that works offline: its manifest and its service worker."""

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from built.heap_difference import apart
from built.make_heap import wasm_of

WORKER = Path(__file__).with_name("service_worker.js")
NAME = "NN Lab"
SIZES = (192, 512)
PACKED = ".gz"
HEAP = "/heap.bin"


def manifest(app_folder: str) -> bytes:
    """The web app manifest; icons lie in `app_folder`."""
    icons = [
        {
            "src": f"{app_folder}/web/icons/icon-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
        }
        for size in SIZES
    ]
    icons.append({"src": f"{app_folder}/web/icon.svg", "sizes": "any", "type": "image/svg+xml"})
    content = {
        "name": f"{NAME} — a NumPy neural network you can take apart",
        "short_name": NAME,
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#f6f5f1",
        "theme_color": "#f6f5f1",
        "icons": icons,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def service_worker(files: Mapping[str, bytes]) -> bytes:
    """The service worker that keeps exactly `files`, as `kept` says."""
    hashes = {path: sha256(content).hexdigest() for path, content in sorted(kept(files).items())}
    version = sha256(json.dumps(hashes).encode()).hexdigest()[:12]
    head = (
        f"const version = {json.dumps(version)};\nconst files = {json.dumps(hashes, indent=1)};\n"
    )
    return head.encode() + WORKER.read_bytes()


def kept(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the offline copy has of the published `files`: what ends with .gz unpacked."""
    found = {}
    for path, content in files.items():
        name = path.removesuffix(PACKED)
        found[name] = gzip.decompress(content) if path.endswith(PACKED) else content
        if name.endswith(HEAP):
            found[name] = apart(found[name], wasm_of(files))
    return found
