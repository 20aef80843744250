"""Judge: which features matter, and answers for a whole file."""

from collections.abc import Callable

import numpy as np
from lab_page import Lab, csv_text, until
from playwright.sync_api import Page, expect
from rooms_page import HOLD

from nnlab import load_iris

Go = Callable[[str], Page]
IRIS = load_iris()


def judge(rooms: Go) -> Page:
    """Iris, trained for a while on all rows."""
    page = rooms("play")
    if page.evaluate("nnlab.store.get().training.kind") != "finished":
        page.evaluate("nnlab.runner.change({ epochs: 60 })")
        page.click("#play")
        Lab(page).wait("finished")
    return rooms("judge")


def test_which_features_matter_in_a_picture_and_a_sentence(rooms: Go) -> None:
    page = judge(rooms)
    page.click("#importance-start")
    buttons = page.locator("#importance-list button")
    expect(buttons).to_have_count(4)
    falls = [
        float(t.split(" ")[0].replace("−", "-"))
        for t in page.locator(".importance-value").all_inner_texts()
    ]
    assert falls == sorted(falls, reverse=True) and falls[0] > 0.1
    best = page.locator(".importance-name").first.inner_text()
    expect(page.locator("#importance-note")).to_contain_text(f"Most depends on {best}")
    expect(page.locator("#dependence-note")).to_contain_text(best)
    expect(page.locator("#importance-curve canvas")).to_be_visible()
    other = page.locator(".importance-name").nth(3).inner_text()
    buttons.nth(3).click()
    expect(page.locator("#dependence-title")).to_contain_text(other)
    expect(page.locator("#importance-stale")).to_be_hidden()
    page.click("#step")
    expect(page.locator("#importance-stale")).to_be_visible()


def test_a_file_comes_back_with_answers(rooms: Go) -> None:
    page = judge(rooms)
    names = [*reversed(IRIS.feature_names), "species", "place"]
    rows = [
        [*map(str, reversed(row)), IRIS.class_names[label], "garden"]
        for row, label in zip(IRIS.features.tolist(), IRIS.labels, strict=True)
    ]
    rows[0][1] = ""
    text = "\n".join(",".join(row) for row in [names, *rows])
    file = {"name": "new flowers.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#answers-file", files=[file])
    said = page.locator("#answers-said")
    expect(said).to_contain_text("150 rows answered")
    expect(said).to_contain_text("“species” has the truth of 150 rows")
    expect(said).to_contain_text("petal length (cm) = 4.35 (1 of 150 rows)")  # the median
    expect(said).to_contain_text("another order")
    expect(said).to_contain_text("place")
    expect(page.locator("#answers-preview tbody tr")).to_have_count(20)
    with page.expect_download() as download:
        page.click("#answers-save")
    assert download.value.suggested_filename == "new-flowers-answers.csv"
    content = csv_text(download.value.path()).splitlines()
    assert content[0].startswith(text.splitlines()[0] + ",prediction,p(setosa)")
    shares = np.array([[float(cell) for cell in line.split(",")[-3:]] for line in content[1:]])
    assert np.allclose(shares.sum(axis=1), 1.0, atol=1e-4)
    wrong = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n2,3\n"}
    page.set_input_files("#answers-file", files=[wrong])
    expect(page.locator("#answers-error")).to_contain_text("4 of the 4 columns")
    until(page, "document.querySelector('#answers-result').hidden")


def test_what_mattered_in_other_data_is_not_said_of_these(rooms: Go) -> None:
    """Both have x1 and x2; of one a class is told, of the other a number."""
    page = rooms("judge")
    page.evaluate("nnlab.runner.change({ dataset: 'xor' })")
    until(page, "nnlab.store.get().lab.feature_names.length === 2")
    page.click("#importance-start")
    expect(page.locator("#importance-list button")).to_have_count(2)
    rooms("play").check("#datasets [value=plane]", force=True)
    until(page, "nnlab.store.get().lab.task === 'numbers'")
    rooms("judge")
    expect(page.locator("#importance-result")).to_be_hidden()


def test_answers_of_other_data_are_not_drawn_as_these(rooms: Go) -> None:
    """Until Python has answered: a number has no class's mark, and two classes are not three."""
    page = rooms("play")
    page.check("#datasets [value=plane]", force=True)
    until(page, "nnlab.store.get().lab.task === 'numbers'")
    until(page, "document.getElementById('regions-canvas').dataset.wrong !== undefined")
    page.evaluate(HOLD, "regions")
    page.check("#datasets [value=xor]", force=True)
    until(page, "nnlab.store.get().dataset.name === 'xor'")
    page.evaluate("nnlab.store.set({ sample: { kind: 'row', row: 7 } })")  # is painted
    page.evaluate("new Promise((wake) => requestAnimationFrame(() => setTimeout(wake)))")
    page.evaluate("letGo()")

    rooms("judge").evaluate(
        "document.getElementById('confusion-figures').closest('details').open = true"
    )
    figures = page.locator("#confusion-figures tbody tr")
    expect(figures).to_have_count(2)
    page.evaluate(HOLD, "confusion")
    page.evaluate("nnlab.runner.change({ dataset: 'iris' })")
    until(page, "nnlab.store.get().lab.class_names.length === 3")
    for language in ("zh", "en"):
        page.click("#lang")
        expect(page.locator(f"html[lang^={language}]")).to_have_count(1)
    assert page.evaluate("String(nnlab.store.get().error)") == ""
    page.evaluate("letGo()")
    expect(figures).to_have_count(3)
