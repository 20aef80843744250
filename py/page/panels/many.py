"""Studies as the page asks for them: a plan in, outcomes and their summary out."""

import dataclasses
import time
from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.bands import band, mean_and_spread, on_common_epochs
from nnlab.data import Dataset
from nnlab.files.constraints import ListOf, NotAllowed, Number, OneOf, Whole, check
from nnlab.files.phrases import Phrase
from nnlab.setup import Setup
from nnlab.studies import (
    CURVES,
    VARIABLES,
    Job,
    Outcome,
    Study,
    folds,
    grid,
    learning_rates,
    seeds,
    with_value,
)
from page.lab.current import CurrentLab
from page.protocol import Breakdown, NotReady, SetupFields, Stopped
from page.requests import CONSTRAINTS, MOST_LAYERS, check_setup

from .advice import advised

# How many runs a study may have, by its kind; a grid has one for each pair of values.
STUDY_COUNTS = {"seeds": Whole(2, 100), "rates": Whole(2, 60), "folds": Whole(2, 20)}
MOST_VALUES = 12


Curve = Literal["train_loss", "train_accuracy", "test_loss", "test_accuracy"]


class Plan(TypedDict):
    """Which runs a study makes: see `nnlab.studies`, and `page.panels.advice`."""

    kind: Literal["seeds", "rates", "grid", "folds", "advice"]
    count: NotRequired[int]  # of seeds, rates or folds
    low: NotRequired[float]  # of the learning rates
    high: NotRequired[float]
    fields: NotRequired[list[str]]  # of the grid, two
    values: NotRequired[list[list[float]]]  # of each of them


class StudyBegun(TypedDict):
    runs: int


class OutcomeFacts(TypedDict):
    """A run of a study that has ended: see `nnlab.studies.Outcome`."""

    index: int
    setup: SetupFields
    breakdown: Breakdown
    stopped: Stopped
    epochs: Array  # (points,)
    curves: dict[str, Array]  # of the same length


class Bands(TypedDict):
    """The quartiles of one curve over all runs so far, and its values at their ends.

    Runs that broke down count until they did; `mean` and `spread` are of the others.
    """

    curve: Curve
    epochs: Array
    low: Array
    median: Array
    high: Array
    mean: float
    spread: float


class StudyProgress(TypedDict):
    """What a slice of a study has brought."""

    done: bool
    part: float  # of the whole work, from 0 to 1
    runs: int
    outcomes: list[OutcomeFacts]
    bands: list[Bands]  # empty when no run has ended


class StudyDropped(TypedDict):
    """There is nothing to tell."""


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current
        self._studies: dict[int, Study] = {}

    def start_study(self, study: int, setup: SetupFields, plan: Plan) -> StudyBegun:
        """Many runs of set-ups like `setup`, under the number `study`; none is made yet."""
        checked = check_setup(setup)
        dataset = self._current.lab.dataset if checked.dataset == "own" else None
        jobs = make_jobs(checked, plan, dataset)
        self._studies[study] = Study(jobs, dataset, self._current.host)
        return {"runs": len(jobs)}

    def advance_study(self, study: int, budget_ms: float) -> StudyProgress:
        """Goes on with a study for `budget_ms`; what has ended meanwhile."""
        if study not in self._studies:
            raise NotReady(f"There is no study {study}.")
        deadline = time.perf_counter() + budget_ms / 1000
        at_work = self._studies[study]
        return progress(at_work, at_work.advance(lambda: time.perf_counter() >= deadline))

    def drop_study(self, study: int) -> StudyDropped:
        """Forgets a study, done or not."""
        self._studies.pop(study, None)
        return {}


def make_jobs(setup: Setup, plan: Mapping[str, Any], dataset: Dataset | None) -> list[Job]:
    """The runs of a plan. Raises NotAllowed or ValueError for what cannot be."""
    kind = check("kind", plan.get("kind"), OneOf([*STUDY_COUNTS, "grid", "advice"]))
    if kind == "advice":
        return advised(setup)
    if kind == "seeds":
        count = check("count", plan.get("count"), STUDY_COUNTS["seeds"])
        jobs = seeds(setup, count)
        check("seed", jobs[-1].setup.seed, CONSTRAINTS["seed"])
        return jobs
    if kind == "rates":
        low = check("low", plan.get("low"), Number(0.0, open_below=True))
        high = check("high", plan.get("high"), Number(low, open_below=True))
        count = check("count", plan.get("count"), STUDY_COUNTS["rates"])
        return learning_rates(setup, low, high, count)
    if kind == "folds":
        return folds(setup, check("count", plan.get("count"), STUDY_COUNTS["folds"]), dataset)
    fields = check("fields", plan.get("fields"), ListOf(OneOf(VARIABLES), 2))
    values = check("values", plan.get("values"), ListOf(ListOf(Number(-np.inf), MOST_VALUES), 2))
    if len(set(fields)) != 2 or len(values) != 2 or not all(values):
        raise NotAllowed("fields", list(fields), Phrase("allowed_two_fields"))
    for field, column in zip(fields, values, strict=True):
        for value in column:
            check_variable(setup, field, value)
    return grid(setup, fields, values)


def check_variable(setup: Setup, name: str, value: float) -> None:
    """Raises NotAllowed when the set-up cannot have this value of one of VARIABLES."""
    if name == "layers":
        check(name, value, Whole(0, MOST_LAYERS))
    elif name != "neurons":
        check(name, value, CONSTRAINTS[name])
    elif not setup.hidden_sizes:
        raise NotAllowed(name, value, Phrase("allowed_hidden_layer"))
    else:
        check("hidden_sizes", [value], CONSTRAINTS["hidden_sizes"])
    check_setup(dataclasses.asdict(with_value(setup, name, value)))


def progress(study: Study, ended: list[Outcome]) -> StudyProgress:
    """What the page is told after a slice of a study, in which `ended` have ended."""
    return {
        "done": study.done,
        "part": study.part,
        "runs": len(study.jobs),
        "outcomes": [facts(outcome) for outcome in ended],
        "bands": bands_of(study.outcomes) if ended else [],
    }


def facts(outcome: Outcome) -> OutcomeFacts:
    return {
        "index": outcome.index,
        "setup": cast(Any, dataclasses.asdict(outcome.setup)),
        "breakdown": cast(Any, outcome.breakdown),
        "stopped": cast(Any, outcome.stopped),
        "epochs": outcome.epochs,
        "curves": outcome.curves,
    }


def bands_of(outcomes: list[Outcome]) -> list[Bands]:
    """For each curve its quartiles over the runs, and what the sound runs came to at their end."""
    epochs = [outcome.epochs for outcome in outcomes]
    broken = [outcome.breakdown != "" for outcome in outcomes]
    bands: list[Bands] = []
    for name in CURVES:
        common, table = on_common_epochs(epochs, [o.curves[name] for o in outcomes], broken)
        ends = np.array([o.curves[name][-1] for o in outcomes if not o.breakdown])
        mean, spread = mean_and_spread(ends)
        low, median, high = band(table)
        bands.append(
            {
                "curve": cast(Any, name),
                "epochs": common,
                "low": low,
                "median": median,
                "high": high,
                "mean": mean,
                "spread": spread,
            }
        )
    return bands
