"""A learner who goes through a lesson as the page does."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from page.course.reading import read_lesson
from page.course.shapes import Lesson
from page.session import Session

FOLDER = Path(__file__).resolve().parents[2] / "web/lessons"
FILES = {path.name[:2]: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.json"))}


class Learner:
    """Goes through a lesson as the page does: starts a step, trains, types, asks for the check."""

    def __init__(self, number: str, seed: int) -> None:
        self.text, self.seed = FILES[number], seed
        self.lesson: Lesson = read_lesson(self.text)
        self.session = Session()
        self.numbers: dict[str, float] = {}
        self.picks: dict[str, int] = {}
        self.solved: list[str] = []
        self.step = 0

    def start(self, step: int, option: int | None = None) -> "Learner":
        """Steps count from 1, as in the address; options from 0."""
        self.step = step - 1
        self.ask("start_step", run=1, text=self.text, step=self.step, seed=self.seed, option=option)
        return self

    def train(self, epochs: int = 400, **live: float) -> "Learner":
        setup = self.session.lab.setup
        fields = ("learning_rate", "batch_size", "l2", "target_loss", "patience")
        now = {name: getattr(setup, name) for name in fields} | live
        self.ask("train", run=1, epochs=epochs, budget_ms=60_000, live=now)
        return self

    def ask(self, method: str, **params: Any) -> Any:
        return self.session.ask(method, **params)

    def check(self) -> Mapping[str, Any]:
        return self.ask(  # type: ignore[no-any-return]
            "check_step",
            text=self.text,
            step=self.step,
            seed=self.seed,
            numbers=self.numbers,
            picks=self.picks,
            solved=self.solved,
        )

    def done(self) -> dict[str, bool]:
        return {task["name"]: task["done"] for task in self.check()["tasks"]}


def seeds(number: str) -> Callable[..., Any]:
    """All of a lesson's; Pyodide, which trains plainly, tries the first."""
    shipped = read_lesson(FILES[number])["seeds"]
    return pytest.mark.parametrize("seed", shipped[: 1 if sys.platform == "emscripten" else None])


def shown_numbers(learner: Learner) -> dict[str, float]:
    return {k: float(v.replace("−", "-")) for k, v in learner.check()["shown"].items()}
