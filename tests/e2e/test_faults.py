"""Faults of network, worker and clock: a message, a way on, nothing lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_site import Fault, FaultySite, faulty_site
from lab_page import ANSWER, BOOT_MS, RARE, Lab, pass_seconds, until
from long_run import begin_slowly, nothing_is_lost, shown_epoch
from playwright.sync_api import Page, expect

import nnlab
from build import LATER as LATER_WASM
from build import PACK

pytestmark = pytest.mark.expects_console_errors

RUNTIME = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", PACK]
SAYS: dict[Fault, str] = {
    "missing": "HTTP status 404",
    "html": "bytes instead of",
    "truncated": "bytes instead of",
    "altered": "sha256",
    "cut": "network error",
}
LATER = {
    "python_stdlib.zip": "import calendar",
    "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl": "import numpy.polynomial",
}
# Pyodide's worker, and what the page hears of it, in the hands of the test: `deaths` are the phases
# in which the worker is killed without a word, one at each start; `hold` keeps its words back.
WORKER = """
globalThis.deaths = [];
globalThis.held = undefined;
globalThis.Worker = class extends Worker {
  constructor(...how) {
    super(...how);
    globalThis.last = this;
  }
  set onmessage(listener) {
    super.onmessage = (event) => {
      const { event: kind, data } = event.data;
      if (kind === "boot" && data.phase === deaths[0]) {
        deaths.shift();
        this.terminate();
      } else if (globalThis.held) held.push(() => listener.call(this, event));
      else listener.call(this, event);
    };
  }
};
"""


@pytest.fixture
def faulty(built: Path, own_origins: set[str]) -> Iterator[FaultySite]:
    with faulty_site(built) as site:
        own_origins.add(f"http://127.0.0.1:{site.server_port}")
        yield site


def fail_with(lab: Lab, faulty: FaultySite, faults: dict[str, Fault], *, first: bool) -> None:
    """Opens the page, or retries, with these faults, and waits until it has failed."""
    faulty.faults = faults
    if first:
        lab.page.goto(faulty.url)
    else:
        lab.page.click("#retry")
    lab.wait("failed", BOOT_MS)


@pytest.mark.parametrize("file", RUNTIME)
def test_each_fault_of_a_file_is_said_and_retry_works(
    page: Page, faulty: FaultySite, file: str
) -> None:
    lab = Lab(page)
    for n, (fault, says) in enumerate(SAYS.items()):
        fail_with(lab, faulty, {file: fault}, first=n == 0)
        expect(page.locator("#failure-details")).to_contain_text(says)
        expect(page.locator("#failure-details")).to_contain_text(f"NN Lab {nnlab.__version__}")
        expect(page.locator("#failure-text")).to_contain_text(file)
        if n == 0:
            begin_slowly(lab)
    faulty.faults = {}
    page.click("#retry")
    lab.wait("running", BOOT_MS)
    expect(page.locator("#failure")).to_be_hidden()
    nothing_is_lost(lab)


OWN_FAULTS: dict[str, list[Fault]] = {
    "web/runtime.json": ["missing", "html", "truncated", "cut"],
    "web/worker/worker.js": ["missing", "html"],
}


@pytest.mark.parametrize("file", OWN_FAULTS)
def test_each_fault_of_what_the_worker_starts_from(
    page: Page, faulty: FaultySite, file: str
) -> None:
    lab = Lab(page)
    for n, fault in enumerate(OWN_FAULTS[file]):
        fail_with(lab, faulty, {Path(file).name: fault}, first=n == 0)
        expect(page.locator("#failure-details")).to_contain_text(file)
        if n == 0:
            begin_slowly(lab)
    faulty.faults = {}
    page.click("#retry")
    nothing_is_lost(lab)


def test_everything_slow_at_once_still_starts(page: Page, faulty: FaultySite) -> None:
    faulty.faults = dict.fromkeys(RUNTIME, "slow")
    page.goto(faulty.url)
    boot = page.locator("#boot-text")
    expect(boot).to_contain_text("MB")
    said = boot.inner_text()
    expect(boot).not_to_have_text(said)  # it goes on, and says so
    page.evaluate("nnlab.runner.change({ dataset: 'wine' })")
    expect(page.locator("#data-intro")).to_contain_text("Wine: its data")
    Lab(page).wait("ready", BOOT_MS).train(2)
    expect(page.locator("#data-intro")).to_contain_text("178 wines")


def test_what_is_fetched_later_may_fail_and_be_asked_for_again(
    page: Page, faulty: FaultySite
) -> None:
    lab = Lab(page).open(faulty.url)
    lab.train(3)
    for file, code in LATER.items():
        for fault in SAYS:
            faulty.faults = {file: fault}
            said = run(page, code)
            assert "ImportError" in said and file in said, (fault, said)
            if fault != "cut":
                wrong = SAYS[fault] if fault == "missing" else "not the file that was published"
                assert wrong in said
        faulty.faults = {}
        assert run(page, code) == ""
    for fault in ("missing", "html", "cut"):
        faulty.faults = {"editor.js": fault}
        page.click("#code-open")
        expect(page.locator("#failure-text")).to_contain_text("editor.js")
        expect(page.locator("#code-open")).to_be_enabled()
        page.evaluate("nnlab.store.set({ error: '' })")
    faulty.faults = {}
    page.click("#code-open")
    expect(page.locator(".cm-content")).to_be_visible()
    assert lab.epoch == 3


def test_without_the_later_part_of_python_nothing_is_lost(page: Page, faulty: FaultySite) -> None:
    """It is not missed until one of its functions is called, before it has come."""
    faulty.faults = {LATER_WASM: "missing"}
    lab = Lab(page).open(faulty.url)
    lab.train(3)
    weights = lab.weights()
    call = "(code) => void nnlab.engine.call('console', { code }).catch(() => {})"
    for fault, says in SAYS.items():
        faulty.faults = {LATER_WASM: fault}
        page.evaluate(call, RARE)
        lab.wait("failed")
        expect(page.locator("#failure-text")).to_contain_text(LATER_WASM)
        if fault != "cut":  # each browser says that in its own way
            expect(page.locator("#failure-details")).to_contain_text(says)
        expect(page.locator("#failure-hint")).to_contain_text("Nothing is lost")
        page.click("#retry")
        lab.wait("finished", BOOT_MS)
        assert (lab.weights(), lab.epoch) == (weights, 3)
    faulty.faults = {}
    assert lab.console(RARE) == ANSWER


def run(page: Page, code: str) -> str:
    """What the console says."""
    call = "(code) => nnlab.engine.call('console', { code }).then(({ output }) => output)"
    said: str = page.evaluate(call, code)
    return said


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("main.js", "missing"),
        ("main.js", "html"),
        ("main.js", "cut"),
        ("en.json", "html"),
        ("first_views.js", "missing"),
        ("views.js", "missing"),
        ("views.js", "cut"),
    ],
)
def test_a_page_that_cannot_start_says_so(
    page: Page, faulty: FaultySite, file: str, fault: Fault
) -> None:
    faulty.faults = {file: fault}
    page.goto(faulty.url)
    note = page.locator("#preflight")
    expect(note).to_contain_text("could not start")
    expect(note).to_contain_text(file)
    expect(page.locator("#article")).to_be_visible()
    faulty.faults = {}
    page.click("#reload")
    expect(page.locator("#data-table tbody tr")).to_have_count(150)
    expect(note).to_be_hidden()


def test_a_language_that_does_not_come_is_told_and_may_come_later(
    page: Page, faulty: FaultySite
) -> None:
    faulty.faults = {"zh.json": "missing"}
    lab = Lab(page).open(faulty.url)
    page.click("#lang")
    expect(page.locator("#failure-text")).to_contain_text("zh.json")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    lab.train(1)
    faulty.faults = {}
    page.click("#lang")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    # A page that begins in Chinese begins with those sentences; the others come last.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    until(page, "nnlab.store.get().storage === 'stored'")
    page.reload()
    lab.wait("paused", BOOT_MS)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert asked.index("zh.json") < asked.index("views.js") < asked.index("en.json")


HEAR = "held.splice(0).forEach((hear) => hear()); held = undefined"
HIDE = "(hide) => nnlab.store.set({ hide })"
VIEWS = ["network", "regions", "training", "apart", "confusion"]


def test_a_worker_killed_in_any_phase_and_in_training(page: Page, pages_site: str) -> None:
    phases = ["download", "python", "numpy", "nnlab"]
    page.clock.install()
    page.add_init_script(f"{WORKER}; deaths = {phases}")
    page.goto(pages_site)
    lab = Lab(page)
    for n in range(len(phases)):
        until(page, f"deaths.length === {len(phases) - n - 1}")
        pass_seconds(page, 95)
        lab.wait("failed")
        if n == 0:
            begin_slowly(lab)
            page.evaluate(HIDE, VIEWS)  # or each would be drawn at each of the seconds
        page.click("#retry")
    page.evaluate(HIDE, [])
    nothing_is_lost(lab)
    weights, trained = lab.weights(), shown_epoch(lab)
    page.select_option("#speed", "slow")
    page.click("#play")
    until(page, f"nnlab.store.get().snapshot.epoch > {trained + 1}")
    page.evaluate("last.terminate()")
    pass_seconds(page, 20)
    lab.wait("failed")
    expect(page.locator("#failure-hint")).to_contain_text("Nothing is lost")
    kept, epoch = lab.weights(), shown_epoch(lab)
    assert epoch > trained and kept != weights
    page.click("#retry")
    lab.wait("paused", BOOT_MS)
    assert (lab.weights(), shown_epoch(lab)) == (kept, epoch)
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text(f"{epoch + 1:06}")


def test_an_hour_asleep_is_no_death(page: Page, pages_site: str) -> None:
    page.clock.install()
    page.add_init_script(f"{WORKER}; held = []")  # Python may be ready, but is not heard
    page.goto(pages_site)
    lab = Lab(page)
    begin_slowly(lab)
    assert page.evaluate("nnlab.store.get().engine.kind") == "booting"
    page.clock.fast_forward("01:00:00")  # as a closed lid: each timer fires once at most
    page.evaluate(HEAR)
    nothing_is_lost(lab)
    lab.set("#epochs", "400").page.click("#reset")
    lab.wait("ready")
    page.evaluate("held = []")
    page.click("#play")
    until(page, "held.length > 0")
    page.clock.fast_forward("01:00:00")
    page.wait_for_timeout(300)
    assert page.evaluate("document.body.dataset.state") == "running"
    page.evaluate(HEAR)
    lab.wait("finished")
    assert page.inner_text("#train-accuracy") == "0.960"
