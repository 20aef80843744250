"""What was done in the course's own lessons is found again: walks, breakdowns, weights, slips."""

from pathlib import Path

import pytest
from diligent import Diligent
from pupils import Pupil, marked

from nnlab.files.constraints import NotAllowed

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


@pytest.mark.parametrize("number", ["01", "02", "06", "11"])
def test_all_of_a_lesson(number: str) -> None:
    solved = [{"exercise": name} for name in ("gradients", "update")]
    pupil = Diligent("kiwi", "otter", TEXTS[number], solved).go_through(0.15)
    assert pupil.left() == []
    pupil.own = []
    (lesson,) = marked(pupil.hand_in(), lesson=pupil.text)["lessons"]
    of_code = {"wrote_gradients", "wrote_update"}
    states = {item["state"] for item in lesson["items"] if item["name"] not in of_code}
    assert states == {"right"}
    named = {problem["values"].get("task") for problem in lesson["problems"]}
    assert named <= of_code  # the code itself was not handed in


@pytest.mark.parametrize("count", [0, -1])
def test_a_gradient_check_that_is_not_in_the_record_was_not_made(count: int) -> None:
    pupil = Pupil("kiwi", "otter", TEXTS["06"]).start(3)
    pupil.session.ask("gradient_check", sample={"rows": [0]})
    text = pupil.check().hand_in()
    changed = text.replace('"gradient_checks": 1', f'"gradient_checks": {count}')
    assert changed != text
    if count < 0:
        with pytest.raises(NotAllowed, match="gradient_checks"):
            marked(changed, lesson=pupil.text)
    else:
        (lesson,) = marked(changed, lesson=pupil.text)["lessons"]
        assert [each["key"] for each in lesson["problems"]] == ["mark_not_done"]
