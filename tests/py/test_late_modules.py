"""Modules that the start left out come from their archive at the first import."""

import hashlib
import importlib
import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from page.late_modules import Archive, LateFinder

FILES = {"left_out/__init__.py": "from . import part\n", "left_out/part.py": "answer = 42\n"}


@pytest.fixture
def content() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, source in FILES.items():
            archive.writestr(name, source)
    return buffer.getvalue()


@pytest.fixture
def install(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[str], bytes]], None]]:
    def add(read: Callable[[str], bytes]) -> None:
        archive = Archive(
            path="rest.zip",
            sha256=hashlib.sha256(content).hexdigest(),
            to=str(tmp_path),
            modules=["left_out", "left_out.part"],
        )
        monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, LateFinder([archive], read)])

    monkeypatch.syspath_prepend(tmp_path)
    yield add
    for name in [name for name in sys.modules if name.startswith("left_out")]:
        del sys.modules[name]


def test_an_archive_is_read_once_and_only_when_needed(
    content: bytes, install: Callable[[Callable[[str], bytes]], None]
) -> None:
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return content

    install(read)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("in_no_archive")
    assert asked == []
    assert importlib.import_module("left_out.part").answer == 42
    assert asked == ["rest.zip"]


def test_an_altered_archive_is_refused(
    content: bytes, install: Callable[[Callable[[str], bytes]], None]
) -> None:
    install(lambda path: content + b"\0")
    with pytest.raises(ImportError, match=r"rest\.zip is not the file that was published"):
        importlib.import_module("left_out")


def test_a_failed_download_is_tried_again(
    content: bytes, install: Callable[[Callable[[str], bytes]], None]
) -> None:
    answers: list[Exception | bytes] = [OSError("HTTP status 503"), content]

    def read(path: str) -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    install(read)
    with pytest.raises(ImportError, match=r"rest\.zip cannot be fetched: HTTP status 503"):
        importlib.import_module("left_out")
    assert importlib.import_module("left_out").part.answer == 42


def test_what_is_there_as_byte_code_stays_the_only_form(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "left_out").mkdir()
    (tmp_path / "left_out/part.pyc").touch()
    digest = hashlib.sha256(content).hexdigest()
    archive = Archive(path="rest.zip", sha256=digest, to=str(tmp_path), modules=["left_out"])
    LateFinder([archive], lambda path: content).find_spec("left_out", None)
    assert (tmp_path / "left_out/__init__.py").exists()
    assert not (tmp_path / "left_out/part.py").exists()


def test_a_package_comes_from_its_own_archive_whichever_comes_first(tmp_path: Path) -> None:
    def zipped(*files: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for file in files:
                archive.writestr(file, "")
        return buffer.getvalue()

    contents = {
        "all.zip": zipped("all/__init__.py", "all/apart/__init__.py", "all/apart/more.py"),
        "apart.zip": zipped("all/apart/__init__.pyc"),
    }
    modules = {"all.zip": ["all"], "apart.zip": ["all.apart"]}
    archives = [
        Archive(
            path=path,
            sha256=hashlib.sha256(content).hexdigest(),
            to=str(tmp_path),
            modules=modules[path],
        )
        for path, content in contents.items()
    ]
    finder = LateFinder(archives, contents.__getitem__)
    finder.find_spec("all", None)
    assert [path.name for path in (tmp_path / "all").iterdir()] == ["__init__.py"]
    finder.find_spec("all.apart", None)
    assert [path.name for path in (tmp_path / "all/apart").iterdir()] == ["__init__.pyc"]
