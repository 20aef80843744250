"""What is written in the editor: named slips, broken lines, a race, a solved exercise."""

import importlib.util
import re
from collections.abc import Iterator

from code_page import EDITOR, SLOW_MS, change, check, choose, write
from lab_page import BOOT_MS, Lab
from playwright.sync_api import Page, expect

from page.check.exercises import exercises
from page.code.edited import sources
from site_files import ROOT

SLIPS = [
    (
        "layers",
        "next_layer.W.T",
        "next_layer.W",
        "A transpose is missing.",
        "δ of layer 2 of 3, which is made from W and δ of layer 3. "
        "Here next_layer.W, of shape (2, 6), meets next_delta, of shape (2, 4).",
    ),
    ("layers", " * self.activation.derivative(a)", "", "was forgotten", "δ of layer 2 of 3"),
    ("layers", "delta.dot(x.T)", "-delta.dot(x.T)", "The sign is wrong.", "W in layer 3 of 3"),
    (
        "layers",
        "delta.sum(axis=1, keepdims=True)",
        "delta",
        "not summed over the batch",
        "b in layer 3 of 3",
    ),
    (
        "losses",
        "delta if n == 1 else delta / n",
        "delta",
        "where the mean belongs",
        "δ of layer 3 of 3",
    ),
    (
        "optimizers",
        "parameters -= learning_rate * gradients\n",
        "parameters += learning_rate * gradients\n",
        "The sign is wrong.",
        "off from the first step on. Every W and every b",
    ),
]


def test_slips_are_named_with_their_line_and_can_be_undone(code: Page) -> None:
    edit, restore = code.locator("#code-edit"), code.locator("#code-restore")
    for module, old, new, slip, matrix in SLIPS:
        edit.press("Enter")
        file = change(code, module, old, new)
        said = check(code)
        assert slip in said
        assert matrix in said
        line = sources()[file].split(old)[0].count("\n") + 1
        assert f"{file}, line {line}" in said
        expect(code.locator("#code-badge")).to_be_visible()
        expect(code.locator("#code-result .badge")).to_be_visible()
        expect(code.locator("#code-editor .cm-lintRange-error").first).to_be_attached()
        restore.press("Enter")
        expect(code.locator("#code-badge")).to_be_hidden()
    # Nothing is lost: what Restore took away comes back, and what was written since is set aside.
    undo = code.locator("#code-undo")
    expect(undo).to_be_focused()
    expect(undo).to_have_accessible_description(re.compile("set aside, not lost"))
    edit.press("Enter")
    change(code, "layers", "dW = delta", "dW = 2.0 * delta")
    undo.press("Enter")
    expect(code.locator("#code-badge")).to_be_visible()
    assert "sign is wrong" in check(code)
    expect(code.locator("#code-file option", has_text="●")).to_have_text("nnlab/optimizers.py ●")
    undo.press("Enter")
    assert "multiplied by 2" in check(code)
    expect(code.locator(EDITOR)).to_contain_text("dW = 2.0 * delta")
    restore.press("Enter")
    edit.press("Enter")
    write(code, "nnlab/layers.py", sources()["nnlab/layers.py"])
    assert "gradients are right" in check(code)
    line = change(code, "layers", "dW = delta", "dW = = delta")
    assert "SyntaxError" in check(code)
    code.locator("#code-diff").press("Enter")
    expect(code.locator("#code-editor .cm-deletedChunk").first).to_be_visible()
    expect(code.locator("#code-editor .cm-changedLine").first).to_be_visible()
    assert line == "nnlab/layers.py"
    # Tab leaves the editor, and the editor says so.
    code.locator(EDITOR).focus()
    expect(code.locator(EDITOR)).to_have_accessible_description(re.compile("Tab leaves"))
    code.keyboard.press("Tab")
    expect(code.locator(EDITOR)).not_to_be_focused()


SAID = {
    "a": "The output of the activation",
    "slope": "The slope f′",
    "z": "The output of a layer",
    "delta": "δ of",
    "Loss": "The loss",
    "W": "The gradient of W",
    "b": "The gradient of b",
}


def broken_lines() -> Iterator[tuple[str, str, str]]:
    """(file, text, what is said) with a line of each function broken in turn.

    tests/py/test_broken_lines.py breaks every line, without the editor.
    """
    path = ROOT / "tests/py/test_broken_lines.py"
    spec = importlib.util.spec_from_file_location("test_broken_lines", path)
    assert spec and spec.loader
    unit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(unit)
    seen = set()
    for mutant in unit.mutants():
        file, text, function, line = mutant.values
        if (file, function) in seen:
            continue
        seen.add((file, function))
        said = "The update of" if "optim" in file else SAID[unit.matrix_of(file, function, line)]
        yield file, text, said


def test_a_line_of_each_function_broken_in_the_editor_is_found(code: Page) -> None:
    code.locator("#code-edit").press("Enter")
    last = ""
    for file, text, said in broken_lines():
        if last not in ("", file):
            write(code, last, sources()[last])
        last = file
        write(code, file, text)
        told = check(code)
        assert said in told, (file, text)
        assert file in told


def solve_hidden_delta(code: Page) -> None:
    """Does the exercise that is chosen, with its hints."""
    task = next(one for one in exercises() if one["name"] == "hidden_delta")
    expect(code.locator("#exercise-task")).to_contain_text("next layer")
    said = check(code)
    assert "blank left" in said
    assert "not written yet" in said
    for number in range(3):
        code.locator("#exercise-hint").press("Enter")
        expect(code.locator("#exercise-hints li")).to_have_count(number + 1)
    expect(code.locator("#exercise-solution")).to_be_hidden()
    blank = '        """Your turn."""\n        raise NotImplementedError'
    own = "        return self.activation.derivative(a) * (next_layer.W.T @ next_delta)"
    write(code, "nnlab/layers.py", task["files"]["nnlab/layers.py"].replace(blank, own))
    check(code)
    expect(code.locator("#exercise-status")).to_contain_text("Solved")


def test_an_edited_version_races_the_original_and_stays_with_a_solved_exercise(
    code: Page,
) -> None:
    code.fill("#epochs", "20")
    code.press("#epochs", "Enter")
    code.locator("#code-edit").press("Enter")
    change(
        code,
        "optimizers",
        "parameters -= learning_rate * gradients\n",
        "parameters -= 0.5 * learning_rate * gradients\n",
    )
    before = code.evaluate("Array.from(nnlab.store.get().snapshot.vector.data)")
    code.locator("#code-race").press("Enter")
    summary = code.locator("#code-race-summary")
    expect(summary).to_contain_text("20 epochs:", timeout=SLOW_MS)
    expect(summary).to_contain_text(
        re.compile(r"accuracy 0\.\d{3}, yours 0\.\d+ and accuracy 0\.\d{3}")
    )
    expect(code.locator("#code-chart canvas")).to_be_visible()
    expect(code.locator("#code-race-result .badge")).to_be_visible()
    assert code.evaluate("Array.from(nnlab.store.get().snapshot.vector.data)") == before
    assert "optimizers" not in code.url
    choose(code, "hidden_delta")
    solve_hidden_delta(code)
    code.reload()
    Lab(code).wait("ready", BOOT_MS)
    expect(code.locator("#code-body")).to_be_hidden()
    code.locator("#code-open").press("Enter")
    expect(code.locator("#code-run")).to_be_visible(timeout=SLOW_MS)
    expect(code.locator("#code-result")).to_be_hidden()
    # The exercise is still the chosen one, with what was written; its entry says that it is done.
    expect(code.locator("#exercise-title")).to_contain_text("hidden delta")
    expect(code.locator(EDITOR)).to_contain_text("(next_layer.W.T @ next_delta)")
    choose(code)
    expect(code.locator("#code-file option", has_text="●")).to_have_text("nnlab/optimizers.py ●")
    expect(code.locator("[data-exercise=hidden_delta]")).to_contain_text("✓ solved")
    expect(code.locator("#exercises-done")).to_have_text("1 of 7 solved")
    choose(code, "hidden_delta")
    code.locator("#exercise-answer").press("Enter")
    expect(code.locator("#exercise-solution")).to_contain_text("next_layer.W.T.dot(next_delta)")
