"""The figures of docs/teaching.md, in both languages, are the course's; its tables are whole."""

import json
import re
from pathlib import Path

import pytest
from learner import FILES, Learner

from page.course.facts import FACTS, PLACES
from page.course.reading import CONTROLS, KINDS, PANELS, SPEEDS, read_lesson
from page.course.shapes import LessonStep
from page.course.slips import SLIPS
from site_files import ROOT

GUIDES = [ROOT / "docs/teaching.md", ROOT / "docs/teaching.zh.md"]
both = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)


def answers(guide: Path) -> dict[int, list[str]]:
    """The table of lessons: its fields by the lesson's number."""
    rows = re.findall(r"^\| (\d+) (.*) \|$", guide.read_text("utf-8"), re.MULTILINE)
    return {int(number): rest.split(" | ") for number, rest in rows}


def figures(guide: Path, lesson: int) -> list[float]:
    """The numbers in a lesson's answers."""
    found = re.findall(r"−?\d*\.?\d+", answers(guide)[lesson][-1])
    return [float(each.replace("−", "-")) for each in found]


@both
def test_every_lesson_stands_there_with_its_minutes(guide: Path) -> None:
    minutes = {number: int(fields[2]) for number, fields in answers(guide).items()}
    assert minutes == {int(number): json.loads(text)["minutes"] for number, text in FILES.items()}


@both
def test_all_that_a_lesson_may_hold_is_told(guide: Path) -> None:
    text = guide.read_text("utf-8")
    told = set(re.findall(r"`([a-z_]+)`", text))
    names = {*FACTS, *PLACES, *KINDS, *PANELS, *CONTROLS, *SPEEDS, *SLIPS}
    assert names <= told, names - told
    rows = " ".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE))
    fields = {*LessonStep.__annotations__}
    assert fields <= set(re.findall(r"`([a-z_]+)`", rows))


@both
def test_the_lesson_that_is_shown_opens(guide: Path) -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert read_lesson(shown)["name"] == "my_xor"


@both
def test_the_limits_of_marking_are_the_page_s(guide: Path) -> None:
    script = (ROOT / "web/panels/teach/mark.js").read_text("utf-8")
    timer = (ROOT / "web/panels/teach/marker.js").read_text("utf-8")
    text = guide.read_text("utf-8")
    assert "MOST_FILES = 200;" in script
    assert re.search(r"up to 200|最多 200 个", text)
    assert "CODE_MS = 10_000;" in timer
    assert re.search(r"ten\s+seconds|十秒", text)


@both
def test_rates_between_the_four_come_out_between_them(guide: Path) -> None:
    *_, rate, least, most = figures(guide, 3)
    seeds = json.loads(FILES["03"])["seeds"]
    runs = [Learner("03", seed).start(3, 1).train(learning_rate=rate) for seed in seeds]
    ends = [run.session.lab.measured()["train_accuracy"] for run in runs]
    assert least <= min(ends)
    assert max(ends) <= most


@both
def test_the_blame_of_seed_0_is_what_the_answers_say(guide: Path) -> None:
    _, *outputs, loudest, most = figures(guide, 5)
    lab = Learner("05", 0).start(4).session.lab
    network, data = lab.network, lab.dataset
    hidden, out = network.layers
    x, wanted = data.inputs[:, :1], data.targets[:, :1]
    a = 1 / (1 + 2.718281828459045 ** -(hidden.W.dot(x) + hidden.b))
    y = 1 / (1 + 2.718281828459045 ** -(out.W.dot(a) + out.b))
    delta = (y - wanted) * y * (1 - y)
    behind = out.W.T.dot(delta) * a * (1 - a)
    assert delta.ravel() == pytest.approx(outputs, abs=6e-5)
    assert (a.argmax(), float(a.max())) == (1, pytest.approx(loudest, abs=6e-3))
    assert (abs(behind).argmax(), float(behind[3, 0])) == (3, pytest.approx(most, abs=6e-5))


@both
def test_the_wine_s_last_column_is_the_largest(guide: Path) -> None:
    least, most, raw = figures(guide, 8)
    learner = Learner("08", 0).start(3, 0)
    inputs = learner.session.lab.dataset.inputs
    assert abs(inputs).mean(axis=1).argmax() == len(inputs) - 1
    assert (inputs[-1].min(), inputs[-1].max()) == (least, most)
    assert learner.train(100).session.lab.measured()["train_accuracy"] == pytest.approx(
        raw, abs=6e-3
    )


@both
def test_updates_and_slopes_are_counted_right(guide: Path) -> None:
    assert figures(guide, 10) == [100 * 150 / 1, 100 * 150 / 150]
    assert figures(guide, 11)[1] == 4**6
