"""Training: epochs of batches, in slices of time if the caller likes, and reports of facts."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .arrays import Array
from .metrics import accuracy
from .network import NeuralNetwork

# A chunk is the run of updates between two looks at the clock: this many at most, and fewer when
# batches or networks are large, so that it stays a matter of milliseconds.
STEPS_PER_CHUNK = 64
MULTIPLICATIONS_PER_CHUNK = 2_000_000

SATURATED_BELOW = 1e-3  # a mean a (1 - a): it is 0.25 at most, where z = 0


@dataclass(frozen=True)
class EpochReport:
    """What is known when an epoch has ended."""

    epoch: int
    """How many epochs have ended, this one included."""

    printed_loss: float | None
    """The note's figure: the sum over the samples of the loss of each, measured right after the
    update from its own batch. None when it was not measured."""

    train_loss: float
    """The mean loss of a training sample now, at the epoch's end, without the L2 penalty."""

    train_accuracy: float
    test_loss: float | None
    test_accuracy: float | None

    breakdown: str
    """"" while all is well; "not_finite" or "saturated": see `Trainer`."""


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


class Trainer:
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
      derivative a (1 - a) is below 1e-3, on average over its neurons and the training samples.
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
        rng: np.random.Generator | None = None,
        measure_printed_loss: bool = True,
        test_inputs: Array | None = None,
        test_targets: Array | None = None,
        target_loss: float = 0.0,
        patience: int = 0,
    ) -> None:
        """`rng` draws the order of the samples, for each epoch anew, when `shuffle` is set.

        Raises ValueError when a shape does not fit the network, or when `shuffle` has no `rng`.
        """
        check_columns("training", network, inputs, targets)
        if (test_inputs is None) != (test_targets is None):
            raise ValueError("test_inputs and test_targets go only with each other")
        if test_inputs is not None and test_targets is not None:
            check_columns("test", network, test_inputs, test_targets)
        if shuffle and rng is None:
            raise ValueError("shuffle needs rng, a numpy.random.Generator")
        self.network = network
        self.inputs = inputs
        self.targets = targets
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.shuffle = shuffle
        self.rng = rng
        self.measure_printed_loss = measure_printed_loss
        self.test_inputs = test_inputs
        self.test_targets = test_targets
        self.target_loss = target_loss
        self.patience = patience

        self.epoch = 0
        self.breakdown = ""
        self.stopped = ""
        self._best_test_loss = np.inf
        self._waiting_since = 0
        self._chunks: list[tuple[Array, Array]] = []  # the current epoch's
        self._chunks_done = 0
        self._printed_loss = 0.0  # of those
        self._cut_for = 0  # the batch size that they were cut for
        with np.errstate(all="ignore"):
            self._first_loss, _ = self.measure(inputs, targets)
        self._remember()

    def epochs(self, count: int) -> Iterator[EpochReport]:
        """Trains `count` epochs, giving each one's report when it ends; fewer when it stops."""
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
        # Overflow is either harmless (see Sigmoid) or found at the epoch's end.
        with np.errstate(all="ignore"):
            while len(reports) < max_epochs and not self.breakdown and not self.stopped:
                if self._chunks_done == len(self._chunks):
                    self._begin_epoch()
                while self._chunks_done < len(self._chunks):
                    self._train_on(*self._chunks[self._chunks_done])
                    self._chunks_done += 1
                    if self._chunks_done < len(self._chunks) and out_of_time():
                        return reports
                reports.append(self._end_epoch())
                if out_of_time():
                    break
        return reports

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
        self._first_loss = checkpoint.first_loss
        self._best_test_loss = checkpoint.best_test_loss
        self._waiting_since = checkpoint.waiting_since
        self._chunks_done = len(self._chunks)
        self._remember()

    def _begin_epoch(self) -> None:
        if self.batch_size < 1:
            raise ValueError(f"batch_size is {self.batch_size}, expected 1 or more")
        if self.shuffle and self.rng is not None:
            order = self.rng.permutation(self.inputs.shape[1])
            self._chunks = self._cut(self.inputs[:, order], self.targets[:, order])
        elif self._cut_for != self.batch_size:
            self._chunks = self._cut(self.inputs, self.targets)
        self._cut_for = self.batch_size
        self._chunks_done = 0
        self._printed_loss = 0.0

    def _cut(self, inputs: Array, targets: Array) -> list[tuple[Array, Array]]:
        """Chunks of stacked batches: pairs of (steps, features, n) and (steps, classes, n).

        When n does not divide the number of samples, the rest is a last, smaller batch.
        """
        samples = inputs.shape[1]
        n = min(self.batch_size, samples)
        steps = MULTIPLICATIONS_PER_CHUNK // (3 * self.network.vector.size * n)
        steps = min(max(steps, 1), STEPS_PER_CHUNK)
        whole = samples - samples % n
        edges = [*range(0, whole, steps * n), whole]
        chunks = [(stack(inputs[:, i:j], n), stack(targets[:, i:j], n)) for i, j in pairwise(edges)]
        if whole < samples:
            rest = samples - whole
            chunks.append((stack(inputs[:, whole:], rest), stack(targets[:, whole:], rest)))
        return chunks

    def _train_on(self, xs: Array, ts: Array) -> None:
        """One update for each batch of a chunk.

        The note measures each sample's loss right after its update, a second forward pass for
        each. The passes wait here until the chunk's end, with the parameters after each update
        kept, and are then made all at once, which is the same numbers for far fewer calls.
        """
        network, learning_rate = self.network, self.learning_rate
        if not self.measure_printed_loss:
            for x, t in zip(xs, ts, strict=True):
                network.train_step(x, t, learning_rate)
            return
        after = np.empty((len(xs), network.vector.size))
        for step, (x, t) in enumerate(zip(xs, ts, strict=True)):
            network.train_step(x, t, learning_rate)
            after[step] = network.vector
        y = network.predict_with(after, xs)
        self._printed_loss += float(network.loss_function.per_sample(y, ts).sum())

    def _end_epoch(self) -> EpochReport:
        self.epoch += 1
        train_loss, train_accuracy = self.measure(self.inputs, self.targets)
        test_loss = test_accuracy = None
        if self.test_inputs is not None and self.test_targets is not None:
            test_loss, test_accuracy = self.measure(self.test_inputs, self.test_targets)
        self.breakdown = self._find_breakdown(train_loss)
        if self.breakdown:
            self.network.vector[:] = self._good.vector
            self.network.optimizer.restore(self._good.optimizer_state)
        else:
            self.stopped = self._find_stop(train_loss, test_loss)
            self._remember()
        return EpochReport(
            epoch=self.epoch,
            printed_loss=self._printed_loss if self.measure_printed_loss else None,
            train_loss=train_loss,
            train_accuracy=train_accuracy,
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            breakdown=self.breakdown,
        )

    def measure(self, inputs: Array, targets: Array) -> tuple[float, float]:
        """Mean loss, without the L2 penalty, and accuracy on columns that fit the network."""
        y = self.network.predict(inputs)
        loss = self.network.loss_function.value(y, targets)
        return loss, accuracy(y, targets.argmax(axis=0))

    def _find_breakdown(self, train_loss: float) -> str:
        if not (np.isfinite(train_loss) and np.isfinite(self.network.vector).all()):
            return "not_finite"
        if train_loss > self._first_loss and self._is_saturated():
            return "saturated"
        return ""

    def _find_stop(self, train_loss: float, test_loss: float | None) -> str:
        if test_loss is not None and test_loss < self._best_test_loss:
            self._best_test_loss = test_loss
            self._waiting_since = self.epoch
        if self.target_loss > 0.0 and train_loss <= self.target_loss:
            return "target_loss"
        waited = self.epoch - self._waiting_since
        if test_loss is not None and 0 < self.patience <= waited:
            self._waiting_since = self.epoch
            return "patience"
        return ""

    def _is_saturated(self) -> bool:
        outputs = self.network.forward(self.inputs)[1:]
        return any(
            layer.activation.name == "sigmoid"
            and layer.activation.derivative(a).mean() < SATURATED_BELOW
            for layer, a in zip(self.network.layers, outputs, strict=True)
        )

    def _remember(self) -> None:
        state = "" if self.rng is None else json.dumps(self.rng.bit_generator.state)
        self._good = Checkpoint(
            epoch=self.epoch,
            vector=self.network.vector.copy(),
            optimizer_state=self.network.optimizer.state(),
            random_state=state,
            first_loss=self._first_loss,
            best_test_loss=self._best_test_loss,
            waiting_since=self._waiting_since,
        )


def stack(columns: Array, n: int) -> Array:
    """Columns (rows, steps * n) as contiguous matrices of n columns: (steps, rows, n)."""
    rows = columns.shape[0]
    return np.ascontiguousarray(columns.reshape(rows, -1, n).transpose(1, 0, 2))


def check_columns(what: str, network: NeuralNetwork, inputs: Array, targets: Array) -> None:
    """Raises ValueError unless inputs and targets are columns that fit the network."""
    features, classes = network.sizes[0], network.sizes[-1]
    n = inputs.shape[1] if inputs.ndim == 2 else 0
    if n < 1 or inputs.shape != (features, n) or targets.shape != (classes, n):
        raise ValueError(
            f"{what} inputs and targets have shapes {inputs.shape} and {targets.shape}, "
            f"expected ({features}, n) and ({classes}, n) with n of 1 or more"
        )
