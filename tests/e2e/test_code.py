"""The code: read, reached from equations and steps, typed into the console, on a phone."""

import pytest
from code_page import EDITOR, SLOW_MS, check, choose
from lab_page import until
from playwright.sync_api import Locator, Page, expect

from page.code.edited import can_be_edited, sources


def test_the_console_changes_a_weight_and_the_prediction_follows(code: Page) -> None:
    code.locator("#console-details summary").press("Enter")

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
    window.get_by_role("button", name="Equation 5: its numbers").click()
    expect(code.locator("#apart-equation h3")).to_contain_text("(5)")
    code.locator("#eq-3 button", has_text="Its numbers").press("Enter")
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
    code.locator("#eq-6 button", has_text="Its numbers").press("Enter")
    expect(code.locator("#apart-waiting")).to_contain_text("Equation (6) has no step")
    code.locator("#eq-4 button", has_text="Its numbers").press("Enter")
    expect(code.locator("#apart-waiting")).to_be_hidden()


# The list's groups by their labels, in order.
GROUPS = """() => Object.fromEntries(
  [...document.querySelectorAll("#code-file optgroup")]
    .map((group) => [group.label, Array.from(group.children, ({ value }) => value)])
)"""
FOUNDATIONS = [
    "__init__", "arrays", "breakdowns", "checks", "engines", "facts", "measurement",
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
    choose(code, "update")
    code.locator("#exercise-leave").focus()
    tab_to(code, "#code-diff")
    keys.press("Enter")
    expect(code.locator("#code-diff")).to_have_attribute("aria-pressed", "true")
    for count in (1, 2):
        code.locator("#exercise-leave").focus()
        tab_to(code, "#exercise-hint")
        keys.press("Enter")
        expect(code.locator("#exercise-hints li")).to_have_count(count)
    tab_to(code, EDITOR)
    keys.insert_text("# mine\n")
    expect(code.locator("#code-editor .cm-changedLine").first).to_be_visible()
    code.locator("#exercise-leave").focus()
    tab_to(code, "#code-restore")
    keys.press("Enter")
    expect(code.locator(EDITOR)).not_to_contain_text("# mine")
    expect(code.locator("#code-undo")).to_be_focused()
    keys.press("Enter")
    expect(code.locator(EDITOR)).to_contain_text("# mine")
    # From an equation of the file to the article, from there to its step.
    choose(code, "hidden_delta")
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
    choose(code, "update")
    for _ in range(2):
        check(code)
        assert code.evaluate("document.documentElement.scrollWidth") <= 390
        code.locator("#lang").click()
    code.locator("#lang").click()
    shown = code.inner_text("#code")
    assert not [key for key in ("code_", "finding_", "slip_", "exercise_") if key in shown]
