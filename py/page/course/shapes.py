"""What a lesson file holds, as TypedDicts: docs/teaching.md says it in words.

The same shapes go to the page. Sentences stand under keys; `texts` has each key in each language.
"""

from typing import Literal, NotRequired, TypedDict

LessonValue = bool | float | str | list[str] | list[float]
Weights = dict[str, float | list[float] | list[list[float]]]
StepKind = Literal["question", "predict", "do", "why", "ask", "takeaway"]


class LessonCheck(TypedDict):
    """A fact of the lab by its name, and what it must be: see `page.course.facts`.

    Without `equals`, `least`, `most` and `near` it is only reported, and always right.
    """

    fact: str
    layer: NotRequired[int]
    row: NotRequired[int]
    column: NotRequired[int]
    sample: NotRequired[int]
    field: NotRequired[str]
    exercise: NotRequired[str]
    equals: NotRequired[LessonValue]
    least: NotRequired[float]
    most: NotRequired[float]
    near: NotRequired[float]
    within: NotRequired[float]
    digits: NotRequired[int]


class LessonTask(TypedDict):
    """Something to do: done when all `checks` hold at once, or, with `answer`, when the number
    that was typed is that fact."""

    name: str
    text: str
    hint: NotRequired[str]
    checks: NotRequired[list[LessonCheck]]
    answer: NotRequired[LessonCheck]


class LessonStart(TypedDict):
    """How a lab starts: fields of the set-up that differ from the note's run, and given weights:
    "all" a number, "W1", "b1" and so on those of one layer. `slip` names what is wrong with the
    network: see `page.course.slips`."""

    setup: dict[str, LessonValue]
    weights: NotRequired[Weights]
    slip: NotRequired[str]


class LessonOption(TypedDict):
    """A button that starts the lab in another way: what differs from the step's own start."""

    text: str
    setup: NotRequired[dict[str, LessonValue]]
    weights: NotRequired[Weights]
    slip: NotRequired[str]


class LessonChoice(TypedDict):
    """One answer to choose. `why` is said once it is chosen; a prediction's has none."""

    name: str
    text: str
    why: NotRequired[str]


class LessonFlowers(TypedDict):
    """Flowers of the iris data by their rows, from 1: some whose kind is told, some to sort."""

    known: list[int]
    sort: list[int]
    show: Literal["sort", "network", "both"]


class LessonValley(TypedDict):
    """One weight of the lab, and the stretch of its values over which the loss is drawn."""

    layer: int
    row: int
    column: int
    least: float
    most: float


class LessonStep(TypedDict):
    """One screen. `text` are paragraphs, each a key; `shows` are facts that stand in its braces.

    `sample` is the row of the data, from 1, that the panels show; the first one without it."""

    kind: StepKind
    text: list[str]
    panels: NotRequired[list[str]]
    controls: NotRequired[list[str]]
    speed: NotRequired[Literal["full", "guided", "slow"]]
    sample: NotRequired[int]
    start: NotRequired[LessonStart]
    options: NotRequired[list[LessonOption]]
    flowers: NotRequired[LessonFlowers]
    valley: NotRequired[LessonValley]
    choices: NotRequired[list[LessonChoice]]
    right: NotRequired[str]
    tasks: NotRequired[list[LessonTask]]
    shows: NotRequired[dict[str, LessonCheck]]
    exercise: NotRequired[str]
    room: NotRequired[Literal["play", "judge", "understand", "code"]]


class Lesson(TypedDict):
    """A lesson file. `seeds` are those with which all its claims hold; the first is the usual."""

    format: Literal["nnlab-lesson"]
    version: int
    name: str
    minutes: int
    seeds: list[int]
    title: str
    question: str
    steps: list[LessonStep]
    texts: dict[str, dict[str, str]]
