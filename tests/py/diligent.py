"""A pupil who does all that a lesson asks, rightly."""

from typing import Any

from pupils import Pupil

from page.course.facts import Facing
from page.course.judging import fact_of
from page.session import Session


class Diligent(Pupil):
    """`own` is the code that solves the lesson's exercises; `host` trains, as for a session."""

    def __init__(
        self, code: str, word: str, text: str, own: list[dict[str, Any]], host: Any = None
    ) -> None:
        super().__init__(code, word, text)
        self.session = Session(host)
        self.own = own

    def go_through(self, rate: float) -> "Diligent":
        """`rate` is what the pupil tries where a good one is to be found."""
        for at, part in enumerate(self.lesson["steps"]):
            if part["kind"] in ("predict", "ask"):
                self.choose(at, part["right"])
            elif part.get("tasks"):
                self.do(at, part, rate)
        self.work["furthest"] = len(self.lesson["steps"]) - 1
        return self

    def do(self, at: int, part: Any, rate: float) -> None:
        self.step = at
        options = range(len(part.get("options", [])))
        for option in [None, *options]:
            if "start" in part:
                self.start(at, option)
            self.by_hand(part)
            if not self.left(part) or (options and option is None):
                continue
            live = {"learning_rate": rate} if "learning_rate" in part.get("controls", []) else {}
            self.train(self.session.lab.setup.epochs, **live)

    def by_hand(self, part: Any) -> None:
        """What is done without training: numbers, walks of one weight, gradient checks."""
        self.check()
        for task in part["tasks"]:
            wanted = {each["fact"]: each.get("equals") for each in task.get("checks", [])}
            if "answer" in task:
                value = fact_of(Facing(self.session.lab), task["answer"])
                self.type(task["name"], float(f"{value:.4g}"))
            if "gradient_checks" in wanted and self.session.lab.gradient_checks == 0:
                self.session.ask("gradient_check", sample={"rows": [0]})
            if "walk_rate" in wanted:
                how = {"rate": wanted["walk_rate"], "steps": wanted["walk_steps"]}
                self.session.ask("walk_weight", **place(part), **how)
            if "nudges" in wanted:
                ends = {name: part["valley"][name] for name in ("least", "most")}
                self.session.ask("one_weight", **place(part), **ends, nudge=1e-4)
            self.check()

    def left(self, *parts: Any) -> list[str]:
        """The tasks of these steps, or of all, that are not done."""
        steps: Any = parts or self.lesson["steps"]
        tasks = [task["name"] for part in steps for task in part.get("tasks", [])]
        return [name for name in tasks if name not in self.work["done"]]


def place(part: Any) -> dict[str, int]:
    return {name: part["valley"][name] for name in ("layer", "row", "column")}
