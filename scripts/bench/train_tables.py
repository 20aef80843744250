"""Digits and diabetes: ours in the page beside scikit-learn at home and libraries with Adam.

`PAGE` runs in the page's own Python; the rest here.
"""

from dataclasses import asdict
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from playwright.sync_api import Page
from sklearn.neural_network import MLPClassifier, MLPRegressor

from nnlab import Experiment, Setup

ROUNDS = 5
EPOCHS = {"digits": 20, "diabetes": 50}
LISTING_RATE = {"digits": 0.5, "diabetes": 0.1}
OURS, PLAIN, LISTING = "nnlab, compiled", "nnlab, plain NumPy", "the listing's form"
SKLEARN = "scikit-learn, CPython"
PAGE = '''
import json
from time import perf_counter

import listing_batches
from nnlab import Experiment
from nnlab.compile.browser import BrowserHost
from nnlab.presets import from_json

HOST = BrowserHost()


def measure(fields, engine):
    """Seconds, the score on the test rows, and the losses, of which not a bit may differ."""
    run = Experiment(from_json({**fields, "engine": engine}), host=HOST).trainer
    assert run.engine_used[0] == engine, run.engine_used
    start = perf_counter()
    reports = run.advance(fields["epochs"], lambda: False)
    seconds = perf_counter() - start
    return seconds, reports[-1].test_accuracy, [report.train_loss for report in reports]


def by_listing(fields, rate):
    """The same with the note's own network, sigmoids and plain gradient descent, in batches."""
    run = Experiment(from_json(fields)).trainer
    x, t = run.inputs.T.copy(), run.targets.T.copy()
    sizes = fields["hidden_sizes"][0], fields["batch_size"], fields["epochs"]
    start = perf_counter()
    listing_batches.run(x, t, *sizes, rate, 0)
    return perf_counter() - start
'''


def setup_of(dataset: str) -> Setup:
    return Setup(
        dataset=dataset,
        test_ratio=0.2,
        standardize=True,
        hidden_sizes=(32,),
        hidden_activations=("relu",),
        output="softmax",
        initializer="he",
        optimizer="adam",
        learning_rate=0.001,
        batch_size=32,
        shuffle=True,
        epochs=EPOCHS[dataset],
    )


def compare(dataset: str, python: Any, peers: Page) -> dict[str, Any]:
    """Of each contender the median seconds and the score on the test rows, all in turn.

    `python(expression)` gives the value of one on the names of PAGE.
    """
    setup = setup_of(dataset)
    fields = asdict(setup)
    run = Experiment(setup).trainer
    assert run.test_inputs is not None and run.test_targets is not None
    arrays = (run.inputs, run.targets, run.test_inputs, run.test_targets)
    x, t, tx, tt = (array.T.tolist() for array in arrays)
    work = {"x": x, "t": t, "tx": tx, "tt": tt, "epochs": setup.epochs, "batch": 32, "hidden": 32}
    peers.evaluate("(work) => { globalThis.tableWork = work; }", work)
    seconds: dict[str, list[float]] = {}
    score: dict[str, float] = {}
    losses: dict[str, list[float]] = {}

    def note(name: str, spent: float, right: float | None = None) -> None:
        seconds.setdefault(name, []).append(spent)
        if right is not None:
            score[name] = right

    for _ in range(ROUNDS):
        for name, engine in ((OURS, "compiled"), (PLAIN, "plain")):
            spent, right, losses[name] = python(f"measure({fields!r}, {engine!r})")
            note(name, spent, right)
        note(LISTING, python(f"by_listing({fields!r}, {LISTING_RATE[dataset]})"))
        note(SKLEARN, *at_home(dataset, setup, arrays))
        for name in ("TensorFlow.js", "convnetjs"):
            if name == "convnetjs" and dataset != "digits":
                continue  # its regression has no scale of its own to compare
            found = peers.evaluate("(name) => tablePeers[name](tableWork)", name)
            note(name, found["seconds"], found["score"])
    if losses[OURS] != losses[PLAIN]:
        raise AssertionError("compiled training is not plain training")
    return {"median_s": {name: median(all_) for name, all_ in seconds.items()}, "score": score}


def at_home(dataset: str, setup: Setup, arrays: Any) -> tuple[float, float]:
    """scikit-learn's network here: seconds, and accuracy or R² on the test rows."""
    x, t, tx, tt = (array.T for array in arrays)
    kind = MLPClassifier if dataset == "digits" else MLPRegressor
    network = kind(
        hidden_layer_sizes=setup.hidden_sizes, solver="adam", alpha=0.0, batch_size=32,
        learning_rate_init=setup.learning_rate, max_iter=setup.epochs, n_iter_no_change=10**6,
        random_state=0,
    )  # fmt: skip
    targets, truth = t[:, 0], tt[:, 0]
    if dataset == "digits":
        targets, truth = t.argmax(axis=1), tt.argmax(axis=1)
    start = perf_counter()
    network.fit(np.ascontiguousarray(x), targets)
    return perf_counter() - start, float(network.score(tx, truth))


def report(figures: dict[str, Any]) -> dict[str, bool]:
    """Prints the tables; each bar, and whether it holds."""
    bars = {}
    for dataset, found in figures.items():
        seconds, score = found["median_s"], found["score"]
        what = "accuracy" if dataset == "digits" else "R²"
        rate = {name: score[name] / seconds[name] for name in score}
        print(f"{dataset}: 32 ReLU, Adam, batches of 32, {EPOCHS[dataset]} epochs:")
        for name, spent in sorted(seconds.items(), key=lambda item: item[1]):
            said = f"{what} {score[name]:.3f}, {rate[name]:8.2f} a second" if name in score else ""
            print(f"  {name:22} {spent:8.4f} s {spent / seconds[OURS]:7.1f} x   {said}")
        best = max((name for name in rate if name != OURS), key=lambda name: rate[name])
        more = rate[OURS] / rate[best]
        bars[f"{dataset}: {more:.1f} times the {what} a second of {best} (1)"] = more > 1.0
    return bars
