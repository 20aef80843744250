"""What the page may ask of the course: to open a lesson, to start a step, to check what was done.

A lesson always comes as its file's text: so a new worker knows as much as the old one.
"""

import dataclasses
from dataclasses import replace
from functools import lru_cache
from typing import TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import Number, Whole, check
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.panels.network import parameter_index
from page.panels.outputs import forward
from page.protocol import Configured, Edited, SetupFields

from . import walking
from .facts import Facing
from .judging import JudgedTask, fact_of, is_elsewhere, judge_task, numbers_of, said
from .reading import SEED, read_lesson
from .record import recorded
from .shapes import Lesson, LessonStep
from .starting import lab_of

MOST_WALK = 1000
CURVE = 161


class OpenedLesson(TypedDict):
    lesson: Lesson


class StepStarted(TypedDict):
    """The lab from which a step starts, and its set-up; `given`: which does not say all of it."""

    lab: Configured
    setup: SetupFields
    given: bool


class StepChecked(TypedDict):
    """`elsewhere`: the lab has another set-up than the step's, and nothing was judged. `shown`
    are the facts that stand in the step's sentences, by their places there. `run` says, when a
    task is done, what it takes to do it again: see `page.course.record`."""

    elsewhere: bool
    shown: dict[str, str]
    tasks: list[JudgedTask]
    run: str


class OneWeight(TypedDict):
    """The loss over one weight's values; where it stands, its slope there by back-propagation,
    and what a nudge of `nudge` says of that slope: (`loss_after` − `loss`) / `nudge`."""

    values: Array
    losses: Array
    weight: float
    loss: float
    slope: float
    nudge: float
    loss_after: float
    nudged_slope: float


class Walked(Edited):
    """The weight's values on its way, and the loss at each."""

    path: Array
    losses: Array


class SomeAnswers(TypedDict):
    """For rows of the data: their features and true classes, and the network's outputs."""

    features: Array  # (rows, features)
    labels: list[int]
    outputs: Array  # (rows, classes)
    trained: bool


@lru_cache(maxsize=2)
def read_once(text: str) -> Lesson:
    return read_lesson(text)


def step_of(text: str, step: int) -> LessonStep:
    steps = read_once(text)["steps"]
    at: int = check("step", step, Whole(0, len(steps) - 1))
    return steps[at]


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current
        self._walk: walking.Walk | None = None

    def open_lesson(self, text: str) -> OpenedLesson:
        """What a lesson file holds. Raises NotAllowed for the first thing wrong with it."""
        return {"lesson": read_once(text)}

    def start_step(
        self, run: int, text: str, step: int, seed: int, option: int | None = None
    ) -> StepStarted:
        """A new lab, as the step has it or as one of its options; counted from 0."""
        part = step_of(text, step)
        last = len(part.get("options", [])) - 1
        chosen = None if option is None else check("option", option, Whole(0, last))
        lab = lab_of(part, check("seed", seed, SEED), chosen, self._current.host)
        configured = self._current.install(run, lab, self._current.own)
        given = lab.slip != "" or lab.recorder.journal.start is not None
        return {"lab": configured, "setup": dataclasses.asdict(lab.setup), "given": given}

    def check_step(
        self,
        text: str,
        step: int,
        seed: int,
        numbers: dict[str, float],
        picks: dict[str, int],
        solved: list[str],
    ) -> StepChecked:
        """Which tasks of a step are done: `numbers` were typed, by the tasks' names, `picks` are
        the kinds that flowers were sorted into, by rows from 1, `solved` the exercises."""
        part = step_of(text, step)
        lab = self._current.lab
        sorted_as = {
            check("picks", int(row), Whole(1, len(lab.dataset.labels))): check(
                "picks", kind, Whole(0, len(lab.dataset.class_names) - 1)
            )
            for row, kind in picks.items()
            if row.isdigit()
        }
        walk = self._walk if self._walk and self._walk.lab is lab else None
        facing = Facing(lab, sorted_as, walk, solved)
        elsewhere = is_elsewhere(facing, part, check("seed", seed, SEED))
        typed = numbers_of(numbers)
        with np.errstate(all="ignore"):
            tasks = [
                judge_task(facing, task, typed, elsewhere=elsewhere)
                for task in part.get("tasks", [])
            ]
            shown = {
                place: said(fact, fact_of(facing, fact))
                for place, fact in part.get("shows", {}).items()
            }
            done = any(task["done"] for task in tasks)
            run = recorded(lab, walk, part, seed) if done else ""
        shown = {} if elsewhere else shown
        return {"elsewhere": elsewhere, "shown": shown, "tasks": tasks, "run": run}

    def one_weight(
        self,
        layer: int,
        row: int,
        column: int,
        least: float,
        most: float,
        nudge: float | None = None,
    ) -> OneWeight:
        """The loss over one weight's values, and a nudge of it; layers count from 1 here."""
        walk = self._walk_of(layer, row, column)
        lab, index = walk.lab, walk.index
        lab.go_back(None)
        if nudge is not None:
            self._walk = replace(walk, nudges=walk.nudges + 1)
        step = 1e-4 if nudge is None else check("nudge", nudge, Number(-10, 10))
        step = step or 1e-4
        weight = float(lab.network.vector[index])
        values = np.linspace(
            check("least", least, Number(-1e3, 1e3)), check("most", most, Number(-1e3, 1e3)), CURVE
        )
        loss, after = walking.losses(lab, index, np.array([weight, weight + step])).tolist()
        return {
            "values": values,
            "losses": walking.losses(lab, index, values),
            "weight": weight,
            "loss": loss,
            "slope": walking.slope(lab, index),
            "nudge": step,
            "loss_after": after,
            "nudged_slope": (after - loss) / step,
        }

    def walk_weight(self, layer: int, row: int, column: int, rate: float, steps: int) -> Walked:
        """Steps of gradient descent on this weight alone, from where it first was."""
        walk = self._walk_of(layer, row, column)
        lab = walk.lab
        rate = check("rate", rate, Number(0, 1e6, open_below=True))
        steps = check("steps", steps, Whole(0, MOST_WALK))
        lab.go_back(None)
        path = np.array(walking.roll(walk, rate, steps))
        self._walk = replace(walk, rate=rate, steps=steps)
        return {
            "path": path,
            "losses": walking.losses(lab, walk.index, path),
            "snapshot": lab.snapshot(),
            **lab.measured(),
        }

    def some_answers(self, rows: list[int], epoch: int | None = None) -> SomeAnswers:
        """What the network says of rows of the data, counted from 1, after `epoch` or now."""
        lab = self._current.lab
        last = len(lab.dataset.labels)
        at = [check("rows", row, Whole(1, last)) - 1 for row in rows]
        outputs = forward(lab, lab.layers_at(epoch), lab.dataset.inputs[:, at])[-1]
        return {
            "features": lab.dataset.features[at],
            "labels": [int(label) for label in lab.dataset.labels[at]],
            "outputs": outputs.T.copy(),
            "trained": lab.is_trained(epoch),
        }

    def _walk_of(self, layer: int, row: int, column: int) -> walking.Walk:
        """What was done so far with this weight of the present lab."""
        lab: Lab = self._current.lab
        index = parameter_index(lab, layer - 1, "W", row, column)
        walk = self._walk
        if walk is None or walk.lab is not lab or walk.index != index:
            walk = walking.Walk(lab, index, float(lab.checkpoint_at(None).vector[index]))
            self._walk = walk
        return walk
