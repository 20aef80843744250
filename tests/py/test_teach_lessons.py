"""What was done in the course's own lessons is found again: walks, breakdowns, weights, slips."""

from pathlib import Path

import pytest
from pupils import Pupil, marked

FOLDER = Path(__file__).resolve().parents[2] / "web/lessons"
TEXTS = {path.name[:2]: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.json"))}

pytestmark = pytest.mark.filterwarnings("ignore:training has broken down")


def found_again(pupil: Pupil, *tasks: str) -> None:
    """Each of the tasks was done, and is when it is done again."""
    (lesson,) = marked(pupil.hand_in(), lesson=pupil.text)["lessons"]
    states = {item["name"]: item["state"] for item in lesson["items"] if item["name"] in tasks}
    assert states == dict.fromkeys(tasks, "right")
    assert lesson["problems"] == []


def walk(pupil: Pupil, rate: float) -> None:
    place = {"layer": 1, "row": 1, "column": 0}
    pupil.session.ask("walk_weight", **place, rate=rate, steps=24)
    pupil.check()


def test_flowers_that_were_sorted() -> None:
    pupil = Pupil("kiwi", "otter", TEXTS["00"]).start(0)
    for row, kind in ((105, 2), (67, 1), (8, 0), (78, 1), (97, 1)):
        pupil.work["picks"][str(row)] = {"kind": kind, "unsure": False}
    found_again(pupil.check(), "sorted")


def test_a_walk_of_one_weight_and_a_nudge() -> None:
    pupil = Pupil("kiwi", "otter", TEXTS["02"]).start(1)
    one = pupil.session.ask("one_weight", layer=1, row=1, column=0, least=-3, most=8, nudge=1e-4)
    pupil.check().type("steep", one["slope"]).start(3)
    for rate in (0.05, 5, 200):
        walk(pupil, rate)
    found_again(pupil, "nudged", "steep", "short", "good", "far")


def test_runs_that_broke_down() -> None:
    pupil = Pupil("kiwi", "otter", TEXTS["03"])
    for option in range(4):
        pupil.start(2, option).train(400)
    found_again(pupil, "slow", "good", "fast", "wild")


@pytest.mark.parametrize("number", ["06", "07"])
def test_networks_made_wrong_and_weights_that_are_given(number: str) -> None:
    pupil = Pupil("kiwi", "otter", TEXTS[number])
    for step, part in enumerate(pupil.lesson["steps"]):
        if part["kind"] != "do" or "start" not in part or not part.get("tasks"):
            continue
        epochs = int(part["start"]["setup"].get("epochs", 400))  # type: ignore[arg-type]
        for option in range(max(1, len(part.get("options", [])))):
            pupil.start(step, option if "options" in part else None).check().train(epochs)
    done = [*pupil.work["done"]]
    assert len(done) >= 2
    found_again(pupil, *done)
