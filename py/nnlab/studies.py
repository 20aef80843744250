"""Many runs of related set-ups: seeds, learning rates, a grid of choices, the folds of the data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .arrays import Array, seeded
from .checks import one_of, whole
from .data import Dataset, Labels
from .experiment import Experiment
from .folds import stratified_folds
from .reports import EpochReport
from .setup import Setup

if TYPE_CHECKING:
    from .compile import Host

MOST_POINTS = 500
CURVES = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")


@dataclass(frozen=True)
class Job:
    """A run to be made. `split` is the rows to train on and to test on, if not the set-up's own."""

    setup: Setup
    split: tuple[Labels, Labels] | None = None


@dataclass(frozen=True)
class Outcome:
    """A run that has ended."""

    index: int
    """The place of its job in the study."""

    setup: Setup
    breakdown: str
    stopped: str
    """Why it ended before its last epoch, or "": see `training.Trainer`."""

    epochs: Array
    """The epochs of the curves, (points,): every one, or every n-th and the last; 0 first."""

    curves: dict[str, Array]
    """For each name in CURVES its values at those epochs, NaN where there is no test part."""


def seeds(setup: Setup, count: int) -> list[Job]:
    """The same set-up with `count` seeds for its first weights, from its own on."""
    count = whole("count", count, 1)
    return [Job(replace(setup, seed=setup.seed + more)) for more in range(count)]


def learning_rates(setup: Setup, low: float, high: float, count: int) -> list[Job]:
    """`count` learning rates from `low` to `high`, each larger by the same factor.

    Raises ValueError unless 0 < low < high and count is 2 or more.
    """
    count = whole("count", count, 1)
    if not (0.0 < low < high < np.inf and count >= 2):
        raise ValueError(f"{count} rates from {low} to {high}, expected 2 or more of rising ones")
    rates = np.geomspace(low, high, count)
    # Four digits: as even on a logarithmic axis as the eye can see, and short to say.
    return [Job(replace(setup, learning_rate=float(f"{rate:.4g}"))) for rate in rates]


def grid(
    setup: Setup,
    fields: tuple[str, str],
    values: tuple[Sequence[float], Sequence[float]],
) -> list[Job]:
    """Every value of the first of two `VARIABLES` with every value of the second, row by row."""
    return [
        Job(with_value(with_value(setup, fields[0], first), fields[1], second))
        for first in values[0]
        for second in values[1]
    ]


def folds(setup: Setup, count: int, dataset: Dataset | None = None) -> list[Job]:
    """k-fold cross-validation on all rows of the data; the set-up's data seed deals them out.

    What is fitted to the data before training is fitted to each run's own training rows.
    Raises ValueError for a count that the data do not allow.
    """
    data = dataset or setup.load()
    rng = seeded(setup.split_seed)
    everything = np.arange(data.rows)
    return [
        Job(setup, (np.setdiff1d(everything, test), test))
        for test in stratified_folds(data.strata, count, rng, data.output_names)
    ]


VARIABLES = ("learning_rate", "neurons", "layers", "batch_size", "l2", "epochs")


def with_value(setup: Setup, name: str, value: float) -> Setup:
    """`setup` with another value of one of VARIABLES.

    "neurons" is how many each hidden layer has; "layers" how many hidden layers there are, those
    that come on top being like the last one (or like a sigmoid layer of 6).
    Raises ValueError for another name, or for neurons where there is no hidden layer.
    """
    sizes, activations = setup.hidden_sizes, setup.hidden_activations
    if name == "neurons":
        if not sizes:
            raise ValueError("neurons: the network has no hidden layer")
        return replace(setup, hidden_sizes=(whole("neurons", value, 1),) * len(sizes))
    if name == "layers":
        count = whole("layers", value, 0)
        more = max(0, count - len(sizes))
        sizes += (sizes[-1] if sizes else 6,) * more
        activations += (activations[-1] if activations else "sigmoid",) * more
        return replace(setup, hidden_sizes=sizes[:count], hidden_activations=activations[:count])
    changes: dict[str, Any] = {one_of("name", name, VARIABLES): value}
    return replace(setup, **changes)


class Study:
    """Makes runs one after the other, in slices of time."""

    def __init__(
        self, jobs: Sequence[Job], dataset: Dataset | None = None, host: "Host | None" = None
    ) -> None:
        """`dataset` and `host` are for every run's `Experiment`."""
        self.jobs = list(jobs)
        self.outcomes: list[Outcome] = []
        self._dataset = dataset
        self._host = host
        self._running: Run | None = None

    @property
    def done(self) -> bool:
        return len(self.outcomes) == len(self.jobs)

    @property
    def part(self) -> float:
        """How much has been done, from 0 to 1."""
        begun = self._running.part if self._running else 0.0
        return (len(self.outcomes) + begun) / max(1, len(self.jobs))

    def advance(self, out_of_time: Callable[[], bool]) -> list[Outcome]:
        """Goes on until all is done or `out_of_time()` says True; the runs that ended meanwhile.

        Raises ValueError when a job's set-up does not fit its data.
        """
        ended: list[Outcome] = []
        while not self.done:
            if self._running is None:
                job = self.jobs[len(self.outcomes)]
                self._running = Run(job, self._dataset, self._host)
            outcome = self._running.advance(len(self.outcomes), out_of_time)
            if outcome is not None:
                self._running = None
                self.outcomes.append(outcome)
                ended.append(outcome)
            if out_of_time():
                break
        return ended


class Run:
    """One job at work."""

    def __init__(self, job: Job, dataset: Dataset | None, host: "Host | None") -> None:
        self.setup = job.setup
        if dataset and job.split:
            dataset = dataset.fitted_to(job.split[0])
        self.trainer = Experiment(job.setup, dataset, host, job.split).trainer
        self.every = max(1, -(-job.setup.epochs // MOST_POINTS))
        self._last = self._untrained()
        self._kept = [self._last]

    @property
    def part(self) -> float:
        return self.trainer.epoch / self.setup.epochs

    def advance(self, index: int, out_of_time: Callable[[], bool]) -> Outcome | None:
        """Goes on; the outcome, of the study's job `index`, once it has ended."""
        trainer = self.trainer
        for report in trainer.advance(self.setup.epochs - trainer.epoch, out_of_time):
            self._last = report
            if report.epoch % self.every == 0:
                self._kept.append(report)
        if not (trainer.breakdown or trainer.stopped or trainer.epoch == self.setup.epochs):
            return None
        if self._kept[-1] is not self._last:
            self._kept.append(self._last)

        def column(name: str) -> Array:  # None becomes NaN
            return np.array([getattr(report, name) for report in self._kept], np.float64)

        return Outcome(
            index=index,
            setup=self.setup,
            breakdown=trainer.breakdown,
            stopped=trainer.stopped,
            epochs=column("epoch"),
            curves={name: column(name) for name in CURVES},
        )

    def _untrained(self) -> EpochReport:
        trainer = self.trainer
        train = trainer.measure(trainer.inputs, trainer.targets)
        test: tuple[float | None, float | None] = (None, None)
        if trainer.test_inputs is not None and trainer.test_targets is not None:
            test = trainer.measure(trainer.test_inputs, trainer.test_targets)
        return EpochReport(0, None, *train, *test, "")
