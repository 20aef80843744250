"""What the losses and their δ are asked, and what well-known slips would answer."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.arrays import Array
from nnlab.losses import LOSSES, WEIGHTED

from .activation_pieces import HIDDEN
from .output_slips import joined, of_cross_entropy, of_squared_error, products, without_brackets
from .probes import PROBES, SQUARE, Activation, Given, Piece, Slips, Together, Widths
from .probes import numbers as drawn

CLASSES = {name: type(loss).__name__ for name, loss in LOSSES.items()}


def outputs_and_targets(widths: Widths) -> Given:
    """Some outputs are certain: one may underflow to 0."""
    n = drawn(widths)
    certain = np.eye(widths.outputs)[:, : min(widths.outputs, widths.columns)]
    return {"y": np.hstack([n["y"], certain]), "t": np.hstack([n["t"], certain[::-1]])}


def run_per_sample(name: str) -> Callable[[Any, Given], Any]:
    return lambda package, given: package.losses.LOSSES[name].per_sample(given["y"], given["t"])


def loss_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        y, t = outputs_and_targets(widths).values()
        if name == "cross_entropy":
            log = np.log(np.maximum(y, np.finfo(np.float64).tiny))
            other = np.log(np.maximum(1.0 - y, np.finfo(np.float64).tiny))
            return {
                "log_of_zero": -(t * np.log(y)).sum(axis=0),
                "binary_cross_entropy": -(t * log + (1.0 - t) * other).sum(axis=0),
                "targets_missing": -log.sum(axis=0),
                "log_missing": -(t * y).sum(axis=0),
                "is_squared_error": 0.5 * ((y - t) ** 2).sum(axis=0),
                "log_of_targets": -(y * np.log(np.maximum(t, 1e-300))).sum(axis=0),
                "not_summed_over_outputs": -(t * log),
            } | dict(log_floors(y, t))
        error = y - t
        return {
            "root_of_squares": np.sqrt((error**2).sum(axis=0)),
            "absolute_error": np.abs(error).sum(axis=0),
            "square_left_out": 0.5 * error.sum(axis=0),
            "not_summed_over_outputs": 0.5 * error**2,
        }

    return slips


def log_floors(y: Array, t: Array) -> Slips:
    """An output that underflows counts as a small number, which is added or the least."""
    floors = [10.0**-k for k in range(5, 17)]
    return {f"log_floor:{e:g}": -(t * np.log(np.maximum(y, e))).sum(axis=0) for e in floors} | {
        f"log_plus:{e:g}": -(t * np.log(y + e)).sum(axis=0) for e in floors
    }


def loss_factors(name: str) -> Callable[[Widths], Mapping[str, float]]:
    def factors(widths: Widths) -> Mapping[str, float]:
        mean = {"mean_over_outputs": 1.0 / widths.outputs}
        if name == "cross_entropy":
            return mean
        return mean | {"half_missing": 2.0, "half_missing+mean_over_outputs": 2.0 / widths.outputs}

    return factors


def run_value(name: str) -> Callable[[Any, Given], Any]:
    def run(package: Any, given: Given) -> Any:
        loss, y, t = package.losses.LOSSES[name], given["y"], given["t"]
        answers = [loss.value(y, targets) for targets in (t, t[::-1])]
        return None if answers[0] is None else np.array(answers)

    return run


def for_value(widths: Widths) -> Given:
    n = drawn(widths)
    return {"y": n["y"], "t": n["t"]}


def value_factors(widths: Widths) -> Mapping[str, float]:
    return {
        "sum_for_mean": float(widths.columns),
        "mean_again": 1.0 / widths.columns,
        "mean_over_outputs": 1.0 / widths.outputs,
    }


def run_on_stack(name: str) -> Callable[[Any, Given], Any]:
    return lambda package, given: package.losses.LOSSES[name].per_sample(given["y"], given["t"])


def stack(widths: Widths) -> Given:
    n = drawn(widths)
    return {key: np.stack([n[key], n[key][::-1], n[key]]) for key in ("y", "t")}


def for_delta(targets: str) -> Callable[[Widths], Given]:
    def given(widths: Widths) -> Given:
        n = drawn(widths)
        return {"y": n["y"], "t": n[targets], "slope": n["slope"]}

    return given


def run_delta(name: str) -> Callable[[Any, Given], Any]:
    def run(package: Any, given: Given) -> Any:
        activation = Activation(given["slope"], given["y"])
        return package.losses.LOSSES[name].delta(given["y"], given["t"], activation)

    return run


def run_known_delta(name: str) -> Callable[[Any, Given], Any]:
    """With each of the activations that there are in the place of the stub."""

    def run(package: Any, given: Given) -> Any:
        loss, known = package.losses.LOSSES[name], package.activations.ACTIVATIONS
        y = {a: ACTIVATIONS[a].forward(given["y"]).copy() for a in HIDDEN}
        return Together(loss.delta(y[a], given["t"], known[a]) for a in HIDDEN)

    return run


def delta_slips(name: str) -> Callable[[Widths], Slips]:
    def slips_of(widths: Widths) -> Slips:
        n = drawn(widths)
        y, t, slope, columns = n["y"], n["t"], n["slope"], widths.columns
        makes = of_cross_entropy if name == "cross_entropy" else of_squared_error
        slips = dict(makes(y, t, slope))
        if name != "cross_entropy":
            slips |= products(y - t, slope, widths == SQUARE)
        right = y - t if name == "cross_entropy" else (y - t) * slope
        means = {slip: array / columns for slip, array in slips.items()}
        each = LOSSES[name].per_sample(y, t)
        means |= {"loss_itself:columns": each, "loss_itself:mean": np.asarray(each.mean())}
        return means | dict(joined(right)) | without_brackets(y, t, right, columns)

    return slips_of


def delta_factors(widths: Widths) -> Mapping[str, float]:
    return {
        "sum_for_mean": float(widths.columns),
        "mean_again": 1.0 / widths.columns,
        "times_columns": float(widths.columns**2),
        "divided_by_rows": widths.columns / widths.outputs,
        "divided_by_size": 1.0 / widths.outputs,
        "divided_by_size+mean_again": 1.0 / (widths.outputs * widths.columns),
        "divided_by_root": widths.columns**0.5,
        "one_column_more": widths.columns / (widths.columns + 1.0),
        "one_column_less": widths.columns / (widths.columns - 1.0) if widths.columns > 1 else 1.0,
    }


def delta_factors_of(name: str) -> Callable[[Widths], Mapping[str, float]]:
    def factors(widths: Widths) -> Mapping[str, float]:
        plain = delta_factors(widths)
        if name == "cross_entropy":
            return plain
        halves = {"two_left": 2.0, "half_left": 0.5}
        return {**plain, **halves} | {
            f"{half}+{other}": c * plain[other]
            for half, c in halves.items()
            for other in ("sum_for_mean", "divided_by_rows", "divided_by_size")
        }

    return factors


def with_weights(widths: Widths) -> Given:
    """Samples of which each counts otherwise."""
    n = drawn(widths)
    return {"y": n["y"], "t": n["t"] * np.linspace(0.5, 2.0, widths.columns), "slope": n["slope"]}


def weighted(package: Any, name: str) -> Any:
    """The package's own, or the original where its file is older than weights."""
    return getattr(package.losses, "WEIGHTED", WEIGHTED)[name]


def run_weighted(name: str) -> Callable[[Any, Given], Any]:
    return lambda package, given: weighted(package, name).per_sample(given["y"], given["t"])


def run_weighted_delta(name: str) -> Callable[[Any, Given], Any]:
    def run(package: Any, given: Given) -> Any:
        activation = Activation(given["slope"], given["y"])
        return weighted(package, name).delta(given["y"], given["t"], activation)

    return run


PER_SAMPLE = [
    Piece(
        "loss", n, "losses", f"{c}.per_sample", "Loss", run_per_sample(n), outputs_and_targets,
        loss_slips(n), loss_factors(n), probes=PROBES,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
VALUES = [
    Piece(
        "loss", n, "losses", f"{c}.value", "Loss", run_value(n), for_value,
        factors=value_factors, probes=PROBES,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
DELTAS = [
    Piece(
        "output_delta", n, "losses", f"{c}.delta", "delta", run_delta(n), for_delta("t"),
        delta_slips(n), delta_factors_of(n), spoils=frozenset({"y"}), probes=PROBES,
        known=run_known_delta(n) if n == "half_squared_error" else None,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
SOFT_TARGETS = [
    Piece(
        "soft_targets", n, "losses", f"{c}.delta", "delta", run_delta(n), for_delta("soft_t"),
        spoils=frozenset({"y"}), remark=True,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
ON_STACKS = [
    Piece(
        "stack", n, "losses", f"{c}.per_sample", "Loss", run_on_stack(n), stack, remark=True,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
ON_WEIGHTS = [
    Piece("loss", "half_squared_error", "losses", "WeightedHalfSquaredError.per_sample", "Loss",
          run_weighted("half_squared_error"), with_weights),
    *(
        Piece("output_delta", n, "losses", f"{type(loss).__name__}.delta", "delta",
              run_weighted_delta(n), with_weights, factors=delta_factors_of(n))
        for n, loss in WEIGHTED.items()
    ),
]  # fmt: skip
