"""A later visit starts from Python's memory in the offline copy, else it is like the first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_page import Lab
from playwright.sync_api import Page, expect

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


def started_from_heap(page: Page) -> bool:
    """Whether Python did not start anew; asked in a way that Firefox knows as well."""
    ask = "(code) => nnlab.engine.call('console', { code }).then(({ output }) => output)"
    return {"True": True, "False": False}[page.evaluate(ask, FROM_HEAP).strip()]


def visit(page: Page, url: str) -> tuple[bool, Any, float, list[float]]:
    """Whether Python started from its memory, its state, a random number, and trained weights."""
    page.goto("about:blank")
    lab = Lab(page).open(url)
    state, number = page.workers[0].evaluate(f"JSON.parse({STATE})")
    return started_from_heap(page), state, number, lab.train(3).weights()


def test_a_later_visit_goes_on_from_pythons_memory_and_is_the_same(
    page: Page, serve: Callable[..., str], built: Path
) -> None:
    url = serve(prefix="/nnlab/", root=built, pages=True) + "index.html#seed=1"
    woken, state, _, weights = visit(page, url)
    assert not woken
    expect(page.locator("#offline-remove")).to_be_visible(timeout=60_000)
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
