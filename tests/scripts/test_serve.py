"""The server publishes the site and nothing else, the way browsers and Pages expect."""

import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import serve
from built import local_site
from site_files import ROOT

Reply = tuple[http.client.HTTPResponse, bytes]


def get(url: str, path: str = "", **headers: str) -> Reply:
    """Ask for `path` exactly as it is written: no client tidies the dots away."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", parts.path + path, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        ("web/vendor/pyodide/pyodide.mjs", "text/javascript"),
        ("web/vendor/pyodide/pyodide.asm.wasm", "application/wasm"),
        ("web/vendor/pyodide/pyodide-lock.json", "application/json"),
        ("py/nnlab/iris.csv", "text/csv"),
    ],
)
def test_types(unbuilt_site: str, path: str, kind: str) -> None:
    reply, body = get(unbuilt_site, path)
    assert reply.status == 200
    assert reply.headers["Content-Type"].split(";")[0] == kind
    assert body == (ROOT / (path or "index.html")).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".gitignore",
        "scripts/serve.py",
        "tests/conftest.py",
        "web",
        "web/",
        "web/../.git/config",
        "web/%2e%2e/.git/config",
        "web/..%2f.git/config",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "py/%00",
    ],
)
def test_everything_else_is_not_found(unbuilt_site: str, path: str) -> None:
    assert get(unbuilt_site, path)[0].status == 404


def test_compressed_bytes_are_the_same_file(unbuilt_site: str) -> None:
    path = "web/vendor/pyodide/pyodide.asm.wasm"
    reply, body = get(unbuilt_site, path, **{"Accept-Encoding": "gzip"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert len(body) < 0.5 * (ROOT / path).stat().st_size
    assert gzip.decompress(body) == (ROOT / path).read_bytes()


def test_a_file_is_sent_again_only_after_it_changed(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    page = tmp_path / "index.html"
    page.write_text("old")
    url = serve(root=tmp_path)
    tag = get(url)[0].headers["ETag"]
    assert get(url, **{"If-None-Match": tag})[0].status == 304
    page.write_text("newer")
    reply, body = get(url, **{"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert (reply.status, gzip.decompress(body)) == (200, b"newer")


def test_a_link_that_leads_out_of_the_site_is_not_followed(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    root = tmp_path / "root"
    (root / "web").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "web/link.txt").symlink_to(tmp_path / "secret.txt")
    assert get(serve(root=root), "web/link.txt")[0].status == 404


def test_as_on_github_pages(pages_site: str) -> None:
    reply, _ = get(pages_site)
    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "max-age=600"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert get(pages_site.removesuffix("nnlab/"))[0].status == 404
    reply, _ = get(pages_site.removesuffix("/"))
    assert (reply.status, reply.headers["Location"]) == (301, "/nnlab/")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In place of the user's own cache."""
    monkeypatch.setattr(local_site, "cache_dir", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def test_the_built_site_makes_no_offline_copy(cache: Path) -> None:
    folder = local_site.local_site()
    assert folder.is_relative_to(cache)
    assert (folder / "nnlab.html").is_file()
    assert not (folder / "sw.js").exists()
    assert 'rel="manifest"' not in (folder / "index.html").read_text("utf-8")


def test_it_is_built_again_only_when_a_source_changed(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []

    def build(target: Path, root: Path, *, offline: bool) -> None:
        target.mkdir(parents=True)
        built.append(target)

    monkeypatch.setattr(local_site, "build", build)
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "index.html").write_text("old")
    first = local_site.local_site(root)
    assert local_site.local_site(root) == first and len(built) == 1
    (root / "index.html").write_text("new")
    second = local_site.local_site(root)
    assert second != first and second.is_dir() and not first.exists()


def test_without_a_node_the_page_is_served_unbuilt(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(*_: object, **__: object) -> None:
        raise FileNotFoundError("no Node: install it")

    monkeypatch.setattr(local_site, "build", build)
    assert serve.built_or_not() == ROOT
    assert "unbuilt" in (said := capsys.readouterr().out) and "no Node" in said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_a_busy_port_moves_on_and_ctrl_c_is_quiet() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        if port > 65000:
            pytest.skip("the system gave a port too near the end")
        command = [sys.executable, "scripts/serve.py", "--no-browser", "--unbuilt"]
        command += ["--port", str(port)]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell that runs the tests in the background lets none of them hear Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            first = process.stdout.readline()
            url = next(word for word in first.split() if word.startswith("http"))
            assert port < (urlsplit(url).port or 0) <= port + 20
            assert get(url)[0].status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait() == 0
            assert process.stderr.read() == ""
