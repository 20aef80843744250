"""Made-up pupils: each goes through a lesson as the page lets one, and hands in its outcome."""

import json
from typing import Any

from page.course.reading import read_lesson
from page.course.shapes import Lesson
from page.session import Session
from page.teach.shapes import WorkTold

SMALL = {
    "format": "nnlab-lesson", "version": 1, "name": "small", "minutes": 5,
    "seeds": [0, 3, 5, 6, 9], "title": "t", "question": "t",
    "steps": [
        {"kind": "predict", "text": ["t"], "right": "low",
         "choices": [{"name": "low", "text": "t"}, {"name": "high", "text": "t"}]},
        {"kind": "do", "text": ["t"], "controls": ["train", "learning_rate"],
         "start": {"setup": {"dataset": "gaussians", "hidden_sizes": [], "hidden_activations": [],
                             "size": 20, "epochs": 6}},
         "options": [{"text": "t", "setup": {"learning_rate": 0.5}}],
         "tasks": [{"name": "z", "text": "t", "hint": "t", "answer":
                    {"fact": "sum", "sample": 1, "layer": 1, "row": 0}},
                   {"name": "run", "text": "t", "checks": [
                    {"fact": "train_loss"}, {"fact": "epoch", "least": 6}]}]},
        {"kind": "ask", "text": ["t"], "right": "b", "choices": [
            {"name": "a", "text": "t", "why": "t"}, {"name": "b", "text": "t", "why": "t"},
            {"name": "c", "text": "t", "why": "t"}]},
    ],
    "texts": {"en": {"t": "Text"}},
}  # fmt: skip
SMALL_TEXT = json.dumps(SMALL)


class Pupil:
    """Does what `web/visit/course.js` does of a lesson, and notes it in the same way."""

    def __init__(self, code: str, word: str = "", text: str = SMALL_TEXT) -> None:
        self.code, self.word, self.text = code, word, text
        self.lesson: Lesson = read_lesson(text)
        self.session = Session()
        self.step = 0
        name = self.lesson["name"]
        seeds = self.session.ask("variants", word=word, pupil=code, lessons=[text])["seeds"]
        self.work: WorkTold = {
            "lesson": name, "seed": seeds[name], "furthest": 0, "choices": {}, "numbers": {},
            "done": {}, "runs": {}, "picks": {}, "hints": [], "order": [],
        }  # fmt: skip
        self.own: list[dict[str, Any]] = []
        self.answers: list[dict[str, str]] = []

    def choose(self, step: int, name: str) -> "Pupil":
        """Steps count from 0 here."""
        self.work["choices"].setdefault(str(step), []).append(name)
        kind = "answer" if self.lesson["steps"][step]["kind"] == "ask" else "guess"
        self.work["order"].append(f"{kind}:{step}:{name}")
        return self

    def start(self, step: int, option: int | None = None) -> "Pupil":
        self.step = step
        more = "" if option is None else f":{option}"
        self.work["order"].append(f"start:{step}{more}")
        self.session.ask("start_step", run=1, text=self.text, step=step,
                         seed=self.work["seed"], option=option)  # fmt: skip
        return self

    def train(self, epochs: int, **live: float) -> "Pupil":
        setup = self.session.lab.setup
        fields = ("learning_rate", "batch_size", "l2", "target_loss", "patience")
        now = {name: getattr(setup, name) for name in fields} | live
        self.session.ask("train", run=1, epochs=epochs, budget_ms=60_000, live=now)
        return self.check()

    def type(self, task: str, value: float) -> "Pupil":
        self.work["numbers"][task] = value
        self.work["order"].append(f"typed:{task}:{value:g}")
        return self.check()

    def check(self) -> "Pupil":
        checked = self.session.ask(
            "check_step", text=self.text, step=self.step, seed=self.work["seed"],
            numbers=self.work["numbers"],
            picks={row: pick["kind"] for row, pick in self.work["picks"].items()},
            solved=[each["exercise"] for each in self.own],
        )  # fmt: skip
        for task in checked["tasks"]:
            if task["done"] and task["name"] not in self.work["done"]:
                self.work["done"][task["name"]] = [fact["said"] for fact in task["facts"]]
                self.work["runs"][task["name"]] = checked["run"]
                self.work["order"].append(f"done:{task['name']}")
        return self

    def z(self) -> float:
        """What is asked of the small lesson's first neuron, worked out from the data."""
        lab = self.session.lab
        x = lab.dataset.inputs[:, 0]
        return float(lab.network.layers[0].W[0] @ x + lab.network.layers[0].b[0, 0])

    def whole(self) -> "Pupil":
        """All of the small lesson, rightly."""
        self.choose(0, "low").start(1)
        return self.type("z", self.z()).train(6).choose(2, "b")

    def write(self, exercise: str, files: dict[str, str], *, shown: bool = False) -> "Pupil":
        self.own.append({"exercise": exercise, "files": files, "hints": 0, "shown": shown})
        return self

    def hand_in(self) -> str:
        made = self.session.ask(
            "make_hand_in",
            pupil=self.code,
            word=self.word,
            works=[self.work],
            code=self.own,
            answers=self.answers,
        )
        return str(made["text"])


def marked(text: str, file: str = "hand-in.json", lesson: str = SMALL_TEXT) -> dict[str, Any]:
    """As the page marks one file, but that code is tried in this very Python."""
    session = Session()
    name = read_lesson(lesson)["name"]
    read = session.ask("read_hand_in", text=text, lessons=[name])
    code = [session.ask("mark_code", text=text, code=k) for k in range(len(read["code"]))]
    solved = [each["exercise"] for each in code if each["verdict"] == "same" and each["own"]]
    lessons = [
        session.ask("mark_lesson", text=text, at=at, lesson=lesson, solved=solved)
        for at, each in enumerate(read["lessons"])
        if each["known"]
    ]
    return {
        "file": file, "pupil": read["pupil"], "word": read["word"], "lessons": lessons,
        "code": code, "answers": read["answers"],
    }  # fmt: skip
