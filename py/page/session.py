"""What the page may ask of Python: each public method of `Session` in METHODS, by name.

Plain CPython: parameters come as dicts, lists and numbers, results go as the same, with arrays.
A wrong request raises an error that says what is wrong; `handle` turns it into a reply, and the
network stays as it was.
"""

import time
import traceback
from typing import Any, cast

import numpy as np

from nnlab.arrays import Array

from .constraints import check
from .lab import Lab
from .protocol import (
    Applied,
    Configured,
    Failure,
    GradientChecked,
    Live,
    NotReady,
    Prediction,
    Reply,
    Sample,
    Snapshot,
    Traced,
    Trained,
)
from .requests import CONSTRAINTS, check_live, check_setup, check_values


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
            failure: Failure = {
                "type": type(error).__name__,
                "message": str(error),
                "traceback": traceback.format_exc(),
            }
            if hasattr(error, "code") and hasattr(error, "values"):
                failure["code"], failure["values"] = error.code, error.values
            return {"ok": False, "error": failure}

    def configure(self, run: int, setup: dict[str, Any]) -> Configured:
        """A new lab with untrained weights. `run` marks the replies that belong to it."""
        return self._install(run, Lab(check_setup(setup)))

    def restore(self, run: int, setup: dict[str, Any], snapshot: Snapshot) -> Configured:
        """A new lab that goes on from `snapshot`, as this or another worker gave it."""
        lab = Lab(check_setup(setup))
        lab.restore(snapshot)
        return self._install(run, lab)

    def train(self, run: int, epochs: int, budget_ms: float, live: Live) -> Trained:
        """Trains `epochs` more, or as many as fit into `budget_ms` milliseconds.

        `live` holds the fields of the set-up that may change on the way.
        """
        trainer = self.lab.trainer
        self._take(live)
        deadline = time.perf_counter() + budget_ms / 1000
        reports = trainer.advance(
            check("epochs", epochs, CONSTRAINTS["epochs"]),
            lambda: time.perf_counter() >= deadline,
        )

        def column(field: str) -> Array:
            return np.array([getattr(report, field) for report in reports], np.float64)

        return {
            "run": run,
            "reports": {
                "epoch": column("epoch"),
                "train_loss": column("train_loss"),
                "train_accuracy": column("train_accuracy"),
                "printed_loss": column("printed_loss"),
                "test_loss": column("test_loss"),
                "test_accuracy": column("test_accuracy"),
            },
            "snapshot": self.lab.snapshot(),
            "breakdown": cast(Any, trainer.breakdown),
            "stopped": cast(Any, trainer.stopped),
        }

    def predict(self, values: list[float]) -> Prediction:
        """The answer for one sample, its features in raw units and in the data's order."""
        dataset = self.lab.dataset
        sample = check_values(dataset, values)
        y = self.lab.predict(sample[:, np.newaxis])[:, 0]
        predicted = int(y.argmax())
        low, high = self.lab.low, self.lab.high
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

    def trace(self, sample: Sample, live: Live) -> Traced:
        """The update that the network would make from `sample`; the network stays as it is."""
        from . import apart

        return apart.take_apart(self.lab, sample, self._take(live))

    def apply_step(self, sample: Sample, live: Live) -> Applied:
        """Makes that update."""
        from . import apart

        apart.apply_step(self.lab, sample, self._take(live))
        return {"snapshot": self.lab.snapshot()}

    def gradient_check(self, sample: Sample) -> GradientChecked:
        """Back-propagation against central differences, for every parameter."""
        from . import apart

        return apart.check_step(self.lab, sample)

    def _take(self, live: Live) -> float:
        """Sets the fields that may change on the way; the learning rate among them."""
        trainer = self.lab.trainer
        changes = check_live(live)
        trainer.network.l2 = changes.pop("l2")
        for field, value in changes.items():
            setattr(trainer, field, value)
        return trainer.learning_rate

    def _install(self, run: int, lab: Lab) -> Configured:
        self._lab = lab
        trainer, dataset = lab.trainer, lab.dataset
        train_loss, train_accuracy = trainer.measure(trainer.inputs, trainer.targets)
        test_loss = test_accuracy = np.nan
        if trainer.test_inputs is not None and trainer.test_targets is not None:
            test_loss, test_accuracy = trainer.measure(trainer.test_inputs, trainer.test_targets)
        return {
            "run": run,
            "sizes": lab.network.sizes,
            "rows": len(dataset.labels),
            "test_rows": len(lab.test_rows),
            "feature_names": [*dataset.feature_names],
            "class_names": [*dataset.class_names],
            "table": lab.table(),
            "snapshot": lab.snapshot(),
            "train_loss": train_loss,
            "train_accuracy": train_accuracy,
            "test_loss": test_loss,
            "test_accuracy": test_accuracy,
        }


METHODS = ("configure", "restore", "train", "predict", "trace", "apply_step", "gradient_check")
