"""What an edited package is asked, function by function, and what well-known slips would answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array, seeded

from .updates import RATE, SIZES, run_state, run_update, update_slips

Slips = Mapping[str, Array]


@dataclass(frozen=True)
class Widths:
    """Of three layers in a row, and the batch's columns."""

    inputs: int
    outputs: int
    following: int
    columns: int


UNEQUAL = Widths(3, 5, 2, 4)
"""No two are alike, so that a missing transpose cannot hide."""

SQUARE = Widths(4, 4, 4, 4)
"""All alike, so that a missing transpose still gives numbers, which tell what it was."""


class NotTwo(Exception):
    """Two arrays were asked for, and something else was returned."""


SLOPE = 0.7
"""Of a layer whose gradients are asked: its δ already holds the slope."""

FAR = 10_000.0

ELSEWHERE = 0.3
"""What becomes of a stub's slope where it is asked at anything but the layer's output."""


class Stub:
    """An activation with a given slope, so that the layer alone is looked at.

    The slope holds at `output`, where one is given.
    """

    name = "stub"

    def __init__(self, slope: Array | float = 1.0, output: Array | None = None) -> None:
        self.slope = slope
        self.output = output

    def forward(self, z: Array) -> Array:
        return 2.0 * z + 1.0  # not z itself: a layer that leaves its activation out shows

    def derivative(self, a: Array) -> Any:
        there = self.output is None or np.array_equal(a, self.output)
        return self.slope if there else ELSEWHERE * self.slope


@dataclass(frozen=True)
class Piece:
    """One function, what it is asked, and what it would say with a well-known slip in it."""

    name: str
    rule: str
    module: str
    function: str
    matrix: str
    """What its answer is called: "W", "b", "delta", ..."""

    run: Callable[[Any, Widths], Array]
    slips: Callable[[Widths], Slips] = field(default=lambda widths: {})


def numbers(widths: Widths) -> dict[str, Array]:
    """The same random numbers for everyone who asks with the same widths."""
    rng = seeded(7)
    w = widths
    y, t = rng.uniform(0.1, 0.9, (2, w.outputs, w.columns))
    return {
        "W": rng.normal(size=(w.outputs, w.inputs)),
        "b": rng.normal(size=(w.outputs, 1)),
        "x": rng.normal(size=(w.inputs, w.columns)),
        "next_W": rng.normal(size=(w.following, w.outputs)),
        "next_delta": rng.normal(size=(w.following, w.columns)),
        "delta": rng.normal(size=(w.outputs, w.columns)),
        "slope": rng.uniform(0.1, 0.9, (w.outputs, w.columns)),
        "z": rng.normal(size=(w.outputs, w.columns)),
        "y": y / y.sum(axis=0),
        "t": t / t.sum(axis=0),
    }


def layer(
    package: Any, widths: Widths, slope: Array | float = 1.0, output: Array | None = None
) -> Any:
    n = numbers(widths)
    return package.layers.DenseLayer(n["W"], n["b"], Stub(slope, output))


def run_activation(name: str) -> Callable[[Any, Widths], Array]:
    """For usual sums, and for some so far apart that e^z overflows or vanishes."""

    def run(package: Any, widths: Widths) -> Array:
        forward = package.activations.ACTIVATIONS[name].forward
        z = numbers(widths)["z"]
        return np.concatenate([forward(z), forward(FAR * z)])

    return run


def activation_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        if name != "softmax":
            return {}
        z = numbers(widths)["z"]

        def both(forward: Callable[[Array], Array]) -> Array:
            return np.concatenate([forward(z), forward(FAR * z)])

        def share(e: Array, axis: int | None) -> Array:
            result: Array = e / e.sum(axis=axis, keepdims=True)
            return result

        def lowered(z: Array) -> Array:
            return np.asarray(np.exp(z - z.max(axis=0)))

        slips: dict[str, Array] = {
            "overflow": both(lambda z: share(np.exp(z), 0)),
            "exp_missing": both(lambda z: share(z, 0)),
            "not_divided": both(np.exp),
            "max_of_all": both(lambda z: share(np.exp(z - z.max()), 0)),
        }
        for slip, axis in {"sum_of_all": None, "sum_of_rows": 1}.items():
            parts = [share(lowered(scaled), axis) for scaled in (z, FAR * z)]
            naive = [share(np.exp(scaled), axis) for scaled in (z, FAR * z)]
            slips[slip] = np.concatenate(parts)
            slips[f"{slip}+overflow"] = np.concatenate(naive)
        return slips

    return slips


def run_derivative(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        # The original's output, so that a changed forward is not blamed twice.
        a = nnlab.activations.ACTIVATIONS[name].forward(numbers(widths)["z"])
        result: Array = package.activations.ACTIVATIONS[name].derivative(a)
        return result

    return run


def derivative_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        if name != "sigmoid":
            return {}
        a = 1.0 / (1.0 + np.exp(-numbers(widths)["z"]))
        again = 1.0 / (1.0 + np.exp(-a))
        slips = {
            "slope_of_output": again * (1 - again),
            "slope_half": a,
            "slope_other_half": 1 - a,
            "slope_plus": a * (1 + a),
            "slope_of_tanh": 1 - a * a,
        }
        return slips | ({"matrix_product": a @ (1 - a)} if widths == SQUARE else {})

    return slips


def outputs_and_targets(widths: Widths) -> tuple[Array, Array]:
    """Some targets are certain, and an output may underflow to 0."""
    n = numbers(widths)
    certain = np.eye(widths.outputs)[:, : min(widths.outputs, widths.columns)]
    return np.hstack([n["y"], certain]), np.hstack([n["t"], certain[::-1]])


def run_loss(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        result: Array = package.losses.LOSSES[name].per_sample(*outputs_and_targets(widths))
        return result

    return run


def loss_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        y, t = outputs_and_targets(widths)
        if name == "cross_entropy":
            return {"log_of_zero": -(t * np.log(y)).sum(axis=0)}
        return {"half_missing": ((y - t) ** 2).sum(axis=0)}

    return slips


def run_loss_value(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n, loss = numbers(widths), package.losses.LOSSES[name]
        return np.array([loss.value(n["y"], t) for t in (n["t"], n["t"][::-1])])

    return run


def loss_value_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        return {"sum_for_mean": run_loss_value(name)(nnlab, widths) * widths.columns}

    return slips


def run_activation_on_stack(name: str) -> Callable[[Any, Widths], Array]:
    """Where several steps are looked at together, there is a matrix for each of them."""

    def run(package: Any, widths: Widths) -> Array:
        z = numbers(widths)["z"]
        result: Array = package.activations.ACTIVATIONS[name].forward(np.stack([z, 0.5 * z, -z]))
        return result

    return run


def run_loss_on_stack(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n = numbers(widths)
        y, t = (np.stack([m, m[::-1], m]) for m in (n["y"], n["t"]))
        result: Array = package.losses.LOSSES[name].per_sample(y, t)
        return result

    return run


def weighted_sum_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    W, x, b, f = n["W"], n["x"], n["b"], Stub().forward
    z = W @ x + b
    slips = {
        "no_bias": f(W @ x),
        "bias_taken_off": f(W @ x - b),
        "no_activation": z,
        "activation_twice": f(f(z)),
    }
    if widths == SQUARE:
        slips["transpose_too_many"] = f(W.T @ x + b)
        slips["factors_swapped"] = f(x @ W + b)
        slips["entry_product"] = f(W * x + b)
    return slips


def run_output_delta(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n = numbers(widths)
        loss = package.losses.LOSSES[name]
        result: Array = loss.delta(n["y"], n["t"], Stub(n["slope"], n["y"]))
        return result

    return run


def output_delta_slips(name: str) -> Callable[[Widths], Slips]:
    def slips_of(widths: Widths) -> Slips:
        n = numbers(widths)
        y, t, slope, columns = n["y"], n["t"], n["slope"], widths.columns
        error, own = y - t, y * (1 - y)
        if name == "cross_entropy":
            right = error
            slips = {
                "slope_too_many": error * slope,
                "own_slope_too_many": error * own,
                "by_output": -t / y,
                "loss_itself": -t * np.log(y),
            }
        else:
            right = error * slope
            slips = {
                "missing_slope": error,
                "missing_error": slope,
                "sigmoid_only": error * own,
                "squared_error": error**2 * slope,
                "loss_itself": 0.5 * error**2,
                "slope_elsewhere": error * slope * ELSEWHERE,
            }
            if widths == SQUARE:
                slips["matrix_product"] = error @ slope
        means = {name: array / columns for name, array in slips.items()}
        sums = {f"{name}+sum_for_mean": array for name, array in slips.items()}
        whole = {"sum_for_mean": right, "divided_by_rows": right / widths.outputs}
        return means | (whole if widths.outputs != columns else {}) | sums

    return slips_of


def run_hidden_delta(package: Any, widths: Widths) -> Array:
    n = numbers(widths)
    own = layer(package, widths, n["slope"], n["z"])
    b = np.zeros((widths.following, 1))
    following = package.layers.DenseLayer(n["next_W"], b, Stub(np.full((1, 1), 0.5)))
    result: Array = own.delta(n["z"], following, n["next_delta"])
    return result


def hidden_delta_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    W, delta, slope, a = n["next_W"], n["next_delta"], n["slope"], n["z"]
    back = W.T @ delta
    slips = {
        "missing_slope": back,
        "slope_of_next_layer": back * 0.5,
        "slope_elsewhere": back * slope * ELSEWHERE,
        "sigmoid_only": back * a * (1 - a),
    }
    if widths == SQUARE:
        slips["missing_transpose"] = W @ delta * slope
        slips["own_weights"] = n["W"].T @ delta * slope
        slips["missing_weights"] = delta * slope
        slips["factors_swapped"] = delta @ W.T * slope
        slips["entry_product"] = W.T * delta * slope
        slips["matrix_product"] = back @ slope
    return slips


def run_gradient(which: int) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n = numbers(widths)
        results = layer(package, widths, SLOPE).gradients(n["x"], n["delta"])
        if not isinstance(results, tuple | list) or len(results) != 2:
            raise NotTwo
        result: Array = results[which]
        return result

    return run


def weight_gradient_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    x, delta = n["x"], n["delta"]
    slips = {
        "mean_twice": delta @ x.T / widths.columns,
        "swapped": delta.sum(axis=1, keepdims=True),
        "slope_again": SLOPE * delta @ x.T,
    }
    if widths == SQUARE:
        slips["missing_transpose"] = delta @ x
        slips["wrong_transpose"] = delta.T @ x
        slips["entry_product"] = delta * x.T
    return slips


def bias_gradient_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    x, delta = n["x"], n["delta"]
    return {
        "not_summed": delta,
        "mean_twice": delta.mean(axis=1, keepdims=True),
        "one_column": delta[:, :1],
        "slope_again": SLOPE * delta.sum(axis=1, keepdims=True),
        "summed_over_neurons": delta.sum(axis=0, keepdims=True),
        "swapped": delta @ x.T,
    }


def run_of(ask: Callable[[Any, str], Array], name: str) -> Callable[[Any, Widths], Array]:
    """Asks a package's optimizer, for which widths mean nothing."""
    return lambda package, widths: ask(package, name)


LABELS = [2, 0, 1, 1]


def run_one_hot(package: Any, widths: Widths) -> Array:
    result: Array = package.data.one_hot(np.array(LABELS), one_hot_classes(widths))
    return result


def one_hot_classes(widths: Widths) -> int:
    """As many as labels in the square case, where rows and columns can be mixed up."""
    return len(LABELS) if widths == SQUARE else 3


def one_hot_slips(widths: Widths) -> Slips:
    right = np.eye(one_hot_classes(widths))[:, LABELS]
    rows = np.zeros_like(right)
    rows[LABELS] = 1.0
    return {
        "no_ones": np.zeros_like(right),
        "inverted": 1.0 - right,
        "whole_rows": rows,
        "off_by_one": np.roll(right, -1, axis=0),
    }


def run_penalty(package: Any, widths: Widths) -> Array:
    """What the penalty adds to all gradients."""
    plain, penalized = (a_network(package, l2=l2) for l2 in (0.0, 0.3))
    x, t = a_batch()
    return np.concatenate(
        [
            (with_l2 - without).ravel()
            for with_l2, without in zip(
                penalized.gradients(x, t), plain.gradients(x, t), strict=True
            )
        ]
    )


def run_all_gradients(package: Any, widths: Widths) -> Array:
    x, t = a_batch()
    return np.concatenate([g.ravel() for g in a_network(package).gradients(x, t)])


def run_network_loss(package: Any, widths: Widths) -> Array:
    return np.array([a_network(package, l2=l2).loss(*a_batch()) for l2 in (0.0, 0.3)])


def run_predict(package: Any, widths: Widths) -> Array:
    result: Array = a_network(package).predict(a_batch()[0])
    return result


def run_initial_weights(package: Any, widths: Widths) -> Array:
    names = ("uniform", "xavier", "he")
    return np.concatenate(
        [package.network.NeuralNetwork([3, 4, 2], initializer=n, rng=3).vector for n in names]
    )


def run_train_step(package: Any, widths: Widths) -> Array:
    network = a_network(package)
    network.train_step(*a_batch(), RATE)
    result: Array = network.vector
    return result


def run_training(package: Any, widths: Widths) -> Array:
    """The reports of three epochs, with a batch size that does not divide the samples."""
    rng = seeded(10)
    inputs, targets = rng.normal(size=(3, 7)), np.eye(2)[:, [0, 1, 1, 0, 1, 0, 0]]
    trainer = package.training.Trainer(
        a_network(package), inputs, targets, batch_size=2, learning_rate=RATE
    )
    reports = list(trainer.epochs(3))
    return np.array([(r.train_loss, r.train_accuracy, r.printed_loss) for r in reports])


def a_network(
    package: Any, hidden: str = "sigmoid", output: str = "sigmoid", l2: float = 0.0
) -> Any:
    """Two hidden layers, no two widths alike, with weights that do not depend on `package`."""
    network = package.network.NeuralNetwork(
        SIZES,
        hidden=hidden,
        output=output,
        loss="cross_entropy" if output == "softmax" else "half_squared_error",
        l2=l2,
    )
    network.vector[:] = seeded(11).normal(0.0, 0.7, network.vector.size)
    return network


def a_batch() -> tuple[Array, Array]:
    """As many columns as in UNEQUAL, so that a factor which depends on them is told once."""
    rng = seeded(12)
    return rng.normal(size=(3, UNEQUAL.columns)), np.eye(2)[:, [0, 1, 0, 0]]


HIDDEN = [name for name, f in nnlab.activations.ACTIVATIONS.items() if f.element_wise]

ACTIVATION_CLASSES = {name: type(f).__name__ for name, f in nnlab.activations.ACTIVATIONS.items()}
LOSS_CLASSES = {name: type(loss).__name__ for name, loss in nnlab.losses.LOSSES.items()}
OPTIMIZER_CLASSES = {name: rule.__name__ for name, rule in nnlab.optimizers.OPTIMIZERS.items()}

PIECES: list[Piece] = [
    *(
        Piece(
            "activation",
            n,
            "activations",
            f"{c}.forward",
            "a",
            run_activation(n),
            activation_slips(n),
        )
        for n, c in ACTIVATION_CLASSES.items()
    ),
    Piece(
        "weighted_sum",
        "",
        "layers",
        "DenseLayer.forward",
        "z",
        lambda p, w: layer(p, w).forward(numbers(w)["x"]),
        weighted_sum_slips,
    ),
    *(
        Piece("loss", n, "losses", f"{c}.per_sample", "Loss", run_loss(n), loss_slips(n))
        for n, c in LOSS_CLASSES.items()
    ),
    *(
        Piece("loss", n, "losses", f"{c}.value", "Loss", run_loss_value(n), loss_value_slips(n))
        for n, c in LOSS_CLASSES.items()
    ),
    *(
        Piece(
            "derivative",
            n,
            "activations",
            f"{ACTIVATION_CLASSES[n]}.derivative",
            "slope",
            run_derivative(n),
            derivative_slips(n),
        )
        for n in HIDDEN
    ),
    *(
        Piece(
            "output_delta",
            n,
            "losses",
            f"{c}.delta",
            "delta",
            run_output_delta(n),
            output_delta_slips(n),
        )
        for n, c in LOSS_CLASSES.items()
    ),
    Piece(
        "hidden_delta",
        "",
        "layers",
        "DenseLayer.delta",
        "delta",
        run_hidden_delta,
        hidden_delta_slips,
    ),
    Piece(
        "weight_gradient",
        "",
        "layers",
        "DenseLayer.gradients",
        "W",
        run_gradient(0),
        weight_gradient_slips,
    ),
    Piece(
        "bias_gradient",
        "",
        "layers",
        "DenseLayer.gradients",
        "b",
        run_gradient(1),
        bias_gradient_slips,
    ),
    *(
        Piece(
            "update",
            n,
            "optimizers",
            f"{c}.step",
            "W",
            run_of(run_update, n),
            partial(lambda n, widths: update_slips(n), n),
        )
        for n, c in OPTIMIZER_CLASSES.items()
    ),
    *(
        Piece("state", n, "optimizers", "Memory.restore", "state", run_of(run_state, n))
        for n in OPTIMIZER_CLASSES
    ),
    Piece("one_hot", "", "data", "one_hot", "t", run_one_hot, one_hot_slips),
]

# Asked only when all the pieces answer as they should.
WHOLES: list[Piece] = [
    *(
        Piece("stack", n, "activations", f"{c}.forward", "a", run_activation_on_stack(n))
        for n, c in ACTIVATION_CLASSES.items()
    ),
    *(
        Piece("stack", n, "losses", f"{c}.per_sample", "Loss", run_loss_on_stack(n))
        for n, c in LOSS_CLASSES.items()
    ),
    Piece("predict", "", "network", "NeuralNetwork.forward", "y", run_predict),
    Piece("network_loss", "", "network", "NeuralNetwork.loss", "Loss", run_network_loss),
    Piece("gradients", "", "network", "NeuralNetwork.gradients", "W", run_all_gradients),
    Piece("penalty", "l2", "network", "NeuralNetwork.gradients", "W", run_penalty),
    Piece("train_step", "", "network", "NeuralNetwork.train_step", "W", run_train_step),
    Piece("initial_weights", "", "network", "NeuralNetwork.__init__", "W", run_initial_weights),
    Piece("training", "", "training", "Trainer.advance", "Loss", run_training),
]
