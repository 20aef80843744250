"""Every claim of every lesson holds for every seed that it ships, and its checks fail otherwise."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnlab.files.constraints import NotAllowed
from page.course.reading import read_lesson
from page.course.shapes import Lesson
from page.session import Session

pytestmark = pytest.mark.filterwarnings("ignore:training has broken down")

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


@pytest.mark.parametrize("number", FILES)
def test_a_lesson_asks_before_it_shows_and_ends_with_one_sentence_to_take_away(number: str) -> None:
    lesson = read_lesson(FILES[number])
    kinds = [step["kind"] for step in lesson["steps"]]
    assert kinds[-1] == "takeaway"
    assert kinds.index("predict") < kinds.index("why") < kinds.index("ask")
    assert {"en", "zh"} == set(lesson["texts"])
    assert 3 <= lesson["minutes"] <= 20


def five_sorted(learner: Learner) -> Learner:
    learner.picks = {"105": 2, "67": 1, "8": 0, "78": 1, "97": 1}
    return learner


@seeds("00")
def test_the_network_is_unsure_about_the_two_flowers_that_look_alike(seed: int) -> None:
    learner = Learner("00", seed).start(1)
    learner.picks = {"105": 2, "67": 1, "8": 0, "78": 1}
    assert learner.done() == {"sorted": False}
    assert five_sorted(learner).done() == {"sorted": True}
    learner.start(3)
    before = learner.ask("some_answers", rows=[105, 67, 8, 78, 97])["outputs"]
    assert (before / before.sum(axis=1, keepdims=True)).std(axis=0).max() < 0.02  # "the same"
    assert not learner.train(100).done()["watched"]
    assert learner.train(300).done()["watched"]
    after = learner.ask("some_answers", rows=[105, 67, 8, 78, 97])
    answers = after["outputs"].argmax(axis=1)
    assert [*(answers == after["labels"])] == [True, True, True, False, True]  # four of five


@seeds("01")
def test_a_neuron_multiplies_and_adds(seed: int) -> None:
    learner = Learner("01", seed).start(2)
    shown = {k: float(v.replace("−", "-")) for k, v in learner.check()["shown"].items()}
    z = {
        f"z_{name}": shown[f"{w}1"] * shown["x1"] + shown[f"{w}2"] * shown["x2"]
        for name, w in (("a", "a"), ("b", "b"))
    }
    learner.numbers = z
    assert learner.done() == {"z_a": True, "z_b": True}
    if seed == 0:
        assert z == pytest.approx({"z_a": 0.234, "z_b": 1.891}, abs=2e-3)
    learner.numbers = {"z_a": -z["z_a"], "z_b": 1.05 * z["z_b"]}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["sign", "close"]
    learner.numbers = {"z_a": z["z_b"] + 3}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["far", ""]


@seeds("01")
def test_weights_of_three_times_the_size_leave_the_border_and_lower_the_loss(seed: int) -> None:
    learner = Learner("01", seed).start(4)
    assert learner.done() == {"hand": False}
    learner.start(4, option=0)
    (task,) = learner.check()["tasks"]
    assert task["done"]
    assert [fact["said"] for fact in task["facts"][:2]] == ["0.0068", "0.995"]
    assert not learner.train(1).done()["hand"]  # by hand, and not by training
    learner.start(6)
    assert learner.done() == {"tripled": False}
    (task,) = learner.start(6, option=1).check()["tasks"]
    assert task["done"]
    assert [fact["said"] for fact in task["facts"][:2]] == ["0.0027", "0.995"]


@seeds("03")
def test_there_is_a_valley_of_rates(seed: int) -> None:
    learner = Learner("03", seed)
    tasks = ["slow", "good", "fast", "wild"]
    for option, task in enumerate(tasks):
        assert not any(learner.start(3, option).done().values())
        assert learner.train().done() == {each: each == task for each in tasks}
    learner.start(3, 1)
    learner.train(200)
    assert not any(learner.train(200, learning_rate=1.0).done().values())  # two rates in one run
    learner.start(5).train(learning_rate=0.05)
    assert learner.done() == {"found": False}
    assert learner.start(5).train(learning_rate=0.2).done() == {"found": True}


def test_another_set_up_is_not_judged() -> None:
    learner = Learner("03", 0).start(3, 1).train()
    learner.seed = 1
    assert learner.check()["elsewhere"]
    assert not any(learner.done().values())


BROKEN = {
    "format": ("nnlab-model", "format"),
    "version": (2, "version"),
    "name": ("<b>", "name"),
    "minutes": (0.5, "minutes"),
    "seeds": ([], "seeds.length"),
    "steps": ([], "steps.length"),
    "texts": ({}, "texts"),
    "more": (1, "file"),
}


@pytest.mark.parametrize("field", BROKEN)
def test_a_lesson_file_is_refused_by_the_field_that_is_wrong(field: str) -> None:
    lesson = json.loads(FILES["03"])
    lesson[field], name = BROKEN[field]
    with pytest.raises(NotAllowed) as refused:
        read_lesson(json.dumps(lesson))
    assert refused.value.values["field"] == name


WRONG_STEPS: list[tuple[str, dict[str, Any]]] = [
    ("steps[0].kind", {"kind": "run"}),
    ("steps[0]", {"script": "alert(1)"}),
    ("steps[0].text[0]", {"text": ["No key"]}),
    ("steps[0].panels[0]", {"panels": ["secret"]}),
    ("steps[0].start.setup", {"start": {"setup": {"seed": 3}}}),
    ("learning_rate", {"start": {"setup": {"learning_rate": -1}}}),
    ("steps[0].start.weights", {"start": {"setup": {}, "weights": {"W9": [[1]]}}}),
    ("steps[0].start.weights.b2", {"start": {"setup": {}, "weights": {"b2": [1, 2]}}}),
    ("steps[0].start.setup.dataset", {"start": {"setup": {"dataset": "own"}}}),
    (
        "steps[0].valley.most",
        {"valley": {"layer": 1, "row": 0, "column": 0, "least": 1, "most": 1}},
    ),
    ("steps[0].flowers.sort[0]", {"flowers": {"known": [1], "sort": [151], "show": "sort"}}),
    ("steps[0].shows.x.fact", {"shows": {"x": {"fact": "os.system"}}}),
    ("texts.en", {"text": ["unsaid"]}),
]


@pytest.mark.parametrize(("field", "change"), WRONG_STEPS, ids=[field for field, _ in WRONG_STEPS])
def test_a_step_is_refused_by_what_is_wrong_in_it(field: str, change: dict[str, Any]) -> None:
    lesson = json.loads(FILES["03"])
    lesson["steps"][0].update(change)
    with pytest.raises(NotAllowed) as refused:
        read_lesson(json.dumps(lesson))
    assert refused.value.values["field"] == field


@seeds("02")
def test_the_slope_says_which_way_and_how_steep_and_not_how_far(seed: int) -> None:
    learner = Learner("02", seed).start(2)
    assert learner.done() == {"nudged": False, "steep": False}
    place = {"layer": 1, "row": 1, "column": 0}
    one = learner.ask("one_weight", **place, least=-3, most=8, nudge=1e-4)
    told = (round(one["loss_after"], 8) - round(one["loss"], 8)) / 1e-4  # as the page says it
    assert told == pytest.approx(one["slope"], rel=0.002)
    learner.numbers = {"steep": told}
    assert learner.done() == {"nudged": True, "steep": True}
    if seed == 0:
        assert one["slope"] == pytest.approx(-0.1128, abs=1e-4)
    learner.numbers = {"steep": 1.02 * told}
    assert not learner.done()["steep"]
    learner.start(4)
    for task, rate in (("short", 0.05), ("good", 5), ("far", 200)):
        walked = learner.ask("walk_weight", **place, rate=rate, steps=24)
        assert learner.done() == {each: each == task for each in ("short", "good", "far")}
        assert walked["path"][0] == one["weight"]  # each sets out from the first
        if seed == 0 and task != "far":
            assert walked["path"][-1] == pytest.approx(
                {"short": -0.30, "good": 2.17}[task], abs=0.01
            )
        lengths = abs(walked["path"][1:] - walked["path"][:-1])
        if task == "short":
            assert lengths.min() > 0.002 and lengths.max() < 0.05  # thousandths or hundredths
        if task == "good":
            assert lengths[-1] < 0.1 * lengths[:3].max()  # shorter towards the bottom
    learner.ask("walk_weight", **place, rate=5, steps=23)
    assert not learner.done()["good"]


@seeds("04")
def test_a_hidden_layer_helps_by_its_bend(seed: int) -> None:
    learner = Learner("04", seed)
    tasks = ["none", "straight", "two", "eight"]
    for option, task in enumerate(tasks):
        assert not any(learner.start(3, option).done().values())
        assert learner.train(200).done() == {each: each == task for each in tasks}
    assert not any(learner.start(3, 3).train(20).done().values())


def shown_numbers(learner: Learner) -> dict[str, float]:
    return {k: float(v.replace("−", "-")) for k, v in learner.check()["shown"].items()}


@seeds("05")
def test_blame_is_weight_times_next_delta_times_slope(seed: int) -> None:
    learner = Learner("05", seed).start(2)
    y = shown_numbers(learner)
    delta = [(y[f"y{k}"] - (k == 1)) * y[f"y{k}"] * (1 - y[f"y{k}"]) for k in (1, 2, 3)]
    learner.numbers = {f"delta_{k}": value for k, value in enumerate(delta, 1)}
    assert learner.done() == {"delta_1": True, "delta_2": True, "delta_3": True}
    if seed == 0:
        assert delta == pytest.approx([-0.0649, 0.1097, 0.1481], abs=1e-4)
    learner.numbers = {f"delta_{k}": y[f"y{k}"] - (k == 1) for k in (1, 2, 3)}  # no slope
    assert not any(learner.done().values())
    n = shown_numbers(learner.start(4))
    back = sum(n[f"w{k}"] * n[f"d{k}"] for k in (1, 2, 3)) * n["a4"] * (1 - n["a4"])
    learner.numbers = {"hidden": back}
    assert learner.done() == {"hidden": True}
    learner.numbers = {"hidden": back / (n["a4"] * (1 - n["a4"]))}
    assert learner.done() == {"hidden": False}
    n = shown_numbers(learner.start(5))
    said = [n[f"a{k}"] for k in range(1, 7)]
    blame = [abs(n[f"h{k}"]) for k in range(1, 7)]
    assert said.index(max(said)) != blame.index(max(blame))  # the loudest is not the guiltiest


def test_an_exercise_counts_once_it_is_solved() -> None:
    learner = Learner("05", 0).start(4)
    learner.step = 6
    assert learner.done() == {"wrote_output": False}
    learner.solved = ["hidden_delta"]
    assert learner.done() == {"wrote_output": False}
    learner.solved += ["output_delta"]
    assert learner.done() == {"wrote_output": True}


@seeds("06")
def test_a_network_may_learn_with_a_wrong_gradient(seed: int) -> None:
    learner = Learner("06", seed).start(2)
    assert learner.train(399).done() == {"learnt": False}
    assert learner.train(1).done() == {"learnt": True}
    learner.start(4)
    assert learner.done() == {"found": False}
    learner.ask("gradient_check", sample={"rows": [0]})
    assert learner.done() == {"found": True}
    learner.start(5, 0)
    learner.ask("gradient_check", sample={"rows": [0]})
    assert learner.done() == {"transpose": False, "sign": False}
    assert learner.train().done() == {"transpose": True, "sign": False}
    assert learner.start(5, 1).train().done() == {"transpose": False, "sign": True}
    learner.start(6)
    learner.ask("gradient_check", sample={"rows": [0]})
    assert learner.done() == {"mended": True}
    right = learner.train().ask("look", epoch=400)  # what the text says of the right code
    assert right["epoch"] == 400
    assert learner.session.lab.measured()["train_accuracy"] == pytest.approx(0.960, abs=1e-9)
    learner.start(2)
    learner.step = 5  # the wrong network is not this step's
    assert learner.check()["elsewhere"]


@seeds("07")
def test_equals_stay_equal(seed: int) -> None:
    learner = Learner("07", seed).start(3)
    assert not learner.done()["xor"]
    assert learner.train(200).done() == {"xor": True}
    assert not learner.session.lab.network.vector.any()  # "nothing at all"
    learner.start(4)
    assert not learner.done()["iris"]
    assert learner.train().done() == {"iris": True}
    assert learner.session.lab.measured()["train_accuracy"] == pytest.approx(0.873, abs=1e-3)
    assert learner.start(6, 0).train(200).done() == {"freed": True, "random": False}
    assert np.flatnonzero(learner.session.lab.network.layers[0].W.any(axis=1)).tolist() == [0]
    assert learner.start(6, 1).train(200).done() == {"freed": False, "random": True}


@seeds("08")
def test_raw_measurements_saturate_the_network(seed: int) -> None:
    learner = Learner("08", seed).start(1)
    assert learner.check()["shown"] == {"big": "1065", "small": "0.28"}
    lab = learner.start(3, 0).session.lab
    z = lab.network.layers[0].W.dot(lab.trainer.inputs)
    assert abs(z).mean() > 100
    assert learner.train(100).done() == {"raw": True, "scaled": False}
    assert learner.session.lab.measured()["train_accuracy"] < 0.272
    scaled = learner.start(3, 1).session.lab.trainer.inputs
    assert (abs(scaled) < 2).mean() > 0.9  # "most values"
    assert learner.train(100).done() == {"raw": False, "scaled": True}
    assert learner.session.lab.measured()["train_accuracy"] == 1.0


@seeds("09")
def test_cross_entropy_gives_up_what_it_was_sure_of(seed: int) -> None:
    learner = Learner("09", seed)
    assert learner.start(2, 0).done() == {"tiny": True, "full": False}
    assert learner.start(2, 1).done() == {"tiny": False, "full": True}
    assert learner.session.lab.dataset.class_names[learner.session.lab.dataset.labels[100]] == (
        "virginica"
    )
    assert learner.start(4, 0).train().done() == {"squared": True, "cross": False}
    assert learner.start(4, 1).train(40).done() == {"squared": False, "cross": False}
    assert learner.train(360).done() == {"squared": False, "cross": True}


@seeds("10")
def test_updates_count_and_each_rule_has_its_rate(seed: int) -> None:
    learner = Learner("10", seed)
    assert learner.start(3, 0).train(100).done() == {"one": True, "all": False}
    assert learner.start(3, 1).train(100).done() == {"one": False, "all": True}
    for option, task in enumerate(("sgd", "adam_low", "adam")):
        assert not any(learner.start(4, option).done().values())
        learner.train(100)
        assert learner.done() == {each: each == task for each in ("sgd", "adam_low", "adam")}


@seeds("11")
def test_slopes_multiply_in_a_deep_network(seed: int) -> None:
    learner = Learner("11", seed).start(3)
    weights = sum(layer.W.size for layer in learner.session.lab.network.layers)
    assert 7 <= weights / (4 * 6 + 6 * 3) < 8  # "seven times as many weights"
    assert learner.done() == {"ratio": True, "stuck": False}
    if seed == 0:
        assert learner.check()["tasks"][0]["facts"][0]["said"] == "2718"
    assert learner.train(300).done() == {"ratio": False, "stuck": True}
    answers = learner.ask("some_answers", rows=[*range(1, 151)])["outputs"].argmax(axis=1)
    assert len({*answers.tolist()}) == 1  # "every flower alike"
    learner.start(5)
    assert learner.done() == {"tanh_ratio": True, "tanh": False, "relu": False}
    assert learner.train(300).done() == {"tanh_ratio": False, "tanh": True, "relu": False}
    learner.start(5, 1)
    assert learner.done() == {"tanh_ratio": False, "tanh": False, "relu": False}
    assert learner.train(300).done()["relu"]


@seeds("12")
def test_only_what_was_kept_back_tells(seed: int) -> None:
    learner = Learner("12", seed).start(3)
    lab = learner.session.lab
    assert (len(lab.train_rows), len(lab.test_rows)) == (40, 40)
    assert sum(layer.W.size for layer in lab.network.layers) > 1000
    assert learner.train(40).done() == {"heart": False}
    assert learner.train(260).done() == {"heart": True}
    (task,) = learner.check()["tasks"]
    losses = lab.past.epochs
    assert float(task["facts"][2]["said"]) in losses
    assert learner.start(5, 0).train(300).done() == {"patience": True, "l2": False}
    assert learner.start(5, 1).train(300).done() == {"patience": False, "l2": True}
