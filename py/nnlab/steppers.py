"""How epochs are run: with plain NumPy here, compiled in `compile.stepper`, for equal numbers."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np

from .arrays import Array
from .measurement import MULTIPLICATIONS_PER_CHUNK, Measurement
from .run import Run

# A chunk is the updates between two looks at the clock: this many at most, and fewer when batches
# or networks are large, so that it stays a matter of milliseconds.
STEPS_PER_CHUNK = 64


class Figures(NamedTuple):
    """What is measured at the end of an epoch: see `training.EpochReport` and `Measurement`."""

    printed_loss: float | None
    train_loss: float
    train_hits: float
    test_loss: float | None
    test_hits: float | None


# The same without names, which cost more than the numbers where hundreds of epochs end at once.
Row = tuple[float | None, float, float, float | None, float | None]


class State(NamedTuple):
    """A network, its optimizer and the generator at the end of an epoch: see `Checkpoint`."""

    vector: Array
    optimizer_state: dict[str, Array]
    random_state: str


class Ended(NamedTuple):
    """Epochs that have ended, one after the other.

    The last one's state is what network, optimizer and generator hold; `state` gives that of each
    before it, by its place, when somebody asks: of most epochs, nobody does.
    """

    figures: Sequence[Row]
    state: Callable[[int], State] | None = None


class Stepper(Protocol):
    """Runs the epochs of a run, whose data, rates and rules it reads live."""

    @property
    def engine(self) -> str:
        """The engine that runs them."""
        ...

    @property
    def why_plain(self) -> str:
        """Why it is plain NumPy where another engine was asked for, or ""."""
        ...

    @property
    def begun(self) -> bool:
        """Whether an epoch was cut, and waits to be gone on with."""
        ...

    def advance(self, max_epochs: int, out_of_time: Callable[[], bool]) -> Iterator[Ended]:
        """Goes on until `max_epochs` epochs have ended or `out_of_time()` says True.

        Gives the epochs that have ended, several at a time. An epoch after which a rule stops the
        trainer is the last one of its group; one that may have broken down comes alone.
        """
        ...

    def restart(self) -> None:
        """Forgets a cut epoch: the next one starts from its beginning."""
        ...


class PlainStepper:
    """One call of `train_step` for each batch."""

    engine = "plain"

    def __init__(self, run: Run, why_plain: str = "") -> None:
        self.run = run
        self.why_plain = why_plain
        self._begun: Iterator[Figures | None] | None = None  # what is left of a cut epoch
        self._chunks: list[tuple[Array, Array]] = []  # the samples in file order
        self._cut_for = 0  # the batch size that they were cut for

    def advance(self, max_epochs: int, out_of_time: Callable[[], bool]) -> Iterator[Ended]:
        for _ in range(max_epochs):
            epoch = self._begun = self._begun or self._epoch()
            for figures in epoch:
                if figures is not None:
                    self._begun = None
                    yield Ended([figures])
                if out_of_time():
                    return

    @property
    def begun(self) -> bool:
        return self._begun is not None

    def restart(self) -> None:
        self._begun = None

    def _epoch(self) -> Iterator[Figures | None]:
        """One epoch: gives None after each piece of work, and the figures at its end."""
        run = self.run
        losses: list[Array] = []
        for xs, ts in self._draw_chunks():
            losses += self._train_on(xs, ts)
            yield None
        train = Measurement(run.inputs, run.targets, run.task)
        yield from train.take(run.network)
        test_loss = test_hits = None
        if run.test_inputs is not None and run.test_targets is not None:
            test = Measurement(run.test_inputs, run.test_targets, run.task)
            yield from test.take(run.network)
            test_loss, test_hits = test.loss, test.hits
        printed = float(np.concatenate(losses).sum()) if losses else None
        yield Figures(printed, train.loss, train.hits, test_loss, test_hits)

    def _draw_chunks(self) -> list[tuple[Array, Array]]:
        run = self.run
        if run.shuffle and run.rng is not None:
            order = run.rng.permutation(run.inputs.shape[1])
            return self._cut(run.inputs[:, order], run.targets[:, order])
        if self._cut_for != run.batch_size:
            self._chunks = self._cut(run.inputs, run.targets)
            self._cut_for = run.batch_size
        return self._chunks

    def _cut(self, inputs: Array, targets: Array) -> list[tuple[Array, Array]]:
        """Chunks of stacked batches: pairs of (steps, features, n) and (steps, classes, n).

        When n does not divide the number of samples, the rest is a last, smaller batch.
        """
        samples = inputs.shape[1]
        n = min(self.run.batch_size, samples)
        steps = MULTIPLICATIONS_PER_CHUNK // (3 * self.run.network.vector.size * n)
        steps = min(max(steps, 1), STEPS_PER_CHUNK)
        whole = samples - samples % n
        edges = [*range(0, whole, steps * n), whole]
        chunks = [(stack(inputs[:, i:j], n), stack(targets[:, i:j], n)) for i, j in pairwise(edges)]
        if whole < samples:
            rest = samples - whole
            chunks.append((stack(inputs[:, whole:], rest), stack(targets[:, whole:], rest)))
        return chunks

    def _train_on(self, xs: Array, ts: Array) -> list[Array]:
        """One update for each batch of a chunk; returns the samples' losses, if wanted.

        The note measures each sample's loss right after its update, a second forward pass for
        each. The passes wait here until the chunk's end, with the parameters after each update
        kept, and are then made all at once, which is the same numbers for far fewer calls.
        """
        network, learning_rate = self.run.network, self.run.learning_rate
        if not self.run.measure_printed_loss:
            for x, t in zip(xs, ts, strict=True):
                network.train_step(x, t, learning_rate)
            return []
        after = np.empty((len(xs), network.vector.size))
        for step, (x, t) in enumerate(zip(xs, ts, strict=True)):
            network.train_step(x, t, learning_rate)
            after[step] = network.vector
        y = network.predict_with(after, xs)
        return [network.loss_function.per_sample(y, ts).ravel()]


def stack(columns: Array, n: int) -> Array:
    """Columns (rows, steps * n) as contiguous matrices of n columns: (steps, rows, n)."""
    rows = columns.shape[0]
    return np.ascontiguousarray(columns.reshape(rows, -1, n).transpose(1, 0, 2))
