"""What is wrong with an edited package, in the learner's terms.

Two questions, asked apart. Do its gradients fit its own loss? Only that can be wrong in itself: a
new activation with its own derivative is no mistake. And which of its functions answer otherwise
than the original's on the same random inputs? That says where the cause is, and finds what no
gradient check can see.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array, seeded
from nnlab.gradient_check import RIGHT, WRONG, MatrixCheck, WrongShape, check_gradients

from .edited import Edited
from .protocol import Blame, Diagnosis, Finding, MatrixChecked

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


class Stub:
    """An activation that passes z on, with a given slope: the layer alone is looked at."""

    name = "stub"

    def __init__(self, slope: Array | float = 1.0) -> None:
        self.slope = slope

    def forward(self, z: Array) -> Array:
        return z

    def derivative(self, a: Array) -> Any:
        return self.slope


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


def layer(package: Any, widths: Widths, slope: Array | float = 1.0) -> Any:
    n = numbers(widths)
    return package.layers.DenseLayer(n["W"], n["b"], Stub(slope))


def run_activation(name: str) -> Callable[[Any, Widths], Array]:
    """For usual sums, and for some so large that e^z overflows."""

    def run(package: Any, widths: Widths) -> Array:
        forward = package.activations.ACTIVATIONS[name].forward
        z = numbers(widths)["z"]
        return np.concatenate([forward(z), forward(1000.0 * z)])

    return run


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
        return {"slope_of_output": again * (1 - again), "slope_half": a, "slope_other_half": 1 - a}

    return slips


def run_loss(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n, loss = numbers(widths), package.losses.LOSSES[name]
        each = np.atleast_1d(loss.per_sample(n["y"], n["t"]))
        return np.append(each, loss.value(n["y"], n["t"]))

    return run


def run_output_delta(name: str) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n = numbers(widths)
        loss = package.losses.LOSSES[name]
        result: Array = loss.delta(n["y"], n["t"], Stub(n["slope"]))
        return result

    return run


def output_delta_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        n = numbers(widths)
        error, slope = n["y"] - n["t"], n["slope"]
        if name == "cross_entropy":
            y = n["y"]
            return {
                "sum_for_mean": error,
                "slope_too_many": error * slope / widths.columns,
                "own_slope_too_many": error * y * (1 - y) / widths.columns,
            }
        return {
            "missing_slope": error / widths.columns,
            "sum_for_mean": error * slope,
            "missing_error": slope / widths.columns,
            "missing_slope_and_mean": error,
        }

    return slips


def run_hidden_delta(package: Any, widths: Widths) -> Array:
    n = numbers(widths)
    own = layer(package, widths, n["slope"])
    b = np.zeros((widths.following, 1))
    following = package.layers.DenseLayer(n["next_W"], b, Stub(np.full((1, 1), 0.5)))
    result: Array = own.delta(n["z"], following, n["next_delta"])
    return result


def hidden_delta_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    back = n["next_W"].T @ n["next_delta"]
    slips = {"missing_slope": back, "slope_of_next_layer": back * 0.5}
    if widths == SQUARE:
        slips["missing_transpose"] = n["next_W"] @ n["next_delta"] * n["slope"]
        slips["own_weights"] = n["W"].T @ n["next_delta"] * n["slope"]
    return slips


def run_gradient(which: int) -> Callable[[Any, Widths], Array]:
    def run(package: Any, widths: Widths) -> Array:
        n = numbers(widths)
        result: Array = layer(package, widths).gradients(n["x"], n["delta"])[which]
        return result

    return run


def weight_gradient_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    slips = {"mean_twice": n["delta"] @ n["x"].T / widths.columns}
    if widths == SQUARE:
        slips["missing_transpose"] = n["delta"] @ n["x"]
    return slips


def bias_gradient_slips(widths: Widths) -> Slips:
    delta = numbers(widths)["delta"]
    return {
        "not_summed": delta,
        "mean_twice": delta.mean(axis=1, keepdims=True),
        "one_column": delta[:, :1],
        "summed_over_neurons": delta.sum(axis=0, keepdims=True),
    }


RATE = 0.05


def run_update(name: str) -> Callable[[Any, Widths], Array]:
    """The changes that three steps in a row make."""

    def run(package: Any, widths: Widths) -> Array:
        rng = seeded(8)
        parameters = rng.normal(size=6)
        optimizer = package.optimizers.OPTIMIZERS[name](6)
        changes = []
        for _ in range(3):
            before = parameters.copy()
            optimizer.step(parameters, rng.normal(size=6), RATE)
            changes.append(parameters - before)
        return np.array(changes)

    return run


def update_slips(name: str) -> Callable[[Widths], Slips]:
    def slips(widths: Widths) -> Slips:
        right = run_update(name)(nnlab, widths)
        return {"learning_rate_missing": right / RATE}

    return slips


def run_state(name: str) -> Callable[[Any, Widths], Array]:
    """What is remembered after two steps, kept and put into another optimizer."""

    def run(package: Any, widths: Widths) -> Array:
        rng = seeded(9)
        parameters = rng.normal(size=6)
        first, second = (package.optimizers.OPTIMIZERS[name](6) for _ in range(2))
        for _ in range(2):
            first.step(parameters, rng.normal(size=6), RATE)
        kept = first.state()
        first.step(parameters, rng.normal(size=6), RATE)
        second.restore(kept)
        return np.concatenate([[0.0], *(second.state()[key] for key in sorted(kept))])

    return run


def run_one_hot(package: Any, widths: Widths) -> Array:
    result: Array = package.data.one_hot(np.array([2, 0, 1, 1]), 3)
    return result


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
    return np.array([a_network(package, l2=0.3).loss(*a_batch())])


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
        [3, 5, 4, 2],
        hidden=hidden,
        output=output,
        loss="cross_entropy" if output == "softmax" else "half_squared_error",
        l2=l2,
    )
    network.vector[:] = seeded(11).normal(0.0, 0.7, network.vector.size)
    return network


def a_batch() -> tuple[Array, Array]:
    """Three columns."""
    rng = seeded(12)
    return rng.normal(size=(3, 3)), np.eye(2)[:, [0, 1, 0]]


HIDDEN = ("sigmoid", "tanh", "relu", "identity")

ACTIVATION_CLASSES = {
    "sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU", "identity": "Identity",
    "softmax": "Softmax",
}  # fmt: skip
LOSS_CLASSES = {"half_squared_error": "HalfSquaredError", "cross_entropy": "CrossEntropy"}
OPTIMIZER_CLASSES = {"sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp", "adam": "Adam"}

PIECES: list[Piece] = [
    *(
        Piece("activation", n, "activations", f"{c}.forward", "a", run_activation(n))
        for n, c in ACTIVATION_CLASSES.items()
    ),
    Piece(
        "weighted_sum",
        "",
        "layers",
        "DenseLayer.forward",
        "z",
        lambda p, w: layer(p, w).forward(numbers(w)["x"]),
    ),
    *(
        Piece("loss", n, "losses", f"{c}.per_sample", "Loss", run_loss(n))
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
        Piece("update", n, "optimizers", f"{c}.step", "W", run_update(n), update_slips(n))
        for n, c in OPTIMIZER_CLASSES.items()
    ),
    *(
        Piece("state", n, "optimizers", "Memory.restore", "state", run_state(n))
        for n in OPTIMIZER_CLASSES
    ),
    Piece("one_hot", "", "data", "one_hot", "t", run_one_hot),
]

# Asked only when all the pieces answer as they should.
WHOLES: list[Piece] = [
    Piece("predict", "", "network", "NeuralNetwork.forward", "y", run_predict),
    Piece("network_loss", "", "network", "NeuralNetwork.loss", "Loss", run_network_loss),
    Piece("gradients", "", "network", "NeuralNetwork.gradients", "W", run_all_gradients),
    Piece("penalty", "l2", "network", "NeuralNetwork.gradients", "W", run_penalty),
    Piece("train_step", "", "network", "NeuralNetwork.train_step", "W", run_train_step),
    Piece("initial_weights", "", "network", "NeuralNetwork.__init__", "W", run_initial_weights),
    Piece("training", "", "training", "Trainer.advance", "Loss", run_training),
]


def diagnose(edited: Edited) -> Diagnosis:
    """All that can be said about an edited package without training it."""
    with np.errstate(all="ignore"):
        findings = without_echoes([f for piece in PIECES if (f := judge(piece, edited))])
        if not findings:
            findings = [f for piece in WHOLES if (f := judge(piece, edited))][:1]
        blame, checks, failure = check_all_gradients(edited)
    verdict = "wrong" if blame or failure else "different" if findings else "same"
    matrices: list[MatrixChecked] = [
        {
            "symbol": check.symbol,
            "layer": check.layer,
            "largest_error": check.largest_error,
            "verdict": check.verdict,
            "error": check.error,
            "state": check.state.astype(np.float64),
        }
        for check in checks
    ]
    return {
        "verdict": verdict,
        "findings": findings,
        "blame": [blame] if blame else [],
        "matrices": matrices,
        "failure": [edited.explain(failure)] if failure else [],
    }


def without_echoes(findings: list[Finding]) -> list[Finding]:
    """Each cause once: an error stops all that its function computes, and what an optimizer
    remembers is off when its update is."""
    causes: list[Finding] = []
    for found in sorted(findings, key=lambda f: not f["slip"]):
        echo = any(
            (found["message"] and found["message"] == cause["message"])
            or (found["piece"] == "state" and found["rule"] == cause["rule"])
            for cause in causes
        )
        if not echo:
            causes.append(found)
    return sorted(causes, key=findings.index)


def judge(piece: Piece, edited: Edited) -> Finding | None:
    """None when the edited function answers as the original does."""
    want = piece.run(nnlab, UNEQUAL)
    slip, factor = "", np.nan
    got: Array | None = None
    message = ""
    line_in_error = 0
    try:
        got = np.asarray(piece.run(edited, UNEQUAL), np.float64)
        if got.shape == want.shape and np.allclose(
            got, want, rtol=1e-7, atol=1e-10, equal_nan=True
        ):
            return None
        slip, factor = name_slip(got, want, piece.slips(UNEQUAL))
    except Exception as error:
        explained = edited.explain(error)
        message, line_in_error = explained["message"], explained["line"]
    if not slip:  # on square matrices even a missing transpose gives numbers
        try:
            square = np.asarray(piece.run(edited, SQUARE), np.float64)
            slip, _ = name_slip(square, piece.run(nnlab, SQUARE), piece.slips(SQUARE))
            if slip in ("factor", "sign"):  # it would have shown before
                slip = ""
        except Exception:  # the first error says it all
            slip = ""
    function = find(getattr(edited, piece.module), piece.function)
    original = find(getattr(nnlab, piece.module), piece.function)
    line = edited.line_of(function, original) if function else line_in_error or 1
    return {
        "piece": piece.name,
        "rule": piece.rule,
        "file": f"nnlab/{piece.module}.py",
        "function": piece.function,
        "line": line,
        "matrix": piece.matrix,
        "slip": slip,
        "factor": float(factor),
        "got_shape": [] if got is None else [*got.shape],
        "want_shape": [*want.shape],
        "message": message,
    }


def find(module: Any, path: str) -> Any:
    """The function at a dotted path, or None."""
    for name in path.split("."):
        module = getattr(module, name, None)
    return module if inspect.isfunction(module) else None


def name_slip(got: Array, want: Array, slips: Slips) -> tuple[str, float]:
    """The slip that gives exactly `got`, and by what factor all of `got` is off, if by one."""
    for name, slipped in slips.items():
        if got.shape == slipped.shape and close(got, slipped):
            factor = common_factor(got, want) if got.shape == want.shape else np.nan
            return name, factor
    if got.shape == want.shape:
        factor = common_factor(got, want)
        if np.isfinite(factor):
            return ("sign" if np.isclose(factor, -1.0) else "factor"), factor
    if got.shape == want.T.shape and close(got, want.T):
        return "transposed", np.nan
    return ("shape", np.nan) if got.shape != want.shape else ("", np.nan)


def close(got: Array, want: Array) -> bool:
    return np.allclose(got, want, rtol=1e-7, atol=1e-10, equal_nan=True)


def common_factor(got: Array, want: Array) -> float:
    """c with got = c want in every entry; NaN when there is none."""
    sure = np.abs(want) > 1e-9
    if not sure.any() or not np.isfinite(got).all():
        return float("nan")
    ratios = got[sure] / want[sure]
    c = float(np.median(ratios))
    return c if close(got, c * want) else float("nan")


def check_all_gradients(
    edited: Edited,
) -> tuple[Blame | None, list[MatrixCheck], Exception | None]:
    """The gradient check on six networks: the first that fails, or the first one."""
    first: list[MatrixCheck] = []
    x, t = a_batch()
    plain = [*((name, "sigmoid", 0.0) for name in HIDDEN), ("tanh", "softmax", 0.0)]
    for hidden, output, l2 in [*plain, ("sigmoid", "sigmoid", 0.3)]:
        try:
            checks = check_gradients(a_network(edited, hidden, output, l2), x, t)
        except WrongShape as error:
            return blame_shape(error, hidden, output), [], None
        except Exception as error:
            return None, [], error
        blame = blame_nearest(checks, hidden, output)
        if blame:
            return blame, checks, None
        first = first or checks
    return None, first, None


def blame_shape(error: WrongShape, hidden: str, output: str) -> Blame:
    return {
        "symbol": error.symbol,
        "layer": error.layer,
        "layers": 3,
        "wrong": [f"{error.symbol}{error.layer}"],
        "factor": float("nan"),
        "hidden": hidden,
        "output": output,
    }


def blame_nearest(checks: list[MatrixCheck], hidden: str, output: str) -> Blame | None:
    """The wrong matrix nearest the output: one bad delta spoils every layer before its own.

    When W and b of a layer are both wrong, it is its delta.
    """
    wrong = [check for check in checks if check.verdict == "wrong"]
    if not wrong:
        return None
    layer = max(check.layer for check in wrong)
    here = [check for check in wrong if check.layer == layer]
    analytic = np.concatenate([check.analytic.ravel() for check in here])
    numeric = np.concatenate([check.numeric.ravel() for check in here])
    judged = np.concatenate([check.state.ravel() for check in here])
    sure = (judged == RIGHT) | (judged == WRONG)
    factor = ratio_of(analytic[sure], numeric[sure])
    return {
        "symbol": "delta" if len(here) == 2 else here[0].symbol,
        "layer": layer,
        "layers": max(check.layer for check in checks),
        "wrong": [f"{check.symbol}{check.layer}" for check in wrong],
        "factor": factor,
        "hidden": hidden,
        "output": output,
    }


def ratio_of(analytic: Array, numeric: Array) -> float:
    """As `common_factor`, for numbers of which one side is only as good as a difference."""
    sure = np.abs(numeric) > 1e-6
    if not sure.any():
        return float("nan")
    c = float(np.median(analytic[sure] / numeric[sure]))
    close = np.allclose(analytic, c * numeric, rtol=1e-4, atol=1e-7)
    return c if close else float("nan")
