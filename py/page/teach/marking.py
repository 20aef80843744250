"""Marks one lesson of a hand-in: each answer is recomputed from the variant, runs are run again."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from nnlab.files.constraints import NotAllowed
from nnlab.files.phrases import Phrase as Allowed
from page.course.facts import Facing
from page.course.judging import fact_of, said
from page.course.shapes import Lesson, LessonStep
from page.protocol import Phrase

from .predicting import guess_before, in_order, is_cut
from .running import Ran, lab_before, lesson_of, run_again
from .shapes import HandIn, MarkedItem, MarkedLesson
from .variants import seed_of

if TYPE_CHECKING:
    from nnlab.compile import Host


def mark_lesson(
    hand_in: HandIn, at: int, text: str, solved: Sequence[str], host: "Host | None" = None
) -> MarkedLesson:
    """`text` is the lesson's file; `solved` are the exercises that the pupil's own code solves."""
    work, lesson = hand_in["lessons"][at], lesson_of(text)
    if work["lesson"] != lesson["name"]:
        raise NotAllowed("lesson", work["lesson"], Allowed("allowed_lesson", names=lesson["name"]))
    problems: list[Phrase] = []
    seed = work["seed"]
    if seed not in lesson["seeds"]:
        problems.append(phrase("mark_no_variant", seed=str(seed)))
    elif seed != seed_of(hand_in["word"], hand_in["pupil"], lesson):
        problems.append(phrase("mark_other_variant", seed=str(seed)))
    marker = Marker(work, lesson, text, solved, host)
    items: list[MarkedItem] = []
    for step, part in enumerate(lesson["steps"]):
        if part["kind"] == "predict":
            items.append(marker.prediction(step, part))
        elif part["kind"] == "ask":
            items.append(marker.question(step, part))
        for task in range(len(part.get("tasks", []))):
            items.append(marker.task(step, part, task))
    guesses = [item for item in items if item["kind"] == "predict"]
    asked = [item for item in items if item["kind"] != "predict"]
    return {
        "lesson": lesson["name"],
        "seed": seed,
        "items": items,
        "done": sum(item["state"] == "right" for item in asked),
        "of": len(asked),
        "tries": sum(item["tries"] for item in asked),
        "hints": len({*work["hints"]}),
        "guesses_right": sum(item["state"] == "right" for item in guesses),
        "guesses": sum(item["given"] != "" for item in guesses),
        "problems": problems + marker.problems,
    }


class Marker:
    """Goes through one lesson of one pupil; collects what does not come out as it is told."""

    def __init__(
        self,
        work: Mapping[str, Any],
        lesson: Lesson,
        text: str,
        solved: Sequence[str],
        host: "Host | None",
    ) -> None:
        self.work, self.lesson, self.text = work, lesson, text
        self.solved = tuple(sorted(solved))
        self.host: Any = host
        self.problems: list[Phrase] = [] if in_order(work) else [phrase("mark_order")]
        if is_cut(work):
            self.problems.append(phrase("mark_order_cut"))

    def prediction(self, step: int, part: LessonStep) -> MarkedItem:
        choices = self.work["choices"].get(str(step), [])
        given, late = guess_before(self.lesson, step, self.work["order"], choices)
        return chosen(step, part, given, len(choices), late=late)

    def question(self, step: int, part: LessonStep) -> MarkedItem:
        choices = self.work["choices"].get(str(step), [])
        item = chosen(step, part, choices[-1] if choices else "", len(choices), late=False)
        if item["state"] == "right" and len(choices) > 1:
            item["slip"] = choices[0]  # what was thought at first
        return item

    def task(self, step: int, part: LessonStep, at: int) -> MarkedItem:
        task, work = part["tasks"][at], self.work
        name, kind = task["name"], "number" if "answer" in task else "do"
        typed = work["numbers"].get(name)
        told = name in work["done"]
        record = json.dumps(work["runs"][name]) if name in work["runs"] else ""
        item: MarkedItem = {
            "step": step, "kind": cast(Any, kind), "name": name, "state": "open", "given": "",
            "right": "", "slip": "", "tries": self.tries(name, told, typed), "late": False,
            "hint": name in work["hints"],
        }  # fmt: skip
        if not told and (kind == "do" or typed is None):
            return item
        of_code = all(check["fact"] == "solved" for check in task.get("checks", [{"fact": ""}]))
        record = "" if of_code else record
        picks = tuple(sorted((int(row), pick["kind"]) for row, pick in work["picks"].items()))
        ran = run_again(
            self.text, step, at, work["seed"], record, picks if kind == "do" else (), typed,
            self.solved if of_code else (), self.host,
        )  # fmt: skip
        if kind == "number":
            return self.number(item, part, ran, typed)
        item["given"] = ", ".join(work["done"][name][:3])
        item["state"] = self.state_of(name, ran, record, of_code=of_code)
        return item

    def number(
        self, item: MarkedItem, part: LessonStep, ran: Ran, typed: float | None
    ) -> MarkedItem:
        task = next(each for each in part["tasks"] if each["name"] == item["name"])
        lab = lab_before(self.lesson, item["step"], self.work["seed"], self.host)
        item["right"] = said(task["answer"], fact_of(Facing(lab), task["answer"]))
        item["given"] = "" if typed is None else f"{typed:g}"
        if ran.done:
            item["state"] = "right"
        else:
            item["state"], item["slip"] = "wrong", ran.typed
            if item["name"] in self.work["done"]:
                item["state"] = "differs"
                self.problems.append(phrase("mark_number", task=item["name"], given=item["given"]))
        return item

    def state_of(self, name: str, ran: Ran, record: str, *, of_code: bool) -> Any:
        """Of something that the file says was done."""
        if ran.problem == "too_long" or not (record or ran.done or of_code):
            self.problems.append(phrase("mark_told", task=name))
            return "told"
        if ran.problem == "loss":
            values = {"told": f"{ran.told:.7g}", "found": f"{ran.found:.7g}"}
            self.problems.append(phrase("mark_loss", task=name, **values))
            return "differs"
        if ran.brought is not None:
            self.problems.append(phrase("mark_brought", task=name, epoch=str(ran.brought)))
        told = [*self.work["done"][name]]
        if not ran.done or (ran.said and told != [*ran.said]):
            self.problems.append(phrase("mark_not_done", task=name))
            return "differs"
        return "right"

    def tries(self, name: str, told: bool, typed: float | None) -> int:
        order: list[str] = self.work["order"]
        typed_times = sum(event.startswith(f"typed:{name}:") for event in order)
        return max(typed_times, int(told or typed is not None))


def chosen(step: int, part: LessonStep, given: str, tries: int, *, late: bool) -> MarkedItem:
    known = [choice["name"] for choice in part["choices"]]
    given = given if given in known else ""
    right = given == part["right"]
    return {
        "step": step, "kind": cast(Any, part["kind"]), "name": "",
        "state": "open" if not given else "right" if right else "wrong",
        "given": given, "right": part["right"], "slip": "" if right else given, "tries": tries,
        "late": late, "hint": False,
    }  # fmt: skip


def phrase(key: str, **values: str) -> Phrase:
    return cast(Phrase, {"key": key, "values": values})
