#!/usr/bin/env python3
"""Check everything, from a bare clone and with nothing but Python 3.11 or later.

    python3 scripts/test.py              lint, types, then every test
    python3 scripts/test.py -k classify  the same with pytest's own options added
    python3 scripts/test.py --quick      in under a minute: lint, types, contracts, JavaScript

Makes `.venv` with the pinned tools, fetches the third-party files, finds a browser.
The exit code is 0 only if every check and every test passed.
"""

import os
import subprocess
import sys
from pathlib import Path

from fetch.browsers import ensure_chromium
from fetch.node import find_node
from fetch.venv import PYTHON, make_venv
from site_files import ROOT

TYPESCRIPT = ROOT / "tests/.vendor/typescript/lib/tsc.js"


def run(title: str, *command: str | Path) -> None:
    """Run one command under its title. Ends the program if it fails."""
    print(f"== {title}", flush=True)
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"== FAILED: {title}")


Processes = dict[str, "subprocess.Popen[str]"]


def start_checks() -> Processes:
    """Start every linter and type checker, side by side."""
    node = find_node()
    checks: dict[str, list[str | Path]] = {
        "ruff check": [PYTHON, "-m", "ruff", "check", "."],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "mypy": [PYTHON, "-m", "mypy"],
        "tsc, page": [node, TYPESCRIPT, "-p", "tsconfig.json"],
        "tsc, worker": [node, TYPESCRIPT, "-p", "tsconfig.worker.json"],
    }
    return {
        title: subprocess.Popen(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for title, command in checks.items()
    }


def failed_of(checks: Processes) -> str:
    """Wait for them, and show what each said under its title; those that found something."""
    for title, process in checks.items():
        print(f"== {title}\n{process.communicate()[0]}", end="", flush=True)
    return "; ".join(title for title, process in checks.items() if process.returncode)


def main() -> None:
    """Run as a command."""
    make_venv()
    run("fetch third-party files", PYTHON, "scripts/vendor.py")
    checks = start_checks()
    if sys.argv[1:] == ["--quick"]:
        if failed := failed_of(checks):
            sys.exit(f"== FAILED: {failed}. No test was run.")
        run("pytest", PYTHON, "-m", "pytest", "-q", "tests/contract")  # these run tests/js too
        return
    os.environ["NNLAB_CHROMIUM"] = ensure_chromium(str(PYTHON))
    # A file's tests share a page, so they stay together, and the files come in pyproject.toml's
    # order. A third worker gained nothing on two cores, and browsers answered late.
    parallel = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    print("== pytest, and beside it the checks", flush=True)
    tests = subprocess.Popen([PYTHON, "-m", "pytest", *parallel, *sys.argv[1:]], cwd=ROOT)
    if failed := failed_of(checks):
        tests.terminate()
        tests.wait()
        sys.exit(f"== FAILED: {failed}. The tests were not run to their end.")
    if tests.wait():
        sys.exit("== FAILED: pytest")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except RuntimeError as error:
        sys.exit(f"test.py: {error}")
