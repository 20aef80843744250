"""Checks on what the page sends. Each names the field, its value and what is allowed."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Dataset
from nnlab.presets import PRESETS, Preset


def check_setup(setup: Mapping[str, Any]) -> Preset:
    """The preset that `setup` names, with the rest of `setup` in place of its fields.

    Raises ValueError for an unknown preset, an unknown field or a value that is not allowed.
    """
    changes = dict(setup)
    name = changes.pop("preset", "paper")
    if name not in PRESETS:
        raise ValueError(f"preset is {name!r}, expected one of {', '.join(PRESETS)}")
    for field, value in changes.items():
        if field == "learning_rate":
            check_positive(field, value)
        elif field == "seed":
            check_whole(field, value, 0)
        else:
            raise ValueError(f"{field} is not something that a set-up has")
    return dataclasses.replace(PRESETS[name], **changes)


def check_values(dataset: Dataset, values: Sequence[float]) -> Array:
    """One sample's features as an array (features,). Raises ValueError unless all are finite."""
    if len(values) != len(dataset.feature_names):
        raise ValueError(f"{len(values)} values, expected {len(dataset.feature_names)}")
    for name, value in zip(dataset.feature_names, values, strict=True):
        if not is_number(value):
            raise ValueError(f"{name} is {value!r}, expected a number")
    return np.array(values, np.float64)


def check_positive(field: str, value: Any) -> float:
    """`value` as a float. Raises ValueError unless it is finite and above 0."""
    if not is_number(value) or value <= 0:
        raise ValueError(f"{field} is {value!r}, expected a number above 0")
    return float(value)


def check_whole(field: str, value: Any, least: int) -> int:
    """`value` as an int. Raises ValueError unless it is whole and at least `least`."""
    if not is_number(value) or value != int(value) or value < least:
        raise ValueError(f"{field} is {value!r}, expected a whole number of {least} or more")
    return int(value)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
