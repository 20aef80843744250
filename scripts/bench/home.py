"""Training at home: nnlab's estimators beside scikit-learn's, at equal settings.

In seconds of the processor, of all threads, so that what else the machine does counts for little.
"""

import warnings
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from sklearn.datasets import load_diabetes, load_digits, load_iris, load_wine
from sklearn.neural_network import MLPClassifier, MLPRegressor

from nnlab.compile.choice import CHOICES
from nnlab.compile.stepper import KERNELS
from nnlab.sklearn import NNClassifier, NNRegressor

ROUNDS = 3
TABLES = {"iris": load_iris, "wine": load_wine, "digits": load_digits, "diabetes": load_diabetes}
EPOCHS = {1: {"digits": 5, "diabetes": 30}, 32: {"digits": 20}}
OFTEN = {1: 60, 32: 200}  # epochs, where a table is small
SCORE = 0.05  # of accuracy or R² on the training rows, which few epochs leave to chance


def home() -> dict[str, Any]:
    """Medians over ROUNDS rounds; ours is compiled anew, and chooses its engine anew, each time."""
    return {f"{name}, batch size {n}": compare(name, n) for name in TABLES for n in (1, 32)}


def compare(name: str, batch_size: int) -> dict[str, Any]:
    X, y = TABLES[name](return_X_y=True)
    X = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0.0, X.std(axis=0), 1.0)
    numbers = name == "diabetes"
    y = (y - y.mean()) / y.std() if numbers else y
    options: dict[str, Any] = {
        "hidden_layer_sizes": (16,), "activation": "relu", "solver": "adam", "tol": 0.0,
        "max_iter": EPOCHS[batch_size].get(name, OFTEN[batch_size]), "batch_size": batch_size,
        "n_iter_no_change": 10**6, "random_state": 0, "learning_rate_init": 0.001,
    }  # fmt: skip
    pair = (NNRegressor, MLPRegressor) if numbers else (NNClassifier, MLPClassifier)
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    scores: dict[str, float] = {}
    ours: Any = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # none has converged: all run to the end
        for _ in range(ROUNDS):
            for who, estimator in zip(seconds, pair, strict=True):
                KERNELS.clear()
                CHOICES.clear()
                made = estimator(**options)
                started = process_time()
                made.fit(X, y)
                seconds[who].append(process_time() - started)
                scores[who] = float(made.score(X, y))
                ours = made if who == "ours" else ours
    medians = {who: median(all_) for who, all_ in seconds.items()}
    return {"seconds": medians, "scores": scores, "engine": ours.engine_used_}


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints the table and whether the bars hold; returns all figures."""
    print(f"nnlab.sklearn beside scikit-learn's MLP, 16 hidden neurons, medians of {ROUNDS}:")
    slower = []
    for name, each in figures.items():
        ours, theirs = each["seconds"]["ours"], each["seconds"]["theirs"]
        scores = each["scores"]
        print(f"  {name:24} {ours:8.3f} s  {theirs:8.3f} s  {theirs / ours:6.1f} x  "
              f"{each['engine']:8}  {scores['ours']:.3f} and {scores['theirs']:.3f}")  # fmt: skip
        if ours > theirs or abs(scores["ours"] - scores["theirs"]) > SCORE:
            slower.append(name)
    iris = figures["iris, batch size 1"]["seconds"]
    times = iris["theirs"] / iris["ours"]
    print(f"never slower, as good: {'yes' if not slower else 'NO: ' + ', '.join(slower)}")
    print(f"20 times on iris at batch size 1: {'yes' if times >= 20 else 'NO'} ({times:.0f})")
    return {**figures, "iris_times": times, "slower": slower}
