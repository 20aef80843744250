"""Every path that a document names is there, and every link inside the repository too."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from site_files import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
# What a script or a build makes, and patterns.
MADE = ("dist", "web/vendor", "tests/.vendor", "tests/screenshots", ".venv")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`((?:py|web|scripts|tests|docs|\.github)/[\w./-]*)`", text)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [path for path in named if not path.startswith(MADE) and not (ROOT / path).exists()]
    missing += [link for link in linked if not (document.parent / link).exists()]
    assert missing == []


def test_no_python_and_no_numpy_is_claimed_that_no_job_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    workflow = (ROOT / ".github/workflows/test.yml").read_text("utf-8")
    tested = re.findall(r'python: "([\d.]+)", numpy: "([\d.]+)\.\*"', workflow)
    lock = json.loads((ROOT / "scripts/vendor.lock.json").read_text("utf-8"))["packages"]
    by = next(package["by"] for package in lock if package["name"] == "pyodide")
    (pyodide,) = re.findall(r"CPython (3\.\d+)", by)
    name = "Programming Language :: Python :: "
    claimed = {c.removeprefix(name) for c in project["classifiers"] if c.startswith(name + "3.")}
    assert claimed == {python for python, _ in tested} | {pyodide}
    least = min(claimed, key=lambda version: int(version.split(".")[1]))
    assert project["requires-python"] == f">={least}"
    (oldest,) = (numpy for python, numpy in tested if python == least)
    assert f"numpy>={oldest}" in project["dependencies"]


@pytest.mark.parametrize(("language", "guide"), [("en", "teaching.md"), ("zh", "teaching.zh.md")])
def test_teach_and_the_guide_tell_the_same_plans(language: str, guide: str) -> None:
    markup = (ROOT / "index.html").read_text("utf-8")
    said = dict(re.findall(r'data-text="(plan_\w+)">([^<]*)<', markup))
    if language != "en":
        said = json.loads((ROOT / f"web/text/{language}.json").read_text("utf-8"))
    document = "".join((ROOT / "docs" / guide).read_text("utf-8").replace("**", "").split())
    for plan in ("plan_1", "plan_2", "plan_3"):
        whole = said[f"{plan}_title"] + said[plan]
        assert "".join(whole.split()) in document
