"""The code's room: task, editor and verdict in one view, Run in reach, one's place kept."""

import zipfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from code_page import SLOW_MS, change, write
from keep_page import open_dialog, saved
from lab_page import Lab
from playwright.sync_api import Page, expect
from rooms_page import BOX, ROOMS

from page.check.exercises import EXERCISES, exercises

Go = Callable[[str], Page]


def open_exercise(page: Page, name: str) -> None:
    expect(page.locator(".cm-content")).to_be_visible(timeout=SLOW_MS)
    if page.locator("#exercise-leave").is_visible():
        page.click("#exercise-leave")
    page.click(f"#exercise-list [data-exercise={name}]")


def apart(page: Page, *parts: str) -> None:
    for a, b in combinations([page.evaluate(BOX, part) for part in parts], 2):
        across = min(a["right"], b["right"]) - max(a["left"], b["left"])
        down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
        assert across <= 1 or down <= 1, (a, b)


def test_the_list_says_what_each_exercise_asks_needs_and_takes(rooms: Go) -> None:
    page = rooms("code")
    entries = page.locator("#exercise-list button")
    for _ in ("en", "zh"):
        expect(entries).to_have_count(len(EXERCISES))
        for entry, exercise in zip(entries.all(), EXERCISES, strict=True):
            assert str(exercise.minutes) in entry.inner_text()
            assert len(entry.inner_text().splitlines()) == 4 and "_" not in entry.inner_text()
        expect(page.locator("#exercise-list .next")).to_have_attribute(
            "data-exercise", EXERCISES[0].name
        )
        page.click("#lang")


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)], ids=str)
def test_a_laptop_has_task_editor_and_verdict_in_view(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("code")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    parts = ("#exercise-task", "#code-editor", "#code-verdict", "#code-run", "#exercise-hint")
    for _ in ("en", "zh"):
        open_exercise(page, "gradients")
        page.click("#code-run")
        expect(page.locator("#code-verdict")).to_be_visible(timeout=SLOW_MS)
        for part in parts:
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
        assert page.evaluate(BOX, "#code-editor")["height"] >= 140
        apart(page, *parts)
        page.click("#lang")


def test_a_laptop_sees_what_changed_and_how_both_trained(rooms: Go) -> None:
    page = rooms("code")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.evaluate("nnlab.runner.change({ epochs: 20 })")
    open_exercise(page, "gradients")
    (task,) = [task for task in exercises() if task["name"] == "gradients"]
    ((file, text),) = task["files"].items()
    body = "return delta @ x.T, delta.sum(axis=1, keepdims=True)"
    write(page, file, text.replace("raise NotImplementedError", body))
    page.click("#code-race")
    expect(page.locator("#code-race-summary")).to_contain_text("20 epochs", timeout=SLOW_MS)
    written = page.locator(".cm-line", has_text="return delta @ x.T")
    for part in ("#exercise-onward", "#code-race-summary", "#code-chart", ".code-reach"):
        expect(page.locator(part)).to_be_in_viewport(ratio=0.99)  # of parts of a pixel
    expect(page.locator("#code-verdict")).to_be_hidden()  # "Solved" says it
    expect(written).to_be_in_viewport()
    page.evaluate("document.querySelector('#code-editor .cm-scroller').scrollTop = 0")
    page.click("#code-diff")
    expect(written).to_be_in_viewport()
    rooms("play")
    page.click("#theme")
    rooms("code")
    box = page.evaluate(BOX, "#code-chart canvas")
    assert box["width"] > 500 and box["height"] > 100, box
    page.click("#theme")
    page.click("#code-restore")


def test_a_laptop_s_tools_are_in_one_row_and_no_jump_is_cut(rooms: Go) -> None:
    page = rooms("code")
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator(".cm-content")).to_be_visible(timeout=SLOW_MS)
    if page.locator("#exercise-leave").is_visible():
        page.click("#exercise-leave")
    for _ in ("en", "zh"):
        if page.locator("#code-edit").is_visible():
            page.click("#code-edit")
        expect(page.locator("#code-restore")).to_be_visible()
        page.locator("#code-file").select_option("nnlab/layers.py")  # with the most equations
        expect(page.locator(".equation-places")).to_have_count(4)
        tools = [page.evaluate(BOX, part)["top"] for part in ("#code-file", "#code-restore")]
        assert abs(tools[0] - tools[1]) < 2, tools
        row = "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)"
        assert page.evaluate(f"{row}(document.querySelector('#code-equations'))") <= 0
        page.click("#lang")


def test_code_that_was_changed_is_in_the_zip_to_take_home(rooms: Go, tmp_path: Path) -> None:
    page = rooms("code")
    expect(page.locator(".cm-content")).to_be_visible(timeout=SLOW_MS)
    if page.locator("#exercise-leave").is_visible():
        page.click("#exercise-leave")
    if page.locator("#code-edit").is_visible():
        page.click("#code-edit")
    name = change(page, "optimizers", "class SGD", "# mine\nclass SGD")
    with zipfile.ZipFile(saved(open_dialog(Lab(page)), "#take-home", tmp_path)) as zipped:
        assert "# mine" in zipped.read(f"nnlab-run/mine/{name}").decode()
        assert "# mine" not in zipped.read(f"nnlab-run/{name}").decode()
    expect(page.locator("#keep-status")).to_contain_text("python run.py mine")
    page.click("#keep-close")
    page.click("#code-restore")


@pytest.mark.parametrize("size", [(390, 844), (844, 390)], ids=str)
def test_on_a_phone_run_stays_in_reach_and_the_verdict_is_a_sheet(
    rooms: Go, size: tuple[int, int]
) -> None:
    page = rooms("code")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_exercise(page, "gradients")
    for _ in ("en", "zh"):
        for y in (0, 500):
            page.evaluate(f"scrollTo(0, {y})")
            expect(page.locator("#code-run")).to_be_in_viewport(ratio=1)
            apart(page, "#code-run", ".run-row", "#rooms")
        page.tap("#code-run")
        sheet = page.locator("#code-result")
        expect(sheet).to_be_in_viewport(ratio=1, timeout=SLOW_MS)
        expect(page.locator("#code-verdict")).to_be_in_viewport(ratio=1)
        assert page.evaluate(BOX, "#code-result")["height"] < 0.65 * size[1]
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.locator("#code-result-close").press("Escape")
        expect(sheet).to_be_hidden()
        expect(page.locator("#code-run")).to_be_focused()
        page.click("#lang")


@pytest.mark.in_rooms
def test_on_a_phone_the_list_stays_while_the_code_opens_below_it(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    Lab(page).open(f"{site}#room=code")
    expect(page.locator(".cm-content")).to_be_attached(timeout=SLOW_MS)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") == 0
    expect(page.locator("#exercise-list li").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("name", [each.name for each in EXERCISES])
def test_on_a_phone_the_line_to_write_is_above_run(rooms: Go, name: str) -> None:
    page = rooms("code")
    page.set_viewport_size({"width": 390, "height": 844})
    open_exercise(page, name)
    gap = page.locator(".cm-line", has_text="raise NotImplementedError").first
    expect(gap).to_be_in_viewport(ratio=1)
    run = page.evaluate(BOX, "#code-run")
    box = gap.bounding_box()
    assert box and box["y"] + box["height"] <= run["top"], name


def test_on_a_phone_the_sheet_leaves_when_the_code_is_edited(rooms: Go) -> None:
    page = rooms("code")
    page.set_viewport_size({"width": 390, "height": 844})
    open_exercise(page, "gradients")
    page.tap("#code-run")
    sheet = page.locator("#code-result")
    expect(sheet).to_be_visible(timeout=SLOW_MS)
    page.locator(".cm-content").press("x")
    expect(sheet).to_be_hidden()
    expect(page.locator(".cm-content")).to_be_focused()
    page.tap("#code-run")
    expect(sheet).to_be_visible(timeout=SLOW_MS)
    page.locator("#code-result-close").press("Escape")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.click("#code-run")
    expect(sheet).to_be_visible(timeout=SLOW_MS)
    page.locator(".cm-content").press("x")
    expect(sheet).to_be_visible()
    page.click("#code-restore")


def test_the_exercise_is_in_the_address_and_survives_a_reload_and_back(rooms: Go) -> None:
    page = rooms("code")
    open_exercise(page, "update")
    assert "exercise=update" in page.url and "room=" not in page.url
    rooms("judge")
    assert "exercise" not in page.url
    page.reload()
    Lab(page).wait("ready", SLOW_MS)
    rooms("code")
    expect(page.locator("#exercise-title")).to_have_text("The update of the weights")
    page.click("#exercise-leave")
    expect(page.locator("#exercise-list [data-exercise=update]")).to_be_focused()
    page.evaluate("history.back()")
    expect(page.locator("#exercise-title")).to_have_text("The update of the weights")
    page.evaluate("location.hash = '#exercise=gradients'")
    expect(page.locator("#exercise-title")).to_have_text("Weight gradient and bias gradient")
    assert page.evaluate("nnlab.store.get().room") in ROOMS
    page.evaluate("location.hash = '#exercise=fly'")
    expect(page.locator("#notices")).to_contain_text("fly")
    page.click("#notices-close")
