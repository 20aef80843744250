"""The page, opened and ready."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest
from code_page import SharedCode
from lab_page import LONG_PAGE, Lab
from learn_page import learn, opened  # noqa: F401  (fixtures)
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from rooms_page import open_rooms, rooms  # noqa: F401  (fixtures)
from shared_lab import FAILED, SharedLab

from fetch.browsers import ensure_firefox

Shared = TypeVar("Shared", bound=SharedLab)

# A busy machine is slow, not wrong: how long something takes is for scripts/bench.py to say.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets a browser test that failed run once more; pytest's summary counts such reruns.

    On a crowded machine a browser now and then loses a click or a scroll. What is broken fails
    twice.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Notes on the test whether it failed, for `lab`."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The offline copy has tests of its own; elsewhere it would answer in the network's place."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture(scope="session")
def new_shared(
    browser: Browser, browser_context_args: dict[str, Any], site: str, own_origins: set[str]
) -> Callable[[type[Shared]], Shared]:
    """Makes a page, of the kind that is asked for, that tests share."""

    def new_context() -> BrowserContext:
        context = browser.new_context(**browser_context_args)
        context.add_init_script(LONG_PAGE)
        return context

    return lambda kind: kind(new_context, site, own_origins)


@pytest.fixture
def context(context: BrowserContext, request: pytest.FixtureRequest) -> BrowserContext:
    """A browser whose visitor has chosen the long page, unless the test is of the rooms."""
    if not request.node.get_closest_marker("in_rooms"):
        context.add_init_script(LONG_PAGE)
    return context


@pytest.fixture(scope="session")
def shared_lab(new_shared: Callable[[type[SharedLab]], SharedLab]) -> Iterator[SharedLab]:
    """The page that `lab` gives to one test after the other."""
    with closing(new_shared(SharedLab)) as shared:
        yield shared


@pytest.fixture
def lab(shared_lab: SharedLab, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The page, ready to train, as a visitor first sees it; tests share it, one after the other.

    A test whose page could not be made as new by starting over takes `new_lab`.
    """
    yield from shared_lab.lend(request.node)


@pytest.fixture
def new_lab(page: Page, site: str) -> Lab:
    """A page of the test's own, ready to train."""
    return Lab(page).open(site)


@pytest.fixture
def open_lab(page: Page) -> Callable[[str], Lab]:
    """Opens any address of the page."""
    return Lab(page).open


@pytest.fixture
def firefox_page(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A tab of Debian's Firefox, which saves into the test's own folder `downloads`."""
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=ensure_firefox(),
        downloads_path=tmp_path / "downloads",
    )
    page = browser.new_page()
    page.add_init_script(LONG_PAGE)
    yield page
    browser.close()


@pytest.fixture(scope="session")
def shared_code(new_shared: Callable[[type[SharedCode]], SharedCode]) -> Iterator[SharedCode]:
    with closing(new_shared(SharedCode)) as shared:
        yield shared


@pytest.fixture
def code(shared_code: SharedCode, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with the code opened; tests share it, one after the other."""
    for lab in shared_code.lend(request.node):
        yield lab.page
