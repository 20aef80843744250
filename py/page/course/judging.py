"""Whether a task of a lesson is done, and what is said of it. All arithmetic is Python's."""

import math
from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, cast

from nnlab.files.constraints import NotAllowed, check
from page.requests import CONSTRAINTS

from .facts import FACTS, Facing, Fact, setup_field, slope_of
from .reading import ANY, joined, setup_of
from .shapes import LessonCheck, LessonStep, LessonTask

ALIKE = 1e-9


class JudgedFact(TypedDict):
    """A fact as it is now, said in few digits, and whether it is as the check wants it."""

    fact: str
    said: str
    right: bool


class JudgedTask(TypedDict):
    """`typed` says how a number that was typed is wrong: its sign, a δ without the neuron's
    slope, a little, or far."""

    name: str
    done: bool
    facts: list[JudgedFact]
    typed: NotRequired[Literal["", "sign", "slope", "close", "far"]]


def judge_task(
    facing: Facing, task: LessonTask, typed: Mapping[str, float], *, elsewhere: bool
) -> JudgedTask:
    """`elsewhere`: the lab is not the step's, so that nothing there counts."""
    if elsewhere:
        return {"name": task["name"], "done": False, "facts": []}
    if "answer" in task:
        return judge_answer(facing, task["name"], task["answer"], typed.get(task["name"]))
    facts = [judge_check(facing, each) for each in task["checks"]]
    return {"name": task["name"], "done": all(fact["right"] for fact in facts), "facts": facts}


def judge_check(facing: Facing, wanted: LessonCheck) -> JudgedFact:
    value = fact_of(facing, wanted)
    return {"fact": wanted["fact"], "said": said(wanted, value), "right": is_right(value, wanted)}


def fact_of(facing: Facing, wanted: LessonCheck) -> Fact:
    """NaN where this lab has no such fact, such as a layer that it lacks."""
    try:
        return FACTS[wanted["fact"]].of(facing, cast(Mapping[str, Any], wanted))
    except NotAllowed:
        return math.nan


def is_right(value: Fact, wanted: LessonCheck) -> bool:
    if "equals" in wanted:
        return same(value, wanted["equals"])
    if not isinstance(value, float):
        return not {"least", "most", "near"} & {*wanted}
    if {"least", "most", "near"} & {*wanted} and math.isnan(value):
        return False
    if "near" in wanted:
        return is_near(value, wanted["near"], wanted["within"])
    return wanted.get("least", -math.inf) <= value <= wanted.get("most", math.inf)


def same(value: Any, wanted: Any) -> bool:
    if isinstance(value, tuple | list) and isinstance(wanted, tuple | list):
        return [*value] == [*wanted]
    if isinstance(value, float | int) and isinstance(wanted, float | int):
        return isinstance(value, bool) == isinstance(wanted, bool) and math.isclose(
            value, wanted, rel_tol=ALIKE
        )
    return bool(value == wanted)


def is_near(value: float, wanted: float, within: float) -> bool:
    """Whether they differ by no more than this part of what is wanted."""
    return abs(value - wanted) <= within * abs(wanted) + ALIKE


def judge_answer(facing: Facing, name: str, answer: LessonCheck, typed: float | None) -> JudgedTask:
    value = fact_of(facing, answer)
    fact: JudgedFact = {"fact": answer["fact"], "said": said(answer, value), "right": False}
    judged: JudgedTask = {"name": name, "done": False, "facts": [], "typed": ""}
    if typed is None or not isinstance(value, float):
        return judged
    within = answer.get("within", 0.01)
    if is_near(typed, value, within):
        return {**judged, "done": True, "facts": [{**fact, "right": True}]}
    wrong = "sign" if is_near(-typed, value, within) else "far"
    if is_near(typed, value, 10 * within):
        wrong = "close"
    slope = slope_of(facing.lab, answer) if answer["fact"] == "delta" else 0.0
    if is_near(typed * slope, value, within):
        wrong = "slope"
    return {**judged, "typed": cast(Any, wrong)}


def said(wanted: LessonCheck, value: Fact) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    if isinstance(value, bool | str):
        return str(value)
    if not math.isfinite(value):
        return "–"
    digits = f".{wanted['digits']}f" if "digits" in wanted else FACTS[wanted["fact"]].digits
    text = format(value + 0.0, digits)
    return text.replace("-", "−")


def is_elsewhere(facing: Facing, step: LessonStep, seed: int) -> bool:
    """Whether the lab is none that the step starts: fields differ that the step does not free."""
    if "start" not in step:
        return False
    starts = [step["start"], *(joined(step["start"], each) for each in step.get("options", []))]
    free = {"epochs", "engine", *step.get("controls", [])}
    slips = {start.get("slip", "") for start in starts}
    if facing.lab.slip not in slips:
        return True
    # What is live is as it is now; what else there is, as it was when the lab began.
    now = {name: setup_field(facing.lab, {"field": name}) for name in CONSTRAINTS}
    for start in starts:
        setup = setup_of(start, seed)
        wrong = [n for n in now if n not in free and not same(now[n], getattr(setup, n))]
        if not wrong:
            return False
    return True


def numbers_of(typed: Mapping[str, Any]) -> dict[str, float]:
    return {name: check(f"numbers.{name}", value, ANY) for name, value in typed.items()}
