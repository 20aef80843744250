"""Of a model file: the number that its network predicts, and how it is standardised."""

import math
from dataclasses import dataclass
from typing import Any

from ..experiment import Experiment
from .constraints import NotAllowed, Number, Text, check
from .phrases import Phrase
from .strict_json import members


@dataclass(frozen=True)
class NumberTarget:
    name: str
    unit: str
    mean: float
    scale: float


def number_target(experiment: Experiment) -> NumberTarget | None:
    """None of classes."""
    data, scaler = experiment.dataset, experiment.target_scaler
    if scaler is None:
        return None
    return NumberTarget(
        data.target_name, data.unit, float(scaler.mean[0, 0]), float(scaler.scale[0, 0])
    )


def read_target(value: Any) -> NumberTarget:
    fields = members("data.target", value, ("name", "unit", "mean", "scale"))
    return NumberTarget(
        name=check("data.target.name", fields["name"], Text()),
        unit=check("data.target.unit", fields["unit"], Text()),
        mean=check("data.target.mean", fields["mean"], Number(-math.inf)),
        scale=check("data.target.scale", fields["scale"], Number(0, open_below=True)),
    )


def check_target(value: NumberTarget | None, here: NumberTarget | None) -> None:
    """Raises NotAllowed unless both are the same number, and standardised alike."""
    if value is None or here is None:
        if value is not here:
            raise NotAllowed("data.target", value, Phrase("allowed_same", expected=repr(here)))
        return
    for field in ("name", "mean", "scale"):
        found, expected = getattr(value, field), getattr(here, field)
        same = found == expected or (
            isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
        )
        if not same:
            raise NotAllowed(
                f"data.target.{field}", found, Phrase("allowed_same", expected=repr(expected))
            )
