"""web/runtime.json: what the unbuilt page's worker fetches, as `vendor.lock.json` pins it."""

import hashlib
import json

from vendor import read_lock

RUNTIME_LIST = "web/runtime.json"


def runtime_json() -> str:
    """Each file with its size and its hash, and the packages that Pyodide loads of them."""
    fetched, written = read_lock(["runtime"])
    pins = [(file.to, file.size, file.sha256) for file in fetched if not file.to.endswith("ts")]
    packages: list[str] = []
    for path, text in written.items():
        content = text.encode()
        pins.append((path, len(content), hashlib.sha256(content).hexdigest()))
        packages += json.loads(text)["packages"]
    files = [{"path": path, "bytes": size, "sha256": sha256} for path, size, sha256 in pins]
    return json.dumps({"packages": packages, "files": files, "rest": []}, indent=1) + "\n"
