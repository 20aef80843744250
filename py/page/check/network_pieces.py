"""What a whole network is asked, when its parts answer rightly one by one."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array, flatten, seeded

from .naming import Named, common_factor
from .probes import UNEQUAL, Given, Piece, Slips, Widths
from .updates import RATE, SIZES

EVEN_SIZES = [4, 4, 4, 4]
EVEN = Widths(4, 4, 4, 4)
"""A network whose layers are all alike, and as many columns: whatever is mixed up gives numbers."""

Order = Callable[[Any, Array, Array], list[Array]]
L2, L1 = 0.3, 0.2
INITIALIZERS = ("uniform", "xavier", "he")


def a_network(
    package: Any,
    hidden: str = "sigmoid",
    output: str = "sigmoid",
    l2: float = 0.0,
    l1: float = 0.0,
    sizes: list[int] = SIZES,
) -> Any:
    """Two hidden layers, no two widths alike, with weights that do not depend on `package`."""
    network = package.network.NeuralNetwork(
        sizes,
        hidden=hidden,
        output=output,
        loss="cross_entropy" if output == "softmax" else "half_squared_error",
        l2=l2,
        **({"l1": l1} if l1 else {}),
    )
    network.vector[:] = seeded(11).normal(0.0, 0.7, network.vector.size)
    return network


def a_batch(widths: Widths = UNEQUAL) -> tuple[Array, Array]:
    """As many columns as in UNEQUAL, so that a factor which depends on them is told once."""
    rng = seeded(12)
    if widths == EVEN:
        return rng.normal(size=(4, 4)), np.eye(4)[:, [0, 1, 3, 0]]
    return rng.normal(size=(3, UNEQUAL.columns)), np.eye(2)[:, [0, 1, 0, 0]]


def for_gradients(widths: Widths) -> Given:
    x, t = a_batch(widths)
    sizes = EVEN_SIZES if widths == EVEN else SIZES
    return {"x": x, "t": t, "vector": a_network(nnlab, sizes=sizes).vector}


def run_gradients(package: Any, given: Given) -> Any:
    sizes = EVEN_SIZES if given["x"].shape[0] == 4 else SIZES
    network = a_network(package, sizes=sizes)
    results = network.gradients(given["x"], given["t"])
    if network.vector.shape == given["vector"].shape:
        given["vector"][:] = network.vector  # so that what was written over is seen
    return None if results is None else flatten_all(results)


def flatten_all(arrays: Any) -> Array:
    return np.concatenate([np.ravel(array) for array in arrays])


def gradient_slips(widths: Widths) -> Slips:
    sizes = EVEN_SIZES if widths == EVEN else SIZES
    x, t = a_batch(widths)

    def by(order: Order) -> Array:
        return flatten_all(order(a_network(nnlab, sizes=sizes), x, t))

    made = {
        "first_layer_left_out": by(lambda n, x, t: n.gradients(x, t)[2:]),
        "last_layer_left_out": by(lambda n, x, t: n.gradients(x, t)[:-2]),
        "layers_in_reverse": by(lambda n, x, t: layers_reversed(n.gradients(x, t))),
        "biases_left_out": by(lambda n, x, t: n.gradients(x, t)[::2]),
    }
    if widths == EVEN:
        made |= {
            "own_layer_for_next": by(backward(next_is=0)),
            "delta_not_handed_on": by(backward(handed=False)),
            "inputs_of_neighbour:early": by(backward(inputs=-1)),
            "inputs_of_neighbour:late": by(backward(inputs=1)),
            "inputs_of_neighbour:last": by(backward(last=-1)),
            "outputs_of_neighbour": by(backward(output=0)),
            "updated_on_the_way": by(backward(rate=RATE)),
        }
    return made


def layers_reversed(gradients: list[Array]) -> list[Array]:
    pairs = [gradients[k : k + 2] for k in range(0, len(gradients), 2)]
    return [array for pair in reversed(pairs) for array in pair]


def backward(
    next_is: int = 1,
    handed: bool = True,
    inputs: int = 0,
    output: int = 1,
    rate: float = 0.0,
    last: int = 0,
) -> Order:
    """Back-propagation with one thing taken for its neighbour."""

    def order(network: Any, x: Array, t: Array) -> list[Array]:
        outputs = network.forward(x)
        layers = network.layers
        delta = network.loss_function.delta(outputs[-1], t, layers[-1].activation)
        gradients = [*layers[-1].gradients(outputs[last - 2], delta)]
        if rate:
            layers[-1].W -= rate * gradients[0]
        for k in reversed(range(len(layers) - 1)):
            own = layers[k].delta(outputs[k + output], layers[k + next_is], delta)
            delta = own if handed else delta
            gradients[:0] = layers[k].gradients(outputs[max(0, k + inputs)], own)
        return gradients

    return order


def for_penalty(widths: Widths) -> Given:
    x, t = a_batch()
    return {"x": x, "t": t}


def run_penalty(package: Any, given: Given) -> Any:
    """What the penalty adds to all gradients."""
    plain, penalized = (a_network(package, l2=l2) for l2 in (0.0, L2))
    x, t = given["x"], given["t"]
    return np.concatenate(
        [
            (with_l2 - without).ravel()
            for with_l2, without in zip(
                penalized.gradients(x, t), plain.gradients(x, t), strict=True
            )
        ]
    )


def run_penalty_of_signs(package: Any, given: Given) -> Any:
    """What the L1 penalty adds to loss and gradients; of an edit older than it, the same."""
    if "l1" not in signature(package.network.NeuralNetwork).parameters:
        package = nnlab
    plain, penalized = (a_network(package, l1=l1) for l1 in (0.0, L1))
    x, t = given["x"], given["t"]
    both = zip(penalized.gradients(x, t), plain.gradients(x, t), strict=True)
    added = [(with_l1 - without).ravel() for with_l1, without in both]
    return np.concatenate([[penalized.loss(x, t) - plain.loss(x, t)], *added])


def penalty_slips(widths: Widths) -> Slips:
    network = a_network(nnlab)
    x, t = a_batch()

    def of(W: Callable[[Array], Array], b: Callable[[Array], Array]) -> Array:
        return L2 * flatten([a for layer in network.layers for a in (W(layer.W), b(layer.b))])

    zero, same = np.zeros_like, np.array
    return {
        "penalty_missing": of(zero, zero),
        "penalty_on_biases": of(same, same),
        "penalty_on_biases_only": of(zero, same),
        "penalty_of_signs": of(np.sign, zero),
        "penalty_of_squares": of(np.square, zero),
        "rate_not_in_penalty": of(same, zero) / L2,
        "penalty_replaces": of(same, zero)
        - flatten([g * (k % 2 == 0) for k, g in enumerate(network.gradients(x, t))]),
        "penalty_of_gradients": L2
        * flatten([g * (k % 2 == 0) for k, g in enumerate(network.gradients(x, t))]),
    }


def penalty_factors(widths: Widths) -> dict[str, float]:
    return {"penalty_doubled": 2.0, "penalty_halved": 0.5, "penalty_over_columns": 0.25,
            "factor_squared": L2}  # fmt: skip


def run_loss(package: Any, given: Given) -> Any:
    return np.array([a_network(package, l2=l2).loss(given["x"], given["t"]) for l2 in (0.0, L2)])


def loss_slips(widths: Widths) -> Slips:
    network, (x, t) = a_network(nnlab), a_batch()
    plain = network.loss(x, t)
    squares = [float((layer.W**2).sum()) for layer in network.layers]
    biases = sum(float((layer.b**2).sum()) for layer in network.layers)
    absolute = sum(float(np.abs(layer.W).sum()) for layer in network.layers)

    def with_penalty(penalty: float) -> Array:
        return np.array([plain, plain + penalty])

    whole = 0.5 * L2 * sum(squares)
    return {
        "penalty_missing": with_penalty(0.0),
        "half_missing_in_penalty": with_penalty(2.0 * whole),
        "penalty_halved": with_penalty(0.5 * whole),
        "penalty_over_columns": with_penalty(whole / UNEQUAL.columns),
        "penalty_taken_off": with_penalty(-whole),
        "penalty_on_biases": with_penalty(whole + 0.5 * L2 * biases),
        "penalty_of_signs": with_penalty(L2 * absolute),
        "penalty_of_signs:half": with_penalty(0.5 * L2 * absolute),
        "last_layer_not_penalized": with_penalty(0.5 * L2 * sum(squares[:-1])),
        "root_of_penalty": with_penalty(0.5 * L2 * sum(squares) ** 0.5),
        "root_of_penalty:each": with_penalty(0.5 * L2 * sum(one**0.5 for one in squares)),
    }


def run_predict(package: Any, given: Given) -> Any:
    return a_network(package).predict(given["x"])


def run_initial_weights(package: Any, given: Given) -> Any:
    return np.concatenate(
        [
            package.network.NeuralNetwork([3, 4, 2], initializer=n, rng=3).vector
            for n in INITIALIZERS
        ]
    )


def scaled_initializer(got: Array, want: Array) -> Named | None:
    """The one of the initializers whose weights are all too large or small by one number."""
    for name, mine, right in zip(INITIALIZERS, np.split(got, 3), np.split(want, 3), strict=True):
        c = common_factor(mine, right)
        if np.isfinite(c) and not np.isclose(c, 1.0):
            return Named("initializer_scaled", values={"name": name, "number": f"{c:.4g}"})
    return None


def run_train_step(package: Any, given: Given) -> Any:
    network = a_network(package)
    before = network.vector.copy()
    network.train_step(given["x"], given["t"], RATE)
    return network.vector - before


def train_step_slips(widths: Widths) -> Slips:
    network, (x, t) = a_network(nnlab), a_batch()
    before, g = network.vector.copy(), flatten(network.gradients(x, t))
    often, after = a_network(nnlab), [before]
    for _ in range(10):
        often.train_step(x, t, RATE)
        after.append(often.vector.copy())
    return {f"updated_often:{k}": after[k] - before for k in (3, 4, 5, 10)} | {
        "not_updated": 0.0 * g,
        "uphill": RATE * g,
        "updated_twice": after[2] - before,
        "learning_rate_missing": -g,
        "learning_rate_twice": -RATE * RATE * g,
    }


def train_step_factors(widths: Widths) -> dict[str, float]:
    return {"mean_twice": 1.0 / widths.columns, "uphill": -1.0}


def run_training(package: Any, given: Given) -> Any:
    """The reports of three epochs, with a batch size that does not divide the samples."""
    rng = seeded(10)
    inputs, targets = rng.normal(size=(3, 7)), np.eye(2)[:, [0, 1, 1, 0, 1, 0, 0]]
    trainer = package.training.Trainer(
        a_network(package), inputs, targets, batch_size=2, learning_rate=RATE
    )
    reports = list(trainer.epochs(3))
    return np.array([(r.train_loss, r.train_accuracy, r.printed_loss) for r in reports])


WHOLES = [
    Piece("predict", "", "network", "NeuralNetwork.forward", "y", run_predict, for_penalty),
    Piece(
        "network_loss", "", "network", "NeuralNetwork.loss", "Loss", run_loss, for_penalty,
        loss_slips,
    ),
    Piece(
        "gradients", "", "network", "NeuralNetwork.gradients", "W", run_gradients,
        for_gradients, gradient_slips, square=EVEN,
    ),
    Piece(
        "penalty", "l2", "network", "NeuralNetwork.gradients", "W", run_penalty, for_penalty,
        penalty_slips, penalty_factors,
    ),
    Piece(
        "penalty", "l1", "network", "NeuralNetwork.gradients", "W", run_penalty_of_signs,
        for_penalty,
    ),
    Piece(
        "train_step", "", "network", "NeuralNetwork.train_step", "W", run_train_step,
        for_penalty, train_step_slips, train_step_factors,
    ),
    Piece(
        "initial_weights", "", "network", "NeuralNetwork.__init__", "W", run_initial_weights
    ),
    Piece("training", "", "training", "Trainer.advance", "Loss", run_training),
]  # fmt: skip
