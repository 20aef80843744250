"""Train the paper's run and run tests/py inside Pyodide; the last line is JSON of both."""

import json
import runpy

import pytest


class Results:
    """Notes every test's outcome, and the text of each failure."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, str]] = {}

    def pytest_configure(self) -> None:
        """Fewer examples: Python is slower here, and CPython has tried the many."""
        from hypothesis import settings  # here, where pytest has prepared it for its asserts

        settings.register_profile(
            "pyodide", deadline=None, max_examples=15, derandomize=True, database=None
        )
        settings.load_profile("pyodide")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the test's own phase, and any other phase that did not pass."""
        if report.when == "call" or not report.passed:
            self.found[report.nodeid] = {"outcome": report.outcome, "text": report.longreprtext}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected counts as a failure of its own."""
        if report.failed:
            self.found[report.nodeid] = {"outcome": "failed", "text": report.longreprtext}


def main(*arguments: str) -> int:
    """Run pytest with `arguments`; its exit code."""
    losses = runpy.run_path("/repo/tests/pyodide/paper_losses.py")["losses"](0)
    results = Results()
    options = [
        "--import-mode=importlib",
        "-q",
        "-W",
        "error",
        "-W",
        "ignore:training has broken down",
        "-W",
        "ignore:plain NumPy trains",
        "-p",
        "no:cacheprovider",
        "--rootdir=/repo",
    ]
    code = pytest.main([*options, "tests/py", *arguments], plugins=[results])
    print(json.dumps({"losses": losses, "found": results.found}), flush=True)
    return int(code)
