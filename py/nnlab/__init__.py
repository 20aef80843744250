"""A neural network in plain NumPy, written so that its lines are its equations.

Your own data first: X has one row a sample, y one label a row (lists, arrays, pandas, polars).

    from nnlab import Dataset, Experiment, Setup

    data = Dataset.from_arrays(X, y)
    setup = Setup(
        hidden_sizes=(16, 16), hidden_activations=("relu",), initializer="he",
        output="softmax", optimizer="adam", learning_rate=0.01, batch_size=16,
        shuffle=True, standardize=True, test_ratio=0.3, epochs=100, seed=0,
    )
    experiment = Experiment(setup, data)
    history = experiment.train()             # history["test_loss"], one number an epoch
    experiment.classify(X)                   # labels as in y
    experiment.probabilities(X)              # (rows, classes)
    save(experiment, "model.json")           # the page opens it; load("model.json") gives it back
    save_onnx(experiment, "model.onnx")      # for other programs

A CSV file, whatever its delimiter, decimals and encoding, with words and gaps:

    experiment = open_csv("flowers.csv", target="species", gaps="fill")

The network inside takes columns, as the note's equations do: W x + b, x of shape (features, n).

    iris = load_iris()
    network = NeuralNetwork([4, 6, 3], rng=0)
    for report in Trainer(network, iris.inputs, iris.targets).epochs(400):
        print(report.epoch, report.train_loss)
    network.predict(iris.inputs[:, :1])

And taken apart, to see that it is right: `check_gradients(network, x, t)` holds back-propagation
against the slope of the loss; `trace_update(network, x, t, 0.05)` is one update, step by step;
`accuracy`, `confusion_matrix` and `precision_recall_f1` say how good the answers are.

(eq. 3) and the like are numbers of equations in the article on the NN Lab page.
"""

from typing import TYPE_CHECKING, Any

from .data import (
    Dataset,
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_iris,
    load_wine,
    one_hot,
)
from .experiment import Experiment
from .history import History
from .network import NeuralNetwork
from .reports import EpochReport
from .setup import Setup
from .training import Trainer

if TYPE_CHECKING:
    from .files.onnx import save_onnx
    from .files.own_csv import open_csv
    from .files.saving import load, save
    from .gradient_check import check_gradients
    from .metrics import accuracy, confusion_matrix, precision_recall_f1
    from .presets import PRESETS
    from .tables import read_table
    from .trace import trace as trace_update

__version__ = "0.1.0"

__all__ = [
    "PRESETS",
    "Dataset",
    "EpochReport",
    "Experiment",
    "History",
    "NeuralNetwork",
    "Setup",
    "Trainer",
    "accuracy",
    "check_gradients",
    "confusion_matrix",
    "load",
    "load_breast_cancer",
    "load_diabetes",
    "load_digits",
    "load_iris",
    "load_wine",
    "one_hot",
    "open_csv",
    "precision_recall_f1",
    "read_table",
    "save",
    "save_onnx",
    "trace_update",
]

# Imported when they are first asked for, so that the page starts without them.
LATER = {
    "PRESETS": ("presets", "PRESETS"),
    "accuracy": ("metrics", "accuracy"),
    "check_gradients": ("gradient_check", "check_gradients"),
    "confusion_matrix": ("metrics", "confusion_matrix"),
    "load": ("files.saving", "load"),
    "open_csv": ("files.own_csv", "open_csv"),
    "precision_recall_f1": ("metrics", "precision_recall_f1"),
    "read_table": ("tables", "read_table"),
    "save": ("files.saving", "save"),
    "save_onnx": ("files.onnx", "save_onnx"),
    "trace_update": ("trace", "trace"),
}


def __getattr__(name: str) -> Any:
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = LATER[name]
    return getattr(import_module(f".{module}", __name__), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *LATER})
