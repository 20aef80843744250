"""Lists of files, held against what is really there."""

import hashlib
import json
import subprocess

from site_files import ROOT


def tracked(folder: str) -> set[str]:
    """What git knows, or would add, below a folder."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in found.stdout.splitlines() if (ROOT / name).is_file()}


def test_the_worker_mounts_every_file_of_py() -> None:
    listed = json.loads((ROOT / "py/files.json").read_text())
    assert listed == sorted(listed)
    assert {f"py/{name}" for name in listed} == tracked("py") - {"py/files.json"}


def test_the_worker_fetches_what_was_vendored() -> None:
    listed = json.loads((ROOT / "web/runtime.json").read_text())["files"]
    lock = json.loads((ROOT / "scripts/vendor.lock.json").read_text())
    runtime = [p for p in lock["packages"] if p["group"] == "runtime"]
    wanted = {f["to"] for p in runtime for f in p["files"] if not f["to"].endswith("ts")}
    assert {file["path"] for file in listed} == wanted
    for file in listed:
        content = (ROOT / file["path"]).read_bytes()
        assert file["bytes"] == len(content), file["path"]
        assert file["sha256"] == hashlib.sha256(content).hexdigest(), file["path"]


def test_nothing_fetched_is_committed() -> None:
    assert not [name for name in tracked(".") if {"vendor", ".vendor"} & set(name.split("/"))]
