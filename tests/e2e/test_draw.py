"""Points of one's own, drawn with mouse, finger and keys, used, and carried by a link."""

import re
from collections.abc import Callable

from axe import AXE, found
from lab_page import until
from playwright.sync_api import Page, expect

Go = Callable[[str], Page]
IN_LINK = "nnlab.store.get().setup.dataset === 'own' && /layers=2-.*points=/.test(location.hash)"


def opened(rooms: Go) -> Page:
    page = rooms("play")
    page.click("#datasets [value=own]", force=True)
    page.evaluate("document.getElementById('draw').open = true")
    page.locator("#draw-canvas").scroll_into_view_if_needed()
    if page.locator("#draw-clear").is_enabled():
        page.click("#draw-clear")
    return page


def stroke(page: Page, y: float) -> None:
    """From left to right, at this part of the height."""
    box = page.locator("#draw-canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + y * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + y * box["height"], steps=20)
    page.mouse.up()


def test_two_classes_drawn_with_the_mouse_are_learnt_and_linked(rooms: Go) -> None:
    page = opened(rooms)
    stroke(page, 0.2)
    expect(page.locator("#draw-status")).to_contain_text("Draw two classes or more")
    expect(page.locator("#draw-use")).to_be_disabled()
    page.check("#draw-brushes [value='1']")
    stroke(page, 0.8)
    page.click("#draw-undo")
    expect(page.locator("#draw-status")).to_contain_text("Draw two classes or more")
    stroke(page, 0.8)
    page.check("#draw-brushes [value=eraser]")
    drawn = page.locator("#draw-status").inner_text()
    stroke(page, 0.5)  # nothing is there
    expect(page.locator("#draw-status")).to_have_text(drawn)
    stroke(page, 0.2)  # all of A
    expect(page.locator("#draw-status")).to_contain_text("Draw two classes or more")
    page.click("#draw-undo")
    expect(page.locator("#draw-status")).to_have_text(drawn)
    page.evaluate(AXE)
    assert found(page, "#data") == []
    page.click("#draw-use")
    until(page, IN_LINK)
    assert page.evaluate("nnlab.store.get().lab.class_names") == ["A", "B"]
    rows = page.evaluate("[...nnlab.store.get().lab.table.features.data]")
    link = page.evaluate("location.hash")
    page.check("#datasets [value=iris]", force=True)
    until(page, "nnlab.store.get().setup.dataset === 'iris'")
    page.evaluate("(link) => { location.hash = link.slice(1) + '&room=play'; }", link)
    until(page, IN_LINK)
    assert page.evaluate("[...nnlab.store.get().lab.table.features.data]") == rows


def finger(page: Page, canvas: str, y: float) -> None:
    """From left to right with one finger: the browser's own touches, not mouse events."""
    box = page.locator(canvas).bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    for at in range(21):
        x = box["x"] + (0.2 + 0.03 * at) * box["width"]
        points = [{"x": x, "y": box["y"] + y * box["height"]}]
        kind = "touchMove" if at else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)  # as a screen tells of a finger
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def test_a_finger_draws_erases_and_undoes_on_a_phone(rooms: Go) -> None:
    page = opened(rooms)
    page.set_viewport_size({"width": 390, "height": 844})
    page.check("input[name=draw-task][value=classes]")
    place = page.locator("#draw-canvas")
    place.scroll_into_view_if_needed()
    status = page.locator("#draw-status")
    for kind, y in (("0", 0.25), ("1", 0.75)):
        page.check(f"#draw-brushes [value='{kind}']")
        place.scroll_into_view_if_needed()
        before = place.bounding_box()
        finger(page, "#draw-canvas", y)
        assert place.bounding_box() == before  # the page did not scroll beneath the finger
    drawn = int(re.findall(r"\d+", status.inner_text())[0])
    assert drawn >= 20
    page.check("#draw-brushes [value=eraser]")
    place.scroll_into_view_if_needed()
    finger(page, "#draw-canvas", 0.25)
    expect(status).to_contain_text("Draw two classes or more")
    page.click("#draw-undo")
    expect(status).to_contain_text(f"{drawn} points")
    page.click("#draw-use")
    until(page, IN_LINK)
    assert page.evaluate("nnlab.store.get().lab.class_names") == ["A", "B"]
    assert page.evaluate("nnlab.store.get().lab.rows") == drawn


def test_a_curve_is_drawn_with_keys_alone(rooms: Go) -> None:
    page = opened(rooms)
    page.check("input[name=draw-task][value=numbers]")
    page.focus("#draw-canvas")
    for _ in range(5):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    page.keyboard.press("Delete")
    expect(page.locator("#draw-status")).to_contain_text("5 points")
    page.keyboard.press("Control+z")
    expect(page.locator("#draw-status")).to_contain_text("6 points")
    page.click("#draw-use")
    until(page, "nnlab.store.get().lab.task === 'numbers' && nnlab.store.get().lab.rows === 6")
    assert page.evaluate("nnlab.store.get().lab.target_name") == "y"
