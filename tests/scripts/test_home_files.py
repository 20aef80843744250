"""The wheel, the source archive and the Pyodide distribution that the site carries."""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import nnlab
from built.home import home
from built.make_wheel import make_wheel
from site_files import ROOT

FILES = home(ROOT)
WHEEL = f"numpy_nn_lab-{nnlab.__version__}-py3-none-any.whl"


def test_the_wheel_holds_the_package_and_nothing_else() -> None:
    with zipfile.ZipFile(io.BytesIO(FILES[f"python/{WHEEL}"])) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(f"numpy_nn_lab-{nnlab.__version__}.dist-info/METADATA").decode()
    sources = {p.relative_to(ROOT / "py").as_posix() for p in (ROOT / "py/nnlab").rglob("*.*")
               if p.suffix in (".py", ".csv", ".json", ".typed")}  # fmt: skip
    assert {name for name in names if ".dist-info/" not in name} == sources
    assert "nnlab/py.typed" in names
    head, _, description = metadata.partition("\n\n")
    assert "Name: numpy-nn-lab" in head
    assert "Requires-Dist: numpy>=1.26" in head
    assert "Classifier: Typing :: Typed" in head
    assert "](" not in description  # no link or picture that would lead nowhere


def test_what_is_published_says_where_its_site_and_source_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {
        "NNLAB_SITE": "https://pages.test/lab/",
        "GITHUB_SERVER_URL": "https://code.test",
        "GITHUB_REPOSITORY": "someone/lab",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NNLAB_CACHE", str(tmp_path))
    with zipfile.ZipFile(io.BytesIO(make_wheel()[WHEEL])) as wheel:
        head = wheel.read(f"numpy_nn_lab-{nnlab.__version__}.dist-info/METADATA").decode()
    assert "Author-email: The NN Lab contributors <someone@users.noreply.code.test>" in head
    assert "Project-URL: Homepage, https://pages.test/lab/\n" in head
    source = "https://code.test/someone/lab"
    assert f"Project-URL: Changelog, {source}/blob/main/CHANGELOG.md\n" in head
    assert f"Project-URL: Source, {source}\n" in head


def test_the_version_stands_in_one_place(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dynamic"] == ["version"]
    assert "version" not in project
    with zipfile.ZipFile(io.BytesIO(FILES[f"python/{WHEEL}"])) as wheel:
        wheel.extractall(tmp_path)
    said = subprocess.run(
        [sys.executable, "-m", "nnlab", "--version"],
        env={"PYTHONPATH": str(tmp_path)}, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == f"nnlab {nnlab.__version__}\n"


def test_the_source_archive_builds_the_same_package() -> None:
    data = FILES[f"python/numpy_nn_lab-{nnlab.__version__}.tar.gz"]
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "docs/package.md", "py/nnlab/layers.py"} <= names


def test_the_lock_names_what_lies_beside_it() -> None:
    lock = json.loads(FILES["pyodide/pyodide-lock.json"])
    assert sorted(lock["packages"]) == ["numpy", "numpy-nn-lab"]
    for package in lock["packages"].values():
        content = FILES[f"pyodide/{package['file_name']}"]
        assert hashlib.sha256(content).hexdigest() == package["sha256"]
    with zipfile.ZipFile(
        io.BytesIO(FILES[f"pyodide/{lock['packages']['numpy']['file_name']}"])
    ) as z:
        names = z.namelist()
    assert "numpy/__init__.pyc" in names
    assert not [name for name in names if name.endswith(".py")]


def test_the_command_on_its_page_names_the_wheel() -> None:
    page = FILES["python/index.html"].decode()
    assert page.count(WHEEL) == 4
    assert "pip install nnlab" not in page
