"""Hand in and Mark: from a pupil's lesson to the teacher's table, all on one device."""

import io
import json
from typing import Any

import pytest
import zxingcpp
from axe import AXE, found
from lab_page import Lab, csv_text, until
from PIL import Image
from playwright.sync_api import Page, expect


@pytest.fixture
def school(learn: Page) -> Page:
    """One page, which is the pupil's and then the teacher's; the tests go on from each other."""
    return learn


HANDED: dict[str, str] = {}
ANSWER = "=epoch 24,\nwhere the loss of those kept back turns"


def test_a_pupil_hands_in_what_was_done_under_a_code(school: Page) -> None:
    page = school
    page.evaluate("location.hash = '#room=learn&lesson=1&step=2'")
    until(page, "nnlab.store.get().setup.dataset === 'gaussians'")
    for task, value in (("z_a", "-0.234"), ("z_a", "0.234"), ("z_b", "1.891")):
        page.fill(f"#task-{task}", value)
        page.keyboard.press("Enter")
    expect(page.locator(".lesson-state.done")).to_have_count(2)
    page.click("#lesson-next")
    page.check("[value=half]")
    page.click("#lesson-next")
    page.locator(".lesson-options button").first.click()
    expect(page.locator(".lesson-state.done")).to_have_count(1)
    page.click("#lesson-all")
    page.click("#hand-in-open")
    page.fill("#hand-in-pupil", "Anna Maria")
    page.keyboard.press("Enter")
    expect(page.locator("#hand-in-said")).to_contain_text("2 to 24 letters")
    page.fill("#hand-in-pupil", "kiwi-7")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "kiwi-7-nnlab.json"
    HANDED["right"] = download.value.path().read_text("utf-8")
    (lesson,) = json.loads(HANDED["right"])["lessons"]
    assert lesson["order"].index("typed:z_a:-0.234") < lesson["order"].index("done:z_a")
    page.evaluate(AXE)
    assert found(page, "#hand-in") == []
    page.evaluate("print = () => (document.body.dataset.printed = 'yes')")
    page.click("#hand-in-print")
    page.locator("body[data-printed]").wait_for()
    page.emulate_media(media="print", color_scheme="dark")  # and on paper it is black on white
    paper = page.locator("#hand-in")
    expect(paper).to_contain_text("z of the neuron for A? (typed 0.234; done with 0.234)")
    expect(paper).to_contain_text("before it was tried: “about half: it has not learnt anything”")
    expect(paper.locator("li").first).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("#rooms")).to_be_hidden()
    page.emulate_media(media="screen", color_scheme="light")
    page.keyboard.press("Escape")


def handed(**change: Any) -> str:
    return json.dumps({**json.loads(HANDED["right"]), **change})


def test_files_are_marked_and_what_is_damaged_or_never_ends_harms_nobody(school: Page) -> None:
    page = school
    forged = json.loads(HANDED["right"])
    forged["pupil"] = "mole-1"
    forged["lessons"][0]["runs"]["hand"]["loss"] *= 2
    lines = ["    def step(self, parameters, gradients, rate):", "        while True: pass"]
    endless = {
        "exercise": "update", "hints": 0, "shown": False,
        "functions": {"nnlab/optimizers.py: SGD.step": lines},
    }  # fmt: skip
    files = {
        "right.json": HANDED["right"],
        "forged.json": json.dumps(forged),
        "endless.json": handed(pupil="newt-2", code=[endless]),
        "<img src=x onerror=alert(1)>.json": HANDED["right"][:300],
        "=cmd.json": '{"format": "nnlab-model"}',
    }
    page.click("#views-menu summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#teach")).to_be_visible()
    before = page.evaluate("nnlab.store.get().lab.run")
    page.locator("#mark-choose").wait_for()
    page.locator("#teach[data-ready]").wait_for()
    page.set_input_files(
        "#mark-files",
        [
            {"name": name, "mimeType": "application/json", "buffer": text.encode()}
            for name, text in files.items()
        ],
    )
    expect(page.locator("#mark-progress")).to_be_visible()
    expect(page.locator("#mark-said")).to_contain_text("Marked: 3.", timeout=120_000)
    expect(page.locator("#mark-refused li")).to_have_count(2)
    expect(page.locator("#mark-refused")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#mark-rows tr")).to_have_count(3)
    right, wrong, stopped = page.locator("#mark-rows tr").all()
    expect(right.locator(".mark-field")).to_contain_text("3/")
    expect(right.locator(".mark-field.odd")).to_have_count(0)
    expect(wrong.locator(".mark-field.odd")).to_contain_text("2/")
    expect(stopped).to_contain_text("took too long")
    assert page.evaluate("nnlab.store.get().lab.run") == before  # the page's lab has rested
    wrong.locator(".mark-field").press("Enter")
    expect(page.locator("#mark-detail")).to_be_focused()
    expect(page.locator("#mark-detail .mark-problems")).to_contain_text("the run again gives")
    expect(page.locator("#mark-detail")).to_contain_text("accuracy 0.995")  # each number named
    with page.expect_download() as download:
        page.click("#mark-csv")
    rows = csv_text(download.value.path()).splitlines()
    assert len(rows) == 5
    assert rows[1].startswith("kiwi-7,,right.json,neuron,0,3,")
    page.evaluate(AXE)
    for width, height in ((1366, 768), (390, 844), (360, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert found(page, "#teach") == []
        assert page.evaluate("document.querySelector('#teach').scrollWidth") <= width
        page.evaluate("document.querySelector('#lang').click()")
        expect(page.locator("#mark-said")).to_contain_text("批改了")
        page.evaluate("document.querySelector('#lang').click()")


def read_off_the_screen(page: Page, code: str = "#links-qr") -> str:
    """What a phone's reader makes of the code."""
    picture = Image.open(io.BytesIO(page.locator(code).screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text


def test_a_link_brings_the_room_the_set_up_and_the_panels_that_were_chosen(school: Page) -> None:
    page = school
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator("#links-setup, #links-panels")).to_have_count(2)
    expect(page.locator("#links-setup")).to_be_hidden()  # a lesson brings its own
    expect(page.locator("#links-only-here")).to_contain_text("pupils cannot open")  # 127.0.0.1
    page.select_option("#links-place", "room:play")
    page.select_option("#links-setup", "overfitting")
    page.uncheck("[name=links-panel-network]")
    page.uncheck("[name=links-panel-classify]")
    page.fill("#links-word", "otter")
    page.fill("#links-task", "When would you stop?")
    link = page.input_value("#links-url")
    assert read_off_the_screen(page) == link
    pupil = page.context.new_page()
    pupil.set_viewport_size({"width": 1366, "height": 768})
    Lab(pupil).open(link)
    pupil.click("#join-no")
    expect(pupil.locator("#task-text")).to_have_text("When would you stop?")
    expect(pupil.locator("#notices")).to_be_hidden()  # nothing of the link is unknown
    assert pupil.evaluate("nnlab.store.get().setup.dataset") == "moons"
    expect(pupil.locator("#network, #classify-panel").locator("visible=true")).to_have_count(0)
    left = pupil.evaluate("document.querySelector('#regions').getBoundingClientRect().width")
    assert left > 1000  # what is hidden leaves no hole
    pupil.click("#task-hand-in")
    expect(pupil.locator("#hand-in-question")).to_have_text("When would you stop?")
    pupil.fill("#hand-in-answer", ANSWER)
    pupil.click("#hand-in-close")
    pupil.click("#task-hand-in")  # it is kept
    expect(pupil.locator("#hand-in-answer")).to_have_value(ANSWER)
    pupil.fill("#hand-in-pupil", "newt-2")
    with pupil.expect_download() as download:
        pupil.click("#hand-in-save")
    HANDED["answered"] = download.value.path().read_text("utf-8")
    pupil.close()
    for view in ("network", "classify"):
        page.check(f"[name=links-panel-{view}]")


def test_an_answer_to_the_teachers_own_question_stands_beside_the_marks(school: Page) -> None:
    page = school
    answered = {"mimeType": "application/json", "buffer": HANDED["answered"].encode()}
    copied = HANDED["answered"].replace("newt-2", "newt-3")
    copy = {"mimeType": "application/json", "buffer": copied.encode()}
    files = [{"name": "newt.json", **answered}, {"name": "copy.json", **copy}]
    page.set_input_files("#mark-files", files)
    expect(page.locator("#mark-said")).to_contain_text("Marked: 2.", timeout=120_000)
    alike = page.locator("#mark-slips li", has_text="When would you stop?")
    expect(alike).to_contain_text("newt-2, newt-3: the same, word for word")
    page.locator("#mark-rows .mark-field", has_text="answers: 1").first.click()
    expect(page.locator("#mark-detail dt")).to_have_text("When would you stop?")
    expect(page.locator("#mark-detail dd")).to_have_text(ANSWER)
    with page.expect_download() as download:
        page.click("#mark-csv")
    table = csv_text(download.value.path())
    assert "question: When would you stop?" in table and "\"'=epoch 24," in table


def test_a_task_link_gives_a_question_and_each_pupil_other_numbers(school: Page) -> None:
    page = school
    page.set_viewport_size({"width": 1366, "height": 768})
    page.select_option("#links-place", "lesson:1")
    page.fill("#links-word", "otter")
    page.fill("#links-task", "What is z? <b>By hand</b>")
    link = page.input_value("#links-url")
    assert read_off_the_screen(page) == link
    assert f'src="{link.replace("&", "&amp;")}"' in page.input_value("#links-frame")
    page.click("#links-enlarge")
    box = page.locator("#poster-qr").bounding_box()
    assert box and min(box["width"], box["height"]) > 0.8 * 768
    assert read_off_the_screen(page, "#poster-qr") == link
    expect(page.locator("#poster")).to_contain_text("otter")
    page.evaluate(AXE)
    assert found(page, "#poster") == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.querySelector('#poster').scrollWidth") <= 390
    page.set_viewport_size({"width": 1366, "height": 768})
    page.click("#poster-close")
    expect(page.locator("#links-enlarge")).to_be_focused()
    page.click("#teach-close")
    page.evaluate("(link) => (location.hash = new URL(link).hash)", link)
    expect(page.locator("#task-text")).to_have_text("What is z? <b>By hand</b>")
    expect(page.locator("#join")).to_be_visible()
    page.keyboard.type("p1")
    page.keyboard.press("Enter")
    until(page, "nnlab.store.get().course.progress.neuron?.started.length === 1")
    seed = page.evaluate("nnlab.store.get().course.progress.neuron.seed")
    assert seed == page.evaluate("nnlab.store.get().course.variants.neuron")
    until(page, f"nnlab.store.get().setup.seed === {seed}")
    page.reload()
    until(page, "globalThis.nnlab?.store.get().school.pupil === 'p1'")
    expect(page.locator("#task")).to_be_visible()
    expect(page.locator("#join")).to_be_hidden()
    page.click("#task-fold")
    expect(page.locator("#task-text")).to_be_hidden()
    page.click("#task-fold")
    expect(page.locator("#task-text")).to_be_visible()  # what was put away comes back
    expect(page.locator("#task-class")).to_have_text("otter · p1")
    page.evaluate("nnlab.store.set({ invited: 'fox' })")
    expect(page.locator("#join")).to_be_visible()
    expect(page.locator("#join-again")).to_be_hidden()  # the lesson is open, but nothing is lost
    page.click("#join-no")
    page.click("#task-fold")
    page.evaluate("nnlab.store.set({ task: 'And of B?' })")
    expect(page.locator("#task-text")).to_be_visible()  # another one is to be read


def test_a_link_asks_for_the_code_before_python_is_there(
    school: Page, browser_context_args: dict[str, Any]
) -> None:
    browser = school.context.browser
    assert browser
    context = browser.new_context(**browser_context_args)  # of somebody else
    page = context.new_page()
    page.route("**/worker/worker.js*", lambda route: route.abort())
    address = school.url.split("#")[0]
    page.goto(f"{address}#room=learn")
    until(page, "document.querySelector('#lessons li')")
    page.click("#door-own")  # is not lost, either
    until(page, "nnlab.store.get().room === 'play'")
    link = "#room=learn&lesson=1&step=1&class=heron&question=What%20is%20z"
    page.evaluate("(link) => (location.hash = link)", link)
    expect(page.locator("#task-text")).to_have_text("What is z")
    expect(page.locator("#join")).to_be_visible()
    page.keyboard.type("p2")
    page.keyboard.press("Enter")
    expect(page.locator("#join-waits")).not_to_be_empty()
    until(page, "nnlab.store.get().engine.kind === 'failed'")
    page.unroute("**/worker/worker.js*")
    page.keyboard.press("Enter")  # the dialog covers the page's own way to start again
    expect(page.locator("#join")).to_be_hidden(timeout=120_000)
    assert page.evaluate("nnlab.store.get().school") == {"word": "heron", "pupil": "p2"}
    context.close()
