"""The hosted site after one visit: without network, from Python's memory, in a new version."""

import gzip
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lab_page import ANSWER, BOOT_MS, LONG_PAGE, RARE, Lab, digits_are_there, pass_seconds
from playwright.sync_api import Browser, Page, expect

from build import LATER
from built.offline import service_worker
from serve import running
from site_files import ROOT

Files = dict[str, bytes]
KEPT = "This page also works without network"
NOT_KEPT = {"sw.js", "nnlab.html", ".nojekyll"}
STATE = """pyodide.runPython(`
import gc, json, os, random, sys
state = {
    "modules": sorted(sys.modules),
    "path": sys.path,
    "finders": [getattr(each, "__name__", type(each).__name__) for each in sys.meta_path],
    "environment": dict(os.environ),
    "arguments": [sys.executable, *sys.orig_argv, *sys.argv],
    "folder": os.getcwd(),
    "collects garbage": gc.isenabled(),
}
json.dumps([state, random.random()])
`)"""
FROM_HEAP = "import pyodide_js; hasattr(pyodide_js._api.config, '_loadSnapshot')"
# What a start finds in the offline copy, and what is done to it.
SPOIL = """async (how) => {
  const [name] = await caches.keys();
  const cache = await caches.open(name);
  const kept = await cache.keys();
  const find = async (end) => {
    const { url } = kept.find((request) => request.url.endsWith(end));
    return [url, await (await cache.match(url)).arrayBuffer()];
  };
  const [heapUrl, heap] = await find("heap.bin");
  const bytes = new Uint8Array(heap);
  if (how === "altered") bytes[bytes.length >> 1] ^= 1;
  if (how === "another browser's") {
    // Its table of functions begins later; and the hash is as if that were published.
    const text = new TextDecoder("latin1").decode(heap.slice(0, 65536));
    bytes[text.indexOf('"begin":') + '"begin":'.length] += 1;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const [listUrl, list] = await find("runtime.json");
    const runtime = JSON.parse(new TextDecoder().decode(list));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0"));
    runtime.kept.heap.sha256 = hex.join("");
    await cache.put(listUrl, new Response(JSON.stringify(runtime)));
  }
  await cache.put(heapUrl, new Response(bytes));
}"""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Here the offline copy is meant to answer."""
    return {**browser_context_args, "service_workers": "allow"}


@pytest.fixture(scope="session")
def files(built: Path) -> Files:
    """The built site."""
    found = (path for path in built.rglob("*") if path.is_file())
    return {path.relative_to(built).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def folder(tmp_path: Path, files: Files) -> Path:
    """A published site."""
    publish(tmp_path / "dist", files)
    return tmp_path / "dist"


@pytest.fixture
def url(serve: Callable[..., str], folder: Path) -> str:
    return serve(prefix="/nnlab/", root=folder, pages=True)


INSTALL = """async (script) => {
  const { installing } = await navigator.serviceWorker.register(script);
  while (!["activated", "redundant"].includes(installing.state)) {
    await new Promise((settle) => (installing.onstatechange = settle));
  }
  return [installing.state, (await caches.keys()).length];
}"""
UNTIL_SETTLED = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  while (found.installing) await new Promise((wake) => setTimeout(wake, 100));
}"""


def keep_copy(page: Page) -> None:
    """Does not wait until the page has been left alone for long enough."""
    page.click("#offline-keep")
    expect(page.locator("#offline-status")).to_contain_text(KEPT, timeout=60_000)


def publish(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def next_version(files: Files) -> Files:
    """The same site with a mark on its page."""
    changed = {name: content for name, content in files.items() if name not in NOT_KEPT}
    changed["index.html"] = changed["index.html"].replace(b"<body ", b"<body data-newer ")
    return {**changed, "sw.js": service_worker(changed)}


def is_newer(page: Page) -> bool:
    return page.locator("body[data-newer]").count() == 1


def look_for_update(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")


def started_from_heap(page: Page) -> bool:
    """Whether Python did not start anew; asked in a way that Firefox knows as well."""
    ask = "(code) => nnlab.engine.call('console', { code }).then(({ output }) => output)"
    return {"True": True, "False": False}[page.evaluate(ask, FROM_HEAP).strip()]


def test_after_one_visit_it_works_without_network_until_the_copy_is_removed(
    page: Page, url: str
) -> None:
    Lab(page).open(url)
    status = page.locator("#offline-status")
    keep_copy(page)
    can_be_installed(page)
    page.context.set_offline(True)
    lab = Lab(page).open(url)
    lab.train(3)
    digits_are_there(page)
    # What the pack left out is kept as well.
    assert page.workers[0].evaluate("pyodide.runPython('import calendar; True')") is True
    page.goto("about:blank")
    Lab(page).open(url + "index.html#seed=1")
    expect(status).to_contain_text(KEPT)
    page.click("#offline-remove")
    expect(status).to_contain_text("has been removed")
    assert page.evaluate("caches.keys()") == []
    registrations = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    assert page.evaluate(registrations) == 0


def test_the_copy_waits_until_the_page_is_left_alone_and_costs_nobody_money(
    page: Page, url: str, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    page.clock.install()
    Lab(page).open(url)
    status = page.locator("#offline-status")
    expect(status).to_contain_text("left alone for two minutes")
    pass_seconds(page, 100)
    page.mouse.move(300, 300)
    pass_seconds(page, 100)
    assert page.evaluate("caches.keys()") == []
    # In a browser of its own: pages of one share their clock and their copy.
    with closing(browser.new_context(**browser_context_args)) as context:
        context.add_init_script(LONG_PAGE)
        context.add_init_script(
            "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
        )
        metered = context.new_page()
        metered.clock.install()
        Lab(metered).open(url)
        expect(metered.locator("#offline-status")).to_contain_text("unless you ask")
        pass_seconds(metered, 300)
        expect(metered.locator("#offline-status")).to_contain_text("unless you ask")
        assert metered.evaluate("caches.keys()") == []
        registrations = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        assert metered.evaluate(registrations) == 0
    pass_seconds(page, 22)
    expect(status).to_contain_text(KEPT, timeout=60_000)


@pytest.mark.parametrize("text", ["en", "zh"])
def test_its_size_is_said(files: Files, text: str) -> None:
    # A start fetches the runtime but for these; what the copy has of the page itself is small.
    # It has nothing of python/ and pyodide/, which are for use elsewhere.
    runtime = [name for name in files if name.startswith("runtime-")]
    later = [name for name in runtime if name.endswith((".whl", ".zip", "heap.bin.gz"))]
    assert len(later) == 8
    size = sum(len(files[name]) for name in later)
    # Where fetching costs, no start has fetched this either.
    (part,) = (name for name in runtime if name.endswith(LATER))
    sizes = [size, size + len(gzip.compress(files[part], 6))]
    read = json.loads((ROOT / f"web/text/{text}.json").read_text("utf-8"))
    for key, expected in zip(("offline_waits", "offline_metered"), sizes, strict=True):
        assert re.findall(r"(\d+) MB", read[key]) == [str(round(expected / 1e6))]


def can_be_installed(page: Page) -> None:
    """As an app of its own."""
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Tests run in a private window, where no browser installs anything.
    assert [error["errorId"] for error in errors] in ([], ["in-incognito"])


@pytest.mark.firefox
def test_in_firefox_it_works_when_the_server_is_gone(firefox_page: Page, folder: Path) -> None:
    page = firefox_page
    with running(prefix="/nnlab/", root=folder, pages=True) as site:
        url = site.url
        Lab(page).open(url).do_the_main_job()
        assert Lab(page).console(RARE) == ANSWER
        keep_copy(page)
    page.goto("about:blank")
    page.goto(url)
    Lab(page).wait("paused", BOOT_MS).train(5)
    assert started_from_heap(page)
    assert Lab(page).console(RARE) == ANSWER
    page.goto("about:blank")
    page.goto(f"{url}#seed=1")
    assert Lab(page).wait("ready", BOOT_MS).do_the_main_job().page.input_value("#seed") == "1"


@pytest.mark.expects_console_errors
def test_half_an_update_is_never_used_and_a_whole_one_waits_until_it_is_asked_for(
    page: Page, url: str, folder: Path, files: Files
) -> None:
    Lab(page).open(url)
    keep_copy(page)
    half_an_update_is_never_used(page, url, folder, files)
    errors: list[str] = []
    page.context.on("console", lambda said: said.type == "error" and errors.append(said.text))
    publish(folder, next_version(files))
    Lab(page).open(url)
    expect(page.locator("#update")).to_be_visible(timeout=60_000)
    assert not is_newer(page)
    other = page.context.new_page()
    Lab(other).open(url)
    with page.expect_event("load"):
        page.click("#update-now")
    Lab(page).wait("ready", 60_000)
    assert is_newer(page)
    expect(page.locator("#update")).to_be_hidden()
    assert len(page.evaluate("caches.keys()")) == 1
    # A tab that still has the old version open is told, and loses nothing.
    assert not is_newer(other)
    expect(other.locator("#update")).to_be_visible()
    with other.expect_event("load"):
        other.click("#update-now")
    assert is_newer(other)
    assert errors == []


def half_an_update_is_never_used(page: Page, url: str, folder: Path, files: Files) -> None:
    kept = page.evaluate("caches.keys()")
    for fault in ("truncated", "missing", "html"):
        publish(folder, next_version(files))
        broken = folder / "manifest.webmanifest"
        if fault == "missing":
            broken.unlink()
        else:
            cut = broken.read_bytes()[:-9]
            broken.write_bytes(cut if fault == "truncated" else b"<!doctype html>")
        look_for_update(page)
        page.evaluate(UNTIL_SETTLED)
        assert page.evaluate("caches.keys()") == kept, fault
    # Had any of them been taken, all that is opened from then on would be newer.
    Lab(page).open(url)
    assert not is_newer(page)
    expect(page.locator("#update")).to_be_hidden()


def visit(page: Page, url: str) -> tuple[bool, Any, float, list[float]]:
    """Whether Python started from its memory, its state, a random number, and trained weights."""
    page.goto("about:blank")
    lab = Lab(page).open(url)
    state, number = page.workers[0].evaluate(f"JSON.parse({STATE})")
    return started_from_heap(page), state, number, lab.train(3).weights()


def test_a_later_visit_goes_on_from_pythons_memory_and_is_the_same(page: Page, url: str) -> None:
    url += "index.html#seed=1"
    woken, state, _, weights = visit(page, url)
    assert not woken
    keep_copy(page)
    numbers = set()
    for _ in range(2):
        woken, again, number, trained = visit(page, url)
        assert woken
        assert again == state
        assert trained == weights
        numbers.add(number)
    assert len(numbers) == 2
    # What cannot be used is not; the visitor sees a start like the first.
    for how in ("altered", "another browser's"):
        page.evaluate(SPOIL, how)
        woken, again, _, trained = visit(page, url)
        assert (woken, again, trained) == (False, state, weights), how


@pytest.mark.expects_console_errors
def test_a_copy_is_made_only_with_the_whole_of_pythons_memory(
    browser: Browser, browser_context_args: dict[str, Any], url: str, folder: Path
) -> None:
    (published,) = folder.glob("runtime-*/heap.bin.gz")
    (light,) = folder.glob("app-*/web/icon.svg")
    whole = published.read_bytes()
    altered = bytearray(whole)
    altered[len(whole) // 2] ^= 1
    for content in (None, whole[:-1000], bytes(altered), b"<!doctype html>", whole):
        if content is None:
            published.unlink()
        else:
            published.write_bytes(content)
        # Each with nothing in its cache.
        with closing(browser.new_context(**browser_context_args)) as context:
            page = context.new_page()
            page.goto(url + light.relative_to(folder).as_posix())
            made = page.evaluate(INSTALL, f"{url}sw.js")
        assert made == (["activated", 1] if content == whole else ["redundant", 0])
