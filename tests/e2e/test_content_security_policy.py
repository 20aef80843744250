"""The built page may run its own scripts and ask its own origin, and nothing else: also the worker.

That no session of the page breaks the policy is checked in every test of the built site: a
violation is an error on the console.
"""

import pytest
from lab_page import Lab
from playwright.sync_api import Page, Worker

VIOLATED = """new Promise((resolve) => {
  addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  %s;
})"""
ELSEWHERE = "fetch('http://localhost:9/').catch(() => {})"
IMPORT = "import('data:text/javascript,1').catch(() => {})"
EVALUATION = "setTimeout('1')"  # eval itself is allowed to the developer tools, so to tests


@pytest.mark.expects_console_errors
def test_the_policy_stops_what_it_should(page: Page, pages_site: str) -> None:
    lab = Lab(page).open(pages_site)
    scopes: list[Page | Worker] = [page, page.workers[0]]
    for scope in scopes:
        assert scope.evaluate(VIOLATED % EVALUATION) == "script-src"
    assert page.evaluate(VIOLATED % ELSEWHERE) == "connect-src"
    # The worker has nothing left to ask with, except what the policy refuses.
    assert page.workers[0].evaluate(VIOLATED % IMPORT).startswith("script-src")
    inline = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    assert page.evaluate(VIOLATED % inline) == "script-src-elem"
    lab.train(2)
