"""Learn: where a new visitor arrives, how a lesson goes, and that nothing of it is lost."""

import json
from pathlib import Path

import pytest
from axe import AXE, SHAPE, found
from by_keyboard import choose, tab_to
from lab_page import Lab, until
from learn_page import ANSWERED, at
from playwright.sync_api import Page, expect

LESSONS = Path(__file__).resolve().parents[2] / "web/lessons"
# Of each step whether something is done there, with panels beside it.
STEPS = [
    (lesson, step, each["kind"] == "do" and "exercise" not in each)
    for lesson, path in enumerate(sorted(LESSONS.glob("*.json")))
    for step, each in enumerate(json.loads(path.read_text("utf-8"))["steps"], start=1)
]


def test_a_new_visitor_arrives_at_the_course_and_sorts_five_flowers(learn: Page) -> None:
    page = learn
    assert page.evaluate("nnlab.store.get().room") == "learn"
    expect(page.locator("#play")).to_be_hidden()
    page.click(".lesson-card.first")
    expect(page.locator("#flowers svg")).to_have_count(14)
    for row, kind in ((105, 2), (67, 1), (8, 0), (78, 1), (97, 1)):
        page.check(f"[name=flower-{row}][value='{kind}']")
    page.check("#flowers-sort li:nth-child(4) [type=checkbox]")
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    page.click("#lesson-next")
    expect(page.locator("#lesson-next")).to_be_disabled()  # first the guess
    page.check("[value=five]")
    page.click("#lesson-next")
    until(page, "nnlab.store.get().speed === 'guided'")
    page.evaluate("nnlab.store.set({ speed: 'full' })")
    page.click("#play")
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    page.click("#lesson-next")
    expect(page.locator(".lesson-guess")).to_contain_text("all five")
    expect(page.locator("#flowers-sort li:nth-child(4)")).to_contain_text("not sure")
    page.click("#lesson-next")
    page.check("[value=short]")
    expect(page.locator(".lesson-choices .wrong")).to_be_visible()
    page.check("[value=alike]")
    expect(page.locator(".lesson-choices .right")).to_be_visible()
    page.click("#lesson-next")
    expect(page.locator("#lesson-next")).to_have_text("Next lesson: What does a neuron do?")
    page.click("#lesson-next")
    expect(page.locator("#lesson-place")).to_contain_text("Lesson 1 · 1 of")
    page.click("#lesson-all")
    expect(page.locator(".lesson-card.done")).to_have_count(1)
    expect(page.locator(".lesson-card.first")).to_contain_text("1")


def test_nothing_is_lost_by_leaving_reloading_or_another_language(learn: Page) -> None:
    page = learn
    at(page, 1, 2)
    page.fill("#task-z_b", "1,9")
    page.keyboard.press("Enter")
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    page.fill("#task-z_a", "-0.234")
    page.keyboard.press("Enter")
    expect(page.locator(".lesson-tasks")).to_contain_text("sign")
    page.click("#lang")
    expect(page.locator("#lesson-title")).to_have_text("神经元做什么？")
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    page.click("#lang")
    page.click("#rooms [data-room=judge]")
    page.click("#rooms [data-room=learn]")
    expect(page.locator("#task-z_a")).to_have_value("-0.234")
    page.reload()
    expect(page.locator("#lesson-place")).to_contain_text("Lesson 1 · 2 of")
    expect(page.locator("#task-z_a")).to_have_value("-0.234")
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    page.click("#lesson-next")
    page.evaluate("history.back()")
    expect(page.locator("#lesson-place")).to_contain_text("Lesson 1 · 2 of")


def test_the_four_rates_are_trained_and_remembered_beside_the_guess(learn: Page) -> None:
    at(page := learn, 3, 2)
    page.check("[value=r10]")
    at(page, 3, 3)
    for option, epochs in enumerate((400, 400, 400, 6)):
        page.locator(".lesson-options button").nth(option).click()
        expect(page.locator("#epoch")).to_have_text("000000")
        page.click("#play")
        expect(page.locator(".lesson-state.done")).to_have_count(option + 1)
        assert int(page.inner_text("#epoch")) == epochs
    names = page.locator("#chart-legend .earlier > span:nth-child(2)")
    for words in ("with learning rate", "学习率"):  # as the page speaks now, not as it spoke then
        expect(names).to_have_text([f"{words} {rate}" for rate in ("0.001", "0.05", "1")])
        page.click("#lang")
    page.click("#lesson-next")
    expect(page.locator("#lesson-body")).to_contain_text("accuracy 0.707")
    expect(page.locator(".lesson-guess")).to_contain_text("10")
    at(page, 3, 2)
    expect(page.locator("[value=r10]")).to_be_disabled()  # it was said before the run
    page.click("#rooms [data-room=judge]")
    expect(names).to_have_count(0)
    page.click("#lesson-runs")
    expect(page.locator(".runs-lesson")).to_have_text("Lesson 3: How long a step?")


def test_petals_are_the_strong_color_in_the_dark_too(learn: Page) -> None:
    page = learn
    at(page, 0, 1)
    expect(page.locator("#flowers .petal").first).to_be_attached()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        petal, sepal = page.evaluate(
            """() => {
                const context = document.createElement("canvas").getContext("2d");
                const rgb = (color) => {
                    context.fillStyle = color;
                    context.fillRect(0, 0, 1, 1);
                    return [...context.getImageData(0, 0, 1, 1).data];
                };
                const style = (its) => getComputedStyle(document.querySelector(its));
                const card = rgb(style("#flowers").backgroundColor);
                return ["petal", "sepal"].map((name) => {
                    const fill = rgb(style(`#flowers .${name}`).fill);
                    return Math.hypot(...fill.map((part, k) => part - card[k]));
                });
            }"""
        )
        assert petal > 1.5 * sepal  # farther from the card


def test_what_was_trained_in_a_lesson_is_not_set_aside_as_one_s_own(learn: Page) -> None:
    page = learn
    at(page, 3, 5)
    until(page, "nnlab.store.get().accepted.learning_rate === 0.001")
    page.evaluate("nnlab.runner.change({ learning_rate: 0.01 })")  # live: the run is trained anew
    until(page, "nnlab.store.get().snapshot.epoch === 400")
    at(page, 4, 1)
    until(page, "nnlab.store.get().accepted.dataset === 'xor'")
    assert page.evaluate("nnlab.store.get().setAside === undefined")


def test_on_a_phone_the_choices_stand_above_what_they_change(learn: Page) -> None:
    learn.set_viewport_size({"width": 390, "height": 844})
    at(learn, 4, 3)
    options = learn.locator(".lesson-options button")
    sees = "b => document.elementFromPoint(40, b.getBoundingClientRect().bottom - 4) === b"
    assert options.nth(2).evaluate(sees) and options.count() == 4  # in sight, and only once
    options.nth(1).click()
    expect(options.nth(1)).to_have_attribute("aria-pressed", "true")
    learn.click("#play")
    Lab(learn).wait("finished")
    expect(options.nth(1)).to_be_in_viewport()
    expect(learn.locator("#regions-canvas").first).to_be_in_viewport()
    same = options.first.element_handle()
    learn.set_viewport_size({"width": 1366, "height": 768})  # turned: moved, not made anew
    expect(learn.locator("#lesson-body .lesson-options button")).to_have_count(4)
    assert same.evaluate("b => b.isConnected")


def test_what_was_trained_before_a_lesson_can_be_had_back(learn: Page) -> None:
    page = learn
    page.click("#rooms [data-room=play]")
    page.evaluate("nnlab.runner.change({ dataset: 'wine', learning_rate: 0.05, epochs: 7 })")
    until(page, "nnlab.store.get().lab.rows === 178")
    page.click("#play")
    Lab(page).wait("finished")
    at(page, 1, 2)  # begun before, and on other data
    expect(page.locator("#network")).to_be_visible()
    assert page.evaluate("nnlab.store.get().accepted.dataset") == "gaussians"
    expect(page.locator("#lesson-elsewhere")).to_be_hidden()
    for lesson, step in ((3, 5), (1, 2)):  # once more, too
        at(page, lesson, step)
        until(page, "nnlab.store.get().accepted.dataset !== 'wine'")
        page.click("#lesson-all")
        page.click("#lesson-bring-back")
        until(page, "nnlab.store.get().setup.dataset === 'wine'")
        assert page.evaluate("nnlab.store.get().snapshot.epoch") == 7
        expect(page.locator("#lesson-aside")).to_be_hidden()


def test_a_lesson_file_opens_like_a_model_and_a_wrong_one_is_named(learn: Page) -> None:
    page = learn
    page.click("#rooms [data-room=learn]")
    lesson = json.loads((LESSONS / "03_step_length.json").read_text("utf-8"))
    lesson["texts"]["en"]["title"] = "<img src=x onerror=alert(1)>"

    def give(content: object) -> None:
        buffer = json.dumps(content).encode()
        page.set_input_files(
            "#open-lesson-file",
            {"name": "mine.json", "mimeType": "application/json", "buffer": buffer},
        )

    give({**lesson, "script": "alert(1)"})
    expect(page.locator("#lesson-list-said")).to_contain_text("script")
    give(lesson)
    expect(page.locator("#lesson-title")).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#lesson-place")).to_contain_text("From a file")
    page.click("#lesson-all")


def test_a_lesson_shows_what_it_speaks_of_and_says_what_was_wrong(learn: Page) -> None:
    page = learn
    page.evaluate("nnlab.store.set({ lesson: '', step: 0 })")
    if page.is_visible("#forget-course"):  # so that each step begins with its own lab
        page.click("#forget-course")
        page.click("#forget-course-yes")
    at(page, 5, 2)
    until(page, "nnlab.store.get().course.checked?.tasks.length === 3")
    said = page.locator("li:has(#task-delta_1) [role=status]")
    for typed, words in (("blue", "no number"), ("5", "formula"), ("0.0649", "sign")):
        page.fill("#task-delta_1", typed)
        page.keyboard.press("Enter")
        expect(said).to_contain_text(words)
    at(page, 9, 2)  # it speaks of flower 101
    until(page, "nnlab.store.get().sample.row === 100")
    page.locator(".lesson-options button").nth(1).click()
    expect(page.locator(".lesson-state.done")).to_have_count(2)
    at(page, 9, 4)
    until(page, "nnlab.store.get().course.checked?.tasks.length === 2")
    page.click("#play")
    expect(page.locator("#breakdown")).to_be_visible()  # hidden, it still says what broke before
    expect(page.locator("#breakdown-text")).to_contain_text("stuck near 0 or 1")
    assert "rate" not in page.inner_text("#breakdown")  # which is not to blame here
    expect(page.locator("#breakdown button:visible")).to_have_count(0)
    at(page, 5, 2)  # another lesson's weights would say "far" of it, though the set-up is the same
    expect(said).to_contain_text("sign")


def test_a_lesson_is_done_with_the_keyboard_alone(learn: Page) -> None:
    page = learn
    page.set_viewport_size({"width": 1366, "height": 768})
    page.evaluate("nnlab.store.set({ lesson: '', step: 0 }); document.activeElement.blur()")
    if page.is_visible("#forget-course"):  # as one who comes for the first time
        page.click("#forget-course")
        page.click("#forget-course-yes")
    page.click("#rooms [data-room=play]")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # the tab of Learn
    expect(page.locator("#lessons")).to_be_visible()
    tab_to(page, "[href$='lesson=1']")
    page.keyboard.press("Enter")
    expect(page.locator("#lesson-place")).to_have_text("Lesson 1 · 1 of 9")
    tab_to(page, "#lesson-next")
    page.keyboard.press("Enter")
    expect(page.locator("#lesson-body")).to_contain_text("−1.874")
    for task, numbers in (("z_a", ("", "0.7", "0.234")), ("z_b", ("1,891", "1.891"))):
        tab_to(page, f"#task-{task}")
        for typed in numbers:
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.press("Backspace")
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
            row = page.locator(".lesson-tasks li", has=page.locator(f"#task-{task}"))
            expect(row.locator("[role=status]")).to_contain_text(
                {"": "no number", "0.7": "Not yet", "1,891": "point: 1.891"}.get(typed, "Right")
            )
    tab_to(page, "#lesson-next")
    page.keyboard.press("Enter")
    choose(page, 3)
    for option in (1, 2):
        tab_to(page, f".lesson-options button:nth-child({option})")
        page.keyboard.press("Enter")
        expect(page.locator(".lesson-state.done")).to_have_count(1)
        if option == 1:
            tab_to(page, "#lesson-next")
            page.keyboard.press("Enter")
            choose(page, 1)
            expect(page.locator("#lesson-body")).to_contain_text("accuracy 0.995, loss 0.0068")
    expect(page.locator("#lesson-body")).to_contain_text("accuracy 0.995, loss 0.0027")
    tab_to(page, "#lesson-next")
    page.keyboard.press("Enter")
    expect(page.locator(".lesson-guess")).to_have_text(
        "You guessed: It moves, because the weights are larger. "
        "What came out: It stays where it is."
    )
    tab_to(page, "#lesson-next")
    page.keyboard.press("Enter")
    tab_to(page, ".lesson-choices input")
    page.keyboard.press("Space")
    expect(page.locator(".lesson-said")).to_contain_text("Not quite.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".lesson-said")).to_contain_text("Yes.")
    tab_to(page, "#lesson-next")
    page.keyboard.press("Enter")
    expect(page.locator("#lesson-kind")).to_have_text("To take away")


def test_what_was_left_out_or_lies_outside_is_said(learn: Page) -> None:
    page = learn
    at(page, 2, 3)
    expect(page.locator("#lesson-body")).to_contain_text("“…” stands for")
    at(page, 2, 4)
    until(page, "nnlab.store.get().setup.dataset === 'gaussians'")
    page.fill("#valley-rate", "200")
    page.click("#valley-walk")
    expect(page.locator("#valley-said")).to_contain_text("22.53")
    expect(page.locator("#valley-said")).to_contain_text("beyond the right edge")
    at(page, 2, 5)
    expect(page.locator("#lesson-body")).to_contain_text("stuck at 22.53")


@pytest.mark.parametrize("sizes", [[(1366, 768)], [(360, 640), (390, 844)]], ids=str)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    learn: Page, sizes: list[tuple[int, int]]
) -> None:
    """Every step, by axe on a phone; of those that only tell or ask, their own part.

    What is in all that axe looks at as it was in another step is not asked about twice.
    """
    page = learn
    page.evaluate(AXE)
    few = {(0, 1), (0, 4), (1, 2), (1, 4), (3, 3)}
    asked: set[str] = set()
    for lesson, step, whole in STEPS:
        here = [each for each in sizes if lesson < 5 or each == (390, 844)]
        if not here:
            break
        at(page, lesson, step)
        page.evaluate(ANSWERED)
        assert not page.is_visible("#failure"), (lesson, step)
        for width, height in here:
            if page.viewport_size != {"width": width, "height": height}:
                page.set_viewport_size({"width": width, "height": height})
            scrolled = page.evaluate("document.documentElement.scrollWidth")
            assert scrolled <= width, (lesson, step, width)
            if width != 390 and (lesson, step) not in few:
                continue
            root = None if whole else "#lesson"
            shape = f"{width} {page.evaluate(SHAPE, root)}"
            if shape not in asked:
                asked.add(shape)
                assert found(page, root) == [], (lesson, step, width)
