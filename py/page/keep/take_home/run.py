"""Trains this folder's network again and compares every loss with those of the page.

    python run.py
    python run.py mine

The second trains with your own version of nnlab, which is in the folder mine if you changed the
code on the page. It needs Python 3.11 or later and NumPy. Exit code 0 says that the losses and the
weights are those of the page; 1, that they are not. Your own version may have others.
"""

import csv
import json
import sys
import warnings
from pathlib import Path
from typing import Any

# Before nnlab is looked for: "mine" has one of its own.
sys.path.insert(0, str(Path(__file__).resolve().parent.joinpath(*sys.argv[1:2])))

import numpy as np

from nnlab import Dataset, Experiment
from nnlab.answers import as_texts
from nnlab.arrays import flatten
from nnlab.metrics import accuracy, r_squared, root_mean_squared_error
from nnlab.presets import from_json
from nnlab.training import Checkpoint
from nnlab.warn import TrainingWarning

HERE = Path(__file__).resolve().parent

# The browser's exp and ours may differ in a number's last bit, and training carries that on.
TOLERANCE = 1e-6


def read_rows(name: str) -> list[list[str]]:
    """A CSV file's rows, the header first."""
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        return [*csv.reader(file)]


def read_dataset(run: dict[str, Any]) -> Dataset:
    """data.csv: the features that the network gets, then the class or the number."""
    rows = read_rows("data.csv")[1:]
    class_names, last = run["class_names"], [row[-1] for row in rows]
    written = as_texts(class_names)  # so that none is a formula to a spreadsheet
    labels = [written.index(name) for name in last] if class_names else []
    return Dataset(
        name=run["setup"]["dataset"],
        feature_names=tuple(run["feature_names"]),
        class_names=tuple(class_names),
        features=np.array([[float(cell) for cell in row[:-1]] for row in rows]),
        labels=np.array(labels, dtype=np.intp),
        numbers=None if class_names else np.array([float(cell) for cell in last]),
        target_name=run["target_name"],
        unit=run["unit"],
    )


def put_start(experiment: Experiment, start: dict[str, Any]) -> None:
    """The weights after a change by hand, which nothing but themselves leads to."""
    fields = {**start, "vector": np.array(start["vector"])}
    state = fields["optimizer_state"]
    fields["optimizer_state"] = {name: np.array(numbers) for name, numbers in state.items()}
    experiment.trainer.restore(Checkpoint(**fields))


def main() -> int:
    mine = bool(sys.argv[1:])
    if mine and not (HERE / sys.argv[1] / "nnlab").is_dir():
        print(f"There is no folder {sys.argv[1]} with a nnlab here.")
        return 1
    # A run that broke down on the page is to break down here; and plain NumPy will do.
    warnings.simplefilter("ignore", TrainingWarning)
    run = json.loads((HERE / "run.json").read_text("utf-8"))
    experiment = Experiment(from_json(run["setup"]), read_dataset(run))
    trainer = experiment.trainer
    trainer.target_loss, trainer.patience = 0.0, 0  # the page has stopped where it has stopped
    if run["start"]:
        put_start(experiment, run["start"])
        print(f"It starts after epoch {trainer.epoch}, where something was changed by hand.")
    changes = {change["epoch"]: change for change in run["changes"]}
    names, *epochs = read_rows("history.csv")
    page = {int(cells[0]): dict(zip(names, cells, strict=True)) for cells in epochs}

    largest = 0.0
    while trainer.epoch < run["epochs"] and not trainer.breakdown:
        change = changes.get(trainer.epoch)
        if change:
            trainer.learning_rate = change["learning_rate"]
            trainer.batch_size = change["batch_size"]
            experiment.network.l2 = change["l2"]
        (report,) = trainer.epochs(1)
        for name in ("train_loss", "printed_loss", "test_loss"):
            largest = max(largest, difference(getattr(report, name), page[report.epoch][name]))
        if report.epoch % 10 == 0 or report.epoch == run["epochs"]:
            print(f"epoch {report.epoch:6d}   loss {report.train_loss:.6f}")

    with np.load(HERE / "weights.npz", allow_pickle=False) as file:
        layers = range(1, len(experiment.network.layers) + 1)
        weights = flatten([file[f"{name}{k}"] for k in layers for name in ("W", "b")])
    for ours, theirs in zip(experiment.network.vector.tolist(), weights.tolist(), strict=True):
        largest = max(largest, difference(ours, str(theirs)))

    print(how_good(experiment))
    print(f"largest difference from the page, relative: {largest:.1e}")
    return 0 if mine or largest <= TOLERANCE else 1


def how_good(experiment: Experiment) -> str:
    """The answers for every row, summed up."""
    data = experiment.dataset
    answers = experiment.outputs(data.inputs)
    if data.numbers is None:
        return f"accuracy on all {data.rows} rows {accuracy(answers, data.labels):.4f}"
    r2, error = (f(answers[0], data.numbers) for f in (r_squared, root_mean_squared_error))
    off = f"{error:.6g} {data.unit}".rstrip()
    return f"{data.target_name} on all {data.rows} rows: R² {r2:.4f}, off by {off} (RMSE)"


def difference(ours: float | None, page: str) -> float:
    """The relative difference of two numbers; nothing and NaN are the same."""
    left, right = np.nan if ours is None else ours, float(page or "nan")
    if np.isnan(left) or np.isnan(right) or left == right:
        return 0.0 if np.isnan(left) == np.isnan(right) else np.inf
    return abs(left - right) / max(abs(left), abs(right), 1e-6)


if __name__ == "__main__":
    sys.exit(main())
