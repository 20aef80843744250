"""What the page may ask of Python: each public method of `Session` in METHODS, by name.

Plain CPython: parameters come as dicts, lists and numbers, results go as the same, with arrays.
A wrong request raises an error that says what is wrong; `handle` turns it into a reply, and the
network stays as it was.
"""

import time
import traceback
from typing import Any, cast

import numpy as np

from nnlab.metrics import accuracy

from .lab import Lab
from .protocol import Configured, NotReady, Prediction, Reply, Reports, Snapshot, Trained
from .requests import check_positive, check_setup, check_values, check_whole


class Session:
    """One page's lab, and its answers."""

    def __init__(self) -> None:
        self._lab: Lab | None = None

    @property
    def lab(self) -> Lab:
        """The lab that `configure` made. Raises NotReady before that."""
        if self._lab is None:
            raise NotReady("No network has been set up yet.")
        return self._lab

    def handle(self, method: str, params: dict[str, Any]) -> Reply:
        """Runs one method. Never raises: a failure is a reply with its type, message, traceback."""
        try:
            if method not in METHODS:
                raise ValueError(f"method is {method!r}, expected one of {', '.join(METHODS)}")
            return {"ok": True, "result": getattr(self, method)(**params)}
        except Exception as error:
            return {
                "ok": False,
                "error": {
                    "type": type(error).__name__,
                    "message": str(error),
                    "traceback": traceback.format_exc(),
                },
            }

    def configure(self, run: int, setup: dict[str, Any]) -> Configured:
        """A new lab with untrained weights. `run` marks the replies that belong to it."""
        return self._install(run, Lab(check_setup(setup)))

    def restore(self, run: int, setup: dict[str, Any], snapshot: Snapshot) -> Configured:
        """A new lab that goes on from `snapshot`, as this or another worker gave it."""
        lab = Lab(check_setup(setup))
        lab.restore(snapshot)
        return self._install(run, lab)

    def train(self, run: int, epochs: int, budget_ms: float, learning_rate: float) -> Trained:
        """Trains `epochs` more, or as many as fit into `budget_ms` milliseconds."""
        trainer = self.lab.trainer
        trainer.learning_rate = check_positive("learning_rate", learning_rate)
        deadline = time.perf_counter() + budget_ms / 1000
        reports = trainer.advance(
            check_whole("epochs", epochs, 1), lambda: time.perf_counter() >= deadline
        )
        columns = Reports(
            epoch=np.array([report.epoch for report in reports], np.float64),
            train_loss=np.array([report.train_loss for report in reports]),
            train_accuracy=np.array([report.train_accuracy for report in reports]),
            printed_loss=np.array([report.printed_loss for report in reports], np.float64),
        )
        return {
            "run": run,
            "reports": columns,
            "snapshot": self.lab.snapshot(),
            "breakdown": cast(Any, trainer.breakdown),
        }

    def predict(self, values: list[float]) -> Prediction:
        """The answer for one sample, its features in raw units and in the data's order."""
        dataset = self.lab.dataset
        sample = check_values(dataset, values)
        y = self.lab.network.predict(sample[:, np.newaxis])[:, 0]
        predicted = int(y.argmax())
        low, high = dataset.features.min(axis=0), dataset.features.max(axis=0)
        outside = np.flatnonzero((sample < low) | (sample > high))
        return {
            "outputs": y,
            "predicted": predicted,
            "name": dataset.class_names[predicted],
            "trained": self.lab.trainer.epoch > 0,
            "out_of_range": [
                {
                    "field": int(i),
                    "value": float(sample[i]),
                    "min": float(low[i]),
                    "max": float(high[i]),
                }
                for i in outside
            ],
        }

    def _install(self, run: int, lab: Lab) -> Configured:
        self._lab = lab
        network, dataset = lab.network, lab.dataset
        y = network.predict(dataset.inputs)
        return {
            "run": run,
            "sizes": network.sizes,
            "rows": len(dataset.labels),
            "feature_names": [*dataset.feature_names],
            "class_names": [*dataset.class_names],
            "snapshot": lab.snapshot(),
            "train_loss": float(network.loss_function.value(y, dataset.targets)),
            "train_accuracy": accuracy(y, dataset.labels),
        }


METHODS = ("configure", "restore", "train", "predict")
