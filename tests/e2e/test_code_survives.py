"""Code that never ends or asks too much is stopped, and nothing is lost."""

from code_page import EDITOR, SLOW_MS, change, check, choose, open_code, write
from lab_page import BOOT_MS, Lab
from playwright.sync_api import Page, expect

from page.check.exercises import exercises
from page.code.edited import sources

TASKS = {task["name"]: task for task in exercises()}


def test_what_never_ends_or_asks_too_much_is_survived_with_nothing_lost(new_lab: Lab) -> None:
    code = open_code(new_lab.page)  # its worker is replaced, and its clock is not the real one
    ask_for_more_memory_than_there_is(code)
    code.locator("#code-restore").press("Enter")
    run_an_endless_loop(code)
    code.locator("#code-restore").press("Enter")
    stop_an_exercise_that_never_ends(code)
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
    assert "multiplied by 2" in check(code)


def stop_an_exercise_that_never_ends(code: Page) -> None:
    choose(code, "update")
    ((file, text),) = TASKS["update"]["files"].items()
    body = """i = 0
        while i < len(parameters):
            parameters[i] -= learning_rate * gradients[i]"""
    write(code, file, text.replace("raise NotImplementedError", body))
    code.locator("#code-run").press("Enter")
    bar = code.locator("#running-code")
    expect(bar.locator(".badge")).to_be_visible()
    code.clock.fast_forward(5_000)
    expect(code.locator("#code-notice")).to_contain_text("endless loop", timeout=SLOW_MS)
    bar.get_by_role("button", name="Stop").press("Enter")
    expect(bar).to_be_hidden()
    expect(code.locator("#code-notice")).to_contain_text("Stopped")
    choose(code)
    choose(code, "update")  # shows where it is written
    expect(code.locator(EDITOR)).to_contain_text("while i < len(parameters):")
    write(code, file, text.replace("raise NotImplementedError", f"{body}\n            i += 1"))
    expect(code.locator("#code-run")).to_be_enabled(timeout=SLOW_MS)
    check(code)
    expect(code.locator("#exercise-status")).to_contain_text("Solved")
    choose(code)


def stop_a_console_that_then_says_which_names_are_lost(code: Page) -> None:
    code.locator("#console-details summary").press("Enter")
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
