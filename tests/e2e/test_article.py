"""The article reads without Python, its figures move, and it says what it leaves open."""

import math

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture(autouse=True)
def python_never_comes(page: Page) -> None:
    page.route("**/runtime.json", lambda route: None)


def numbers(text: str) -> list[float]:
    words = text.replace("−", "-").replace("，", " ").replace("；", " ").split()
    found = []
    for word in words:
        try:
            found.append(float(word.strip(".,:;。：")))
        except ValueError:
            continue
    return found


# Parts of the article that are on the screen and not drawn, or may be left out while it is read.
UNDRAWN = """() => [...document.querySelectorAll("#article *")].filter((each) => {
  if (each.closest("details:not([open]) > :not(summary)")) return false;
  if (getComputedStyle(each).contentVisibility !== "visible") return true;
  const { top, bottom, height } = each.getBoundingClientRect();
  const inView = height > 0 && bottom > 0 && top < innerHeight;
  return inView && !each.checkVisibility({ contentVisibilityAuto: true });
}).length"""


def nothing_of_it_is_blank_while_it_is_read(page: Page) -> None:
    page.locator("#article h2").first.scroll_into_view_if_needed()
    for _ in range(4):
        page.evaluate("scrollBy(0, 0.8 * innerHeight)")
        page.screenshot()  # which draws a frame
        assert page.evaluate(UNDRAWN) == 0


def test_it_says_what_the_equations_say_and_every_one_is_derived(page: Page, site: str) -> None:
    page.goto(site)
    nothing_of_it_is_blank_while_it_is_read(page)
    the_figures_say_what_the_equations_say(page)
    page.set_viewport_size({"width": 390, "height": 844})
    every_equation_has_its_derivation_and_both_languages_fit(page)


def the_figures_say_what_the_equations_say(page: Page) -> None:
    page.locator("#sigmoid-z").focus()
    page.keyboard.press("Home")
    a = 1 / (1 + math.exp(6))
    values = page.locator("#sigmoid-values")
    expect(values).to_contain_text("z = −6")
    assert numbers(values.inner_text())[1:] == [round_4(a), round_4(a * (1 - a))]

    page.locator("#chain-w").focus()
    page.keyboard.press("Home")
    shown = numbers(page.inner_text("#chain-values"))
    hidden = [1 / (1 + math.exp(-z)) for z in (0.8 * 1 - 0.4 * 0.5, -0.6 * 1 + 1.2 * 0.5)]

    def loss(nudged: int = -1, by: float = 0.0) -> float:
        sums = [0.8 * 1 - 0.4 * 0.5, -0.6 * 1 + 1.2 * 0.5]
        if nudged >= 0:
            sums[nudged] += by
        out = [1 / (1 + math.exp(-z)) for z in sums]
        end = -3 * out[0] - out[1] + (by if nudged == -1 else 0.0)
        return 0.5 * (1 / (1 + math.exp(-end)) - 1) ** 2

    y = 1 / (1 + math.exp(3 * hidden[0] + hidden[1]))
    slopes = [(loss(k, 1e-5) - loss(k, -1e-5)) / 2e-5 for k in (-1, 0, 1)]
    for got, wanted in zip(shown, [y, 1.0, *slopes], strict=True):
        assert math.isclose(got, wanted, rel_tol=1e-3)


def round_4(value: float) -> float:
    return float(f"{value:.3e}")


# What the article has too much of is cut off, and does not make the page wider.
WIDTHS = "[document.documentElement, document.getElementById('article')].map((e) => e.scrollWidth)"


def every_equation_has_its_derivation_and_both_languages_fit(page: Page) -> None:
    for number in range(1, 9):
        page.locator(f"#eq-{number} summary").press("Enter")
        expect(page.locator(f"#eq-{number} .proof p").first).to_be_visible()
        assert page.locator(f"#eq-{number} math").first.bounding_box() is not None
    for equation in page.locator("#article math").all():
        assert equation.evaluate("math => math.scrollWidth <= math.clientWidth")  # it is whole
    expect(page.locator("#article")).to_contain_text("credit-assignment problem")
    assert page.evaluate(WIDTHS) == [390, 390]
    page.click("#lang")
    expect(page.locator("#article")).to_contain_text("功劳分配问题")
    expect(page.locator("#sigmoid-values")).to_contain_text("斜率")
    assert page.evaluate(WIDTHS) == [390, 390]
