"""The code: read, edited in a copy, diagnosed, raced, stopped, written as an exercise, typed."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from lab_page import BOOT_MS, Lab, until
from playwright.sync_api import Error, Locator, Page, expect
from shared_lab import START_OVER, SharedLab

from page.check.exercises import exercises
from page.code.edited import can_be_edited, sources
from site_files import ROOT

EDITOR = "#code-editor .cm-content"
SLOW_MS = 60_000

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


def open_code(page: Page) -> Page:
    """Opens the code, by the keyboard."""
    page.locator("#code-open").press("Enter")
    expect(page.locator(EDITOR)).to_be_visible(timeout=SLOW_MS)
    return page


class SharedCode(SharedLab):
    """The page with the code opened; each test finds the original files in it."""

    def take(self) -> Lab:
        """The page, ready to train, with the code opened."""
        if self.lab is None:
            open_code(super().take().page)
        return super().take()

    def is_new_again(self, page: Page) -> bool:
        """Restores everything and starts over, as a visitor does; whether that is what there is."""
        try:
            if page.locator("#code-open").is_visible():  # the test has loaded it anew
                open_code(page)
            if self.size:
                page.set_viewport_size(self.size)
            if page.get_attribute("#code-diff", "aria-pressed") == "true":
                page.evaluate("document.getElementById('code-diff').click()")
            page.evaluate(RESTORE)
            page.evaluate(START_OVER)
            until(page, START, timeout=10_000)
        except (AssertionError, Error):
            return False
        return page.locator("#code-file option", has_text="●").count() == 0


# The empty exercises and the original files; what was written before is set aside.
RESTORE = """() => {
  const [exercise, file] = ["code-exercise", "code-file"].map((id) => document.getElementById(id));
  const choose = (select, value) => {
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };
  for (const { value } of [...exercise.options].reverse()) { // at last none
    choose(exercise, value);
    document.getElementById("code-restore").click();
  }
  choose(file, "nnlab/layers.py");
}"""
START = """() => {
  const { snapshot, setup, apart, engine } = nnlab.store.get();
  return engine.kind === "ready" && snapshot.epoch === 0 && setup.seed === 0 && !apart.stale;
}"""


@pytest.fixture(scope="module")
def shared_code(new_shared: Callable[[type[SharedCode]], SharedCode]) -> Iterator[SharedCode]:
    with closing(new_shared(SharedCode)) as shared:
        yield shared


@pytest.fixture
def code(shared_code: SharedCode, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with the code opened; tests share it, one after the other."""
    for lab in shared_code.lend(request.node):
        yield lab.page


def write(page: Page, file: str, text: str) -> None:
    """Replaces a whole file in the editor, by the keyboard."""
    page.locator("#code-file").select_option(file)
    page.locator(EDITOR).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def change(page: Page, module: str, old: str, new: str) -> str:
    """Changes one place of a file; the file's name."""
    file = f"nnlab/{module}.py"
    assert old in sources()[file]
    write(page, file, sources()[file].replace(old, new))
    return file


def check(page: Page) -> str:
    """Presses "Run and check it"; what it says."""
    page.locator("#code-run").press("Enter")
    expect(page.locator("#code-run")).to_be_enabled(timeout=SLOW_MS)
    expect(page.locator("#code-result")).to_be_visible()
    return page.inner_text("#code-result")


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
    assert "2 times" in check(code)
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
    """(file, text, what is said) with each arithmetic line of the package broken in turn."""
    path = ROOT / "tests/py/test_diagnose.py"
    spec = importlib.util.spec_from_file_location("test_diagnose", path)
    assert spec and spec.loader
    unit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(unit)
    seen = set()
    for mutant in unit.mutants():
        file, text, function, line = mutant.values
        if (file, line) in seen:
            continue
        seen.add((file, line))
        said = "The update of" if "optim" in file else SAID[unit.matrix_of(file, function, line)]
        yield file, text, said


def test_every_arithmetic_line_broken_in_the_editor_is_found(code: Page) -> None:
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
    expect(summary).to_contain_text("after 20 epochs", timeout=SLOW_MS)
    expect(code.locator("#code-chart canvas")).to_be_visible()
    expect(code.locator("#code-race-result .badge")).to_be_visible()
    assert code.evaluate("Array.from(nnlab.store.get().snapshot.vector.data)") == before
    assert "optimizers" not in code.url
    code.locator("#code-exercise").select_option("hidden_delta")
    solve_hidden_delta(code)
    code.reload()
    Lab(code).wait("ready", BOOT_MS)
    expect(code.locator("#code-body")).to_be_hidden()
    code.locator("#code-open").press("Enter")
    expect(code.locator("#code-run")).to_be_visible(timeout=SLOW_MS)
    expect(code.locator("#code-result")).to_be_hidden()
    expect(code.locator("#code-file option", has_text="●")).to_have_text("nnlab/optimizers.py ●")
    expect(code.locator("#code-exercise option[value=hidden_delta]")).to_have_text(
        "✓ δ of a hidden layer", timeout=SLOW_MS
    )
    code.locator("#code-exercise").select_option("hidden_delta")
    expect(code.locator(EDITOR)).to_contain_text("(next_layer.W.T @ next_delta)")
    code.locator("#exercise-answer").press("Enter")
    expect(code.locator("#exercise-solution")).to_contain_text("next_layer.W.T.dot(next_delta)")


def test_what_never_ends_or_asks_too_much_is_survived_with_nothing_lost(new_lab: Lab) -> None:
    code = open_code(new_lab.page)  # its worker is replaced, and its clock is not the real one
    ask_for_more_memory_than_there_is(code)
    code.locator("#code-restore").press("Enter")
    run_an_endless_loop(code)
    code.locator("#code-restore").press("Enter")
    stop_a_console_that_then_says_which_names_are_lost(code)


def ask_for_more_memory_than_there_is(code: Page) -> None:
    Lab(code).train(3)
    before = Lab(code).weights()
    code.locator("#code-edit").press("Enter")
    dW = "dW = delta"
    for hungry in (
        "import numpy as np; np.zeros((10**6, 10**6))",
        "import numpy as np; hoard = []\n        while True: hoard.append(np.empty(10**8))",
    ):
        change(code, "layers", dW, f"{hungry}\n        {dW}")
        said = check(code)
        assert "more memory than Python has" in said
        line = sources()["nnlab/layers.py"].split(dW)[0].count("\n") + 1
        line += hungry.count("\n")  # it is the last one that asks
        assert f"nnlab/layers.py, line {line}" in said
        expect(code.locator("#failure")).to_be_hidden()
        assert Lab(code).weights() == before
        expect(code.locator(EDITOR)).to_contain_text(hungry.split("\n")[0])
    Lab(code).train(6)


def run_an_endless_loop(code: Page) -> None:
    Lab(code).train(3)
    before = code.evaluate("Array.from(nnlab.store.get().snapshot.vector.data)")
    code.locator("#code-edit").press("Enter")
    change(code, "layers", "dW = delta", "while True: pass\n        dW = delta")
    code.clock.install()
    code.locator("#code-run").press("Enter")
    bar = code.locator("#running-code")
    expect(bar.locator(".badge")).to_be_visible()
    code.clock.fast_forward(5_000)
    expect(code.locator("#code-notice")).to_contain_text("endless loop", timeout=SLOW_MS)
    # Whatever else is wanted has to wait; the page says for what, and does not give up by itself.
    code.locator("#take-flower").click()
    code.clock.fast_forward(10_000)
    expect(bar).to_contain_text("Your version has now run for 15 seconds", timeout=SLOW_MS)
    expect(code.locator("#failure")).to_be_hidden()
    bar.get_by_role("button", name="Stop").press("Enter")
    expect(bar).to_be_hidden()
    Lab(code).wait("finished", BOOT_MS)
    expect(code.locator("#code-notice")).to_contain_text("Stopped")
    assert code.evaluate("Array.from(nnlab.store.get().snapshot.vector.data)") == before
    expect(code.locator(EDITOR)).to_contain_text("while True: pass")
    expect(code.locator("#failure")).to_be_hidden()
    change(code, "layers", "dW = delta", "dW = 2.0 * delta")
    assert "2 times" in check(code)


def stop_a_console_that_then_says_which_names_are_lost(code: Page) -> None:
    code.locator("#code details summary").press("Enter")
    field, log = code.locator("#console-input"), code.locator("#console-log")
    field.fill("rates = [1, 2]; net.layers[1].b[:] = 7.0; rates")
    field.press("Enter")
    expect(log).to_contain_text("[1, 2]", timeout=SLOW_MS)
    Lab(code).set("#seed", "3").wait("ready")
    field.fill("rates")
    field.press("Enter")
    expect(log.locator(".console-out")).to_have_count(2, timeout=SLOW_MS)
    assert log.locator(".console-out").last.inner_text().strip() == "[1, 2]"
    before = Lab(code).weights()
    field.fill("while True: net.layers[0].W[:] = 0.0")
    field.press("Enter")
    code.clock.fast_forward(5_000)
    expect(code.locator("#console-notice")).to_contain_text("5 seconds", timeout=SLOW_MS)
    code.locator("#console-stop").press("Enter")
    Lab(code).wait("ready", BOOT_MS)
    expect(log.locator(".console-note")).to_have_count(2)
    expect(log).to_contain_text("names is gone: rates")
    expect(log).to_contain_text("as it was before this line")
    assert Lab(code).weights() == before
    field.press("ArrowUp")
    expect(field).to_have_value("while True: net.layers[0].W[:] = 0.0")
    field.fill("rates")
    field.press("Enter")
    expect(log.locator(".console-out").last).to_contain_text("NameError", timeout=SLOW_MS)


def test_the_console_changes_a_weight_and_the_prediction_follows(code: Page) -> None:
    code.locator("#code details summary").press("Enter")

    def say(line: str) -> str:
        answers = code.locator(".console-out")
        count = answers.count()
        code.locator("#console-input").fill(line)
        code.keyboard.press("Enter")
        expect(answers).to_have_count(count + 1, timeout=SLOW_MS)
        return answers.last.inner_text().strip()

    assert say("net.layers[1].b").startswith("array of shape (3, 1)")
    before = code.evaluate("nnlab.store.get().history")
    trained = say("[r.train_loss for r in trainer.epochs(2)]")
    history = code.evaluate("nnlab.store.get().history")
    assert history["epoch"] == [*before["epoch"], *(before["epoch"][-1] + n for n in (1, 2))]
    assert str(history["train_loss"][-2:]) == trained
    assert say("net.layers[1].b[:] = [[-9], [-9], [9]]; print('done')") == "done"
    expect(code.locator("#prediction")).to_contain_text("virginica")
    assert code.evaluate("nnlab.store.get().snapshot.vector.data.at(-1)") == 9
    now = code.evaluate("nnlab.store.get().history.train_loss.at(-1)")
    assert now > history["train_loss"][-1]  # measured anew with these biases
    assert "ZeroDivisionError" in say("1 / 0")
    code.keyboard.press("ArrowUp")
    code.keyboard.press("ArrowUp")
    expect(code.locator("#console-input")).to_have_value(
        "net.layers[1].b[:] = [[-9], [-9], [9]]; print('done')"
    )
    code.keyboard.press("ArrowDown")
    expect(code.locator("#console-input")).to_have_value("1 / 0")
    code.keyboard.press("ArrowDown")
    expect(code.locator("#console-input")).to_have_value("")
    notes = code.locator(".console-note")
    say("np.zeros((10**6, 10**6))")
    expect(notes.last).to_contain_text("more memory than Python has")
    say("net.layers[0].activation = None; print('set')")
    expect(notes.last).to_contain_text("net.layers[0].activation is as it was")
    say("net.layers[0].W[0] = np.nan; print('set')")
    expect(notes.last).to_contain_text("NaN")
    expect(code.locator("#prediction")).to_contain_text("virginica")
    assert say("'<b>\\0'") == "'<b>\\x00'"
    assert "EOFError" in say("input()")
    expect(notes.last).to_contain_text("Nobody can answer")
    for width in (1440, 390):
        code.set_viewport_size({"width": width, "height": 844})
        assert code.evaluate("document.documentElement.scrollWidth") <= width


# Scrolls the editor on by what it draws, until `selector` is among that.
BRING_INTO_VIEW = """selector => {
  const wanted = document.querySelector(selector);
  if (wanted) wanted.scrollIntoView({ block: "center" });
  else document.querySelector("#code-editor .cm-scroller").scrollTop += 300;
  return Boolean(wanted);
}"""


def tap(page: Page, place: Locator) -> None:
    """Touches a place with one finger; Chromium only."""
    place.click(trial=True)  # is it there, and at rest?
    box = place.bounding_box()
    assert box
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    chromium = page.context.new_cdp_session(page)
    chromium.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, points in (("touchStart", [where]), ("touchEnd", [])):
        chromium.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    chromium.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    chromium.detach()


def test_equations_steps_and_code_lead_to_each_other(code: Page) -> None:
    places = code.locator("#code-equations .equation-places", has_text="(4)").get_by_role("button")
    places.first.press("Enter")
    expect(code.locator("#eq-4")).to_be_focused()
    places.last.press("Enter")
    expect(code.locator("#apart-equation h3")).to_contain_text("(4)")
    expect(code.locator("#apart-bar")).to_be_focused()
    # In the docstring itself, for a finger and the pointer; the editor draws only lines that can be
    # seen.
    number = code.locator("#code-editor [data-equation='5']")
    window = code.locator("#code-editor .equation-window")
    code.locator(EDITOR).press("Control+Home")
    until(code, BRING_INTO_VIEW, "#code-editor [data-equation='5']")
    tap(code, number)
    expect(window).to_contain_text("(5)")
    window.get_by_role("button", name="Equation 5, in the article").click()
    expect(code.locator("#eq-5")).to_be_focused()
    # From a cursor far away, too: the editor draws the pressed line anew as the cursor comes.
    code.locator("#code-file").select_option("nnlab/network.py")
    code.locator(EDITOR).press("Control+Home")
    until(code, BRING_INTO_VIEW, "#code-editor [data-equation='5']")
    number.click()
    window.get_by_role("button", name="Equation 5, in “Take it apart”").click()
    expect(code.locator("#apart-equation h3")).to_contain_text("(5)")
    code.locator("#eq-3 button", has_text="In “Take it apart”").press("Enter")
    expect(code.locator("#apart-equation h3")).to_contain_text("(3)")
    code.locator("#apart-to-code").press("Enter")
    expect(code.locator(EDITOR)).to_be_focused()
    expect(code.locator("#code-editor .cm-activeLine")).to_contain_text("next_layer.W.T")
    code.locator("#eq-2 button", has_text="In the code").press("Enter")
    expect(code.locator("#code-editor .cm-activeLine")).to_contain_text("(eq. 2)")
    expect(code.locator("#code-file")).to_have_value("nnlab/activations.py")
    # Numbers of other papers are none of ours.
    code.locator("#code-file").select_option("nnlab/initializers.py")
    expect(code.locator("#code-equations")).to_be_empty()
    # An equation that this set-up does not use has no step, and the page says so.
    code.evaluate("nnlab.runner.change({ output: 'softmax' })")
    expect(code.locator("#apart-place")).to_contain_text("/ 16", timeout=SLOW_MS)
    code.locator("#eq-6 button", has_text="In “Take it apart”").press("Enter")
    expect(code.locator("#apart-waiting")).to_contain_text("Equation (6) has no step")
    code.locator("#eq-4 button", has_text="In “Take it apart”").press("Enter")
    expect(code.locator("#apart-waiting")).to_be_hidden()


# The list's groups by their labels, in order.
GROUPS = """() => Object.fromEntries(
  [...document.querySelectorAll("#code-file optgroup")]
    .map((group) => [group.label, Array.from(group.children, ({ value }) => value)])
)"""
FOUNDATIONS = [
    "__init__", "arrays", "breakdowns", "checks", "cli", "engines", "facts", "measurement",
    "parameters", "run", "steppers", "warn",
]  # fmt: skip


def test_the_compiler_and_what_it_made_can_be_read(code: Page) -> None:
    files, editor = code.locator("#code-file"), code.locator(EDITOR)
    groups: dict[str, list[str]] = code.evaluate(GROUPS)
    listed = [file for files in groups.values() for file in files]
    assert sorted(listed) == sorted([*sources(), "module.wat"])
    (first, start), *_, (rest, base), (compiler, fixed) = groups.items()
    assert "Start here" in first and start[:2] == ["nnlab/layers.py", "nnlab/network.py"]
    assert "read only" in compiler and not any(map(can_be_edited, fixed[:-1]))
    # A new file is put where a reader looks for it.
    assert base == [f"nnlab/{name}.py" for name in FOUNDATIONS], rest
    code.locator("#code-edit").press("Enter")
    expect(editor).to_have_attribute("aria-readonly", "false")
    files.select_option("nnlab/compile/wat.py")
    expect(editor).to_contain_text("WebAssembly's text form")
    expect(editor).to_have_attribute("aria-readonly", "true")
    expect(code.locator("#code-fixed")).to_contain_text("to be read only")
    files.select_option("module.wat")
    expect(editor).to_contain_text("(module", timeout=SLOW_MS)
    expect(editor).to_have_attribute("aria-readonly", "true")
    code.evaluate("nnlab.runner.change({ engine: 'plain' })")
    expect(code.locator("#code-fixed")).to_contain_text("plain NumPy", timeout=SLOW_MS)
    expect(editor).not_to_contain_text("(module")
    files.select_option("nnlab/layers.py")
    expect(editor).to_have_attribute("aria-readonly", "false")


def tab_to(page: Page, selector: str) -> None:
    """Goes forward with Tab alone until `selector` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_a_phone_with_a_keyboard_reaches_hints_changes_and_equations(code: Page) -> None:
    code.set_viewport_size({"width": 390, "height": 844})
    keys = code.keyboard
    code.locator("#code-exercise").select_option("update")
    code.locator("#code-exercise").focus()
    tab_to(code, "#code-diff")
    keys.press("Enter")
    expect(code.locator("#code-diff")).to_have_attribute("aria-pressed", "true")
    for count in (1, 2):
        code.locator("#code-exercise").focus()
        tab_to(code, "#exercise-hint")
        keys.press("Enter")
        expect(code.locator("#exercise-hints li")).to_have_count(count)
    tab_to(code, EDITOR)
    keys.insert_text("# mine\n")
    expect(code.locator("#code-editor .cm-changedLine").first).to_be_visible()
    code.locator("#code-exercise").focus()
    tab_to(code, "#code-restore")
    keys.press("Enter")
    expect(code.locator(EDITOR)).not_to_contain_text("# mine")
    expect(code.locator("#code-undo")).to_be_focused()
    keys.press("Enter")
    expect(code.locator(EDITOR)).to_contain_text("# mine")
    # From an equation of the file to the article, from there to its step.
    code.locator("#code-exercise").select_option("hidden_delta")
    code.locator(EDITOR).focus()
    tab_to(code, "#code-equations button")
    keys.press("Enter")
    expect(code.locator("li.equation:focus")).to_be_in_viewport()
    number = str(code.locator("li.equation:focus").get_attribute("id"))[-1]
    tab_to(code, ".equation-jumps button")
    keys.press("Enter")
    expect(code.locator("#apart-bar")).to_be_focused()
    expect(code.locator("#apart-equation h3")).to_contain_text(f"({number})")
    assert code.evaluate("document.documentElement.scrollWidth") <= 390
    # And from the article to the line of the code.
    code.locator("#eq-4").focus()
    tab_to(code, "#eq-4 .equation-jumps button:last-child")
    keys.press("Enter")
    expect(code.locator(EDITOR)).to_be_focused()
    expect(code.locator("#code-editor .cm-activeLine")).to_contain_text("db = ")

    # It fits in both languages, what a check says as well.
    code.locator("#code-exercise").select_option("update")
    for _ in range(2):
        check(code)
        assert code.evaluate("document.documentElement.scrollWidth") <= 390
        code.locator("#lang").click()
    code.locator("#lang").click()
    shown = code.inner_text("#code")
    assert not [key for key in ("code_", "finding_", "slip_", "exercise_") if key in shown]
