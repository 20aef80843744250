"""The visitor's own code through the session: diagnosed, raced, written as an exercise, typed."""

import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from in_page import fewer
from nnlab import Experiment, NeuralNetwork, Trainer, load_iris
from nnlab.presets import RECIPES
from page.check.exercises import EXERCISES
from page.code.edited import Edited, sources
from page.session import Session


@pytest.fixture
def session():
    session = Session()
    assert session.handle("configure", {"run": 1, "setup": {}})["ok"]
    return session


def result(session, method, **params):
    reply = session.handle(method, params)
    assert reply["ok"], reply
    return reply["result"]


def race(session, epochs, **setup):
    reply = {"done": False}
    restart = True
    while not reply["done"]:
        reply = result(
            session, "compare", setup=setup, epochs=epochs, budget_ms=20, restart=restart
        )
        restart = False
    return reply


def test_a_race_shows_both_curves_from_the_same_start(session):
    files = result(session, "sources")
    file = "nnlab/optimizers.py"
    half = files[file].replace(
        "-= learning_rate * gradients\n", "-= 0.5 * learning_rate * gradients\n"
    )
    assert result(session, "diagnose", files={file: half})["verdict"] == "different"
    reply = race(session, 5, learning_rate=0.04)
    iris = load_iris()
    for name, rate in (("original", 0.04), ("edited", 0.02)):
        network = NeuralNetwork([4, 6, 3], rng=np.random.default_rng(0))
        trainer = Trainer(network, iris.inputs, iris.targets, learning_rate=rate)
        wanted = [report.train_loss for report in trainer.epochs(5)]
        assert reply[name].tolist() == pytest.approx(wanted, rel=1e-12)
        right = network.predict(iris.inputs).argmax(axis=0) == iris.labels
        assert reply[f"{name}_score"] == pytest.approx(right.mean(), abs=1e-12)
    assert reply["failure"] == []


def test_numbers_to_predict_are_raced_as_well(session):
    """With the answer to each exercise a learner's code gets the original's curve, and its R²."""
    originals = result(session, "sources")
    tasks = result(session, "exercises")["exercises"]
    files = {place["file"] for task in tasks for place in task["places"]}
    own = {file: originals[file] + "\n# mine\n" for file in files}
    own["nnlab/losses.py"] = own["nnlab/losses.py"].replace(
        "mean_over_columns((y - t) *", "mean_over_columns(1.0 * (y - t) *"
    )
    assert own["nnlab/losses.py"].count("1.0 * (y - t)") == 1
    recipe = replace(RECIPES["bumps"], epochs=6)
    result(session, "configure", run=2, setup=asdict(recipe))
    assert result(session, "diagnose", files=own)["verdict"] == "same"
    setup = {name: value for name, value in asdict(recipe).items() if name != "epochs"}
    reply = race(session, recipe.epochs, **setup)
    assert reply["failure"] == []
    experiment = Experiment(replace(recipe, engine="plain"))
    reports = [*experiment.trainer.epochs(6)]
    for name in ("original", "edited"):
        wanted = [report.train_loss for report in reports]
        assert reply[name].tolist() == pytest.approx(wanted, rel=1e-12)
        assert reply[f"{name}_score"] == pytest.approx(reports[-1].train_accuracy, abs=1e-12)


def test_a_race_ends_where_the_set_up_says(session):
    file = "nnlab/optimizers.py"
    text = result(session, "sources")[file]
    slow = text.replace("-= learning_rate * gradients\n", "-= 0.01 * learning_rate * gradients\n")
    result(session, "diagnose", files={file: slow})
    reply = race(session, 30, target_loss=0.3)
    assert len(reply["original"]) < 30
    assert reply["original"][-1] <= 0.3 < reply["original"][-2]
    assert len(reply["edited"]) == 30


def test_an_error_while_racing_is_placed(session):
    file = "nnlab/training.py"
    right, wrong = "first = self.epoch + 1", "first = self.epoch + one"
    text = result(session, "sources")[file].replace(right, wrong)
    line = 1 + [line.strip() for line in text.splitlines()].index(wrong)
    result(session, "diagnose", files={file: text})
    reply = race(session, 2)
    (failure,) = reply["failure"]
    assert (failure["file"], failure["line"]) == (file, line)
    assert len(reply["original"]) == 2


def test_code_that_does_not_load_is_broken(session):
    reply = result(session, "diagnose", files={"nnlab/layers.py": "def forward(:"})
    assert reply["verdict"] == "broken"
    assert (reply["failure"][0]["file"], reply["failure"][0]["line"]) == ("nnlab/layers.py", 1)
    refused = session.handle("compare", {"setup": {}, "epochs": 1, "budget_ms": 1, "restart": True})
    assert not refused["ok"]


@pytest.mark.parametrize("number", fewer(range(len(EXERCISES)), 4))
def test_an_exercise_fails_when_empty_and_passes_with_its_answer(session, number):
    exercise = result(session, "exercises")["exercises"][number]
    empty = result(session, "diagnose", files=exercise["files"])
    assert empty["verdict"] in ("wrong", "different")
    assert "NotImplementedError" in empty["findings"][0]["message"]
    for place in exercise["places"]:
        lines = exercise["files"][place["file"]].splitlines()
        assert lines[place["line"] - 1].strip() == '"""Your turn."""'
    files = dict(exercise["files"])
    originals = result(session, "sources")
    blank = "raise NotImplementedError"
    for place, answer in zip(
        exercise["places"], exercise["answer"].split("\n\n    def"), strict=False
    ):
        assert files[place["file"]].count(blank) == 1
        assert place["function"].split(".")[-1] in answer
        files[place["file"]] = originals[place["file"]]
    assert result(session, "diagnose", files=files)["verdict"] == "same"


def test_the_console_echoes_prints_and_remembers(session):
    def say(code):
        return result(session, "console", code=code)["output"]

    assert say("1 + 1") == "2\n"
    assert say("x = 3\nprint('hello')\nx * 2") == "hello\n6\n"
    assert say("x") == "3\n"
    assert say("_ + 1") == "4\n"
    assert say("net.layers[1].W").startswith("array of shape (3, 6)\n")
    assert say("data.class_names[0]") == "'setosa'\n"
    assert say("None") == ""
    assert say("1 +").splitlines()[-1] == "SyntaxError: invalid syntax"
    assert say("1 / 0").splitlines() == [
        "  <console>, line 1, in <module>",
        "ZeroDivisionError: division by zero",
    ]
    assert (
        say("net.predict(np.zeros((5, 1)))").splitlines()[0] == "  <console>, line 1, in <module>"
    )
    endless = say("for n in range(10**6): print(n)")
    assert (endless[:6], endless[-2:], len(endless)) == ("0\n1\n2\n", "…\n", 20_003)


def test_what_the_console_does_to_the_network_is_the_network(session):
    reply = result(session, "console", code="net.layers[0].W[0, 0]")
    assert reply["changed"] == []
    reply = result(session, "console", code="net.layers[0].W[0, 0] = 42.0")
    assert reply["output"] == ""
    assert reply["changed"][0]["snapshot"]["vector"][0] == 42.0
    assert session.lab.layers_at(None)[0].W[0, 0] == 42.0
    before = result(session, "predict", values=[5.1, 3.5, 1.4, 0.2])["outputs"]
    result(session, "console", code="net.layers[1].b[:] = [[9.0], [0.0], [0.0]]")
    after = result(session, "predict", values=[5.1, 3.5, 1.4, 0.2])["outputs"]
    assert after[0] > 0.99 > before[0]


def test_epochs_that_the_console_trains_are_the_labs(session):
    """The page draws them: their figures are those of the same epochs trained by Play."""
    live = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}
    wanted = result(session, "train", run=1, epochs=5, budget_ms=1e6, live=live)["reports"]
    result(session, "configure", run=2, setup={})
    result(session, "train", run=2, epochs=2, budget_ms=1e6, live=live)
    (changed,) = result(session, "console", code="for _ in trainer.epochs(3): pass")["changed"]
    for name, column in changed["reports"].items():
        np.testing.assert_array_equal(column, wanted[name][2:])
    assert changed["snapshot"]["epoch"] == 5
    assert session.lab.past.epochs == [0, 1, 2, 3, 4, 5]
    # A weight that is set afterwards counts in the loss, but not in what the epochs reported.
    line = "for _ in trainer.epochs(1): pass\nnet.layers[1].b[:] = 50"
    (changed,) = result(session, "console", code=line)["changed"]
    assert changed["reports"]["epoch"].tolist() == [6.0]
    assert changed["train_loss"] > 0.9 > changed["reports"]["train_loss"][0]


def test_arrays_that_replace_the_networks_own_become_its_weights(session):
    def say(code):
        return result(session, "console", code=code)

    first = say("net.layers[0].W = np.full(net.layers[0].W.shape, 3.0)")
    assert set(first["changed"][0]["snapshot"]["vector"][:24]) == {3.0}
    reply = say("net.layers[0].W = net.layers[0].W * 2; net.layers[1].b = [[1], [2], [3]]")
    vector = reply["changed"][0]["snapshot"]["vector"]
    assert set(vector[:24]) == {6.0}
    assert vector[-3:].tolist() == [1.0, 2.0, 3.0]
    assert say("net.layers[0].W[0, 0] = 7.0")["changed"][0]["snapshot"]["vector"][0] == 7.0
    refused = say("net.layers[0].W = np.ones((2, 2)); net.layers[1].b = 'x'")
    assert refused["notes"] == [
        {"key": "misfit", "values": {"name": "net.layers[0].W", "shape": "6 × 4"}},
        {"key": "misfit", "values": {"name": "net.layers[1].b", "shape": "3 × 1"}},
    ]
    assert refused["changed"] == []
    reply = say("net.vector = np.arange(net.vector.size)")
    assert reply["changed"][0]["snapshot"]["vector"].tolist() == [*range(len(vector))]
    assert say("net.layers[0].W.sum()")["output"] == f"{np.float64(276.0)!r}\n"


@pytest.mark.parametrize(
    "code, name",
    [
        ("net.layers[0].activation = net.activations[1].__class__()", "net.layers[0].activation"),
        ("net.layers[0] = type(net.layers[0])(*net.parameters[:2], None)", "net.layers"),
        ("_ = net.layers.pop()", "net.layers"),
        ("net.activations[0] = None", "net.activations"),
        ("net.layers[0].forward = lambda x: x", "net.layers[0].forward"),
        ("type(net.layers[0]).forward = lambda self, x: x", "DenseLayer.forward"),
        ("type(net.activations[0]).derivative = lambda self, a: a", "Sigmoid.derivative"),
        ("net.optimizer.momentum = 0.5", "net.optimizer.momentum"),
        ("type(net.optimizer).momentum = 0.5", "Momentum.momentum"),
        ("net.optimizer = None", "net.optimizer"),
        ("del net.l2", "net.l2"),
        ("trainer.learning_rate = 7.0", "trainer.learning_rate"),
        ("trainer.inputs = trainer.inputs * 0.0", "trainer.inputs"),
    ],
)
def test_what_the_network_is_made_of_is_not_the_consoles_to_change(session, code, name):
    setup = {"optimizer": "momentum"}
    assert session.handle("configure", {"run": 2, "setup": setup})["ok"]
    live = {"learning_rate": 0.03, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}
    assert result(session, "console", code="1")["notes"] == []
    result(session, "train", run=2, epochs=1, budget_ms=10_000, live=live)
    reply = result(session, "console", code=code)
    assert reply["output"] == ""
    (note,) = reply["notes"]
    assert (note["key"], note["values"]["name"]) == ("refused", name)
    trained = result(session, "train", run=2, epochs=2, budget_ms=10_000, live=live)
    other = Session()
    assert other.handle("configure", {"run": 2, "setup": setup})["ok"]
    result(other, "train", run=2, epochs=1, budget_ms=10_000, live=live)
    wanted = result(other, "train", run=2, epochs=2, budget_ms=10_000, live=live)
    assert trained["reports"]["train_loss"].tolist() == wanted["reports"]["train_loss"].tolist()


def test_what_the_optimizer_remembers_can_be_changed_and_counts(session):
    assert session.handle("configure", {"run": 2, "setup": {"optimizer": "momentum"}})["ok"]
    reply = result(session, "console", code="net.optimizer.velocity[:] = 100.0")
    assert set(reply["changed"][0]["snapshot"]["optimizer_state"]["velocity"]) == {100.0}
    assert result(session, "console", code="net.optimizer.velocity[0]")["changed"] == []
    for code in ("net.optimizer.velocity = net.vector * np.nan", "net.layers[0].b[:] = np.inf"):
        reply = result(session, "console", code=code)
        assert (reply["changed"], reply["notes"]) == ([], [{"key": "not_finite", "values": {}}])
    assert set(session.lab.network.optimizer.velocity) == {100.0}
    assert not session.lab.network.layers[0].b.any()


def test_a_matrix_that_was_bent_is_straight_again(session):
    reply = result(session, "console", code="net.layers[0].W.shape = (4, 6)")
    assert session.lab.network.layers[0].W.shape == (6, 4)
    assert reply["changed"] == []


@pytest.mark.parametrize(
    "code, slip",
    [
        ("np.zeros((10**6, 10**6, 10**3))", "no_memory"),
        ("input('? ')", "nobody_answers"),
        ("breakpoint()", "nobody_answers"),
        ("raise SystemExit", "no_exit"),
        ("def f(): f()\nf()", "recursion"),
        ("data.inputs[:] = 0", "read_only"),
        ("trainer.targets[0, 0] += 1", "read_only"),
        ("net.predict(np.zeros((5, 1)))", "misfit"),
        ("1 / 0", ""),
    ],
)
def test_the_console_names_what_often_goes_wrong(session, code, slip):
    assert result(session, "console", code=code)["slip"] == slip


def test_the_console_keeps_its_names_when_the_network_is_another(session):
    assert result(session, "console", code="net = 3; b = 2; _c = 1")["names"] == ["b"]
    assert session.handle("configure", {"run": 2, "setup": {"hidden_sizes": [5]}})["ok"]
    reply = result(session, "console", code="a = net.sizes; a, b")
    assert reply["output"] == "([4, 5, 3], 2)\n"
    assert reply["names"] == ["a", "b"]


def test_only_what_was_edited_is_compiled(monkeypatch):
    """Also where Python keeps no byte code, as here and in the browser."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    file = "nnlab/losses.py"
    edited = Edited({file: sources()[file].replace("0.5 *", "0.25 *")})
    kept = {path.name.split(".")[0] for path in edited.folder.rglob("*.pyc")}
    assert {Path(each).stem for each in sources()} - kept == {"losses"}
    y, t = np.array([[1.0]]), np.array([[0.0]])
    assert edited.losses.HalfSquaredError().value(y, t) == 0.25
    edited.forget()


def test_the_compilers_files_are_shown_but_not_edited(session):
    files = result(session, "sources")
    assert "def compile_network" in files["nnlab/compile/kernel.py"]
    assert [*files].index("nnlab/layers.py") < [*files].index("nnlab/compile/__init__.py")
    refused = session.handle("diagnose", {"files": {"nnlab/compile/kernel.py": "pass"}})
    assert refused["error"]["message"] == "nnlab/compile/kernel.py is no file that can be edited"


def test_the_module_that_is_shown_is_the_one_that_trains(session):
    wasmtime = pytest.importorskip("wasmtime", reason="not in the browser")
    engine = wasmtime.Engine()
    shown = result(session, "compiled_module")
    trains = wasmtime.Module(engine, session.lab.trainer.stepper.bytes)
    read = wasmtime.Module(engine, shown["text"])

    def ends(module):
        return [(end.name, type(end.type)) for end in [*module.imports, *module.exports]]

    assert ends(read) == ends(trains)
    assert shown["why_plain"] == ""
    assert session.handle("configure", {"run": 2, "setup": {"engine": "plain"}})["ok"]
    assert result(session, "compiled_module") == {"text": "", "why_plain": ""}
