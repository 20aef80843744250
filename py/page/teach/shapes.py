"""What a hand-in holds and what marking says of it: docs/teaching.md says it in words."""

from typing import Any, Literal, NotRequired, TypedDict

from page.protocol import Phrase


class FlowerPick(TypedDict):
    kind: int
    unsure: bool


class WorkTold(TypedDict):
    """What the page knows of one lesson. Steps count from 0 and stand under texts of their
    numbers; `runs` holds, by tasks, what `page.course.record` says, as JSON."""

    lesson: str
    seed: int
    furthest: int
    choices: dict[str, list[str]]
    numbers: dict[str, float]
    done: dict[str, list[str]]
    runs: dict[str, str]
    picks: dict[str, FlowerPick]
    hints: list[str]
    order: list[str]


class CodeTold(TypedDict):
    """The pupil's own version: `exercise` is "" for free editing; `hints` were shown, and
    `shown` says whether the answer was."""

    exercise: str
    files: dict[str, str]
    hints: int
    shown: bool


class CodeHanded(TypedDict):
    """As it stands in the file, lines in lists: whole `functions` when nothing else was written,
    by "file: name", else whole `files`."""

    exercise: str
    functions: NotRequired[dict[str, list[str]]]
    files: NotRequired[dict[str, list[str]]]
    hints: int
    shown: bool


class Answer(TypedDict):
    """What a teacher's link asked, and what the pupil wrote."""

    question: str
    answer: str


class HandIn(TypedDict):
    """A hand-in that was read. A lesson's `runs` are records here; the file has the same names."""

    format: Literal["nnlab-hand-in"]
    version: int
    lab: str
    pupil: str
    word: str
    lessons: list[dict[str, Any]]
    code: list[CodeHanded]
    answers: list[Answer]


class MadeHandIn(TypedDict):
    text: str


class LessonHanded(TypedDict):
    """`known` says whether this lesson is among those that are here."""

    lesson: str
    known: bool


class ReadHandIn(TypedDict):
    """Who handed in, and what: the exercises by name, "" is free editing."""

    pupil: str
    word: str
    lessons: list[LessonHanded]
    code: list[str]
    answers: list[Answer]


ItemState = Literal["right", "wrong", "open", "differs", "told"]


class MarkedItem(TypedDict):
    """One thing that a lesson asks: a prediction, a question, a number, something to do.

    `state` is as recomputed; "differs" was said to be done and does not come out, "told" cannot be
    recomputed. `given` and `right` are names of choices, or numbers said in digits; `slip` is how
    it is wrong: a choice's name, or "sign", "close", "far". A prediction that was made or changed
    after the first run is `late`: the one before counts.
    """

    step: int
    kind: Literal["predict", "ask", "number", "do"]
    name: str
    state: ItemState
    given: str
    right: str
    slip: str
    tries: int
    late: bool
    hint: bool


class MarkedLesson(TypedDict):
    """`done` of `items` that are no predictions are right; `problems` are sentences by key."""

    lesson: str
    seed: int
    items: list[MarkedItem]
    done: int
    of: int
    tries: int
    hints: int
    guesses_right: int
    guesses: int
    problems: list[Phrase]


class MarkedCode(TypedDict):
    """`verdict` as `page.check.diagnose` gives it; `says` are its first sentences; `own` is false
    when the answer only asks the original. `text` is what the pupil wrote."""

    exercise: str
    verdict: str
    own: bool
    slip: str
    says: list[Phrase]
    text: str
    hints: int
    shown: bool


class MarkedPupil(TypedDict):
    file: str
    pupil: str
    word: str
    lessons: list[MarkedLesson]
    code: list[MarkedCode]
    answers: list[Answer]


class Slip(TypedDict):
    """What several got wrong: `count` of the `of` who tried; `example` is one pupil's, with what
    was given. `right` is what had to be given."""

    lesson: str
    step: int
    kind: str
    name: str
    slip: str
    count: int
    of: int
    pupil: str
    given: str
    right: str


class CodeSlip(TypedDict):
    exercise: str
    slip: str
    count: int
    of: int
    pupil: str
    says: list[Phrase]
    text: str


class Alike(TypedDict):
    """Code of several pupils that is the same word for word, or with other names and comments;
    or their answer to a teacher's `question`, which is "" of code."""

    exercise: str
    question: str
    pupils: list[str]
    exact: bool
    text: str


class ClassReport(TypedDict):
    slips: list[Slip]
    code_slips: list[CodeSlip]
    alike: list[Alike]
    twice: list[str]


class Variant(TypedDict):
    """For each lesson, the seed that is this pupil's."""

    seeds: dict[str, int]
