"""What an earlier version of the page wrote opens as it did: links, model files, a kept lab.

Each folder of tests/earlier is named after the commit whose built page wrote it; expected.json has
what that page answered. They are never made anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from lab_page import Lab, until
from playwright.sync_api import Page, expect

from site_files import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "tests/earlier").glob("*/expected.json"))
PUT = """async ({ lab, csv }) => {
  const back = (value) => {
    if (Array.isArray(value)) return value.map(back);
    if (typeof value !== "object" || value === null) return value;
    if ("float64" in value) return Float64Array.from(value.float64);
    if ("bytes" in value) return Uint8Array.from(value.bytes);
    if ("nan" in value) return NaN;
    if ("number" in value) return Number(value.number);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, back(each)]));
  };
  const database = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("nnlab", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = reject;
  });
  await new Promise((resolve, reject) => {
    const change = database.transaction("kept", "readwrite");
    change.objectStore("kept").put(back(lab), "lab");
    if (csv) change.objectStore("kept").put(back(csv), "csv");
    change.oncomplete = resolve;
    change.onerror = reject;
  });
  database.close();
}"""
ANSWER = """(values) =>
  nnlab.engine.call("predict", { values }).then(({ outputs }) => Array.from(outputs.data))"""


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def check_model(lab: Lab, wanted: dict[str, Any]) -> None:
    """The page is at the model's epoch and answers what the earlier page answered."""
    expect(lab.page.locator("#epoch")).to_have_text(f"{wanted['epoch']:06}")
    assert lab.page.evaluate(ANSWER, wanted["values"]) == wanted["outputs"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_its_model_files_open(lab: Lab, folder: Path) -> None:
    for name, wanted in read(folder, "expected.json").items():
        lab.page.set_input_files("#open-model-file", folder / f"{name}.json")
        until(lab.page, f"nnlab.store.get().snapshot?.epoch === {wanted['epoch']}")
        check_model(lab, wanted)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_its_links_open(lab: Lab, folder: Path) -> None:
    for each in read(folder, "links.json"):
        lab.page.evaluate("(hash) => { location.hash = hash; }", each["hash"])
        same = """(wanted) => {
          const { setup, notices } = nnlab.store.get();
          return !notices.length && Object.keys(wanted).every(
            (name) => JSON.stringify(setup[name]) === JSON.stringify(wanted[name]));
        }"""
        until(lab.page, same, each["setup"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_lab_that_it_kept_goes_on(page: Page, site: str, folder: Path) -> None:
    lab, kept = kept_lab(page, site, folder)
    lab.wait("paused")
    assert page.evaluate("nnlab.store.get().csv.name") == kept["csv"]["name"]
    assert lab.weights() == kept["lab"]["snapshot"]["vector"]["data"]["float64"]
    check_model(lab, read(folder, "expected.json")["trees"])
    assert not lab.page.evaluate("nnlab.store.get().notices.length")


@pytest.mark.parametrize("folder", FOLDERS[:1], ids=lambda folder: folder.name)
def test_a_network_of_another_table_is_not_taken_for_this_one_s(
    page: Page, site: str, folder: Path
) -> None:
    lab, kept = kept_lab(page, site, folder, fits=False)
    lab.wait("ready")
    assert page.evaluate("nnlab.store.get().csv.name") == kept["csv"]["name"]
    assert page.evaluate("nnlab.store.get().setup.dataset") == "own"
    expect(page.locator("#notices")).to_contain_text("read otherwise now")


def kept_lab(page: Page, site: str, folder: Path, fits: bool = True) -> tuple[Lab, Any]:
    """The page on what an earlier one kept, or on that with weights of another shape."""
    kept = read(folder, "kept_lab.json")
    if not fits:
        vector = kept["lab"]["snapshot"]["vector"]
        vector["data"]["float64"].pop()
        vector["shape"] = [len(vector["data"]["float64"])]
    empty = '<link rel="icon" href="data:,">'
    page.route(f"{site}empty", lambda route: route.fulfill(content_type="text/html", body=empty))
    page.goto(f"{site}empty")
    page.evaluate(PUT, kept)
    page.goto(site)
    return Lab(page), kept
