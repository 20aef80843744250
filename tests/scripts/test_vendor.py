"""Nothing that is not the pinned file gets into the tree, and everything is credited."""

import functools
import hashlib
import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

import vendor
from make.third_party import third_party
from site_files import ROOT

CONTENT = bytes(range(256)) * 2000


class FakeCdn(http.server.BaseHTTPRequestHandler):
    """Hangs up after 100 kB of a whole file; answers ranges in full."""

    ranges: ClassVar[list[str | None]] = []
    content = CONTENT

    def do_GET(self) -> None:
        asked = self.headers["Range"]
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.end_headers()
        self.wfile.write(self.content[start:] if asked else self.content[:100_000])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def cdn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[FakeCdn]]:
    """A CDN of one file, a lock that pins it, an empty cache and no package client."""

    class Cdn(FakeCdn):
        ranges: ClassVar[list[str | None]] = []

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cdn) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        package = {
            "group": "page",
            "cdn": f"http://127.0.0.1:{server.server_port}/",
            "client": "npm",
            "spec": "nothing@1.0.0",
            "prefix": "package/",
            "files": [
                {
                    "from": "a.js",
                    "to": "web/vendor/a.js",
                    "size": len(CONTENT),
                    "sha256": hashlib.sha256(CONTENT).hexdigest(),
                }
            ],
        }
        lock = tmp_path / "lock.json"
        lock.write_text(json.dumps({"packages": [package]}))
        monkeypatch.setattr(vendor, "LOCK", lock)
        monkeypatch.setenv("NNLAB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("PATH", "")
        yield Cdn
        server.shutdown()


@pytest.fixture
def fetch(tmp_path: Path) -> functools.partial[None]:
    return functools.partial(vendor.vendor, ["page"], tmp_path)


def test_a_cut_download_resumes_where_it_stopped(
    cdn: type[FakeCdn], fetch: functools.partial[None], tmp_path: Path
) -> None:
    fetch()
    assert (tmp_path / "web/vendor/a.js").read_bytes() == CONTENT
    assert cdn.ranges == [None, "bytes=100000-"]


def test_a_second_run_asks_nobody(
    cdn: type[FakeCdn], fetch: functools.partial[None], tmp_path: Path
) -> None:
    fetch()
    (tmp_path / "web/vendor/a.js").write_bytes(b"altered on disk")
    fetch()
    assert (tmp_path / "web/vendor/a.js").read_bytes() == CONTENT
    assert len(cdn.ranges) == 2


def test_an_altered_file_is_refused_by_name_and_not_kept(
    cdn: type[FakeCdn], fetch: functools.partial[None], tmp_path: Path
) -> None:
    cdn.content = CONTENT[:-1] + b"!"
    for _ in range(2):
        with pytest.raises(vendor.VendorError, match=r"web/vendor/a\.js.*Refused"):
            fetch()
    assert not (tmp_path / "web/vendor/a.js").exists()
    assert not any((tmp_path / "cache").iterdir())


def test_without_cdn_and_client_the_error_says_what_is_missing(
    cdn: type[FakeCdn], fetch: functools.partial[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = vendor.LOCK.read_text().replace("http://127.0.0.1:", "http://127.0.0.1:1/")
    vendor.LOCK.write_text(text)
    with pytest.raises(vendor.VendorError, match="no npm"):
        fetch()


def test_a_program_comes_for_this_platform_alone_and_can_be_run(
    cdn: type[FakeCdn], fetch: functools.partial[None], tmp_path: Path
) -> None:
    lock = json.loads(vendor.LOCK.read_text())
    (package,) = lock["packages"]
    here = package | {"platform": vendor.platform_name()}
    other = package | {"platform": "other-x64", "cdn": "http://127.0.0.1:1/"}
    vendor.LOCK.write_text(json.dumps({"packages": [other, here]}))
    fetch()
    program = tmp_path / "web/vendor/a.js"
    assert program.read_bytes() == CONTENT
    assert os.access(program, os.X_OK)


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "linux-x64"),
        ("win32", "AMD64", "win32-x64"),
        ("darwin", "arm64", "darwin-arm64"),
        ("linux", "aarch64", "linux-arm64"),
    ],
)
def test_platforms_have_the_lock_s_names(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, name: str
) -> None:
    monkeypatch.setattr(vendor.sys, "platform", system)
    monkeypatch.setattr(vendor.platform, "machine", lambda: machine)
    assert vendor.platform_name() == name
    assert len(vendor.read_lock(["build"])[0]) == 1


def test_third_party_page_credits_exactly_the_lock() -> None:
    lock = json.loads(vendor.LOCK.read_text("utf-8"))
    assert (ROOT / "THIRD_PARTY.md").read_text("utf-8") == third_party(lock)
    assert all(package["license"] and package["by"] for package in lock["packages"])
