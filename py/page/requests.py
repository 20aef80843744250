"""Checks on what the page sends. Each refusal names the field, its value and what is allowed.

web/lab/setup.js has the same table for the page; a test holds them together.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.arrays import Array
from nnlab.data import Dataset
from nnlab.initializers import INITIALIZERS
from nnlab.optimizers import OPTIMIZERS
from nnlab.presets import PRESETS
from nnlab.setup import DATASETS, ENGINES, OUTPUT_LOSSES, Setup

from .constraints import Constraint, Flag, ListOf, NotAllowed, Number, OneOf, Text, Whole, check
from .phrases import Phrase

MOST_LAYERS = 8
MOST_NEURONS = 64
HIDDEN_ACTIVATIONS = [name for name in ACTIVATIONS if name != "softmax"]

CONSTRAINTS: dict[str, Constraint] = {
    "dataset": OneOf([*DATASETS, "own"]),
    "noise": Number(0.0, 0.5),
    "size": Whole(20, 2000),
    "target": Text(),
    "left_out": ListOf(Text(), 200),
    "test_ratio": Number(0.0, 0.9),
    "split_seed": Whole(0, 999_999_999),
    "standardize": Flag(),
    "hidden_sizes": ListOf(Whole(1, MOST_NEURONS), MOST_LAYERS),
    "hidden_activations": ListOf(OneOf(HIDDEN_ACTIVATIONS), MOST_LAYERS),
    "output": OneOf([*OUTPUT_LOSSES]),
    "initializer": OneOf([*INITIALIZERS]),
    "optimizer": OneOf([*OPTIMIZERS]),
    "learning_rate": Number(0.0, open_below=True),
    "batch_size": Whole(1, 100_000),
    "l2": Number(0.0),
    "shuffle": Flag(),
    "seed": Whole(0, 999_999_999),
    "epochs": Whole(1, 1_000_000),
    "target_loss": Number(0.0),
    "patience": Whole(0, 1_000_000),
    "engine": OneOf(ENGINES),
}

# What may change while a network trains.
LIVE = ("learning_rate", "batch_size", "l2", "target_loss", "patience")


def check_setup(setup: Mapping[str, Any]) -> Setup:
    """The preset that `setup` names (the paper's if none), with `setup` in place of its fields.

    Raises NotAllowed for an unknown preset, an unknown field or a value that is not allowed.
    """
    changes = dict(setup)
    preset = check("preset", changes.pop("preset", "paper"), OneOf([*PRESETS]))
    checked = dataclasses.replace(PRESETS[preset], **check_fields(changes, CONSTRAINTS))
    sizes, activations = checked.hidden_sizes, checked.hidden_activations
    if len(sizes) != len(activations):
        raise NotAllowed(
            "hidden_activations", list(activations), Phrase("allowed_each_layer", layers=len(sizes))
        )
    if checked.patience and not checked.test_ratio:
        raise NotAllowed("patience", checked.patience, Phrase("allowed_patience_test"))
    return checked


def check_live(live: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of LIVE that `live` has. Raises NotAllowed for another field or a wrong value."""
    return check_fields(live, {field: CONSTRAINTS[field] for field in LIVE})


def check_fields(
    values: Mapping[str, Any], constraints: Mapping[str, Constraint]
) -> dict[str, Any]:
    for field in values:
        if field not in constraints:
            raise NotAllowed("field", field, OneOf([*constraints]).words)
    return {field: check(field, value, constraints[field]) for field, value in values.items()}


def check_values(dataset: Dataset, values: Sequence[float]) -> Array:
    """One sample's features as an array (features,). Raises ValueError unless all are finite."""
    if len(values) != len(dataset.feature_names):
        raise ValueError(f"{len(values)} values, expected {len(dataset.feature_names)}")
    number = Number(-math.inf)
    checked = [
        check(name, value, number)
        for name, value in zip(dataset.feature_names, values, strict=True)
    ]
    return np.array(checked, np.float64)
