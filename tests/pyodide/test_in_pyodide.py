"""What holds in CPython holds in the browser's Python: the same tests, the same losses.

Pyodide runs under Playwright's Node here; it is the very runtime that the page loads.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import playwright
import pytest

from build import LATER, RUNTIME, WASM
from built.wasm_split.profile import in_two
from site_files import ROOT

HERE = Path(__file__).parent
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
# Both use NumPy 2.4.3, but another libm and other SIMD: 3e-14 was seen.
RELATIVE_TOLERANCE = 1e-10
FEWEST_TESTS = 80


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """Pyodide with its WebAssembly in two modules."""
    folder = Path(shutil.copytree(ROOT / RUNTIME, tmp_path / "pyodide"))
    first, later = in_two((folder / WASM).read_bytes())
    (folder / WASM).write_bytes(first)
    (folder / LATER).write_bytes(later)
    return folder


def in_pyodide(runtime: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a file of this folder inside Pyodide."""
    command = [NODE, HERE / "run.mjs", runtime, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def last_line(result: subprocess.CompletedProcess[str]) -> str:
    """The last line that the program wrote; its whole output in the failure if there is none."""
    lines = result.stdout.strip().splitlines()
    if not lines:
        pytest.fail(f"no output from Pyodide\n{result.stderr[-4000:]}", pytrace=False)
    return lines[-1]


def test_what_holds_in_cpython_holds_inside_pyodide(runtime: Path) -> None:
    """In one Python, which takes long to start: the paper's run, then the unit tests."""
    result = in_pyodide(runtime, "inner_suite.py")
    try:
        said = json.loads(last_line(result))
    except json.JSONDecodeError:
        pytest.fail(result.stdout[-4000:] + result.stderr[-4000:], pytrace=False)
    the_losses_are_cpythons(said["losses"])
    found = said["found"]
    failed = {name: item["text"] for name, item in found.items() if item["outcome"] == "failed"}
    passed = [name for name, item in found.items() if item["outcome"] == "passed"]
    skipped = len(found) - len(passed) - len(failed)
    print(f"inside Pyodide: {len(passed)} passed, {len(failed)} failed, {skipped} skipped")
    if failed:
        pytest.fail("\n\n".join(f"{n}\n{text}" for n, text in failed.items()), pytrace=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    assert len(passed) >= FEWEST_TESTS


def the_losses_are_cpythons(losses: list[list[float]]) -> None:
    script = (
        f"import sys; sys.path[:0] = [{str(HERE)!r}]; import paper_losses; paper_losses.main('0')"
    )
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent / "py")}
    cpython = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    here, there = np.array(json.loads(cpython.stdout)), np.array(losses)
    assert here.shape == there.shape == (400, 2)
    difference = np.max(np.abs(there - here) / here)
    print(f"largest relative difference of a loss: {difference:.2g}")
    assert difference <= RELATIVE_TOLERANCE
