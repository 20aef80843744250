"""An exercise on the page: the blank gives nothing away; what is said, marked and printed."""

import re

from code_page import EDITOR, check, choose, open_code, write
from lab_page import Lab
from playwright.sync_api import Page, expect

from page.check.exercises import exercises

TASKS = {task["name"]: task for task in exercises()}
OWN_EQUATIONS = {
    "sigmoid_derivative": [2],
    "output_delta": [7, 8],
    "hidden_delta": [1, 3],
    "gradients": [4, 5],
    "update": [],
    "one_hot": [],
    "softmax_cross_entropy": [],
}
BLANK = '        """Your turn."""\n        raise NotImplementedError'


def answer(code: Page, name: str, *lines: str) -> str:
    """Writes the body of an exercise of one place, and checks it; what is said."""
    choose(code, name)
    ((file, text),) = TASKS[name]["files"].items()
    body = "\n".join(f"        {line}" for line in lines)
    assert BLANK in text
    write(code, file, text.replace(BLANK, body))
    return check(code)


def test_an_exercise_says_what_is_right_what_is_wrong_and_what_it_printed(new_lab: Lab) -> None:
    code = open_code(new_lab.page)
    status, findings = code.locator("#exercise-status"), code.locator("#code-findings li")
    choose(code, "gradients")
    code.click("#exercise-hint")
    expect(code.locator("#exercise-hints sub")).to_have_text(
        ["i", "j", "ij", "j", "i", "i", "ij", "i"]
    )
    choose(code, "hidden_delta")
    # What is not written yet does not fit anything: to say what would be a hint.
    said = check(code)
    assert "not written yet" in said
    assert "of shape" not in said
    expect(findings).to_have_count(1)
    # Equations beside an exercise are its own: (1) and (3), not (4) and (5) of the next function.
    beside = code.locator("#code-equations")
    expect(beside).to_contain_text("(1)")
    expect(beside).to_contain_text("(3)")
    expect(beside).not_to_contain_text("(4)")
    for name, numbers in OWN_EQUATIONS.items():
        choose(code, name)
        expect(beside).to_have_text(re.compile(".*".join(rf"\({n}\)" for n in numbers) or "^$"))
        assert [int(n) for n in re.findall(r"\((\d)\)", beside.inner_text())] == numbers, name
    # The mark is on the wrong statement, not on the docstring above it.
    said = answer(
        code,
        "hidden_delta",
        '"""Back through the next layer."""',
        "back = next_layer.W.T @ next_delta",
        "return back * self.activation.forward(a)",
    )
    assert "its slope is asked for, derivative" in said
    line = code.locator("#code-editor .cm-line", has=code.locator(".cm-lintRange-error"))
    expect(line).to_contain_text("return back * self.activation.forward(a)")
    # What works but has a catch is solved, with a remark; and what was printed is shown.
    said = answer(code, "sigmoid_derivative", "print('shape', a.shape)", "a *= 1 - a", "return a")
    expect(status).to_contain_text("There is something to know")
    expect(code.locator("#code-verdict")).to_be_hidden()  # which would say it again
    assert "It writes over a, which it was given" in said
    expect(code.locator("#code-printed pre")).to_have_text("shape (5, 4)\n")
    assert "gradients are right" in said
    # What asks the original for its answer is nobody's own.
    own = code.locator("#exercise-list [data-exercise=output_delta]")
    said = answer(
        code,
        "output_delta",
        "from nnlab.losses import LOSSES",
        "return LOSSES['half_squared_error'].delta(y, t, activation)",
    )
    expect(status).to_contain_text("when the lines are your own")
    expect(own).not_to_contain_text("solved")
    expect(code.locator(EDITOR)).to_contain_text("from nnlab.losses import LOSSES")
    # Of what is solved, one's own network is put together, checked and trained.
    code.click("#exercise-leave")
    code.evaluate("nnlab.runner.change({ epochs: 20 })")
    code.click("#assemble")
    expect(code.locator("#assembled")).to_contain_text("Yours:")
    expect(code.locator("#code-race-summary")).to_contain_text("20")
    expect(code.locator("#code-verdict")).to_contain_text("original")


def test_a_solved_exercise_leads_back_to_its_lesson(new_lab: Lab) -> None:
    page = open_code(new_lab.page)
    page.evaluate("location.hash = '#room=learn&lesson=5&step=7'")
    page.click("#lesson-body > p > button")
    expect(page.locator("#exercise-title")).to_be_visible()
    back = page.locator("#exercise-lesson")
    expect(back).to_be_hidden()
    ((file, text),) = TASKS["output_delta"]["files"].items()
    body = "        return mean_over_columns((y - t) * activation.derivative(y))"
    write(page, file, text.replace(BLANK, body))
    check(page)
    back.press("Enter")
    expect(page.locator("#lesson-place")).to_contain_text("Lesson 5 · 7 of")
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    # An exercise that is no step of the lesson leads to the next exercise only.
    page.click("#rooms [data-room=code]")
    answer(page, "sigmoid_derivative", "return a * (1 - a)")
    expect(page.locator("#exercise-next")).to_be_visible()
    expect(back).to_be_hidden()
