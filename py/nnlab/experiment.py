"""An experiment: a set-up at work, with its data split, its network and its trainer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from .arrays import Array, seeded
from .checks import columns, finite, whole
from .data import Dataset, Labels
from .files.csv_file import CsvFile
from .frames import read_rows
from .history import History
from .journal import Change, Journal, Recorder
from .losses import WEIGHTED
from .made import made_for, made_names, with_made
from .metrics import root_mean_squared_error
from .network import NeuralNetwork
from .reports import EpochReport
from .setup import DATASETS, Setup
from .split import Standardizer, balancing_weights, stratified_split
from .training import Checkpoint, Trainer

if TYPE_CHECKING:
    from .compile import Host

SLICE_SECONDS = 0.1
"""How often `train` tells its progress, and may be interrupted without losing anything."""


class Experiment:
    """What `setup` asks for, ready to be trained.

        experiment = Experiment(PRESETS["modern"], Dataset.from_arrays(X, y))
        history = experiment.train()
        experiment.classify(X_new)

    Its methods take rows, one a sample, as tables have them; the network inside takes columns.
    `train_rows` and `test_rows` are indices into the data set's rows. `standardizer` is None when
    the network gets raw features. A number to predict is always standardised for the network, by
    `target_scaler`, which is None of classes.
    """

    def __init__(
        self,
        setup: Setup,
        dataset: Dataset | None = None,
        host: "Host | None" = None,
        split: tuple[Labels, Labels] | None = None,
    ) -> None:
        """`dataset` is for a table that is not ours; otherwise the set-up's own is loaded.

        `host` runs compiled training: see `training.Trainer`. `split` is for rows to train on and
        rows to test on that others have chosen; otherwise the set-up's test ratio says.

        Raises ValueError for a choice that does not exist or does not fit the data.
        """
        if isinstance(setup, type) or not hasattr(setup, "load"):
            given = repr(setup) if isinstance(setup, str | type | None) else type(setup).__name__
            raise ValueError(
                f"setup is {given}, expected a Setup, such as PRESETS['paper']; your own data come "
                "second, as Dataset.from_arrays(X, y)"
            )
        if isinstance(dataset, type) or not (dataset is None or hasattr(dataset, "feature_names")):
            raise ValueError(
                f"dataset is of type {type(dataset).__name__}, expected a Dataset, such as "
                "Dataset.from_arrays(X, y)"
            )
        self.dataset = setup.load() if dataset is None else dataset
        if self.dataset.name not in (setup.dataset, *DATASETS):
            target = setup.target or self.dataset.target_name or "class"
            setup = replace(setup, dataset="own", target=target)
        self.setup = setup
        self.train_rows, self.test_rows = split or stratified_split(
            self.dataset.strata, setup.test_ratio, seeded(setup.split_seed)
        )
        self.reports: list[EpochReport] = []
        raw, targets = self.dataset.inputs, self.dataset.targets
        self.made = made_for(setup.made, len(raw))
        """What the network gets beside the two features: see `made`."""

        self.standardizer: Standardizer | None = None
        if setup.standardize:
            self.standardizer = Standardizer.fit(self.with_made(raw[:, self.train_rows]))
        self.target_scaler: Standardizer | None = None
        if self.dataset.task == "numbers":
            self.target_scaler = Standardizer.fit(targets[:, self.train_rows])
            targets = self.target_scaler.transform(targets)
        self.targets = targets
        """As the network learns them, (outputs, rows)."""

        output, loss = setup.output_for(self.dataset.task)
        rng = seeded(setup.seed)
        self.network = NeuralNetwork(
            [len(self.input_names), *setup.hidden_sizes, len(targets)],
            hidden=setup.hidden_activations,
            output=output,
            loss=loss,
            initializer=setup.initializer,
            optimizer=setup.optimizer,
            l2=setup.l2,
            rng=rng,
            **({"l1": setup.l1} if setup.l1 else {}),  # which kept edits may not know
        )
        learnt = targets[:, self.train_rows]
        if setup.balanced and self.dataset.task == "classes":
            self.network.loss_function = WEIGHTED[loss]
            learnt = learnt * balancing_weights(self.dataset.labels[self.train_rows])
        testing = self.test_rows.size > 0
        self.trainer = Trainer(
            self.network,
            self.scaled(raw[:, self.train_rows]),
            learnt,
            batch_size=setup.batch_size,
            learning_rate=setup.learning_rate,
            shuffle=setup.shuffle,
            rng=rng,
            test_inputs=self.scaled(raw[:, self.test_rows]) if testing else None,
            test_targets=targets[:, self.test_rows] if testing else None,
            target_loss=setup.target_loss,
            patience=setup.patience,
            engine=setup.engine,
            host=host,
            task=self.dataset.task,
        )
        self.trainer.planned = setup.epochs
        self.recorder = Recorder(self.trainer.checkpoint())
        """What it takes to train this run again."""

        self.csv: CsvFile | None = None
        """Your own file that the data came from; `save` makes one where there is none."""

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each input of the network is: the features, and what is made of them."""
        names = self.dataset.feature_names
        return *names, *made_names(names, self.made)

    def with_made(self, inputs: Array) -> Array:
        """Raw inputs (features, n), with what is made of them, (inputs, n)."""
        return with_made(inputs, self.made) if self.made else inputs

    def scaled(self, inputs: Array) -> Array:
        """Raw inputs (features, n) as the network takes them, (inputs, n)."""
        inputs = self.with_made(inputs)
        return self.standardizer.transform(inputs) if self.standardizer else inputs

    def answers(self, outputs: Array) -> Array:
        """The network's outputs as people read them: of a number to predict, in its own unit."""
        return self.target_scaler.restore(outputs) if self.target_scaler else outputs

    def outputs(self, inputs: Array) -> Array:
        """The answers (outputs, n) for columns of raw inputs (features, n): see `answers`.

        Raises ValueError when they are no columns of finite numbers.
        """
        inputs = finite("inputs", columns("inputs", inputs, len(self.dataset.feature_names)))
        return self.answers(self.network.predict(self.scaled(inputs)))

    def predict(self, rows: Any) -> Array:
        """The network's outputs for rows (n, features) of raw numbers: (n, classes).

        Of a number to predict, that number for each row, (n,), in its own unit.

        Of a pandas or polars frame the columns with the features' names are taken.
        Raises ValueError when they are no rows of finite numbers.
        """
        y = self.outputs(read_rows("rows", rows, self.dataset.feature_names).T)
        return y[0] if self.target_scaler else y.T

    def probabilities(self, rows: Any) -> Array:
        """How likely each class is, (n, classes): the outputs, each row divided by its sum.

        Softmax outputs sum to 1 already. Sigmoids were trained to be 1 for their class and 0 for
        the others, each by itself, so that theirs are shares rather than probabilities.
        """
        self._check_classes("probabilities")
        y = self.predict(rows)
        total = y.sum(axis=1, keepdims=True)
        even = np.full_like(y, 1.0 / y.shape[1])  # where every sigmoid says 0
        shares: Array = np.divide(y, total, out=even, where=total > 0.0)
        return shares

    def classify(self, rows: Any) -> Any:
        """The class of each row, (n,): the one with the largest output, as the data call it."""
        self._check_classes("classify")
        return np.array(self.dataset.class_values)[self.predict(rows).argmax(axis=1)]

    def _check_classes(self, asked: str) -> None:
        if self.dataset.task != "classes":
            raise ValueError(f"{asked} is for classes: {self.dataset.target_name!r} is a number")

    def train(
        self, epochs: int | None = None, progress: Callable[[EpochReport], None] | None = None
    ) -> History:
        """Trains `epochs` more, or as many as the set-up says; the history from the first one on.

        `progress` is called with the report of each epoch as it ends. Training ends early by the
        set-up's rules, and when it breaks down: `stopped` and `breakdown` of the history say so.
        """
        self.reports = self.reports or [self._measured()]
        end = self.trainer.epoch + (
            self.setup.epochs if epochs is None else whole("epochs", epochs, 0)
        )
        while self.trainer.epoch < end:
            self._record_start()
            reports = self.trainer.advance(end - self.trainer.epoch, time_is_out(SLICE_SECONDS))
            self.recorder.after(self.trainer.checkpoint())
            self.reports += (self._in_unit(report) for report in reports if not report.breakdown)
            if progress:
                for report in reports:
                    progress(report)
            if self.trainer.stopped or self.trainer.breakdown:
                break
        return self.history

    @property
    def history(self) -> History:
        """What `train` measured, epoch by epoch."""
        history = History(self.reports)
        history.stopped, history.breakdown = self.trainer.stopped, self.trainer.breakdown
        return history

    def journal(self) -> Journal:
        """What leads from the first weights to where training stands."""
        self._record_start()
        return self.recorder.journal

    def go_on_from(self, checkpoint: Checkpoint, journal: Journal) -> None:
        """Goes back, or on, to `checkpoint`, to which `journal` led; without a history."""
        self.trainer.restore(checkpoint)
        self.recorder = Recorder(self.trainer.checkpoint(), journal)
        self.reports = []

    def _record_start(self) -> None:
        """Training is about to go on from here, with the rates as they are."""
        run, good = self.trainer, self.trainer.checkpoint()
        now = Change(good.epoch, run.learning_rate, run.batch_size, run.network.l2)
        cut = not np.array_equal(run.network.vector, good.vector)
        self.recorder.before(good, now, cut=cut)

    def _measured(self) -> EpochReport:
        """The network as it stands."""
        run = self.trainer
        train = run.measure(run.inputs, run.targets)
        test: tuple[float | None, float | None] = (None, None)
        if run.test_inputs is not None and run.test_targets is not None:
            test = run.measure(run.test_inputs, run.test_targets)
        errors = [self.error_of(rows) for rows in (self.train_rows, self.test_rows)]
        return EpochReport(run.epoch, None, *train, *test, "", *errors)

    def _in_unit(self, report: EpochReport) -> EpochReport:
        """Of a number to predict, a trainer's report with its errors in the number's unit."""
        if self.target_scaler is None:
            return report
        scale, test = float(self.target_scaler.scale[0, 0]), report.test_error
        return report._replace(
            train_error=(report.train_error or 0.0) * scale,
            test_error=None if test is None else test * scale,
        )

    def with_errors(self, columns: Mapping[str, Array]) -> dict[str, Array]:
        """A history's columns, of a number to predict with its errors, which R² implies."""
        columns = dict(columns)
        if self.dataset.numbers is not None:
            for part, rows in (("train", self.train_rows), ("test", self.test_rows)):
                spread = self.dataset.numbers[rows].std() if rows.size else np.nan
                unexplained = np.maximum(1.0 - columns[f"{part}_accuracy"], 0.0)
                columns[f"{part}_error"] = spread * np.sqrt(unexplained)
        return columns

    def error_of(self, rows: Labels) -> float | None:
        """The root mean squared error of a number to predict, in its unit; None of no rows."""
        if self.dataset.numbers is None or rows.size == 0:
            return None
        answers = self.outputs(self.dataset.inputs[:, rows])[0]
        return root_mean_squared_error(answers, self.dataset.numbers[rows])


def time_is_out(seconds: float) -> Callable[[], bool]:
    """Says True from so many seconds on."""
    until = perf_counter() + seconds
    return lambda: perf_counter() >= until
