"""Make `.venv`, with the tools that `requirements-dev.txt` pins."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from site_files import ROOT

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REQUIREMENTS = ROOT / "requirements-dev.txt"


def make_venv() -> None:
    """Make `.venv`, or leave it if it already is as wanted. Raises RuntimeError when it fails."""
    stamp = VENV / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    print("== make .venv, install the pinned tools", flush=True)
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-input",
        "--disable-pip-version-check",
    ]
    commands: tuple[list[str | Path], ...] = (
        [sys.executable, "-m", "venv", VENV],
        [*pip, "--require-hashes", "-r", REQUIREMENTS],
    )
    for command in commands:
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise RuntimeError("the pinned tools could not be installed into .venv")
    stamp.write_text(wanted)
