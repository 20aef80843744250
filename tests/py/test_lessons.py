"""Every claim of every lesson holds for every seed that it ships, and its checks fail otherwise.

Here lessons 0 to 6; test_late_lessons.py has the others.
"""

import numpy as np
import pytest
from learner import FILES, Learner, seeds, shown_numbers

from page.course.reading import read_lesson

pytestmark = pytest.mark.filterwarnings("ignore:training has broken down")


@pytest.mark.parametrize("number", FILES)
def test_a_lesson_asks_before_it_shows_and_ends_with_one_sentence_to_take_away(number: str) -> None:
    lesson = read_lesson(FILES[number])
    kinds = [step["kind"] for step in lesson["steps"]]
    assert kinds[-1] == "takeaway"
    assert kinds.index("predict") < kinds.index("why") < kinds.index("ask")
    assert {"en", "zh"} <= set(lesson["texts"])
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
    lengths = after["features"]
    assert lengths.shape == (5, 4)
    iris = learner.session.lab.dataset
    versicolor, virginica = (iris.features[iris.labels == kind] for kind in (1, 2))
    assert (versicolor.max(axis=0) > virginica.min(axis=0)).all()  # "look alike", in all four


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
    learner.numbers = {name: round(value, 3) for name, value in z.items()}  # "three digits"
    assert learner.done() == {"z_a": True, "z_b": True}
    learner.numbers = {"z_a": -z["z_a"], "z_b": 1.05 * z["z_b"]}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["sign", "close"]
    learner.numbers = {"z_a": z["z_b"] + 3}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["far", ""]


def loss_of_each(learner: Learner) -> tuple[np.ndarray, np.ndarray]:
    """Half the squared error of each sample, and whether its answer is right."""
    lab = learner.session.lab
    (layer,) = lab.network.layers
    y = 1 / (1 + np.exp(-(layer.W @ lab.dataset.inputs + layer.b)))
    return 0.5 * ((y - lab.dataset.targets) ** 2).sum(axis=0), y.argmax(
        axis=0
    ) == lab.dataset.labels


@seeds("01")
def test_weights_of_three_times_the_size_leave_the_border_and_lower_the_loss(seed: int) -> None:
    learner = Learner("01", seed).start(4)
    assert learner.done() == {"hand": False}
    learner.start(4, option=0)
    (task,) = learner.check()["tasks"]
    assert task["done"]
    assert [fact["said"] for fact in task["facts"][:2]] == ["0.0068", "0.995"]
    losses, right = loss_of_each(learner)
    assert not learner.train(1).done()["hand"]  # by hand, and not by training
    learner.start(6)
    assert learner.done() == {"tripled": False}
    (task,) = learner.start(6, option=1).check()["tasks"]
    assert task["done"]
    assert [fact["said"] for fact in task["facts"][:2]] == ["0.0027", "0.995"]
    surer, still = loss_of_each(learner)
    assert (right == still).all() and (len(right), right.sum()) == (200, 199)
    assert (surer[right] < losses[right]).all() and (surer[~right] > losses[~right]).all()
    assert learner.check()["shown"] == {"loss": "0.0027", "accuracy": "0.995"}
    assert learner.start(6, option=0).check()["shown"] == {"loss": "0.0068", "accuracy": "0.995"}


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
    for times in (3, 4):  # the hint's
        assert learner.start(5).train(learning_rate=times * 0.05).done() == {"found": True}


def test_another_set_up_is_not_judged() -> None:
    learner = Learner("03", 0).start(3, 1).train()
    learner.seed = 1
    assert learner.check()["elsewhere"]
    assert not any(learner.done().values())


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
    wide = {"least": -3, "most": 60}
    curve = learner.ask("one_weight", **place, **wide)
    lowest, bottom = curve["losses"].min(), curve["values"][curve["losses"].argmin()]
    assert 2 < bottom < 3.5
    assert curve["losses"][curve["values"] > bottom].max() < lowest + 0.01  # "almost level"
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
            assert lengths.max() < 0.0115  # "about 0.01 or less"
        if task == "good":
            assert lengths[-1] < 0.1 * lengths[:3].max()  # shorter towards the bottom
            assert abs(walked["path"][-1] - bottom) < 1 and walked["losses"][-1] < lowest + 0.002
        if task == "far":
            assert lowest < walked["losses"][-1] < lowest + 0.01  # "not even 0.01 above"
            assert -0.001 < learner.ask("one_weight", **place, **wide)["slope"] < 0  # away
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


@seeds("04")
def test_the_best_line_through_the_chessboard_has_no_smaller_loss(seed: int) -> None:
    lab = Learner("04", seed).start(3, 0).train(200).session.lab
    points, kind = lab.dataset.features, lab.dataset.labels == 1
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    along = points @ np.array([np.cos(angles), np.sin(angles)])  # (points, angles)
    borders = np.linspace(-3, 3, 121)
    right = ((along[:, :, None] > borders) == kind[:, None, None]).mean(axis=0)
    assert right.max() == pytest.approx(0.73, abs=0.005)
    angle, border = np.unravel_index(right.argmax(), right.shape)
    for steep in (0.1, 0.3, 1, 3, 10):
        y = 1 / (1 + np.exp(-steep * (along[:, angle] - borders[border])))
        assert ((y - kind) ** 2).mean() > lab.measured()["train_loss"]  # both outputs err alike


@seeds("05")
def test_blame_is_weight_times_next_delta_times_slope(seed: int) -> None:
    learner = Learner("05", seed).start(2)
    y = shown_numbers(learner)
    delta = [(y[f"y{k}"] - (k == 1)) * y[f"y{k}"] * (1 - y[f"y{k}"]) for k in (1, 2, 3)]
    learner.numbers = {f"delta_{k}": value for k, value in enumerate(delta, 1)}
    assert learner.done() == {"delta_1": True, "delta_2": True, "delta_3": True}
    if seed == 0:
        assert delta == pytest.approx([-0.0649, 0.1097, 0.1481], abs=1e-4)
    learner.numbers = {f"delta_{k}": y[f"y{k}"] - (k == 1) for k in (1, 2, 3)}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["slope"] * 3
    n = shown_numbers(learner.start(4))
    back = sum(n[f"w{k}"] * n[f"d{k}"] for k in (1, 2, 3)) * n["a4"] * (1 - n["a4"])
    learner.numbers = {"hidden": back}
    assert learner.done() == {"hidden": True}
    learner.numbers = {"hidden": back / (n["a4"] * (1 - n["a4"]))}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["slope"]
    learner.numbers = {"hidden": 3 * back}
    assert [task["typed"] for task in learner.check()["tasks"]] == ["far"]
    n = shown_numbers(learner.start(5))
    said = [n[f"a{k}"] for k in range(1, 7)]
    blame = [abs(n[f"h{k}"]) for k in range(1, 7)]
    loudest, guiltiest = said.index(max(said)), blame.index(max(blame))
    assert loudest != guiltiest
    slopes = [a * (1 - a) for a in said]
    assert slopes[loudest] < slopes[guiltiest]  # "flatter"


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
