"""Presets: set-ups worth trying, by name. presets.json says how each differs from the note's run.

The page reads the same file.
"""

import json
from pathlib import Path
from typing import Any

from .setup import Setup


def load_presets() -> dict[str, Setup]:
    """Every preset of presets.json, in its order."""
    changes = json.loads(Path(__file__).with_name("presets.json").read_text("utf-8"))
    return {name: from_json(fields) for name, fields in changes.items()}


def from_json(fields: dict[str, Any]) -> Setup:
    """The note's run with `fields` in place of its own; JSON's lists become tuples.

    Raises TypeError for a field that a set-up has not.
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return Setup(**values)


PRESETS = load_presets()
