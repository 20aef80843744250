"""Where the visitor's own version of the package is tried out. Imported when first asked."""

import dataclasses
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnlab.data import Dataset
from nnlab.experiment import Experiment
from nnlab.setup import Setup
from page.check.diagnose import diagnose
from page.protocol import CodeError, Compared, Diagnosis

from .edited import Edited, Rejected
from .paper import prints_kept


class Workshop:
    """Holds the last edited package that was run, and its race against the original."""

    def __init__(self, host: Any = None) -> None:
        """`host` runs compiled training: see `nnlab.training.Trainer`."""
        self._host = host
        self._edited: Edited | None = None
        self._race: Race | None = None

    def diagnose(self, files: Mapping[str, str]) -> Diagnosis:
        """Loads an edited package and says what is wrong with it."""
        self._race = None
        if self._edited:
            self._edited.forget()
            self._edited = None
        with prints_kept() as paper:
            try:
                self._edited = Edited(files)
            except Rejected as rejected:
                return broken(rejected.error)
            diagnosis = diagnose(self._edited)
        diagnosis["printed"] = paper.text + diagnosis["printed"]
        return diagnosis

    def compare(
        self,
        setup: Setup,
        epochs: int,
        budget_ms: float,
        restart: bool,
        own: Dataset | None = None,
    ) -> Compared:
        """Trains both versions from the same start, `epochs` in all, as far as the time goes.

        `own` is the visitor's data set, when the set-up asks for it.

        Raises ValueError when no edited package has been loaded.
        """
        if self._edited is None:
            raise ValueError("no edited version has been run yet")
        if restart or self._race is None:
            self._race = Race(self._edited, setup, self._host, own)
        return self._race.go_on(epochs, budget_ms)


class Race:
    """The original and the edited package, trained side by side."""

    def __init__(self, edited: Edited, setup: Setup, host: Any, own: Dataset | None) -> None:
        self._edited = edited
        self._failure: list[CodeError] = []
        self._host = host
        self._own = own
        self._original = Experiment(setup, own, host=host)
        self._losses: dict[str, list[float]] = {"original": [], "edited": []}
        self._scores = {"original": np.nan, "edited": np.nan}
        self._theirs: Any = None
        self._try(lambda: self._start(setup))

    def _start(self, setup: Setup) -> None:
        fields = dataclasses.asdict(setup)
        theirs = None
        if self._own is not None:
            columns = {f.name: getattr(self._own, f.name) for f in dataclasses.fields(self._own)}
            theirs = self._edited.data.Dataset(**columns)
        self._theirs = self._edited.experiment.Experiment(
            self._edited.setup.Setup(**fields), theirs, host=self._host
        )

    def _try(self, action: Any) -> None:
        try:
            with prints_kept():  # once for each batch: nobody could read that
                action()
        except (Exception, SystemExit) as error:
            self._failure = [self._edited.explain(error)]

    def go_on(self, epochs: int, budget_ms: float) -> Compared:
        deadline = time.perf_counter() + budget_ms / 1000

        def late() -> bool:
            return time.perf_counter() >= deadline

        def edited_epochs() -> None:
            self._advance("edited", self._theirs.trainer, epochs, late)

        self._advance("original", self._original.trainer, epochs, late)
        if not self._failure:
            deadline += budget_ms / 1000
            self._try(edited_epochs)
        racing = {"original": self._original.trainer}
        if not self._failure:
            racing["edited"] = self._theirs.trainer
        done = all(
            len(self._losses[name]) >= epochs or trainer.breakdown or trainer.stopped
            for name, trainer in racing.items()
        )
        return {
            "original": np.array(self._losses["original"], np.float64),
            "edited": np.array(self._losses["edited"], np.float64),
            "original_score": self._scores["original"],
            "edited_score": self._scores["edited"],
            "done": bool(done),
            "failure": self._failure,
        }

    def _advance(self, name: str, trainer: Any, epochs: int, late: Any) -> None:
        losses = self._losses[name]
        if len(losses) < epochs and not (trainer.breakdown or trainer.stopped):
            reports = trainer.advance(epochs - len(losses), late)
            losses += [float(report.train_loss) for report in reports]
            if reports:
                self._scores[name] = float(reports[-1].train_accuracy)


def broken(error: CodeError) -> Diagnosis:
    """Of code that does not even load."""
    return {
        "verdict": "broken",
        "findings": [],
        "blame": [],
        "remarks": [],
        "printed": "",
        "matrices": [],
        "failure": [error],
    }
