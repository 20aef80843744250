"""What makes the built site an app that works offline: its manifest and its service worker."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

WORKER = Path(__file__).with_name("service_worker.js")
NAME = "NN Lab"
SIZES = (192, 512)
PACKED = ".gz"


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
    """The service worker that keeps exactly `files`, those that end with .gz unpacked."""
    contents = dict(sorted(kept(path, content) for path, content in files.items()))
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    version = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:12]
    head = (
        f"const version = {json.dumps(version)};\nconst files = {json.dumps(hashes, indent=1)};\n"
    )
    return head.encode() + WORKER.read_bytes()


def kept(path: str, content: bytes) -> tuple[str, bytes]:
    """Under which path the offline copy has the published file, and what it has there."""
    if not path.endswith(PACKED):
        return path, content
    return path.removesuffix(PACKED), gzip.decompress(content)
