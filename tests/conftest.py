"""The browser, the site and the rules that hold in every end-to-end test."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from surprises import Surprises, origin

from build import build
from fetch.browsers import ensure_firefox, installed_chromium
from serve import running
from site_files import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENSHOTS = ROOT / "tests/screenshots"

if find_spec("hypothesis"):  # tests/py runs without it, and without a browser
    from hypothesis import HealthCheck, settings

    # How long an example takes says nothing on a shared machine, nor how long its making.
    settings.register_profile(
        "nnlab",
        deadline=None,
        derandomize="CI" in os.environ,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("nnlab")

QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, object], browser_name: str
) -> dict[str, object]:
    """How pytest-playwright starts the browser that scripts/test.py found."""
    if browser_name == "firefox":
        return browser_type_launch_args | {
            "channel": "moz-firefox",
            "executable_path": ensure_firefox(),
        }
    path = os.environ.get("NNLAB_CHROMIUM", installed_chromium() or "")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    args = [*QUIET, "--no-sandbox"] if root else QUIET
    return browser_type_launch_args | {"args": args} | ({"executable_path": path} if path else {})


@pytest.fixture(scope="session")
def own_origins() -> set[str]:
    """The origins that the page may ask: those of the sites that the tests started."""
    return set()


@pytest.fixture(scope="session")
def serve(own_origins: set[str]) -> Iterator[Callable[..., str]]:
    """Start a site: `serve(prefix="/", root=ROOT, pages=False)` returns its address.

    It runs until the tests end.
    """
    with ExitStack() as stack:

        def start(**options: Any) -> str:
            url = stack.enter_context(running(**options)).url
            own_origins.add(origin(url))
            return url

        yield start


@pytest.fixture(scope="session")
def unbuilt_site(serve: Callable[..., str]) -> str:
    """The address of the page as it stands in the repository."""
    return serve()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the built site, to be read only: pytest-xdist's workers share it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, building = shared / "dist", shared / "building"
    while not folder.is_dir():
        try:
            building.mkdir()
        except FileExistsError:  # by another worker
            time.sleep(0.1)
            continue
        try:
            if not folder.is_dir():
                build(building / "dist")
                (building / "dist").rename(folder)
        finally:
            shutil.rmtree(building)
    return folder


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], built: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the built site.

    Beside it, in web/, lie the modules that it was built from, for tests that ask them.
    """
    folder = shutil.copytree(built, tmp_path_factory.mktemp("site") / "dist")
    shutil.copytree(ROOT / "web", folder / "web", ignore=shutil.ignore_patterns("pyodide"))
    return serve(root=folder)


@pytest.fixture(scope="session")
def pages_site(serve: Callable[..., str], built: Path) -> str:
    """The same below /nnlab/, with the headers of GitHub Pages."""
    return serve(prefix="/nnlab/", root=built, pages=True)


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Save what the page shows: `screenshot("trained")` writes tests/screenshots/trained.png."""
    own = "page" in request.fixturenames
    page: Page = request.getfixturevalue("page") if own else request.getfixturevalue("lab").page

    def save(name: str, *, of: "Page" = page, full_page: bool = False) -> Path:
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        of.screenshot(path=path, full_page=full_page)
        return path

    return save


@pytest.fixture(autouse=True)
def no_surprises(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test whose own page did what no page may do: see `Surprises`."""
    if not {"page", "context"} & set(request.fixturenames):
        yield
        return
    surprises = Surprises(
        request.getfixturevalue("context"), request.getfixturevalue("own_origins")
    )
    yield
    surprises.check(request.node)
