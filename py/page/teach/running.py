"""Runs again what a hand-in says was done, and judges it anew. Alike runs are run once."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlab.files.strict_json import NOT_FINITE
from nnlab.setup import Setup
from page.course.facts import Facing
from page.course.judging import judge_task
from page.course.reading import read_lesson
from page.course.record import TooLong, again
from page.course.shapes import Lesson
from page.course.starting import lab_of
from page.lab.lab import Lab

if TYPE_CHECKING:
    from nnlab.compile import Host

SECONDS = 8.0
"""What one run may take."""

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Ran:
    """`problem` says why it is not what the file says: "", "elsewhere", "too_long", "loss", with
    the loss that is told and the one that came out. `brought`: the epoch up to which nothing was
    run again, since the file brings the weights of then, 0 too; None where it brings none."""

    done: bool
    said: tuple[str, ...] = ()
    typed: str = ""
    problem: str = ""
    told: float = math.nan
    found: float = math.nan
    brought: int | None = None


@lru_cache(maxsize=4)
def lesson_of(text: str) -> Lesson:
    return read_lesson(text)


@lru_cache(maxsize=2000)
def run_again(
    lesson_text: str,
    step: int,
    task: int,
    seed: int,
    record_text: str,
    picks: tuple[tuple[int, int], ...],
    typed: float | None,
    solved: tuple[str, ...],
    host: "Host | None" = None,
) -> Ran:
    """What comes of a task of a step; without a record, from where the step starts."""
    part = lesson_of(lesson_text)["steps"][step]
    wanted = part["tasks"][task]
    record: Mapping[str, Any] = json.loads(record_text) if record_text else {}
    with np.errstate(all="ignore"):
        try:
            if record:
                lab, walk = again(record, part, seed, SECONDS, host)
            else:
                lab, walk = lab_before(lesson_of(lesson_text), step, seed, host), None
        except TooLong:
            return Ran(done=False, problem="too_long")
        except ValueError:
            return Ran(done=False, problem="elsewhere")
        facing = Facing(lab, dict(picks), walk, solved)
        numbers = {} if typed is None else {wanted["name"]: typed}
        judged = judge_task(facing, wanted, numbers, elsewhere=False)
        found = lab.measured()["train_loss"]
    said = tuple(fact["said"] for fact in judged["facts"])
    begun = record["start"]["training"]["epoch"] if "start" in record else None
    ran = Ran(judged["done"], said, judged.get("typed", ""), found=found, brought=begun)
    if record and not alike(as_number(record["loss"]), found):
        return Ran(judged["done"], said, ran.typed, "loss", as_number(record["loss"]), found)
    return ran


def lab_before(lesson: Lesson, step: int, seed: int, host: "Host | None" = None) -> Lab:
    """The lab that the step starts, or the last step before it that starts one."""
    before = [part for part in lesson["steps"][: step + 1] if "start" in part]
    return lab_of(before[-1], seed, None, host) if before else Lab(Setup(seed=seed), host=host)


def as_number(value: float | str) -> float:
    return NOT_FINITE[value] if isinstance(value, str) else float(value)


def alike(told: float, found: float) -> bool:
    if math.isnan(told) or math.isnan(found):
        return math.isnan(told) and math.isnan(found)
    return told == found or abs(told - found) <= TOLERANCE * max(abs(told), abs(found), 1e-6)
