"""The room to understand: one view of a step, an article that leads it, letters that explain."""

from collections.abc import Callable
from itertools import combinations

import pytest
from lab_page import until
from playwright.sync_api import Page, expect
from rooms_page import BOX, SIZES

Go = Callable[[str], Page]
VIEW = (
    ".apart-transport", "#apart-phases", "#apart-equation h3", "#apart-equation math",
    "#apart-network", ".apart-middle", "#apart-source .here",
)  # fmt: skip
PARTS = ("#apart-equation", "#apart-network", ".apart-middle", ".apart-code")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_a_step_is_in_one_view_in_both_languages(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("understand")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#apart-next")).to_be_enabled(timeout=60_000)
    foot = page.evaluate(BOX, ".run-row")["top"] if size[0] <= 760 else size[1]
    for _ in ("en", "zh"):
        for phase in page.locator("#apart-phases button").all():
            phase.click()
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(100)
            for part in VIEW:
                box = page.evaluate(BOX, part)
                assert box["top"] >= 48 and box["bottom"] - foot < 4, (part, box)
                assert box["left"] >= 0 and box["height"] > 8, part
            for a, b in combinations([page.evaluate(BOX, part) for part in PARTS], 2):
                across = min(a["right"], b["right"]) - max(a["left"], b["left"])
                down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
                assert across <= 1 or down <= 1, (a, b)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.click("#lang")


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)], ids=str)
def test_a_laptop_has_every_step_s_result_in_view(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("understand")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator("#apart-place")).to_contain_text("/ 17", timeout=60_000)
    page.evaluate("scrollTo(0, 0)")
    out = """() => {
      const view = document.querySelector(".apart-middle").getBoundingClientRect();
      return [...document.querySelectorAll("#apart-numbers .result")].filter((each) => {
        const { top, bottom, left, right } = each.getBoundingClientRect();
        return top < view.top - 1 || bottom > view.bottom + 1
          || left < view.left - 1 || right > view.right + 1;
      }).length;
    }"""
    for step in range(17):
        page.locator("#apart-bar").fill(str(step))
        expect(page.locator(".apart-transport output")).to_have_text(f"{step + 1} / 17")
        assert page.locator("#apart-numbers .result").count() == 1
        assert page.evaluate(out) == 0, step + 1
    page.locator("#apart-bar").fill("0")


def test_a_sample_that_was_typed_leaves_the_phases_uncovered(rooms: Go) -> None:
    page = rooms("understand")
    expect(page.locator("#apart-next")).to_be_enabled(timeout=60_000)
    page.evaluate("nnlab.store.set({ sample: { kind: 'typed', values: [5, 3, 4, 1] } })")
    expect(page.locator("#apart-target-field")).to_be_visible()
    for language in ("en", "zh"):
        a, b = (page.evaluate(BOX, part) for part in ("#apart-phases", ".apart-sample"))
        assert a["right"] <= b["left"] or a["bottom"] <= b["top"], language
        page.click("#lang")


def test_the_stepper_follows_who_reads_the_article(rooms: Go) -> None:
    page = rooms("understand")
    expect(page.locator("#apart-next")).to_be_enabled(timeout=60_000)
    for number in (2, 4, 8, 4):
        page.evaluate(
            "n => document.getElementById(`eq-${n}`).scrollIntoView({ block: 'center' })", number
        )
        expect(page.locator("#apart-equation h3")).to_contain_text(f"({number})")
        expect(page.locator(f"#eq-{number}.current")).to_be_in_viewport()
        expect(page.locator("#apart-equation math").first).to_be_in_viewport(ratio=1)
        # What is read goes under the transport, not over it.
        assert page.evaluate(
            "document.elementFromPoint(innerWidth - 60, 76)?.closest('.bar') !== null"
        )
    page.evaluate("scrollTo(0, 0)")


def test_a_gradient_check_stands_in_the_steps_place_and_is_closed(rooms: Go) -> None:
    page = rooms("understand")
    expect(page.locator("#apart-next")).to_be_enabled(timeout=60_000)
    check, step = page.locator("#check-result"), page.locator("#apart-body")
    page.click("#gradient-check")
    expect(check).to_be_in_viewport(ratio=1)
    expect(step).to_be_hidden()
    for control in ("#apart-next", "#gradient-check"):
        expect(page.locator(control)).to_be_in_viewport(ratio=1)
    page.click("#check-close")
    expect(page.locator("#gradient-check")).to_be_focused()
    expect(step).to_be_visible()
    page.keyboard.press("Enter")
    expect(check).to_be_visible()
    page.click("#apart-next")  # to see the next step
    expect(check).to_be_hidden()
    expect(step).to_be_visible()


def test_on_a_phone_the_pictures_follow_the_article(rooms: Go) -> None:
    page = rooms("understand")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#apart-next")).to_be_enabled(timeout=60_000)
    strip, picture = page.locator("#follows"), "document.querySelector('#follows-picture')"
    expect(strip).to_be_hidden()  # while the stepper itself is in sight
    seen = []
    for number in (4, 3, 8):
        page.evaluate(
            "n => document.getElementById(`eq-${n}`).scrollIntoView({ block: 'center' })", number
        )
        expect(page.locator(f"#eq-{number}.current")).to_be_in_viewport()
        expect(strip).to_be_in_viewport(ratio=1)
        step = page.evaluate("nnlab.store.get().stepper.step")
        expect(page.locator("#follows-text")).to_contain_text(f"Step {step + 1} of")
        assert page.evaluate(BOX, "#follows")["bottom"] <= page.evaluate(BOX, ".run-row")["top"] + 1
        seen.append(page.evaluate(f"{picture}.toDataURL()"))
    assert seen[0] != seen[1]  # another layer is lit
    strip.tap()
    expect(page.locator("#apart-equation h3")).to_be_in_viewport()
    expect(page.locator("#apart-equation h3")).to_contain_text("(8)")
    strip.tap()
    expect(page.locator("#eq-8")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    page.locator("#apart-phases button").first.click()


def test_a_letter_is_explained_at_a_touch(rooms: Go) -> None:
    page = rooms("understand")
    box = page.locator("#explanation")
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        until(page, "document.querySelector('#apart-equation mi')")
        page.locator("#apart-equation mi", has_text="W").first.tap()
        expect(box).to_contain_text("weights, one row for each neuron")
        expect(box).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
    entry = page.locator(".letters summary").first
    entry.press("Enter")
    expect(page.locator(".letters [data-text=sym_x]")).to_be_visible()
    entry.press("Enter")


def test_a_word_is_explained_at_a_touch_by_its_key_and_in_the_menu(rooms: Go) -> None:
    page = rooms("play")
    box, rate = page.locator("#explanation"), page.locator("#learning-rate")
    for language, epoch in (("en", "One pass"), ("zh", "过一遍")):
        page.locator(".counter [data-explains=epoch]").tap()
        expect(box).to_contain_text(epoch)
        page.keyboard.press("Escape")
        value = rate.input_value()
        rate.focus()
        page.keyboard.press("?")
        expect(box).to_contain_text("SGD")
        page.keyboard.press("Escape")
        expect(rate).to_be_focused()
        assert rate.input_value() == value
        page.click("#views-menu summary")
        page.click("#glossary-open")
        entries = page.locator("#glossary-list dt")
        named = page.evaluate(
            "[...document.querySelectorAll('[data-explains]')].map((e) => e.dataset.explains)"
        )
        assert entries.count() >= 20 and len(set(named)) >= 12
        assert "term_" not in page.inner_text("#glossary"), language
        names = entries.all_inner_texts()
        by_language = "([a, tag]) => [...a].sort((x, y) => x.localeCompare(y, tag))"
        assert names == page.evaluate(by_language, [names, language])
        page.fill("#glossary-find", "xor")
        expect(entries.first).to_contain_text("XOR")
        assert entries.count() < len(names)
        page.click("#glossary-close")
        expect(page.locator("#glossary-open")).to_be_hidden()  # the menu has made way
        expect(page.locator("#views-menu summary")).to_be_focused()
        page.click("#lang")
