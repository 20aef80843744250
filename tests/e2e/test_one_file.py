"""nnlab.html: the whole page by double click, without network."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lab_page import BOOT_MS, Lab, digits_are_there, until
from playwright.sync_api import Page, Request, expect

from site_files import ROOT


@pytest.fixture(scope="session")
def one_file(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file alone, in a folder of its own."""
    return Path(shutil.copy2(built / "nnlab.html", tmp_path_factory.mktemp("one_file")))


def do_the_main_job(page: Page, file: Path) -> None:
    """In a file there is neither network nor server: also no other file is asked for."""
    asked: list[str] = []
    errors: list[str] = []

    def on_request(request: Request) -> None:
        asked.append(request.url)

    page.on("request", on_request)
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    lab = Lab(page).open(f"{file.as_uri()}#preset=modern&seed=5")
    assert lab.page.evaluate("nnlab.store.get().lab.sizes") == [4, 16, 16, 3]
    assert lab.do_the_main_job().page.input_value("#seed") == "5"
    weights = lab.weights()

    page.click("#keep-open")
    assert page.input_value("#keep-link").startswith(f"{file.as_uri()}#preset=modern&seed=5")
    expect(page.locator("#keep-storage")).to_contain_text("kept in this browser")
    page.click("#keep-close")
    # As after closing and opening it again, the link left out.
    page.goto("about:blank")
    page.goto(file.as_uri())
    lab.wait("paused", BOOT_MS)
    assert (lab.epoch, lab.weights()) == (3, weights)

    assert {urlsplit(url).scheme for url in asked} <= {"file", "blob", "data", "about"}
    # Firefox does not report the page itself.
    assert {url.split("#")[0] for url in asked if url.startswith("file:")} <= {file.as_uri()}
    assert errors == []


def keep_and_open_again(page: Page, save: Callable[[str], Path]) -> None:
    """`save` presses a button and gives the file that has come of it."""
    lab = Lab(page)
    page.click("#keep-open")
    model = save("#save-model")
    with zipfile.ZipFile(save("#take-home")) as home:
        assert home.testzip() is None
        assert {"nnlab-run/run.py", "nnlab-run/weights.npz"} <= {*home.namelist()}
    page.click("#keep-close")
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text("000004")
    page.set_input_files("#open-model-file", model)
    expect(page.locator("#epoch")).to_have_text("000003")
    lab.train(5)


def test_the_main_job_in_chromium(page: Page, one_file: Path, tmp_path: Path) -> None:
    page.context.set_offline(True)
    do_the_main_job(page, one_file)

    def save(button: str) -> Path:
        with page.expect_download() as waiting:
            page.click(button)
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    what_the_pack_left_out_is_in_the_file(page)
    digits_are_there(page)
    page.check("#datasets [value=iris]", force=True)
    until(page, "nnlab.store.get().lab.rows === 150")
    Lab(page).train(3)
    keep_and_open_again(page, save)
    a_new_worker_gets_its_parts_too(Lab(page))


@pytest.mark.firefox
def test_the_main_job_in_firefox(firefox_page: Page, one_file: Path, tmp_path: Path) -> None:
    do_the_main_job(firefox_page, one_file)
    downloads = tmp_path / "downloads"

    def save(button: str) -> Path:
        # Playwright does not hear of what this Firefox saves.
        before = {*downloads.glob("*")}
        firefox_page.click(button)
        for _ in range(200):
            new = {*downloads.glob("*")} - before
            if new and not any(path.suffix == ".part" for path in new):
                break
            firefox_page.wait_for_timeout(50)
        (path,) = new
        return path

    keep_and_open_again(firefox_page, save)


def what_the_pack_left_out_is_in_the_file(page: Page) -> None:
    code = "import calendar, numpy.polynomial; calendar.isleap(2024)"
    assert page.workers[0].evaluate(f"pyodide.runPython('{code}')") is True


def a_new_worker_gets_its_parts_too(lab: Lab) -> None:
    weights = lab.weights()
    lab.page.evaluate("nnlab.engine.start()")
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


@pytest.mark.expects_console_errors
def test_a_browser_that_refuses_programs_in_files_is_told_so(page: Page, one_file: Path) -> None:
    text = one_file.read_text("utf-8")
    start = "nnlabImport(module).then"  # in the worker's part; some browsers reject it
    assert text.count(start) == 1
    refused = one_file.with_name("refused.html")
    refused.write_text(text.replace(start, "Promise.reject(new TypeError()).then"), "utf-8")
    page.goto(refused.as_uri())
    Lab(page).wait("failed", 60_000)
    expect(page.locator("#failure")).to_contain_text("Open this file in Chrome, Edge or Firefox")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("README.md", r"the whole lab in one file \((\d+) MB\)"),
        ("index.html", r'data-text="one_file_note">\((\d+) MB\)'),
        ("web/text/zh.json", r'"one_file_note": "（(\d+) MB）'),
    ],
)
def test_its_size_is_said(one_file: Path, file: str, says: str) -> None:
    (said,) = re.findall(says, (ROOT / file).read_text("utf-8"))
    assert int(said) == round(one_file.stat().st_size / 1e6)


def test_nothing_in_it_names_another_file(one_file: Path) -> None:
    markup = re.sub(r"<script.*?</script>", "", one_file.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r'\s(?:src|href)="([^"]+)"', markup)
    assert [link for link in named if not link.startswith(("#", "data:"))] == []
