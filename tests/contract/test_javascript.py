"""Runs the tests of the JavaScript, which are JavaScript: `node --test tests/js`."""

import subprocess

import pytest

from fetch.node import find_node
from site_files import ROOT

TESTS = sorted((ROOT / "tests/js").glob("**/*.test.js"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_in_node(path: object) -> None:
    done = subprocess.run(
        [find_node(), "--test", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
