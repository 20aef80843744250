"""axe-core's rules in every panel; a narrow, enlarged page; what a screen reader reads."""

import re
from typing import Any

import pytest
from axe import AXE, THEMES, found
from lab_page import Lab, until
from playwright.sync_api import Page, expect

from site_files import ROOT

OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
SCREENSHOTS = ROOT / "tests/screenshots"


def open_everything(lab: Lab) -> Page:
    """The page after a short run, with every panel, table and tool that it has open."""
    page = lab.page
    lab.train(20)
    page.check("input[name=many-kind][value=seeds]")
    page.fill("#many-seeds", "3")
    run_study(page)
    page.click("#landscape-start")
    expect(page.locator("#landscape-canvas")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.click("#code-open")
    expect(page.locator(".cm-content")).to_be_visible()
    page.click("#code-edit")
    page.evaluate(OPEN_ALL)
    page.check("#datasets input[value=own]")
    rows = "".join(f"{n},{n % 5},{'ab'[n % 2]}\n" for n in range(30))
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": f"x,y,kind\n{rows}".encode()}
    page.set_input_files("#own-file", files=[file])
    expect(page.locator("#own-choice")).to_be_visible()
    page.evaluate("nnlab.store.set({ notices: [{ key: 'stored_damaged' }], error: 'an error' })")
    expect(page.locator("#failure")).to_be_visible()
    page.evaluate(OPEN_ALL)
    until(page, "nnlab.store.get().stepper.stale === false")  # until then it is pale
    return page


def run_study(page: Page) -> None:
    page.click("#many-start")
    expect(page.locator("#many-status")).to_contain_text("runs are done.")


def test_every_panel_suits_axe_and_can_be_enlarged(lab: Lab) -> None:
    page = open_everything(lab)
    assert page.locator("#many-table tr").count() > 3
    expect(page.locator("#landscape-table")).to_be_visible()
    axe_finds_nothing(page)
    window: Any = page.viewport_size
    nothing_scrolls_sideways_or_is_cut_off_at_400_percent(page)
    page.set_viewport_size(window)
    axe_finds_nothing_in_a_grid(page)


def axe_finds_nothing(page: Page) -> None:
    """In any panel, language or theme."""
    page.evaluate(AXE)
    for language in ("en", "zh"):
        for theme, rules in THEMES.items():
            assert found(page, None, rules) == [], (language, theme)
            page.evaluate("document.querySelector('#keep-open').click()")
            assert found(page, "#keep", rules) == [], (language, theme)
            page.click("#keep-close")
            page.evaluate("document.querySelector('#theme').click()")
        page.evaluate("document.querySelector('#lang').click()")


def axe_finds_nothing_in_a_grid(page: Page) -> None:
    page.check("input[name=many-kind][value=grid]")
    page.fill("#many-row-values", "0.05, 0.2")
    page.fill("#many-column-values", "2, 5")
    run_study(page)
    expect(page.locator("#many-heat button")).to_have_count(4)
    for rules in THEMES.values():
        assert found(page, "#many", rules) == []
        page.evaluate("document.querySelector('#theme').click()")


def nothing_scrolls_sideways_or_is_cut_off_at_400_percent(page: Page) -> None:
    """In a window of 1280 by 1024 that is enlarged four times."""
    page.set_viewport_size({"width": 320, "height": 256})
    for _ in ("en", "zh"):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        cut = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, h1, h2, h3, label, select")]
              .filter((e) => e.checkVisibility() && !e.closest(".offscreen, .table-scroll"))
              .filter((e) => !e.closest(".cm-editor, [tabindex='0'], .confusion-scroll"))
              .filter((e) => !e.closest(".setup-head"))
              .filter((e) => { const { left, right } = e.getBoundingClientRect();
                return right > 321 || left < -1 || e.scrollWidth > e.clientWidth + 2; })
              .filter((e) => getComputedStyle(e).overflow !== "visible" ||
                e.getBoundingClientRect().right > 321)
              .map((e) => e.id || e.className || e.textContent)"""
        )
        assert cut == []
        page.evaluate("document.querySelector('#lang').click()")
    page.evaluate("document.querySelector('#keep-open').click()")
    dialog: Any = page.locator("#keep").bounding_box()
    assert dialog["x"] >= 0 and dialog["x"] + dialog["width"] <= 320
    # The bar may not hide what the keyboard has reached.
    page.click("#keep-close")
    page.locator("#classify input").first.focus()
    box: Any = page.locator("#classify input").first.bounding_box()
    on_top = "([x, y]) => document.elementFromPoint(x, y)?.closest('#classify') !== null"
    assert page.evaluate(on_top, [box["x"] + 5, box["y"] + box["height"] / 2])


# One line of the transcript for something that has a name.
NAMED = re.compile(r"""^\s*- '?\w+ "[^\n]*$""", re.MULTILINE)
MAIN_JOB = [
    '- heading "NN Lab" [level=1]',
    '- heading "Training controls" [level=2]',
    "- 'button \"Reset: back to the first weights of this seed\"'",
    '- button "Train"',
    "- 'button \"Step: train one epoch\"'",
    '- textbox "Learning rate": "0.05"',
    '- textbox "Epochs to train": "20"',
    '- heading "Data" [level=2]',
    '- heading "Classify a flower" [level=2]',
    '- textbox "petal width (cm)"',
    '- heading "Network" [level=2]',
    '- heading "Training" [level=2]',
    '- status: "Training finished after epoch 20: accuracy 0.667."',
]


def test_a_screen_reader_reads_the_main_job_in_order(lab: Lab) -> None:
    page = lab.page
    lab.train(20)
    lab.type_flower(["5.1", "3.5", "1.4", "0.2"])
    expect(page.locator("#prediction")).not_to_have_text("–")
    transcript = page.locator("body").aria_snapshot()
    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / "transcript.txt").write_text(transcript, "utf-8")
    for sentence in MAIN_JOB:
        assert sentence in transcript, sentence
    headings = [line.strip() for line in transcript.splitlines() if "- heading" in line]
    order = [
        next(n for n, line in enumerate(headings) if title in line)
        for title in (
            '"NN Lab"',
            '"Training controls"',
            '"Data"',
            '"Classify a flower"',
            '"The eight equations"',
        )
    ]
    assert order == sorted(order)
    # Nothing that can be used is without a name.
    kinds = "button|textbox|combobox|checkbox|radio|slider|switch|link"
    assert re.findall(rf"^\s*- (?:{kinds})\b.*$", NAMED.sub("", transcript), re.M) == []


MISSING = {
    "WebAssembly": "delete globalThis.WebAssembly",
    "DecompressionStream": "delete globalThis.DecompressionStream",
    "Worker": "delete globalThis.Worker",
    "module workers": """globalThis.Worker = class extends Worker {
      constructor(url) { super(url); }
    }""",
    "Array.toSpliced": "delete Array.prototype.toSpliced",
    "OffscreenCanvas": "delete globalThis.OffscreenCanvas",
    "import maps": "HTMLScriptElement.supports = () => false",
}


@pytest.mark.expects_console_errors
def test_a_browser_that_lacks_something_is_told_what_and_who_has_it(page: Page, site: str) -> None:
    for name, script in MISSING.items():
        fresh = page.context.new_page()
        fresh.add_init_script(script)
        fresh.goto(site)
        expect(fresh.locator("body")).to_have_attribute("data-state", "failed")
        said = fresh.locator("#preflight:visible, #failure:visible")
        expect(said.first).to_contain_text(name)
        expect(said.first).to_contain_text("Chrome or Edge 111, Firefox 115, Safari 17.4")
        expect(fresh.locator("#article math").first).to_be_visible()
        fresh.close()
