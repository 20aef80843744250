"""Training: epochs of batches, in slices of time if the caller likes, and reports of facts."""

import json
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .arrays import Array
from .breakdowns import advice, find_breakdown
from .checks import columns, generator, one_of, same_shape, samples, whole
from .data import TASKS
from .engines import ENGINES, make_stepper
from .measurement import Measurement
from .metrics import explained
from .network import NeuralNetwork
from .reports import EpochReport, variance, with_errors
from .run import Run
from .steppers import Row, State, Stepper
from .warn import warn

if TYPE_CHECKING:
    from .compile import Host


@dataclass(frozen=True)
class Checkpoint:
    """A trainer at the end of an epoch: all that training goes on from."""

    epoch: int
    vector: Array
    """The network's parameters, (parameters,)."""

    optimizer_state: dict[str, Array]
    random_state: str
    """The generator that shuffles, as JSON, or "" without one."""

    first_loss: float
    """The loss before the first epoch, against which a breakdown is found."""

    best_test_loss: float
    """The lowest test loss so far, infinite without one."""

    waiting_since: int
    """The epoch that patience is counted from: that of the lowest test loss, as a rule."""


class Best(NamedTuple):
    """The best test loss up to some epoch, and what patience makes of it: see `Run`."""

    test_loss: float
    waiting_since: int


OnEpochs = Callable[[list[EpochReport], Callable[[int], Checkpoint]], None]


class Trainer(Run):
    """Trains a network on columns: inputs (features, n), targets (classes, n).

    `learning_rate` and `batch_size` may be set while it trains; a new batch size counts from the
    next epoch on. Every run of the same epochs gives the same numbers, however it is sliced.

    Two rules, which may be set while it trains too, stop it early, and `stopped` then names the
    rule; going on afterwards is no mistake:

    - "target_loss": the training loss at an epoch's end is `target_loss` or lower (0 is never);
    - "patience": the test loss found no new lowest value in `patience` epochs (0 is never), counted
      from the lowest one, or from the last such stop.

    Training stops, and the parameters of the last healthy epoch's end are put back, when it has
    broken down:

    - "not_finite": a parameter or the training loss is infinite or not a number;
    - "saturated": the training loss is above where it started, and in some sigmoid layer the
      derivative a (1 - a) is below 1e-3, on average over its neurons and the training samples (of
      many, over some of them).
      Next to nothing of the error gets past such a layer, so the network stays as it is. This is
      how a far too high learning rate shows with sigmoids, whose loss cannot grow without bound.
      (One layer is enough. In the paper's run a rate of 5 or 10 shuts the hidden layer only; one
      of 50 or more shuts the output layer within an epoch or two, not always the hidden one.)
    """

    def __init__(
        self,
        network: NeuralNetwork,
        inputs: Array,
        targets: Array,
        *,
        batch_size: int = 1,
        learning_rate: float = 0.05,
        shuffle: bool = False,
        rng: np.random.Generator | int | None = None,
        measure_printed_loss: bool = True,
        test_inputs: Array | None = None,
        test_targets: Array | None = None,
        target_loss: float = 0.0,
        patience: int = 0,
        engine: str = "auto",
        host: "Host | None" = None,
        task: str = "classes",
    ) -> None:
        """`rng`, a generator or the seed of one, draws the order of the samples, for each epoch
        anew, when `shuffle` is set.

        `engine` is "plain", which is NumPy alone; "compiled" for the same numbers (to 12 digits and
        more) in far less time, on `host` or else on the browser or the package wasmtime; or "auto":
        whichever is faster here, as `engine_used` says. What cannot be compiled is trained plainly.
        `task` is "classes", of which reports give the accuracy, or "numbers", which have R².
        Raises ValueError naming what is wrong, and what is expected.
        """
        if not hasattr(network, "sizes"):
            raise ValueError(f"network is {network!r}, expected a NeuralNetwork")
        inputs, targets = samples("training", inputs, targets, network.sizes)
        if (test_inputs is None) != (test_targets is None):
            raise ValueError("test_inputs and test_targets go only with each other")
        if test_inputs is not None and test_targets is not None:
            test_inputs, test_targets = samples("test", test_inputs, test_targets, network.sizes)
        super().__init__(
            network=network,
            inputs=inputs,
            targets=targets,
            batch_size=batch_size,
            learning_rate=learning_rate,
            shuffle=shuffle,
            rng=None if rng is None else generator("rng", rng),
            measure_printed_loss=measure_printed_loss,
            test_inputs=test_inputs,
            test_targets=test_targets,
            target_loss=target_loss,
            patience=patience,
            task=one_of("task", task, TASKS),
        )
        self.check()
        self.engine = one_of("engine", engine, ENGINES)
        self.host = host

        self.breakdown = ""
        self.stopped = ""
        self.on_epochs: OnEpochs | None = None
        """Gets the reports of healthy epochs that have just ended, and what gives the checkpoint
        of each, also of those that `checkpoint` skips because several ended at once."""

        self._stepper: Stepper | None = None
        self._said_why = ""  # of what `engine_used` tells
        with np.errstate(all="ignore"):
            self.first_loss, _ = self.measure(inputs, targets)
        self._remember()

    def __getstate__(self) -> dict[str, Any]:
        """For `copy` and `pickle`: a copy makes its own stepper, and begins a cut epoch anew."""
        return {**self.__dict__, "_stepper": None, "on_epochs": None}

    def epochs(self, count: int) -> Iterator[EpochReport]:
        """Trains `count` epochs, giving each one's report when it ends; fewer when it stops."""
        self.planned = whole("count", count, 0)
        return self._epochs(self.planned)

    def _epochs(self, count: int) -> Iterator[EpochReport]:
        for _ in range(count):
            yield from self.advance(1, lambda: False)
            if self.stopped:
                return

    def advance(self, max_epochs: int, out_of_time: Callable[[], bool]) -> list[EpochReport]:
        """Trains until `max_epochs` more epochs have ended or `out_of_time()` says True.

        `out_of_time` is asked every few milliseconds, between batches. An epoch that it cuts in
        two goes on where it was at the next call. Returns the reports of the epochs that ended.
        """
        reports: list[EpochReport] = []
        self.stopped = ""
        max_epochs = whole("max_epochs", max_epochs, 0)
        self.check()
        if self.breakdown or max_epochs == 0:
            return reports
        self.planned = max(self.planned, max_epochs)
        # Overflow is either harmless (see Sigmoid) or found at the epoch's end.
        with np.errstate(all="ignore"):
            for ended in self.stepper.advance(max_epochs, out_of_time):
                reports += self._end_epochs(ended.figures, ended.state)
                if self.breakdown or self.stopped:
                    break
        self._warn()
        return reports

    @property
    def stepper(self) -> Stepper:
        """What runs the epochs, made when it is first needed."""
        if self._stepper is None:
            # Weakly: a stepper does not keep the trainer alive that holds it.
            run: Run = weakref.proxy(self)
            self._stepper = make_stepper(run, self.engine, self.host)
        return self._stepper

    @property
    def engine_used(self) -> tuple[str, str]:
        """The engine that runs the epochs, and why it cannot be the compiled one, or ""."""
        return self.stepper.engine, self.stepper.why_plain

    def _warn(self) -> None:
        """Says what has gone another way than was asked for."""
        engine, why = self.engine_used
        if why != self._said_why and self.engine != "auto":
            self._said_why = why
            warn(
                f"{engine} NumPy trains, which takes longer, and not the engine {self.engine!r}: "
                f"{why}. With engine='plain' you ask for just this"
            )
        if self.breakdown:
            warn(advice(self, self.breakdown, self._good.epoch))

    def checkpoint(self) -> Checkpoint:
        """The end of the last whole, healthy epoch; what a cut epoch did is not in it."""
        return self._good

    def restore(self, checkpoint: Checkpoint) -> None:
        """Goes back, or on, to `checkpoint`, of this or an equal trainer.

        Raises ValueError when it does not fit the network or its optimizer; nothing has changed
        then.
        """
        expected = self.network.vector.shape
        if checkpoint.vector.shape != expected:
            raise ValueError(f"vector has shape {checkpoint.vector.shape}, expected {expected}")
        self.network.optimizer.restore(checkpoint.optimizer_state)
        self.network.vector[:] = checkpoint.vector
        if self.rng is not None and checkpoint.random_state:
            self.rng.bit_generator.state = json.loads(checkpoint.random_state)
        self.epoch = checkpoint.epoch
        self.breakdown = ""
        self.stopped = ""
        self.first_loss = checkpoint.first_loss
        self.best_test_loss = checkpoint.best_test_loss
        self.waiting_since = checkpoint.waiting_since
        if self._stepper is not None:
            self._stepper.restart()
        self._remember()

    def _end_epochs(
        self, figures: Sequence[Row], state: Callable[[int], State] | None
    ) -> list[EpochReport]:
        """The reports of epochs that have ended: see `steppers.Ended`."""
        first = self.epoch + 1
        reports = [
            EpochReport(epoch, printed, train_loss, train_hits, test_loss, test_hits, "")
            for epoch, row in enumerate(figures, first)
            for printed, train_loss, train_hits, test_loss, test_hits in (row,)
        ]
        if self.task == "numbers":
            reports = with_errors(reports, self.targets, self.test_targets)
        last = reports[-1]
        self.epoch = last.epoch
        self.breakdown = find_breakdown(self, last.train_loss)
        if self.breakdown:  # of one epoch, which came alone
            self.network.vector[:] = self._good.vector
            self.network.optimizer.restore(self._good.optimizer_state)
            return [report._replace(breakdown=self.breakdown) for report in reports]
        bests = [Best(self.best_test_loss, self.waiting_since)] * len(reports)
        if self.test_inputs is not None:
            bests = [self._note_best(report) for report in reports]
        self.stopped = self._find_stop(last)
        self._remember()
        good = self._good

        def checkpoint(epoch: int) -> Checkpoint:
            if epoch == good.epoch or not state:
                return good
            then, best = state(epoch - first), bests[epoch - first]
            return Checkpoint(
                epoch=epoch,
                vector=then.vector,
                optimizer_state=then.optimizer_state,
                random_state=then.random_state,
                first_loss=good.first_loss,
                best_test_loss=best.test_loss,
                waiting_since=best.waiting_since,
            )

        if self.on_epochs:
            self.on_epochs(reports, checkpoint)
        return reports

    def measure(self, inputs: Array, targets: Array) -> tuple[float, float]:
        """Mean loss, without any penalty, and accuracy, or R², on columns that fit.

        Raises ValueError when they do not.
        """
        inputs = columns("inputs", inputs, self.network.sizes[0])
        targets = same_shape("targets", targets, (self.network.sizes[-1], inputs.shape[1]))
        measurement = Measurement(inputs, targets, self.task)
        for _ in measurement.take(self.network):
            pass
        if self.task == "numbers":
            return measurement.loss, explained(measurement.hits, variance(targets))
        return measurement.loss, measurement.hits

    def _note_best(self, report: EpochReport) -> Best:
        """The best up to a report's epoch."""
        if report.test_loss is not None and report.test_loss < self.best_test_loss:
            self.best_test_loss = report.test_loss
            self.waiting_since = report.epoch
        return Best(self.best_test_loss, self.waiting_since)

    def _find_stop(self, last: EpochReport) -> str:
        if self.target_loss > 0.0 and last.train_loss <= self.target_loss:
            return "target_loss"
        waited = self.epoch - self.waiting_since
        if last.test_loss is not None and 0 < self.patience <= waited:
            self.waiting_since = self.epoch
            return "patience"
        return ""

    def _remember(self) -> None:
        random_state = "" if self.rng is None else json.dumps(self.rng.bit_generator.state)
        self._good = Checkpoint(
            epoch=self.epoch,
            vector=self.network.vector.copy(),
            optimizer_state=self.network.optimizer.state(),
            random_state=random_state,
            first_loss=self.first_loss,
            best_test_loss=self.best_test_loss,
            waiting_since=self.waiting_since,
        )
