"""The built site starts from its pack, and misses nothing that the pack left out."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from keep_page import take_home
from lab_page import Lab, until
from playwright.sync_api import Browser, Page, Route, expect

from build import LATER

ARCHIVES = ("python_stdlib.zip", ".whl")

NUMPY = """
numpy.char numpy.core numpy.ctypeslib numpy.dtypes numpy.exceptions numpy.f2py
numpy.fft numpy.lib numpy.lib.array_utils numpy.lib.format numpy.lib.introspect
numpy.lib.mixins numpy.lib.npyio numpy.lib.recfunctions numpy.lib.scimath
numpy.lib.stride_tricks numpy.lib.user_array numpy.linalg numpy.ma numpy.ma.extras
numpy.ma.mrecords numpy.matlib numpy.matrixlib numpy.polynomial numpy.polynomial.chebyshev
numpy.polynomial.hermite numpy.polynomial.hermite_e numpy.polynomial.laguerre
numpy.polynomial.legendre numpy.polynomial.polynomial numpy.random numpy.rec numpy.strings
numpy.testing numpy.testing.overrides numpy.typing numpy.version
"""
STANDARD = """
argparse array ast asyncio base64 bisect bz2 calendar cmath collections.abc colorsys
concurrent.futures configparser contextlib copy csv ctypes dataclasses datetime decimal difflib
dis doctest email.message enum fileinput fractions functools getpass gettext glob graphlib gzip
hashlib heapq hmac html.parser http.client importlib.metadata importlib.resources inspect io
ipaddress itertools json.tool logging.config lzma math mimetypes multiprocessing numbers operator
optparse pathlib pdb pickle pickletools pkgutil platform plistlib pprint profile pstats queue
random re sched secrets shelve shlex shutil socketserver sqlite3 ssl statistics string.templatelib
struct subprocess symtable sysconfig tarfile tempfile textwrap threading timeit tokenize tomllib
traceback tracemalloc types typing unicodedata unittest.mock urllib.parse urllib.request uuid
wave weakref xml.dom.minidom xml.etree.ElementTree xml.sax xmlrpc.client zipapp zipfile zlib
zoneinfo
"""
TRY_IMPORTS = """
import importlib, warnings
warnings.simplefilter("ignore")
failures = []
for name in names.split():
    try:
        importlib.import_module(name)
    except Exception as error:
        failures.append(f"{name}: {error!r}")
"\\n".join(failures)
"""

NOTE_SHIFTS = """
globalThis.shifts = [];
const where = ({ node }) => node && `${node.nodeName}#${node.id}`;
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    shifts.push({ value, moved: sources.map(where) });
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def run_python(page: Page, code: str, **names: Any) -> Any:
    """The value of Python's last line, run in the page's worker beside the lab."""
    script = "([code, names]) => pyodide.runPython(code, { globals: pyodide.toPy(names) })"
    return page.workers[0].evaluate(script, [code, names])


def test_the_main_job_needs_nothing_beyond_the_pack(
    page: Page, pages_site: str, tmp_path: Path
) -> None:
    """Below /nnlab/, as on GitHub Pages."""
    assert pages_site.endswith("/nnlab/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    nothing_moves_while_it_starts(page, pages_site, 1440, 900)
    # What may be cached for ever has a hash in its name.
    paths = [url.removeprefix(pages_site) for url in asked if url.startswith(pages_site)]
    assert [path for path in paths if not path.startswith(("app-", "runtime-"))] == [""]
    Lab(page).train(400)
    assert page.inner_text("#train-accuracy") == "0.960"
    # Nothing of this breaks the policy either, or the console would say so.
    Lab(page).type_flower(["5.1", "3.5", "1.4", "0.2"])
    page.locator("#loss-scale").select_option("log")
    page.click("#lang")
    page.click("#theme")
    page.click("#reset")
    Lab(page).wait("ready")
    assert any(url.endswith("pack.tar.gz") for url in asked)
    assert [url for url in asked if url.endswith(ARCHIVES)] == []
    page.click("#lang")
    take_home(Lab(page), tmp_path)  # what is taken home from below a path is as good


def nothing_moves_while_it_starts(page: Page, url: str, width: int, height: int) -> None:
    """Opens the page; where things stand is the same before Python and with it."""
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(NOTE_SHIFTS)
    Lab(page).open(url)
    # The browser tells of a shift after the frame in which it was.
    page.evaluate("new Promise((wake) => setTimeout(wake, 500))")
    shifts = page.evaluate("shifts")
    assert sum(shift["value"] for shift in shifts) < 0.001, shifts


JUMP = """() => {
  document.getElementById("code").scrollIntoView();
  const top = document.getElementById("code-title").getBoundingClientRect().top;
  const { bottom, height } = document.getElementById("bar").getBoundingClientRect();
  const settings = document.querySelector(".settings").offsetHeight;
  return [top - Math.max(bottom, 0), height, settings];
}"""


TOO_WIDE = """(width) => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > width + 0.5)
  .map((e) => [e.tagName, e.id, e.className, e.getBoundingClientRect().right])"""


def test_a_phone_starts_without_a_move_and_nothing_scrolls_sideways(
    page: Page, site: str, screenshot: Callable[..., Path]
) -> None:
    nothing_moves_while_it_starts(page, site, 390, 844)
    Lab(page).train(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    accuracy = page.locator("#train-accuracy").inner_text()
    expect(page.locator("#bar-figures")).to_contain_text(accuracy)
    expect(page.locator("#bar-figures")).to_be_in_viewport(ratio=1)
    page.click("#views-menu summary")
    for choice in page.locator("#views label").all():
        expect(choice).to_be_in_viewport(ratio=1)
    page.click("#views-menu summary")
    screenshot("phone-trained", full_page=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll(":is(main, header) :is(button, input, select)")]
          .filter((e) => e.checkVisibility() && !e.closest("table"))
          .map((e) => [e, /checkbox|radio/.test(e.type) ? e.closest("label") : e])
          .map(([e, target]) => [e.id || e.name || e.className, target.getBoundingClientRect()])
          .filter(([, r]) => r.width < 43.5 || r.height < 43.5).map(([name]) => name)"""
    )
    assert small == []
    for width in (1440, 1366, 1180, 761, 720, 360):
        page.set_viewport_size({"width": width, "height": 844})
        until(page, "(width) => innerWidth === width", width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, page.evaluate(TOO_WIDE, width)
        below, bar, settings = page.evaluate(JUMP)
        assert below >= 0  # a title that one jumps to is not under the bar
        assert width <= 760 or bar < 180  # which stays in sight
        assert settings < 50  # one line


def test_the_page_works_unbuilt_as_well(page: Page, unbuilt_site: str) -> None:
    Lab(page).open(unbuilt_site).do_the_main_job()


def test_the_data_are_in_the_page_before_any_script(
    browser: Browser, lab: Lab, pages_site: str
) -> None:
    with closing(browser.new_context(java_script_enabled=False)) as context:
        unscripted = context.new_page()
        unscripted.goto(pages_site)
        expect(unscripted.locator("#data-table tbody tr")).to_have_count(150)
        for part in ("#data-table thead", "#data-table tbody", "#species-legend"):
            scripted = lab.page.inner_html(part).replace(' class="chosen"', "")
            assert unscripted.inner_html(part) == scripted


TWO_FRAMES = """new Promise((wake) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(wake, 50))))"""


def test_python_starts_behind_the_first_picture(page: Page, pages_site: str) -> None:
    # What the page itself trains with comes first: Python's megabytes would be in its way.
    held: list[Route] = []
    page.route("**/main.js", lambda route: held.append(route))
    asked: list[str] = []
    page.on("request", lambda request: "/runtime-" in request.url and asked.append(request.url))
    # The worker's thread is there sooner, and waits until it is told to begin.
    page.add_init_script(
        """globalThis.Worker = class extends Worker {
          postMessage(message, ...how) {
            super.postMessage(message, ...how);
            const rows = document.querySelectorAll("#data-table tbody tr").length;
            if (message === "begin") globalThis.rowsThen ??= rows;
          }
        };"""
    )
    page.goto(pages_site, wait_until="commit")
    expect(page.locator("#data-table tbody tr")).to_have_count(150)
    page.evaluate(TWO_FRAMES)
    assert not page.evaluate("'rowsThen' in globalThis")
    assert asked == []
    # Without a main.js, which would start Python where early.js did not.
    page.unroute("**/main.js")
    page.route("**/main.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(pages_site, wait_until="commit")
    until(page, "'rowsThen' in globalThis")
    assert page.evaluate("rowsThen") == 150


def test_what_the_pack_left_out_comes_when_python_asks_for_it(page: Page, pages_site: str) -> None:
    Lab(page).open(pages_site)
    asked: list[str] = []
    page.on("request", lambda request: LATER in request.url or asked.append(request.url))
    what_was_compiled_with_the_pack_is_what_python_compiles(page)
    numpy_linalg_comes_by_itself(page)
    assert [url.split("/")[-1] for url in asked] == ["linalg.zip"]
    failures = run_python(page, TRY_IMPORTS, names="pandas numpy.nothing asyncio.nothing _winapi")
    assert len(failures.splitlines()) == 4
    assert len(asked) == 1
    what_numpy_random_has_for_later_is_numpys(page)
    assert run_python(page, TRY_IMPORTS, names=NUMPY + STANDARD) == ""
    assert {url.split("/")[-1].split("-")[0] for url in asked} == {
        "linalg.zip",
        "ma.zip",
        "python_stdlib.zip",
        "numpy",
    }
    # Nor does having them disturb what was there before.
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("000001")


def numpy_linalg_comes_by_itself(page: Page) -> None:
    """When it is first called."""
    code = """
import sys
import numpy as np
before = "numpy.linalg" in sys.modules
square = np.matrix([[1, 1], [0, 1]]) ** 2
f"{before} {np.roots([1, -3, 2]).tolist()} {square.tolist()} {np.linalg.norm([3, 4])}"
"""
    assert run_python(page, code) == "False [2.0, 1.0] [[1, 2], [0, 1]] 5.0"


def what_numpy_random_has_for_later_is_numpys(page: Page) -> None:
    code = """
import pickle
import numpy as np
from numpy.random import *
seed(1)  # the older interface, whose numbers are known from everywhere
older = RandomState(1)
copies = [pickle.loads(pickle.dumps(each)) for each in (older, Generator(MT19937(2)))]
try:
    np.random.nothing
except AttributeError as error:
    missing = str(error)
f"{np.random.rand()} {older.rand()} {copies[0].rand()} {copies[1].random() < 1} {missing}"
"""
    first = 0.417022004702574
    missing = "module 'numpy.random' has no attribute 'nothing'"
    assert run_python(page, code) == f"{first} {first} {first} True {missing}"


COMPILE_AGAIN = """
import re, sitecustomize, sys
from types import CodeType

def same(ours, fresh):
    if not isinstance(ours, CodeType):
        return ours == fresh
    names = "co_code", "co_names", "co_varnames", "co_argcount"
    consts = zip(ours.co_consts, fresh.co_consts, strict=True)
    return all(getattr(ours, name) == getattr(fresh, name) for name in names) and all(
        same(*each) for each in consts
    )

def fresh_pattern(pattern, flags):
    parsed = re._parser.parse(pattern, flags)
    return flags | parsed.state.flags, re._compiler._code(parsed, flags)

codes, patterns = sitecustomize.codes, sitecustomize.patterns
wrong = [
    text for text, code in codes.items()
    if not same(code, compile(text, "", "eval" if text.startswith("lambda") else "exec"))
] + [asked for asked, made in patterns.items() if made[1:3] != fresh_pattern(*asked)]
later = type(sys.modules["_colorize"]).__name__
sys.modules["_colorize"].can_colorize()
f"{len(codes) > 40} {len(patterns) > 20} {wrong} {later} {type(sys.modules['_colorize']).__name__}"
"""


def what_was_compiled_with_the_pack_is_what_python_compiles(page: Page) -> None:
    assert run_python(page, COMPILE_AGAIN) == "True True [] Later module"


LOADED = """[...document.fonts].some(
  ({ family, status }) => family.includes("formulas") && status === "loaded")"""


@pytest.mark.in_rooms
def test_formulas_fetch_a_font_only_where_the_system_has_none(page: Page, site: str) -> None:
    fetched: list[str] = []
    page.on(
        "request", lambda request: fetched.append(request.url) if ".woff2" in request.url else None
    )

    def without_fonts(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'local\("[^"]*"\),', "", answer.text()))

    page.route(site, without_fonts)
    Lab(page).open(f"{site}#room=play")
    assert fetched == []  # nobody reads a formula here
    page.click("#rooms [data-room=understand]")
    until(page, LOADED)
    assert [url.rpartition("/")[2] for url in fetched] == ["stix-two-math-latin-400-normal.woff2"]
    expect(page.locator("#apart-equation math").first).to_be_visible()
