"""The learner's own network is put together from what was written, and nothing else changes."""

import pytest

from page.check.assembling import assemble
from page.check.diagnose import diagnose
from page.check.exercises import exercises
from page.code.edited import Edited, sources

TASKS = {task["name"]: task for task in exercises()}
WRITTEN = {
    "sigmoid_derivative": ("return slope_of(a)",),
    "hidden_delta": (
        "back = next_layer.W.T @ next_delta",
        "return back * self.activation.derivative(a)",
    ),
    "gradients": ("return delta @ x.T, delta.sum(axis=1, keepdims=True)",),
}
HELPER = "def slope_of(a):\n    return a * (ONE - a)\n\n\n"


def answer(name: str, lines: tuple[str, ...]) -> dict[str, str]:
    """An exercise's file with its body written."""
    ((file, text),) = TASKS[name]["files"].items()
    body = "\n".join(f"        {line}" for line in lines)
    text = text.replace('        """Your turn."""\n        raise NotImplementedError', body)
    return {file: text.replace("class Activation", HELPER + "class Activation", 1)}


ANSWERS = {name: answer(name, lines) for name, lines in WRITTEN.items()}


def test_what_was_solved_is_put_together_and_is_the_same_network() -> None:
    files, used = assemble(ANSWERS, [*WRITTEN])
    assert used == [*WRITTEN]
    assert {*files} == {"nnlab/activations.py", "nnlab/layers.py"}
    layers = files["nnlab/layers.py"]
    assert "back = next_layer.W.T @ next_delta" in layers  # two exercises of one file
    assert "return delta @ x.T" in layers
    assert "NotImplementedError" not in "".join(files.values())
    assert HELPER.strip() in files["nnlab/activations.py"]
    edited = Edited(files)
    assert diagnose(edited)["verdict"] == "same"
    edited.forget()


def test_what_is_not_solved_or_cannot_be_read_is_the_package_s() -> None:
    files, used = assemble(ANSWERS, ["gradients"])
    assert used == ["gradients"]
    assert "back = next_layer" not in files["nnlab/layers.py"]
    broken = {"gradients": {"nnlab/layers.py": "def ("}}
    assert assemble({**ANSWERS, **broken}, [*WRITTEN])[1] == ["sigmoid_derivative", "hidden_delta"]
    assert assemble({}, ["gradients"]) == ({}, [])


@pytest.mark.parametrize("task", exercises(), ids=lambda task: task["name"])
def test_the_package_s_own_answers_give_the_package(task: dict) -> None:  # type: ignore[type-arg]
    answers = {task["name"]: {file: sources()[file] for file in task["files"]}}
    files, _ = assemble(answers, [task["name"]])
    assert files == answers[task["name"]]
