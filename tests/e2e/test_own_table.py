"""A table as its owner has it: words and gaps, which features matter, answers for a file."""

import re
from collections.abc import Callable

import numpy as np
from axe import AXE, found
from lab_page import Lab, until
from playwright.sync_api import Page, expect
from rooms_page import BOX, HOLD

Go = Callable[[str], Page]
ROWS = 120


def houses() -> str:
    """What houses cost: mostly their area, and more in Oslo; some cells are empty."""
    rng = np.random.default_rng(4)
    lines = ["area (m²),rooms,city,built,price (€)"]
    for at in range(ROWS):
        area, city = int(rng.integers(40, 200)), ["Rome", "Oslo", "Lima"][int(rng.integers(3))]
        price = 1500 * area + (60_000 if city == "Oslo" else 0) + int(rng.integers(9000))
        cells = [str(area), str(1 + area // 40), city, str(int(rng.integers(1950, 2020)))]
        if at % 8 == 1:
            cells[at % 3] = ""
        lines.append(",".join([*cells, str(price)]))
    return "\n".join(lines) + "\n"


def numbered() -> str:
    """Fourteen classes, named by numbers, on a line; neighbours overlap."""
    rng = np.random.default_rng(4)
    points = [(k + rng.normal(0, 0.6), rng.normal(), k) for _ in range(20) for k in range(14)]
    return "x,y,grade\n" + "".join(f"{x:.3f},{y:.3f},{k}\n" for x, y, k in points)


def stripes() -> str:
    """Pictures of 4 by 4 pixels: lying stripes and standing ones."""
    rng = np.random.default_rng(4)
    lines = [",".join([*(f"p{k}" for k in range(16)), "stripe"])]
    for at in range(60):
        picture = rng.integers(0, 4, (4, 4))
        (picture if at % 2 else picture.T)[at // 2 % 4] += 12
        lines.append(",".join([*map(str, picture.ravel()), "lying" if at % 2 else "standing"]))
    return "\n".join(lines) + "\n"


def give(rooms: Go, name: str, text: str) -> Page:
    page = rooms("play")
    page.evaluate("document.querySelector('#datasets input[value=own]').click()")
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#own-file", files=[file])
    expect(page.locator("#own-status")).to_contain_text(name)
    return page


def press(page: Page, selector: str) -> None:
    """A press wherever the drawers have it."""
    page.evaluate("(selector) => document.querySelector(selector).click()", selector)


def use(page: Page, rows: int, epochs: int) -> None:
    until(page, "!document.getElementById('own-use').disabled")
    press(page, "#own-use")
    until(page, f"nnlab.store.get().lab?.rows === {rows}")
    page.evaluate("(epochs) => nnlab.runner.change({ epochs, patience: 0 })", epochs)
    page.click("#play")
    Lab(page).wait("finished")


def fits(page: Page) -> None:
    """axe finds nothing, and a phone scrolls in no way but down."""
    page.evaluate(AXE)
    assert found(page, None) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1366, "height": 768})


def test_house_prices_with_words_and_gaps(rooms: Go) -> None:
    page = give(rooms, "houses.csv", houses())
    until(page, "document.querySelector('#own-hints button')")
    press(page, "#own-hints button")  # fill the gaps
    until(page, f"document.getElementById('own-rows').textContent.includes('{ROWS} rows')")
    use(page, ROWS, 60)
    expect(page.locator("#data-intro")).to_contain_text("4 columns, which make 6 features")
    assert page.evaluate("nnlab.store.get().lab.sources.map((source) => source.name)") == [
        "area (m²)", "rooms", "city", "built",
    ]  # fmt: skip
    expect(page.locator("#classify select[name=city]")).to_have_count(1)
    expect(page.locator("#prediction")).to_contain_text("€")
    fits(page)

    rooms("judge")
    page.click("#importance-start")
    expect(page.locator("#importance-note")).to_contain_text("Most depends on area (m²)")
    names = page.locator(".importance-name").all_inner_texts()
    assert set(names) == {"area (m²)", "rooms", "city", "built"} and names[-1] == "built"
    page.set_viewport_size({"width": 390, "height": 844})  # where the curve is below the list
    page.locator("#importance-list button").nth(names.index("city")).click()
    for part in ("#dependence-title", "#dependence-note"):
        expect(page.locator(part)).to_be_in_viewport()
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator("#dependence-title")).to_contain_text("city")
    expect(page.locator("#dependence-note")).to_contain_text(re.compile(r"Oslo, \d\d\d,000 €"))

    text = "city,built,area (m²)\nOSLO,1990,80\nAtlantis,2000,\n,1970,150\n"
    file = {"name": "new.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#answers-file", files=[file])
    for part in ("3 rows answered", "another order", "rooms", "city (1 of 3 rows)"):
        expect(page.locator("#answers-said")).to_contain_text(part)
    fits(page)
    stale = page.locator("#answers-stale")
    expect(stale).to_be_hidden()
    page.evaluate("nnlab.runner.step()")  # the file holds answers of the network as it was
    expect(stale).to_be_visible()
    # Answers of a network that another has replaced meanwhile are not shown as the new one's.
    page.evaluate(HOLD, "answer_file")
    page.set_input_files("#answers-file", files=[file])
    run = page.evaluate("nnlab.store.get().lab.run")
    page.evaluate("nnlab.runner.change({ seed: 5 })")
    until(page, f"nnlab.store.get().lab.run > {run}")
    assert page.evaluate("letGo()") == 1
    expect(page.locator("#answers-status")).to_have_text("")
    expect(page.locator("#answers-result")).to_be_hidden()


def test_a_column_of_yes_and_no_is_asked_about_as_it_is_written(rooms: Go) -> None:
    lines = [f"{n % 7},{'yes' if n % 3 else 'no'},{n % 7 * 2 + n % 3}\n" for n in range(40)]
    page = give(rooms, "lifts.csv", "size,lift,rent\n" + "".join(lines))
    until(page, "document.getElementById('own-rows').textContent.includes('40 rows')")
    press(page, "#own-use")
    until(page, "nnlab.store.get().lab?.rows === 40 && nnlab.store.get().dataset.name === 'own'")
    until(page, "nnlab.store.get().prediction?.number !== undefined")  # of row 1
    expect(page.locator("#own-pick")).to_be_hidden()  # the drawer has closed over the stage
    lift = page.locator("#classify [name=lift]")
    expect(lift.locator("option:checked")).to_have_text("no")  # as in its first row
    for word, value in (("yes", 1), ("no", 0)):
        lift.select_option(label=word)
        until(page, f"nnlab.store.get().sample.values?.[1] === {value}")
    page.fill("#classify [name=size]", "yes")
    expect(page.locator("#answer-notes")).to_contain_text("size: This is not a number")


def test_of_many_classes_the_largest_confusions_are_listed(rooms: Go) -> None:
    page = give(rooms, "grades.csv", numbered())
    until(page, "document.querySelector('#own-target').value === 'grade'")
    press(page, "#own-task input[value=classes]")
    until(page, "document.getElementById('own-rows').textContent.includes('13 (20)')")
    use(page, 280, 60)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#regions-key")).to_contain_text("… (14)")
    key, canvas = (page.evaluate(BOX, f"#regions-{part}") for part in ("key", "canvas"))
    assert canvas["height"] > 100 and key["top"] >= canvas["bottom"] - 1  # not over the map
    page.set_viewport_size({"width": 1366, "height": 768})
    rooms("judge")
    listed = page.locator("#confusion-matrix .largest-confusions")
    expect(listed).to_have_count(1)
    counts = [int(each) for each in listed.locator("button").all_inner_texts()]
    assert counts == sorted(counts, reverse=True) and 0 < len(counts) <= 25
    pair = listed.locator("th").first.inner_text().split(" → ")
    actual, taken = (int("".join(filter(str.isdigit, each))) for each in pair)
    assert abs(actual - taken) == 1  # neighbours overlap
    listed.locator("button").first.click()
    expect(listed.locator("button").first).to_have_attribute("aria-expanded", "true")
    expect(listed.locator("button").first).to_be_focused()
    fits(page)


def test_an_own_table_of_pictures_is_shown_as_such(rooms: Go) -> None:
    page = give(rooms, "stripes.csv", stripes())
    lacking = page.locator("#own-features input").nth(5)
    name = (lacking.get_attribute("name") or "").removeprefix("column-")
    lacking.click()
    hint = page.locator(
        "#own-hints li", has_text=f"Without {name} the rows are no pictures of 4 × 4"
    )
    hint.locator("button").click()
    expect(hint).to_have_count(0)
    use(page, 60, 40)
    expect(page.locator("#data-pictures li")).to_have_count(60)
    assert page.evaluate("nnlab.store.get().dataset.pictures.side") == 4
    expect(page.locator("#pad")).to_be_visible()
    fits(page)
    rooms("judge")
    fits(page)
