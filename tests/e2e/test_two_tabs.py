"""Storage that is full or shared: said, never mixed, nothing lost."""

import re

import pytest
from lab_page import BOOT_MS, Lab
from playwright.sync_api import Page, expect

KEPT = """async () => {
  const { get, createStore } = await import("/web/vendor/idb-keyval/index.js");
  const database = createStore("nnlab", "kept");
  const [lab, csv] = [await get("lab", database), await get("csv", database)];
  return [lab?.setup?.seed, lab?.snapshot?.epoch, csv?.name];
}"""


@pytest.fixture
def lab(new_lab: Lab) -> Lab:
    """Two tabs of one browser, and nobody else's."""
    return new_lab


def csv(name: str, shift: int) -> dict[str, object]:
    rows = "".join(f"{n + shift},{n % 5},{'ab'[n % 2]}\n" for n in range(30))
    return {"name": name, "mimeType": "text/csv", "buffer": f"x,y,kind\n{rows}".encode()}


def use_file(lab: Lab, name: str, shift: int) -> None:
    lab.page.check("#datasets input[value=own]")
    lab.page.set_input_files("#own-file", files=[csv(name, shift)])
    lab.page.click("#own-use")
    expect(lab.page.locator("#own-use")).to_be_disabled()
    lab.wait("ready")


def until_kept(lab: Lab, expected: list[object]) -> None:
    for _ in range(100):
        if lab.page.evaluate(KEPT) == expected:
            return
        lab.page.wait_for_timeout(100)
    assert lab.page.evaluate(KEPT) == expected


def test_two_tabs_never_mix_and_each_says_whose_lab_is_kept(lab: Lab) -> None:
    use_file(lab, "first.csv", 0)
    lab.set("#seed", "1").train(4)
    until_kept(lab, [1, 4, "first.csv"])
    first = lab.page
    here = first.locator("#elsewhere")
    expect(here).to_be_hidden()

    page = first.context.new_page()
    page.goto(re.sub(r"#.*", "", first.url))
    other = Lab(page).wait("paused", BOOT_MS)
    there = page.locator("#elsewhere")
    use_file(other, "second.csv", 100)
    other.set("#seed", "2").train(6)
    expect(there).to_contain_text("The lab of another tab")
    lab.train(5)
    until_kept(lab, [1, 5, "first.csv"])

    page.click("#keep-here")
    until_kept(other, [2, 6, "second.csv"])
    expect(there).to_be_hidden()
    expect(here).to_be_visible()
    lab.train(7)
    first.wait_for_timeout(600)
    assert other.page.evaluate(KEPT) == [2, 6, "second.csv"]
    first.click("#keep-here")
    until_kept(lab, [1, 7, "first.csv"])
    expect(there).to_be_visible()
    each_tab_s_edits_are_kept_beside_the_other_s([lab, other])


def each_tab_s_edits_are_kept_beside_the_other_s(labs: list[Lab]) -> None:
    page = labs[1].page
    for each in labs:
        each.page.click("#code-open")
        each.page.click("#code-edit")
    for each, file in zip(labs, ["nnlab/layers.py", "nnlab/losses.py"], strict=True):
        each.page.select_option("#code-file", file)
        each.page.locator(".cm-content").click()
        each.page.keyboard.type("#")
    kept = "import('/web/vendor/idb-keyval/index.js').then(({ get }) => get('nnlab-code'))"
    for _ in range(50):
        edits = page.evaluate(kept)
        if edits and len(edits["edits"]) == 2:
            break
        page.wait_for_timeout(100)
    assert sorted(page.evaluate(kept)["edits"]) == ["nnlab/layers.py", "nnlab/losses.py"]


@pytest.mark.expects_console_errors
def test_a_full_disk_is_said_at_once_and_nothing_is_lost(page: Page, site: str) -> None:
    page.add_init_script(
        """IDBObjectStore.prototype.put = function () {
          this.transaction.abort();
          throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
        };"""
    )
    lab = Lab(page).open(site)
    lab.train(3)
    expect(page.locator("#notices")).to_contain_text("keeps nothing for this page")
    page.click("#notices-close")
    lab.train(5)
    expect(page.locator("#notices")).to_be_hidden()  # once is enough
    assert lab.epoch == 5
    page.click("#code-open")
    page.click("#code-edit")
    page.locator(".cm-content").click()
    page.keyboard.type("#")
    expect(page.locator("#code-notice")).to_contain_text("does not let the page keep")
