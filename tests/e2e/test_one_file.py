"""nnlab.html: the whole page by double click, without network."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lab_page import Lab
from playwright.sync_api import BrowserType, Page, Playwright, Request, expect

from browsers import ensure_firefox


@pytest.fixture(scope="session")
def one_file(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file alone, in a folder of its own."""
    return Path(shutil.copy2(built / "nnlab.html", tmp_path_factory.mktemp("one_file")))


@pytest.fixture
def firefox_page(playwright: Playwright) -> Iterator[Page]:
    """A tab of Debian's Firefox."""
    firefox: BrowserType = playwright.firefox
    browser = firefox.launch(channel="moz-firefox", executable_path=ensure_firefox())
    yield browser.new_page()
    browser.close()


def do_the_main_job(page: Page, file: Path) -> None:
    asked: list[str] = []

    def on_request(request: Request) -> None:
        asked.append(request.url)

    page.on("request", on_request)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    lab = Lab(page).open(file.as_uri())
    lab.train(3)
    assert lab.epoch == 3
    lab.type_flower(["5.1", "3.5", "1.4", "0.2"])
    expect(page.locator("#prediction")).not_to_have_text("–")
    page.click("#lang")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("zh"))
    assert {urlsplit(url).scheme for url in asked} <= {"file", "blob", "data"}
    # Firefox does not report the page itself.
    assert {url for url in asked if url.startswith("file:")} <= {file.as_uri()}
    assert errors == []


def test_the_main_job_in_chromium(page: Page, one_file: Path) -> None:
    page.context.set_offline(True)
    do_the_main_job(page, one_file)


@pytest.mark.firefox
def test_the_main_job_in_firefox(firefox_page: Page, one_file: Path) -> None:
    do_the_main_job(firefox_page, one_file)


def test_what_the_pack_left_out_is_in_the_file(page: Page, one_file: Path) -> None:
    Lab(page).open(one_file.as_uri())
    code = "import calendar, numpy.polynomial; calendar.isleap(2024)"
    assert page.workers[0].evaluate(f"pyodide.runPython('{code}')") is True


def test_a_new_worker_gets_its_parts_too(page: Page, one_file: Path) -> None:
    lab = Lab(page).open(one_file.as_uri())
    lab.train(3)
    weights = lab.weights()
    page.evaluate("nnlab.engine.start()")
    lab.wait("booting")
    lab.page.wait_for_selector("body[data-state=finished], body[data-state=paused]")
    assert lab.weights() == weights


@pytest.mark.expects_console_errors
@pytest.mark.parametrize("part", ["pyodide.mjs", "pyodide.asm.wasm", "pack.tar.gz"])
def test_a_file_that_was_cut_off_says_so(page: Page, one_file: Path, part: str) -> None:
    text = one_file.read_text("utf-8")
    cut = one_file.with_name("cut.html")
    cut.write_text(text[: text.index(f'data-part="runtime/{part}"') + 2000], "utf-8")
    page.goto(cut.as_uri())
    Lab(page).wait("failed", 60_000)
    expect(page.locator("#failure-details")).to_contain_text(part)


@pytest.mark.expects_console_errors
def test_an_altered_part_stops_the_start_with_its_name(page: Page, one_file: Path) -> None:
    text = one_file.read_text("utf-8")
    start = text.index('data-part="runtime/pack.tar.gz">') + 200_000
    other = "A" if text[start] != "A" else "B"
    altered = one_file.with_name("altered.html")
    altered.write_text(text[:start] + other + text[start + 1 :], "utf-8")
    page.goto(altered.as_uri())
    Lab(page).wait("failed", 60_000)
    expect(page.locator("#failure")).to_contain_text("pack.tar.gz")


def test_nothing_in_it_names_another_file(one_file: Path) -> None:
    markup = re.sub(r"<script.*?</script>", "", one_file.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r'\s(?:src|href)="([^"]+)"', markup)
    assert [link for link in named if not link.startswith(("#", "data:"))] in ([], ["nnlab.html"])
    assert '<p id="one-file" class="note" hidden>' in markup
