"""Hypothesis may be missing: its tests are then skipped, and the others need NumPy and pytest only.

So does what the browser's tests need: see tests/conftest.py.
"""

import sys
from importlib.util import find_spec
from types import ModuleType

import pytest


class Anything:
    """Stands for a strategy: may be asked for any attribute, and called with anything."""

    def __getattr__(self, name):
        return self

    def __call__(self, *_args, **_options):
        return self


def unchanged(*_args, **_options):
    return lambda function: function


if find_spec("hypothesis") is None:
    stand_in = ModuleType("hypothesis")
    stand_in.given = lambda *_args, **_options: pytest.mark.skip("hypothesis is not installed")
    stand_in.example = stand_in.settings = unchanged
    stand_in.strategies = Anything()
    sys.modules["hypothesis"] = stand_in
