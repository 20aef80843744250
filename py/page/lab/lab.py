"""One set-up at work on the page: an experiment, and how to keep and restore it."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Dataset
from nnlab.experiment import Experiment
from nnlab.journal import Change, Journal, Recorder
from nnlab.layers import DenseLayer
from nnlab.network import layers_on
from nnlab.pictures import Pictures, pictures_of
from nnlab.reports import EpochReport
from nnlab.setup import Setup
from nnlab.training import Checkpoint, OnEpochs
from page.protocol import Kept, LiveFrom, Measured, Snapshot, Table

from .past import Past

if TYPE_CHECKING:
    from nnlab.compile import Host

MOST_ROWS_SHOWN = 2000


class Lab(Experiment):
    """An experiment whose state the page can keep."""

    def __init__(
        self, setup: Setup, dataset: Dataset | None = None, host: "Host | None" = None
    ) -> None:
        super().__init__(setup, dataset, host)
        raw = self.dataset.inputs[:, self.train_rows]
        # Between them lies what the training data showed; each (features,).
        self.low, self.high = raw.min(axis=1), raw.max(axis=1)
        classes = self.dataset.task == "classes"
        self.pictures: Pictures | None = pictures_of(self.dataset.features) if classes else None
        self.past = Past()
        self.past.keep(self.trainer.checkpoint())
        self._first = self.trainer.checkpoint().vector
        self.slip = ""
        """Of a lesson's network that was made wrong: see `page.course.slips`."""

        self.gradient_checks = 0
        """How often the page asked for one."""

    def table(self) -> Table:
        """The first rows of the data, in raw units, for the page to show."""
        data = self.dataset
        labels = data.labels if data.numbers is None else data.numbers
        test = np.zeros(data.rows)
        test[self.test_rows] = 1.0
        return {
            "features": data.features[:MOST_ROWS_SHOWN],
            "labels": labels[:MOST_ROWS_SHOWN].astype(np.float64),
            "test": test[:MOST_ROWS_SHOWN],
        }

    def checkpoint_at(self, epoch: int | None) -> Checkpoint:
        """The checkpoint of `epoch` or the nearest kept before it; of the last one for None.

        Raises ValueError when none that early is kept.
        """
        last = self.trainer.checkpoint()
        if epoch is None or epoch >= last.epoch:
            return last
        found = self.past.at(epoch)
        if found is None:
            raise ValueError(f"epoch is {epoch!r}, expected {self.past.epochs[0]} or more")
        return found

    def is_trained(self, epoch: int | None) -> bool:
        """Whether the weights of `checkpoint_at(epoch)` are others than the seed's first ones."""
        return not np.array_equal(self.checkpoint_at(epoch).vector, self._first)

    def layers_at(self, epoch: int | None) -> list[DenseLayer]:
        """The network's layers with the parameters of `checkpoint_at(epoch)`."""
        vector = self.checkpoint_at(epoch).vector
        return layers_on(vector, self.network.sizes, self.network.activations)

    def go_back(self, epoch: int | None) -> None:
        """Training will go on from `checkpoint_at(epoch)`; what came later is forgotten."""
        self.install(self.checkpoint_at(epoch))
        self.recorder.go_back(self.trainer.checkpoint())

    def install(self, checkpoint: Checkpoint) -> None:
        """Training will go on from `checkpoint`."""
        self.trainer.restore(checkpoint)
        self.past.forget_after(checkpoint.epoch)
        self.past.keep(self.trainer.checkpoint())

    def advance(self, max_epochs: int, out_of_time: Callable[[], bool]) -> list[EpochReport]:
        """Trains as `Trainer.advance` does, and keeps every epoch's end."""
        self._record_start()
        with self._hearing(self._keep):
            return self.trainer.advance(max_epochs, out_of_time)

    @contextlib.contextmanager
    def listening(self) -> Iterator[dict[int, EpochReport]]:
        """Keeps the end of each epoch that others train meanwhile, and gives its report."""
        reports: dict[int, EpochReport] = {}

        def keep(ended: list[EpochReport], checkpoint: Callable[[int], Checkpoint]) -> None:
            self.past.keep_all(numbers(ended), checkpoint)
            reports.update((report.epoch, report) for report in ended)

        with self._hearing(keep):
            yield reports

    @contextlib.contextmanager
    def _hearing(self, hear: OnEpochs) -> Iterator[None]:
        """Not for longer: a lab that its own trainer held would outlive its turn, past and all."""
        self.trainer.on_epochs = hear
        try:
            yield
        finally:
            self.trainer.on_epochs = None

    def _keep(self, ended: list[EpochReport], checkpoint: Callable[[int], Checkpoint]) -> None:
        epochs = numbers(ended)
        self.past.keep_all(epochs, checkpoint)
        for epoch in dict.fromkeys((epochs[0], epochs[-1])):
            self.recorder.after(checkpoint(epoch))

    def measured(self) -> Measured:
        """How good the network is as it stands; NaN where there is no test part."""
        trainer = self.trainer
        train_loss, train_accuracy = trainer.measure(trainer.inputs, trainer.targets)
        test_loss = test_accuracy = np.nan
        if trainer.test_inputs is not None and trainer.test_targets is not None:
            test_loss, test_accuracy = trainer.measure(trainer.test_inputs, trainer.test_targets)
        measured: Measured = {
            "train_loss": train_loss,
            "train_accuracy": train_accuracy,
            "test_loss": test_loss,
            "test_accuracy": test_accuracy,
        }
        if self.target_scaler:
            errors = [self.error_of(rows) for rows in (self.train_rows, self.test_rows)]
            train_error, test_error = (np.nan if error is None else error for error in errors)
            measured |= {"train_error": train_error, "test_error": test_error}
        return measured

    def in_unit(self, error: Array) -> Array:
        """Errors on the network's scale, as reports have them, in the number's own unit."""
        return error * self.target_scaler.scale[0, 0] if self.target_scaler else error

    def kept(self) -> Kept:
        return {"first": self.past.epochs[0], "every": self.past.every}

    def snapshot(self) -> Snapshot:
        """The end of the last whole epoch, as the page keeps it."""
        journal = self.recorder.journal
        snapshot = as_snapshot(self.trainer.checkpoint())
        snapshot["changes"] = [cast(LiveFrom, dataclasses.asdict(c)) for c in journal.changes]
        if journal.start is not None:
            snapshot["start"] = as_snapshot(journal.start)
        return snapshot

    def restore(self, snapshot: Snapshot, past: Any = None) -> None:
        """Goes on from a snapshot that came back from the page, its arrays as `{data, shape}`.

        `past`, (epochs, parameters), has the weights at the end of each epoch up to that one,
        where the page's first kernel has trained them. Raises ValueError when it is of another
        network.
        """
        start = snapshot.get("start")
        changes = tuple(Change(**change) for change in snapshot.get("changes", []))
        last = as_checkpoint(snapshot)
        self.install_model(last, Journal(as_checkpoint(start) if start else None, changes))
        if past is None:
            return
        vectors = unpack(past).reshape(-1, last.vector.size)
        first = last.epoch + 1 - len(vectors)
        self.past.keep_all(
            range(first, last.epoch + 1),
            lambda epoch: dataclasses.replace(last, epoch=epoch, vector=vectors[epoch - first]),
        )

    def install_model(self, checkpoint: Checkpoint, journal: Journal) -> None:
        """Goes on from `checkpoint`, to which `journal` led."""
        self.past = Past()
        self.install(checkpoint)
        self.recorder = Recorder(self.trainer.checkpoint(), journal)


def numbers(ended: list[EpochReport]) -> range:
    """The epochs of reports, which follow each other."""
    return range(ended[0].epoch, ended[-1].epoch + 1)


def as_checkpoint(snapshot: Snapshot) -> Checkpoint:
    return Checkpoint(
        epoch=snapshot["epoch"],
        vector=unpack(snapshot["vector"]),
        optimizer_state={k: unpack(v) for k, v in snapshot["optimizer_state"].items()},
        random_state=snapshot["random_state"],
        first_loss=snapshot["first_loss"],
        best_test_loss=snapshot["best_test_loss"],
        waiting_since=snapshot["waiting_since"],
    )


def unpack(packed: Any) -> Array:
    """The numbers of an array that came back from the page, in a row."""
    return np.array(packed["data"], np.float64)


def as_snapshot(checkpoint: Checkpoint) -> Snapshot:
    """A checkpoint as the page keeps it."""
    return cast(Snapshot, dataclasses.asdict(checkpoint))
