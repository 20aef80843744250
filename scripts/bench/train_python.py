"""What `train.py` times inside the page's own Python."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

import listing
import listing_batches
from nnlab import NeuralNetwork, Trainer, load_iris
from nnlab.arrays import Array
from nnlab.compile import Job, compile_network
from nnlab.compile.browser import BrowserHost

HOST = BrowserHost()
IRIS = load_iris()
Measured = tuple[float, float | None, float | None]  # seconds, accuracy, the last printed loss
EPOCHS, RATE, SEED = 400, 0.05, 0  # the paper's
JOB = {"rows": 10_000, "inputs": 64, "hidden": 128, "classes": 10, "batch_size": 32, "epochs": 5}
JOB_RATE = 0.5


def job_data() -> tuple[Array, Array]:
    """Ten clouds of points in 64 dimensions: features (rows, 64), targets (rows, 10)."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, JOB["classes"], JOB["rows"])
    centers = rng.normal(size=(JOB["classes"], JOB["inputs"]))
    features = centers[labels] + rng.normal(size=(JOB["rows"], JOB["inputs"]))
    return features, np.eye(JOB["classes"])[labels]


FEATURES, TARGETS = job_data()


def paper(engine: str) -> Measured:
    """Seconds for the paper's run, its accuracy, its last printed loss."""
    network = NeuralNetwork([4, 6, 3], rng=SEED)
    return train(network, IRIS.inputs, IRIS.targets, engine, EPOCHS, 1, RATE)


def job(engine: str) -> Measured:
    """The same of the mini-batch job."""
    network = NeuralNetwork([JOB["inputs"], JOB["hidden"], JOB["classes"]], rng=0)
    x, t = np.ascontiguousarray(FEATURES.T), np.ascontiguousarray(TARGETS.T)
    return train(network, x, t, engine, JOB["epochs"], JOB["batch_size"], JOB_RATE)


def train(
    network: NeuralNetwork,
    x: Array,
    t: Array,
    engine: str,
    epochs: int,
    batch_size: int,
    learning_rate: float,
) -> Measured:
    trainer = Trainer(
        network, x, t, batch_size=batch_size, learning_rate=learning_rate, engine=engine, host=HOST
    )
    used, why = trainer.engine_used
    if used != engine:
        raise AssertionError(f"{engine} was asked for, {used} ran: {why}")
    start = perf_counter()
    reports = trainer.advance(epochs, lambda: False)
    seconds = perf_counter() - start
    return seconds, reports[-1].train_accuracy, reports[-1].printed_loss


def paper_listing() -> Measured:
    start = perf_counter()
    losses = listing.run(IRIS.features, IRIS.targets.T, EPOCHS, RATE, SEED)
    return perf_counter() - start, None, losses[-1]


def job_listing() -> Measured:
    start = perf_counter()
    losses = listing_batches.run(
        FEATURES, TARGETS, JOB["hidden"], JOB["batch_size"], JOB["epochs"], JOB_RATE, 0
    )
    seconds = perf_counter() - start
    total, _, right = losses[-1]
    return seconds, right, total


def compile_seconds(hidden: list[int]) -> float:
    """Trace, code and WebAssembly for iris and these hidden sizes."""
    network = NeuralNetwork([4, *hidden, 3])
    fresh = BrowserHost()
    fresh._imports  # noqa: B018  (made once for the whole page, not for every network)
    start = perf_counter()
    module = compile_network(network, Job(150, 0, 1, True), imports=True).module
    fresh.start(module.encode())
    return perf_counter() - start


def scaling() -> list[tuple[str, int, float]]:
    """Seconds for one run, over two decades of samples, epochs and parameters: the best of 3."""
    rng = np.random.default_rng(0)
    rows: list[tuple[str, int, float]] = []
    for what, runs in {
        "samples": [(n, 6, 100) for n in (100, 1000, 10_000)],
        "epochs": [(150, 6, n) for n in (40, 400, 4000)],
        "parameters": [(150, hidden, 40) for hidden in (6, 60, 600)],
    }.items():
        for samples, hidden, epochs in runs:
            x, t = rng.normal(size=(4, samples)), np.eye(3)[:, rng.integers(0, 3, samples)]
            best = np.inf
            size = 0
            for _ in range(3):
                network = NeuralNetwork([4, hidden, 3], rng=0)
                best = min(best, train(network, x, t, "compiled", epochs, 1, 0.01)[0])
                counts = {"samples": samples, "epochs": epochs, "parameters": network.vector.size}
                size = counts[what]
            rows.append((what, size, best))
    return rows


def longest_call() -> float:
    """The longest call into WebAssembly during the mini-batch job, in seconds.

    Of three runs the best one counts: when the machine is busy, any call may have to wait.
    """
    return min(longest_call_once() for _ in range(3))


def longest_call_once() -> float:
    network = NeuralNetwork([JOB["inputs"], JOB["hidden"], JOB["classes"]], rng=0)
    x, t = np.ascontiguousarray(FEATURES.T), np.ascontiguousarray(TARGETS.T)
    trainer = Trainer(network, x, t, batch_size=32, engine="compiled", host=HOST)
    asked = [perf_counter()]
    trainer.stepper  # noqa: B018  (compiled before the clock starts)
    asked[0] = perf_counter()

    def note() -> bool:
        asked.append(perf_counter())
        return False

    trainer.advance(JOB["epochs"], note)
    return float(max(np.diff(asked)))


MEASURES: dict[str, dict[str, Callable[[], Measured]]] = {
    "paper": {
        "the note's listing": paper_listing,
        "nnlab, plain NumPy": lambda: paper("plain"),
        "nnlab, compiled": lambda: paper("compiled"),
    },
    "job": {
        "the note's listing": job_listing,
        "nnlab, plain NumPy": lambda: job("plain"),
        "nnlab, compiled": lambda: job("compiled"),
    },
}
