"""In WebKit, for Safari: the main job, hosted and from the file; without network, from the heap."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from lab_page import ANSWER, RARE
from webkit_page import WebKitPage, webkit

from serve import running

FROM_HEAP = "import pyodide_js; hasattr(pyodide_js._api.config, '_loadSnapshot')"
LONG_PAGE = "localStorage.setItem('nnlab.layout', 'all')"


@pytest.fixture(scope="module")
def window() -> Iterator[WebKitPage]:
    with ExitStack() as stack:
        try:
            page = stack.enter_context(webkit())
        except RuntimeError as reason:
            pytest.skip(f"no WebKit here: {reason}")
        yield page


def started_from_heap(page: WebKitPage) -> bool:
    asked = (
        f'nnlab.engine.call("console", {{ code: "{FROM_HEAP}" }}).then(({{ output }}) => output)'
    )
    return {"True": True, "False": False}[page.run(asked).strip()]


def has_all_of_python(page: WebKitPage) -> bool:
    asked = f'nnlab.engine.call("console", {{ code: "{RARE}" }}).then(({{ output }}) => output)'
    return bool(page.run(asked).strip() == ANSWER)


def test_hosted_it_trains_and_goes_on_from_the_heap_when_the_server_is_gone(
    window: WebKitPage, built: Path
) -> None:
    with running(root=built, pages=True) as site:
        # Opened once: WebKit never answers about a database whose making a reload cut short.
        window.open(f"{site.url}#room=all").do_the_main_job()
        window.driver.execute_script(LONG_PAGE)
        assert not started_from_heap(window)
        assert has_all_of_python(window)
        weights = window.weights()
        window.driver.execute_script("document.getElementById('offline-keep').click()")
        window.until(
            "document.getElementById('offline-status').textContent.includes('a copy is kept')"
        )
        window.until("nnlab.store.get().storage === 'stored'")
        url = site.url
    window.open(url, state="paused")
    assert started_from_heap(window)
    assert window.weights() == weights
    assert has_all_of_python(window)
    # From the heap's Python come the same bits.
    window.open(f"{url}#seed=1").do_the_main_job()
    again = window.weights()
    assert again != weights
    window.driver.find_element("id", "reset").click()
    window.until("document.body.dataset.state === 'ready'")
    assert window.do_the_main_job().weights() == again


def test_the_single_file_trains(window: WebKitPage, built: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy2(built / "nnlab.html", tmp_path))
    window.open(f"{file.as_uri()}#room=all").do_the_main_job()
    assert has_all_of_python(window)
