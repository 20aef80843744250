"""The rooms: their addresses, Back, what returning finds, what is drawn, and where things stand."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from axe import AXE, THEMES, found
from lab_page import Lab, until
from playwright.sync_api import Page, expect
from rooms_page import BOX, ROOMS, SIZES, TABS

# A panel of each room, and one of another.
PANELS = {
    "learn": ("lesson", "network"),
    "play": ("network", "many"),
    "judge": ("confusion", "network"),
    "understand": ("apart", "training"),
    "code": ("code", "article"),
}


def shows(page: Page, room: str) -> None:
    seen, unseen = PANELS[room]
    expect(page.locator(f"#{seen}")).to_be_visible()
    expect(page.locator(f"#{unseen}")).to_be_hidden()
    assert page.evaluate("nnlab.store.get().room") == room


def test_each_room_has_an_address_and_a_link_without_one_opens_play(
    rooms: Callable[[str], Page],
) -> None:
    page = rooms("play")
    assert "room=" not in page.url
    shows(page, "play")
    for room in ("learn", *ROOMS[1:]):
        rooms(room)
        shows(page, room)
        assert f"room={room}" in page.url
    before = page.evaluate("nnlab.store.get().snapshot")
    page.evaluate("location.hash = '#room=judge'")  # names a room only: the lab stays
    shows(page, "judge")
    page.evaluate("location.hash = '#room=attic'")
    shows(page, "play")
    expect(page.locator("#notices")).to_contain_text("attic")
    assert page.evaluate("nnlab.store.get().snapshot") == before
    page.click("#notices-close")
    page.evaluate("location.hash = '#preset=modern&seed=3&room=code'")
    shows(page, "code")
    until(page, "nnlab.store.get().lab.sizes.join() === '4,16,16,3'")
    for old in ("#preset=paper&hide=article", "#preset=paper&embed=1"):  # of the one long page
        page.evaluate(f"location.hash = '{old}'")
        expect(page.locator("#confusion")).to_be_visible()
        expect(page.locator("#network")).to_be_visible()
    page.evaluate("location.hash = '#preset=paper'")
    shows(page, "play")
    page.evaluate("location.hash = '#eq-3'")  # a place in another room
    shows(page, "understand")
    expect(page.locator("#eq-3")).to_be_in_viewport()


def test_back_and_forward_go_from_room_to_room_and_leave_the_lab(
    rooms: Callable[[str], Page],
) -> None:
    page = rooms("play")
    rooms("judge")
    rooms("code")
    page.evaluate("nnlab.runner.change({ seed: 11 })")
    until(page, "nnlab.store.get().lab && nnlab.store.get().setup.seed === 11")
    for step, room in (("back", "judge"), ("back", "play"), ("forward", "judge")):
        page.evaluate(f"history.{step}()")
        until(page, f"nnlab.store.get().room === '{room}'")
        page.wait_for_timeout(100)
        shows(page, room)
        assert page.evaluate("nnlab.store.get().setup.seed") == 11
        assert "seed=11" in page.url
        assert ("room=judge" in page.url) == (room == "judge")


def test_a_room_is_found_as_it_was_left(rooms: Callable[[str], Page]) -> None:
    page = rooms("understand")
    page.evaluate("scrollTo(0, 700)")
    rooms("judge")
    page.check("input[name=many-kind][value=rates]")
    page.fill("#many-rates", "7")
    page.evaluate("scrollTo(0, 300)")
    rooms("understand")
    assert abs(page.evaluate("scrollY") - 700) < 3
    rooms("judge")
    assert page.input_value("#many-rates") == "7"
    assert abs(page.evaluate("scrollY") - 300) < 3


COUNT = """() => {
  const again = "counted" in globalThis;
  globalThis.counted = { drawn: {}, asked: {} };
  if (again) return;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    const view = this.canvas.isConnected && this.canvas.closest("[data-view]")?.dataset.view;
    if (view) counted.drawn[view] = (counted.drawn[view] ?? 0) + 1;
    return clearRect.apply(this, box);
  };
  const { call } = nnlab.engine;
  nnlab.engine.call = (method, ...rest) => {
    counted.asked[method] = (counted.asked[method] ?? 0) + 1;
    return call(method, ...rest);
  };
}"""


def test_what_is_not_seen_is_neither_drawn_nor_asked_for(rooms: Callable[[str], Page]) -> None:
    page = rooms("code")
    page.evaluate(COUNT)
    page.evaluate("nnlab.runner.change({ epochs: 30 }).then(() => nnlab.runner.reset())")
    page.click("#play")
    Lab(page).wait("finished")
    page.wait_for_timeout(300)
    counted = page.evaluate("counted")
    assert counted["drawn"] == {}
    assert not {"regions", "trace"} & set(counted["asked"])
    assert counted["asked"].get("confusion", 0) <= 1  # to say what the run came to
    rooms("judge")
    expect(page.locator("#confusion-note")).to_contain_text("of 150 right")
    assert "regions" not in page.evaluate("counted.asked")
    rooms("play")
    page.click("[data-opens=time]")
    expect(page.locator("#time-at")).to_contain_text("30")
    page.keyboard.press("Escape")
    until(page, "counted.drawn.network && counted.drawn.regions")
    assert page.evaluate("counted.asked.regions") <= 2


@pytest.mark.in_rooms
def test_all_on_one_page_is_one_press_away_and_kept(page: Page, site: str) -> None:
    page.route("**/runtime.json", lambda route: None)  # never answered: this needs no Python
    page.goto(site)
    page.click("#views-menu summary")
    page.check("#one-page")
    for panel in ("network", "many", "apart", "code", "article"):
        expect(page.locator(f"#{panel}")).to_be_visible()
    expect(page.locator("#bar #epochs")).to_be_visible()
    page.reload()
    expect(page.locator("#many")).to_be_visible()
    page.click("#rooms [data-room=judge]")
    shows(page, "judge")
    page.goto("about:blank")
    page.goto(site)
    shows(page, "judge")  # where one was


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_the_transport_and_the_tabs_are_in_reach_in_every_room(
    rooms: Callable[[str], Page], size: tuple[int, int]
) -> None:
    page = rooms("play")
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    for _ in ("en", "zh"):
        for room in ROOMS:
            rooms(room)
            page.evaluate("scrollTo(0, 500)")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for part in ("#reset", "#play", "#step", "#epoch", "#bar-loss", "#bar-accuracy"):
                expect(page.locator(part)).to_be_in_viewport(ratio=1)
            row = page.evaluate(BOX, ".run-row")
            assert row["height"] <= 56 and row["right"] <= width
            boxes = [page.evaluate(BOX, f"#rooms [data-room={each}]") for each in TABS]
            for box in boxes:
                assert box["height"] >= 44 and 0 <= box["top"] < box["bottom"] <= height
                assert width > 760 or box["width"] >= 44
                assert box["bottom"] <= row["top"] + 1 or box["top"] >= row["bottom"] - 1
            assert all(a["right"] <= b["left"] + 1 for a, b in pairwise(boxes))
            assert (boxes[0]["top"] > height - 60) == (width <= 760)  # below, for the thumb
            cut = page.evaluate(
                """() => [...document.querySelectorAll(".masthead :is(a, button, summary)")]
                  .filter((e) => e.checkVisibility())
                  .filter((e) => { const { left, right, height } = e.getBoundingClientRect();
                    return left < 0 || right > innerWidth || height > 60 || height < 40; })
                  .map((e) => e.id || e.textContent)"""
            )
            assert cut == []
        page.click("#lang")


def test_the_keyboard_reaches_the_rooms_and_the_keys_work_in_each(
    rooms: Callable[[str], Page],
) -> None:
    page = rooms("play")
    page.locator("#rooms a").first.focus()
    reached = []
    for _ in TABS:
        reached.append(page.evaluate("document.activeElement.dataset.room"))
        page.keyboard.press("Tab")
    assert reached == list(TABS)
    page.locator("#rooms [data-room=code]").focus()
    page.keyboard.press("Enter")
    shows(page, "code")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    expect(page.locator("#epoch")).to_have_text("000000")
    page.keyboard.press("s")
    expect(page.locator("#epoch")).to_have_text("000001")
    page.keyboard.press("Space")
    Lab(page).wait("finished")
    page.keyboard.press("g")
    shows(page, "understand")
    expect(page.locator("#check-result")).to_be_in_viewport()


def test_axe_finds_nothing_in_any_room(rooms: Callable[[str], Page]) -> None:
    page = rooms("play")
    page.evaluate(AXE)
    for width, height in ((1366, 768), (390, 844)):  # the one in English, the other in Chinese
        page.set_viewport_size({"width": width, "height": height})
        for theme, rules in THEMES.items():
            for room in TABS:
                rooms(room)
                assert found(page, None, rules) == [], (width, theme, room)
            page.click("#theme")
        page.click("#lang")


# What is cut off at the right, unless it can be scrolled to.
CUT = """() => {
  const scrolls = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) ||
    scrolls(e.parentElement));
  return [...document.querySelectorAll("button, summary, h2, h3, label, select, input")]
    .filter((e) => e.checkVisibility() && e.offsetWidth > 1 && !scrolls(e.parentElement))
    .filter((e) => { const { left, right } = e.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1; })
    .map((e) => e.id || e.textContent);
}"""
OVER = """() => {
  const seen = [...document.querySelectorAll("main .panel[data-view], #lesson, .tools, #article")]
    .filter((e) => e.checkVisibility()).map((e) => [e, e.getBoundingClientRect()]);
  return seen.flatMap(([a, A], nth) => seen.slice(nth + 1)
    .filter(([b, B]) => !a.contains(b) && !b.contains(a) &&
      Math.min(A.right, B.right) - Math.max(A.left, B.left) > 1 &&
      Math.min(A.bottom, B.bottom) - Math.max(A.top, B.top) > 1)
    .map(([b]) => `${a.id} ${b.id}`));
}"""
# What lies over the middle of that which has the focus.
HIDDEN = """() => {
  const e = document.activeElement;
  const { left, right, top, bottom } = e.getBoundingClientRect();
  if (e === document.body || bottom - top > innerHeight / 2) return "";
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const same = !over || over.contains(e) ||
    [e, over.closest("label")].some((each) => each?.contains(each === e ? over : e));
  return same ? "" : `${e.id || e.textContent.trim()} under ${over.id || over.className}`;
}"""


def test_panels_stand_apart_and_enlarged_four_times_nothing_is_cut(
    rooms: Callable[[str], Page],
) -> None:
    page = rooms("play")
    for width, height in (*SIZES, (342, 192)):
        for room in TABS:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("room => nnlab.store.set({ room })", room)
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(100)
            assert page.evaluate(OVER) == [], (width, room)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, room
            assert width > 342 or page.evaluate(CUT) == [], room


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=str)
def test_nothing_covers_what_has_the_focus_in_any_room(
    rooms: Callable[[str], Page], size: tuple[int, int]
) -> None:
    page = rooms("play")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for room in TABS:
        rooms(room)
        page.evaluate("scrollTo(0, 0)")
        hidden = []
        for _ in range(30):
            page.keyboard.press("Tab")
            hidden.append(page.evaluate(HIDDEN))
        assert [each for each in hidden if each] == [], room


def test_forced_colours_leave_what_is_chosen(rooms: Callable[[str], Page]) -> None:
    page = rooms("play")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(forced_colors="active")
    style = "(element) => getComputedStyle(element).outlineStyle"
    for chosen, other in (
        ("#rooms [data-room=play]", "#rooms [data-room=code]"),
        ("#faces label:has(:checked)", "#faces label:has([value=network])"),
    ):
        styles = [page.locator(each).evaluate(style) for each in (chosen, other)]
        assert styles == ["solid", "none"], chosen
    page.emulate_media(forced_colors="none")


OVER_PAPER = """() => [...document.querySelectorAll("body *")].filter((each) =>
  each.checkVisibility() && ["fixed", "sticky"].includes(getComputedStyle(each).position))
  .map(({ id }) => id)"""
INK = "getComputedStyle(document.body).color"


def test_a_dark_page_is_dark_on_light_on_paper_and_nothing_lies_over_a_sheet(
    rooms: Callable[[str], Page],
) -> None:
    page = rooms("play")
    page.click("#theme")
    dark = page.evaluate(INK)
    # Where the system forces its colours, those of the canvases are for its own ground.
    page.emulate_media(forced_colors="active", color_scheme="light")
    until(page, "document.documentElement.dataset.theme === undefined")
    page.emulate_media(forced_colors="none")
    until(page, "document.documentElement.dataset.theme === 'dark'")
    assert page.evaluate(INK) == dark
    for room in ROOMS:
        rooms(room)
        for width in (718, 1000):  # A4 upright, and on its side
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(media="print")
            assert page.evaluate(OVER_PAPER) == [], (room, width)
            assert page.evaluate(INK) == "rgb(27, 32, 48)" != dark
            page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1366, "height": 768})
    page.click("#theme")


def test_the_code_s_room_has_the_editor_open(page: Page, site: str) -> None:
    page.goto(f"{site}#room=code")
    expect(page.locator(".cm-content")).to_be_visible(timeout=90_000)
    expect(page.locator("#code-open")).to_be_hidden()
