"""What an activation, a loss or a network states of itself; your own need not state anything."""

from math import inf
from typing import Any

DEFAULTS: dict[str, Any] = {
    "element_wise": True,
    "least": -inf,
    "most": inf,
    "kinks": (),
    "equations": (),
    "derivative_equations": (),
    "delta_equations": (),
    "l1": 0.0,
}


def fact(of: object, name: str) -> Any:
    """The attribute, or what holds for most where there is none. See `activations.Activation`."""
    return getattr(of, name, DEFAULTS[name])
