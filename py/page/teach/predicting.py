"""Whether a prediction was made before the run that it is about, as a hand-in's order tells."""

from collections.abc import Mapping, Sequence
from typing import Any

from page.course.shapes import Lesson

MOST_EVENTS = 300


def first_run(lesson: Lesson, step: int, order: Sequence[str]) -> int:
    """The place in the order of what first showed what was to be predicted; its end if none did.

    That is a task of the next steps to do, up to the next prediction, or one of their options.
    """
    shown: set[str] = set()
    for at in range(step + 1, len(lesson["steps"])):
        part = lesson["steps"][at]
        if part["kind"] == "predict":
            break
        if part["kind"] == "do":
            shown |= {f"done:{task['name']}" for task in part.get("tasks", [])}
            shown |= {f"start:{at}:{option}" for option in range(len(part.get("options", [])))}
    return next((k for k, event in enumerate(order) if event in shown), len(order))


def guess_before(
    lesson: Lesson, step: int, order: Sequence[str], choices: Sequence[str]
) -> tuple[str, bool]:
    """The choice that counts, and whether one was made or changed only after the run."""
    begin = f"guess:{step}:"
    guesses = [(k, event[len(begin) :]) for k, event in enumerate(order) if event.startswith(begin)]
    if not guesses and choices and len(order) >= MOST_EVENTS:  # the order has lost its beginning
        return choices[-1], False
    run = first_run(lesson, step, order)
    before = [choice for k, choice in guesses if k < run]
    return (before[-1] if before else ""), any(k > run for k, _ in guesses)


def in_order(work: Mapping[str, Any]) -> bool:
    """Whether the order tells of every choice and of every task that is done, and of no others.

    Of an order that has lost its beginning the last choices will do, and some of the tasks.
    """
    told: dict[str, list[str]] = {}
    for kind, _, rest in (event.partition(":") for event in work["order"]):
        if kind in ("guess", "answer"):
            step, _, choice = rest.partition(":")
            told.setdefault(step, []).append(choice)
    made = {step: list(choices) for step, choices in work["choices"].items() if choices}
    ran = [event.removeprefix("done:") for event in work["order"] if event.startswith("done:")]
    if is_cut(work):
        tails = all(
            made.get(step, [])[-len(choices) :] == choices for step, choices in told.items()
        )
        return tails and {*ran} <= {*work["done"]}
    return told == made and {*ran} == {*work["done"]}


def is_cut(work: Mapping[str, Any]) -> bool:
    """Whether the order is full, so that its beginning may be missing."""
    return len(work["order"]) >= MOST_EVENTS
