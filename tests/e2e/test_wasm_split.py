"""Python's WebAssembly in two modules: a visit runs the first; the later one is not missed."""

import re
from pathlib import Path

from lab_page import ANSWER, RARE, Lab
from playwright.sync_api import Page, Request, Route

from build import LATER
from make.wasm_profile import FIRST_LINES
from page.code.console import Console

AT_ONCE = re.compile(rf"/{re.escape(LATER)}\?at-once")
FOLLOWED = """new Promise((wake) => new PerformanceObserver(
  (list) => list.getEntriesByName("later").length && wake()
).observe({ type: "mark", buffered: true }))"""
# The worker waits for nothing longer than a second.
NO_WAITING = """
const wait = self.setTimeout;
self.setTimeout = (act, ms) => wait(act, ms > 1000 ? 0 : ms);
"""
SAVES_DATA = 'Object.defineProperty(navigator, "connection", { value: { saveData: true } });\n'
LINES = Path(__file__).with_name("long_session.txt").read_text("utf-8").splitlines()


def test_a_visit_brings_nothing_at_once_and_what_is_rare_comes_when_called(
    page: Page, pages_site: str
) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: AT_ONCE.search(request.url) and asked.append(request))
    held: list[Route] = []
    page.route(re.compile(rf"/{re.escape(LATER)}$"), lambda route: held.append(route))
    lab = Lab(page).open(pages_site).do_the_main_job()
    for line in FIRST_LINES:
        lab.console(line)
    assert asked == []
    weights = lab.weights()
    assert lab.console(RARE) == ANSWER
    assert len(asked) == 1
    assert lab.weights() == weights
    a_long_session_is_cpythons(lab)
    assert len(asked) == 1
    lab.train(5)


def a_long_session_is_cpythons(lab: Lab) -> None:
    here = Console()
    for line in LINES:
        output, *_ = here.run(line)
        # Of an error the last line: how its way is told differs between Pythons.
        last = output.splitlines()[-1:]
        assert lab.console(line).splitlines()[-1:] == last, line


def test_the_later_part_follows_by_itself(page: Page, pages_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: LATER in request.url and asked.append(request.url))
    begin_worker_with(page, NO_WAITING)
    lab = Lab(page).open(pages_site)
    page.workers[0].evaluate(FOLLOWED)
    assert lab.console(RARE) == ANSWER
    assert len(asked) == 1
    assert not AT_ONCE.search(asked[0])


def test_where_fetching_costs_it_comes_only_when_called(page: Page, pages_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: LATER in request.url and asked.append(request.url))
    begin_worker_with(page, NO_WAITING + SAVES_DATA)
    lab = Lab(page).open(pages_site)
    for _ in range(3):
        assert lab.console("1 + 1") == "2"
    assert asked == []
    assert lab.console(RARE) == ANSWER
    assert len(asked) == 1
    assert AT_ONCE.search(asked[0])


def begin_worker_with(page: Page, script: str) -> None:
    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=script + response.text())

    page.route("**/worker.js", answer)
