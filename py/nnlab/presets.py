"""Presets: set-ups worth trying, by name; and for data sets a recipe, a set-up that learns them.

presets.json and recipes.json say how each differs from the note's run. The page reads the same
files.
"""

import json
from pathlib import Path
from typing import Any

from .checks import near
from .setup import Setup


class Presets(dict[str, Setup]):
    """Set-ups by name. A name that is not there is told with the one that was meant."""

    def __missing__(self, name: Any) -> Setup:
        raise KeyError(f"no preset {name!r}{near(name, self)}")


def load_presets() -> dict[str, Setup]:
    """Every preset of presets.json, in its order."""
    return {name: from_json(fields) for name, fields in read("presets.json").items()}


def load_recipes() -> dict[str, Setup]:
    """The recipe of each data set that has one in recipes.json."""
    recipes = read("recipes.json").items()
    return {name: from_json({**fields, "dataset": name}) for name, fields in recipes}


def read(file: str) -> dict[str, dict[str, Any]]:
    """What a file beside this one says of each set-up."""
    changes: dict[str, dict[str, Any]] = json.loads(
        Path(__file__).with_name(file).read_text("utf-8")
    )
    return changes


def from_json(fields: dict[str, Any]) -> Setup:
    """The note's run with `fields` in place of its own; JSON's lists become tuples.

    Raises TypeError for a field that a set-up has not.
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return Setup(**values)


PRESETS = Presets(load_presets())
RECIPES = load_recipes()

OWN_TABLE = Setup(
    dataset="own",
    test_ratio=0.25,
    standardize=True,
    hidden_sizes=(16, 16),
    hidden_activations=("tanh",),
    output="softmax",
    initializer="xavier",
    optimizer="adam",
    learning_rate=0.01,
    batch_size=32,
    shuffle=True,
    epochs=200,
    patience=20,
)
"""What the page begins with on a visitor's own table, of which nothing is known: it trains on most,
keeps a part for the test, and stops when that gets no better."""
