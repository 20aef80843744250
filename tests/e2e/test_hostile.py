"""Files and names made to do harm: shown as they are, and nothing more."""

import csv
import io
from pathlib import Path
from urllib.parse import quote

import pytest
from lab_page import BOOT_MS, Lab, csv_text
from playwright.sync_api import Page, Request, expect

IMG = "<img src=//localhost:9/x onerror=hacked=1>"
FORMULA = "=A1&'http://localhost:9/'!B2"
HEADER = ["__proto__", "constructor", IMG, FORMULA, "kind"]
KINDS = [IMG, "@SUM(1+1)", "__proto__"]


@pytest.fixture
def lab(new_lab: Lab) -> Lab:
    """What a visitor opened here must not reach the next test."""
    return new_lab


def hostile_csv() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for n in range(45):
        writer.writerow([n % 13, n % 7, n * n % 11, n % 5 * 2, KINDS[n % 3]])
    return text.getvalue().encode()


def unharmed(page: Page) -> None:
    assert page.evaluate("globalThis.hacked") is None
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("[({}).polluted, Object.keys(Object.prototype).length]") == [None, 0]
    assert page.title().startswith("NN Lab")


def test_a_table_full_of_tricks_is_a_table(lab: Lab, site: str, tmp_path: Path) -> None:
    page = lab.page
    asked: list[str] = []

    def on_request(request: Request) -> None:
        asked.append(request.url)

    page.context.on("request", on_request)
    page.check("#datasets input[value=own]")
    name = f"{IMG}.csv"
    file = {"name": name, "mimeType": "text/csv", "buffer": hostile_csv()}
    page.set_input_files("#own-file", files=[file])
    expect(page.locator("#own-status")).to_contain_text("45 rows")
    page.click("#own-use")
    expect(page.locator("#own-use")).to_be_disabled()
    lab.wait("ready")
    lab.train(5)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for shown in ("__proto__", IMG, FORMULA):
        expect(page.locator("#data-table")).to_contain_text(shown)
        expect(page.locator("#classify")).to_contain_text(shown)
    expect(page.locator("#confusion-matrix")).to_contain_text(IMG)
    for field in page.locator("#classify input").all():
        field.fill("1")
    expect(page.locator("#prediction")).not_to_have_text("–")
    unharmed(page)

    # The runs' names go into a CSV that a spreadsheet may open.
    page.click("#reset")
    lab.wait("ready")
    lab.train(2)
    names = page.locator("#runs input[type=text]")
    names.first.fill("=cmd|' /C calc'!A0")
    names.first.press("Enter")
    with page.expect_download() as waiting:
        page.click("#download-csv")
    waiting.value.save_as(tmp_path / "runs.csv")
    rows = list(csv.reader(io.StringIO(csv_text(tmp_path / "runs.csv"))))
    assert any(row and row[0] == "'=cmd|' /C calc'!A0" for row in rows)
    assert not any(cell[:1] in {"=", "+", "@"} for row in rows for cell in row)

    # And its own model file and link come back as harmless.
    page.click("#keep-open")
    with page.expect_download() as waiting:
        page.click("#save-model")
    assert "<" not in waiting.value.suggested_filename
    waiting.value.save_as(tmp_path / "model.json")
    with page.expect_file_chooser() as chooser:
        page.click("#open-model")
    chooser.value.set_files(tmp_path / "model.json")
    expect(page.locator("#keep-status")).to_contain_text("is open, at epoch 2")
    page.click("#keep-close")
    unharmed(page)

    left_out = quote("__proto__")
    page.goto(f"{site}#data=own&without={left_out}&target=kind&without={quote(IMG)}")
    page.reload()
    Lab(page).page.wait_for_selector("body:not([data-state=booting])", timeout=BOOT_MS)
    unharmed(page)
    assert [url for url in asked if "localhost:9" in url] == []
