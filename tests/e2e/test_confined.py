"""What the visitor's own Python, or somebody else's that was pasted, can reach: the worker only.

Nor does the page itself reach more: it may run its own scripts and ask its own origin.
"""

import pytest
from lab_page import Lab
from playwright.sync_api import Page, Request, Worker, expect

pytestmark = pytest.mark.expects_console_errors

# Each a way to the network, to what is stored for this site, or to script.
WAYS = """
import js; js.fetch(URL)
import js; js.XMLHttpRequest.new()
import js; js.WebSocket.new(URL.replace("http", "ws"))
import js; js.EventSource.new(URL)
import js; js.WebTransport.new(URL)
import js; js.FontFace.new("f", f"url({URL})").load()
import js; js.importScripts(URL)
import js; js.navigator.sendBeacon(URL, "x")
import js; js.Worker.new(URL)
import js; js.Worker.new(js.URL.createObjectURL(js.Blob.new(["fetch('" + URL + "')"])))
import js; js.BroadcastChannel.new("x")
import js; js.indexedDB.open("nnlab")
import js; js.caches.keys()
import js; js.navigator.storage.getDirectory()
import js; js.document
import js; js.window
import js; js.eval(f"import('{URL}')")
import js; js.Function.new(f"return import('{URL}')")()
import js; js.DedicatedWorkerGlobalScope.prototype.fetch(URL)
import js; js.WorkerGlobalScope.prototype.fetch(URL)
from pyodide.code import run_js; run_js(f"fetch('{URL}')")
from pyodide.http import open_url; open_url(URL)
import micropip
import urllib.request; urllib.request.urlopen(URL)
import socket; socket.create_connection((URL.split("/")[2].split(":")[0], 80))
import http.client; http.client.HTTPConnection(URL.split("/")[2]).request("GET", "/")
import subprocess; subprocess.run(["ls"])
import sys; sys.meta_path[-1]._read(URL)
""".strip().splitlines()
# Answers later, or says nothing; nothing must be asked all the same.
QUIET_WAYS = """
import pyodide_js; pyodide_js.loadPackage(URL + "evil.whl")
from pyodide.http import pyfetch; import asyncio; asyncio.ensure_future(pyfetch(URL))
import js; js.setTimeout(f"fetch('{URL}')")
""".strip().splitlines()


VIOLATED = """new Promise((resolve) => {
  addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  %s;
})"""
ELSEWHERE = "fetch('http://localhost:9/').catch(() => {})"
IMPORT = "import('data:text/javascript,1').catch(() => {})"
EVALUATION = "setTimeout('1')"  # eval itself is allowed to the developer tools, so to tests


def run(page: Page, code: str) -> str:
    """What the console says."""
    call = "(code) => nnlab.engine.call('console', { code }).then(({ output }) => output)"
    said: str = page.evaluate(call, code)
    return said


def test_there_is_no_way_out_of_the_worker_not_for_pasted_code_either(
    page: Page, pages_site: str
) -> None:
    lab = Lab(page).open(pages_site)
    lab.train(3)
    weights = lab.weights()
    the_policy_stops_what_it_should(page)
    there_is_no_way_out(page, pages_site)
    assert lab.weights() == weights
    lab.train(5)
    pasted_code_runs_only_when_asked(lab)


def the_policy_stops_what_it_should(page: Page) -> None:
    """That no session breaks it is seen in every other test: it would be a console error."""
    scopes: list[Page | Worker] = [page, page.workers[0]]
    for scope in scopes:
        assert scope.evaluate(VIOLATED % EVALUATION) == "script-src"
    assert page.evaluate(VIOLATED % ELSEWHERE) == "connect-src"
    # The worker has nothing left to ask with, except what the policy refuses.
    assert page.workers[0].evaluate(VIOLATED % IMPORT).startswith("script-src")
    inline = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    assert page.evaluate(VIOLATED % inline) == "script-src-elem"


def there_is_no_way_out(page: Page, pages_site: str) -> None:
    asked: list[str] = []

    def on_request(request: Request) -> None:
        asked.append(request.url)

    run(page, "import socket, subprocess, http.client, urllib.request, asyncio")
    page.context.on("request", on_request)
    for url in ("http://localhost:9/", pages_site):
        for way in WAYS:
            said = run(page, f"URL = {url!r}\n{way}")
            assert "Error" in said or "Exception" in said, (way, said)
        for way in QUIET_WAYS:
            run(page, f"URL = {url!r}\n{way}")
    page.wait_for_timeout(500)
    assert asked == []
    # All of it has left the lab as it was, and what Python needs later still comes.
    page.context.remove_listener("request", on_request)
    assert run(page, "import calendar; calendar.isleap(2024)") == "True\n"


def pasted_code_runs_only_when_asked(lab: Lab) -> None:
    """And the page says what it reaches."""
    page, weights = lab.page, lab.weights()
    page.click("#code-open")
    expect(page.locator("#code-reach")).to_contain_text("not the internet")
    page.click("#code-edit")
    evil = (
        "'<img src=x onerror=document.title=1>'\n"
        "import js\n"
        "js.postMessage('__proto__')\n"
        "print('<script>document.title=1</script>')\n"
        "raise ValueError('<img src=x onerror=document.title=1>')\n"
    )
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(evil)
    page.wait_for_timeout(500)
    page.reload()
    Lab(page).wait("paused")
    page.click("#code-open")
    expect(page.locator(".cm-content")).to_contain_text("onerror")
    page.wait_for_timeout(300)
    expect(page.locator("#code-result")).not_to_contain_text("ValueError")
    page.click("#code-run")
    expect(page.locator("#code-result")).to_contain_text("ValueError: <img src=x")
    assert page.title().startswith("NN Lab")
    assert page.locator("main img").count() == 0
    assert lab.weights() == weights
    page.click("#code-restore")
    lab.train(7)
