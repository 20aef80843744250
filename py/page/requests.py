"""Checks on what the page sends. Each refusal names the field, its value and what is allowed.

FIELDS is the only table of what a set-up may be: scripts/generate.py writes the page's from it.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.arrays import Array
from nnlab.data import TASKS, Dataset
from nnlab.engines import ENGINES
from nnlab.files.constraints import (
    Constraint,
    Flag,
    ListOf,
    NotAllowed,
    Number,
    OneOf,
    Text,
    Whole,
    check,
)
from nnlab.files.phrases import Phrase
from nnlab.initializers import INITIALIZERS
from nnlab.made import MADE
from nnlab.optimizers import OPTIMIZERS
from nnlab.setup import DATASETS, OUTPUT_LOSSES, Setup

MOST_LAYERS = 8
MOST_NEURONS = 64
MOST_COLUMNS = 2000
HIDDEN_ACTIVATIONS = [name for name, f in ACTIVATIONS.items() if f.element_wise]


DEFAULT = Setup(engine="compiled")
"""What the page begins with, and what a link means by a field that it does not name.

Not "auto": in a browser compiled code is faster for nearly every network, and finding that out
anew would take time at every change of the set-up."""


@dataclass(frozen=True)
class Field:
    """A choice of the set-up as the page makes it."""

    constraint: Constraint
    link: str
    """What a link calls it. It stays: links live long."""

    live: bool = False
    """Whether it may change while a network trains; any other change starts anew."""


FIELDS = {
    "dataset": Field(OneOf([*DATASETS, "own"]), "data"),
    "noise": Field(Number(0.0, 0.5), "noise"),
    "size": Field(Whole(20, 2000), "size"),
    "target": Field(Text(), "target"),
    "task": Field(OneOf(TASKS), "task"),
    "left_out": Field(ListOf(Text(), MOST_COLUMNS), "without"),
    "test_ratio": Field(Number(0.0, 0.9), "test"),
    "split_seed": Field(Whole(0, 999_999_999), "split"),
    "made": Field(ListOf(OneOf([*MADE]), len(MADE)), "made"),
    "standardize": Field(Flag(), "standardize"),
    "hidden_sizes": Field(ListOf(Whole(1, MOST_NEURONS), MOST_LAYERS), "layers"),
    "hidden_activations": Field(ListOf(OneOf(HIDDEN_ACTIVATIONS), MOST_LAYERS), "activation"),
    "output": Field(OneOf([*OUTPUT_LOSSES]), "output"),
    "initializer": Field(OneOf([*INITIALIZERS]), "init"),
    "optimizer": Field(OneOf([*OPTIMIZERS]), "optimizer"),
    "learning_rate": Field(Number(0.0, open_below=True), "lr", live=True),
    "batch_size": Field(Whole(1, 100_000), "batch", live=True),
    "l2": Field(Number(0.0), "l2", live=True),
    "l1": Field(Number(0.0), "l1"),
    "balanced": Field(Flag(), "balanced"),
    "shuffle": Field(Flag(), "shuffle"),
    "seed": Field(Whole(0, 999_999_999), "seed"),
    "epochs": Field(Whole(1, 1_000_000), "epochs", live=True),
    "target_loss": Field(Number(0.0), "target_loss", live=True),
    "patience": Field(Whole(0, 1_000_000), "patience", live=True),
    "engine": Field(OneOf(ENGINES), "engine"),
}

CONSTRAINTS = {name: field.constraint for name, field in FIELDS.items()}

# What every call to train takes anew. The epochs are asked for by their number.
LIVE = tuple(name for name, field in FIELDS.items() if field.live and name != "epochs")


def check_setup(setup: Mapping[str, Any]) -> Setup:
    """The set-up of these fields, and DEFAULT's for those that are missing.

    Raises NotAllowed for an unknown field or a value that is not allowed.
    """
    fields = dataclasses.asdict(DEFAULT) | check_fields(setup, CONSTRAINTS)
    sizes, activations = fields["hidden_sizes"], fields["hidden_activations"]
    if len(sizes) != len(activations):
        raise NotAllowed(
            "hidden_activations", list(activations), Phrase("allowed_each_layer", layers=len(sizes))
        )
    if fields["patience"] and not fields["test_ratio"]:
        raise NotAllowed("patience", fields["patience"], Phrase("allowed_patience_test"))
    return Setup(**fields)


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
