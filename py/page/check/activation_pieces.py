"""What activations and their slopes are asked, and what well-known slips would answer."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

import nnlab
from nnlab.activations import ACTIVATIONS
from nnlab.arrays import Array

from .probes import PROBES, SQUARE, Given, Piece, Slips, Together, Widths, numbers
from .softmax_slips import TIMES, limits_forgiven, softmax_slips

CLASSES = {name: type(f).__name__ for name, f in ACTIVATIONS.items()}
LEAKS = (0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3)
HIDDEN = [name for name, f in ACTIVATIONS.items() if f.element_wise]


def sums(widths: Widths) -> Given:
    """Usual sums; large ones; some so far apart that e^z overflows or vanishes; and zeros, where
    kinks are."""
    z = numbers(widths)["z"]
    return {name: times * z for name, times in TIMES.items()}


def run_forward(name: str) -> Callable[[Any, Given], Any]:
    def run(package: Any, given: Given) -> Any:
        forward = package.activations.ACTIVATIONS[name].forward
        return Together(forward(given[key]) for key in TIMES)

    return run


def forward_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        z = np.concatenate([*sums(widths).values()])
        if name == "softmax":
            return softmax_slips(numbers(widths)["z"])
        sigmoid = 1.0 / (1.0 + np.exp(-z))
        made: dict[str, dict[str, Array]] = {
            "sigmoid": {
                "minus_missing": 1.0 - sigmoid,
                "one_missing": np.exp(-z),
                "is_other:tanh": np.tanh(z),
                "is_other:identity": z,
                "is_slope": sigmoid * (1.0 - sigmoid),
            },
            "tanh": {
                "is_other:sigmoid": sigmoid,
                "is_other:identity": z,
                "is_slope": 1.0 - np.tanh(z) ** 2,
            },
            "relu": {
                "minimum": np.minimum(z, 0.0),
                "absolute": np.abs(z),
            }
            | {f"leaks:{c:g}": np.where(z > 0.0, z, c * z) for c in LEAKS}
            | {
                "is_slope": np.sign(np.maximum(z, 0.0)),
                "is_other:ELU": np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0))),
                "is_other:softplus": np.logaddexp(0.0, z),
                "is_other:SiLU": z / (1.0 + np.exp(-z)),
                "is_other:identity": z,
            },
            "identity": {},
        }
        return made[name]

    return slips


def forgiven(name: str) -> Callable[[Widths], Slips]:
    return lambda widths: limits_forgiven(numbers(widths)["z"]) if name == "softmax" else {}


def forward_factors(name: str) -> Callable[[Widths], Mapping[str, float]]:
    def factors(widths: Widths) -> Mapping[str, float]:
        return {"divided_by_mean": float(widths.outputs)} if name == "softmax" else {}

    return factors


def outputs(name: str) -> Callable[[Widths], Given]:
    """The original's, so that a changed forward is not blamed twice. A ReLU's are never below 0."""

    def given(widths: Widths) -> Given:
        return {"a": nnlab.activations.ACTIVATIONS[name].forward(numbers(widths)["z"])}

    return given


def run_derivative(name: str) -> Callable[[Any, Given], Any]:
    return lambda package, given: package.activations.ACTIVATIONS[name].derivative(given["a"])


def derivative_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        a = outputs(name)(widths)["a"]
        return dict(slopes_mistaken(name, a, numbers(widths)["z"], widths == SQUARE))

    return slips


def diagonal(slope: Array) -> Slips:
    """np.diag makes a matrix of a vector, and a vector of a matrix."""
    return {"diagonal_taken": np.diag(slope), "diagonal_taken:matrix": np.diag(np.diag(slope))}


def joined(slope: Array) -> Slips:
    """Sums and means of entries that should stay apart."""
    return {
        f"entries_joined:{name}{axis}{kept}": np.asarray(
            combine(slope, axis=axis, keepdims=kept), np.float64
        )
        for name, combine in (("sum", np.sum), ("mean", np.mean))
        for axis in (0, 1)
        for kept in (True, False)
    }


def slopes_mistaken(name: str, a: Array, z: Array, square: bool) -> Slips:
    again = 1.0 / (1.0 + np.exp(-a))
    if name == "sigmoid":
        slips = (
            dict(joined(a * (1 - a)))
            | dict(diagonal(a * (1 - a)))
            | {
                "slope_of_output": again * (1 - again),
                "slope_half": a,
                "slope_other_half": 1 - a,
                "slope_plus": a * (1 + a),
                "slope_of_tanh": 1 - a * a,
                "slope_squared:1": a * (1 - a) ** 2,
                "slope_squared:2": a * a * (1 - a),
                "slope_squared:3": (a * (1 - a)) ** 2,
                "square_alone": a * a,
                "halves_divided": a / (1 - a),
                "neighbours_compared:rows": np.gradient(a, axis=0),
                "neighbours_compared:row_steps": np.diff(a, axis=0),
                "neighbours_compared:steps": np.diff(a, axis=1),
                "ones_everywhere": np.ones_like(a),
                "matrix_product:transposed": a @ (1 - a).T,
                "matrix_product:first transposed": a.T @ (1 - a),
                "root_taken": np.sqrt(a * (1 - a)),
                "slope_from_one": 1 - a * (1 - a),
                "slope_inverted": 1 / (a * (1 - a)),
                "exp_of_output": np.exp(-a),
                "exp_of_output:plus": np.exp(a),
                "forward_for_slope": again,
                "forward_for_slope:minus": 1 - again,
                "brackets_missing": np.zeros_like(a),
                "inverse_for_slope": np.log(a / (1 - a)),
                "slope_of_slope:1": a * (1 - a) * (1 - 2 * a),
                "slope_of_slope:2": 1 - 2 * a,
            }
        )
        return slips | ({"matrix_product": a @ (1 - a)} if square else {})
    if name == "tanh":
        return {
            **diagonal(1 - a * a),
            "tanh_of_output": 1 - np.tanh(a) ** 2,
            "slope_of_sigmoid": a * (1 - a),
            "tanh_square_missing": 1 - a,
            "square_added": 1 + a * a,
            "root_taken": np.sqrt(1 - a * a),
            "square_alone": a * a,
            "slope_half": a,
            "forward_for_slope": np.tanh(a),
        } | ({"matrix_product": 1 - a @ a} if square else {})
    if name == "relu":
        leaks = {f"leaks:{c:g}": (a > 0.0) + c * (a <= 0.0) for c in LEAKS}
        return leaks | {
            "on_at_zero": np.ones_like(a),
            "slope_half": a,
            "inverted": (a <= 0.0) * 1.0,
            "kink_elsewhere:1": (a > 1.0) * 1.0,
            "kink_elsewhere:0.5": (a > 0.5) * 1.0,
        }
    return {"slope_half": a}


def run_on_stack(name: str) -> Callable[[Any, Given], Any]:
    return lambda package, given: package.activations.ACTIVATIONS[name].forward(given["z"])


def stack(widths: Widths) -> Given:
    """Where several steps are looked at together, there is a matrix for each of them."""
    z = numbers(widths)["z"]
    return {"z": np.stack([z, 0.5 * z, -z])}


def near(widths: Widths) -> Given:
    """Outputs in threes that lie side by side."""
    return {"a": np.linspace(0.1, 0.9, 40)[:, None] + NEXT * np.arange(3)}


def run_straight(name: str) -> Callable[[Any, Given], Any]:
    """Whether the slope is straight from each output to the next ones, as in a table that is
    looked up, where the formula's is bent."""

    def run(package: Any, given: Given) -> Any:
        left, middle, right = np.transpose(run_derivative(name)(package, given))
        bend = np.abs(left - 2.0 * middle + right) / NEXT**2
        return np.array([[float((bend < 0.1).mean() > 0.9)]])

    return run


NEXT = 1e-5

FORWARD = [
    Piece(
        "activation", n, "activations", f"{c}.forward", "a", run_forward(n), sums,
        forward_slips(n), forward_factors(n), spoils=frozenset(sums(SQUARE)), probes=PROBES,
        forgives=forgiven(n),
    )
    for n, c in CLASSES.items()
]  # fmt: skip
SLOPES = [
    Piece(
        "derivative", n, "activations", f"{CLASSES[n]}.derivative", "slope", run_derivative(n),
        outputs(n), derivative_slips(n), spoils=frozenset({"a"}), probes=PROBES,
    )
    for n in HIDDEN
]  # fmt: skip
ON_STACKS = [
    Piece(
        "stack", n, "activations", f"{c}.forward", "a", run_on_stack(n), stack,
        spoils=frozenset({"z"}), remark=True,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
TABLES = [
    Piece(
        "table", n, "activations", f"{CLASSES[n]}.derivative", "slope", run_straight(n), near,
        spoils=frozenset({"a"}), remark=True,
    )
    for n in ("sigmoid", "tanh")
]  # fmt: skip
