#!/usr/bin/env python3
"""Serve NN Lab on this machine and open it in the browser.

    python3 scripts/serve.py [--port N] [--no-browser] [--unbuilt]

The first start fetches the runtime (Pyodide, NumPy, the chart). Needs only Python 3.11
or later. Where there is a Node too, it serves the built site, which starts faster; else, or with
--unbuilt, the files as they stand. Listens on the loopback address only.
"""

import argparse
import errno
import gzip
import mimetypes
import os
import sys
import threading
import urllib.parse
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

from site_files import BUILT_FOLDERS, ROOT, is_built_file, is_site_file, site_files
from vendor import VendorError, vendor

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".py": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".woff2": "font/woff2",
    ".whl": "application/octet-stream",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
COMPRESSES = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".py", ".md", ".csv"}
TRIES = 20  # ports, counted from the one asked for


class Site(ThreadingHTTPServer):
    """The site under `prefix`, on loopback.

    `pages=True` answers with the headers of GitHub Pages: cached for ten minutes and
    readable from every origin. Otherwise the browser asks each time and gets 304.
    """

    daemon_threads = True
    # Elsewhere this only skips the wait after a restart; on Windows it would let two
    # servers share one port.
    allow_reuse_address = os.name != "nt"

    def __init__(
        self, port: int = 0, prefix: str = "/", root: Path = ROOT, pages: bool = False
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.root = root.resolve()
        self.prefix = "/" + prefix.strip("/") + "/" if prefix.strip("/") else "/"
        self.pages = pages
        self._compressed: dict[tuple[str, str], bytes] = {}

    @property
    def url(self) -> str:
        """The address of the page, with its final slash."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"

    def find(self, url_path: str) -> Path | None:
        """The published file behind the path of a URL, or None."""
        if not url_path.startswith(self.prefix):
            return None
        relative = urllib.parse.unquote(url_path[len(self.prefix) :]) or "index.html"
        if "\0" in relative:
            return None
        path = (self.root / relative).resolve()
        # Judged after resolving, so that neither ".." nor a link leads anywhere else.
        if not path.is_relative_to(self.root):
            return None
        published = is_site_file(path.relative_to(self.root).as_posix())
        return path if published and path.is_file() else None

    def compressed(self, path: Path, version: str) -> bytes:
        """The gzipped content of `path`, kept in memory as long as it is `version`."""
        key = (str(path), version)
        body = self._compressed.get(key)
        if body is None:  # another thread may be here too: change nothing in place
            body = gzip.compress(path.read_bytes(), 6, mtime=0)
            kept = {k: v for k, v in self._compressed.items() if k[0] != key[0]}
            self._compressed = kept | {key: body}
        return body

    def warm(self) -> None:
        """Compress the large files before anybody waits for them."""
        built = (path for name in BUILT_FOLDERS for path in self.root.glob(f"{name}*/*"))
        for path in [*(self.root / name for name in site_files(self.root)), *built]:
            if path.suffix in COMPRESSES and path.stat().st_size > 1_000_000:
                self.compressed(path, version_of(path))

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing about a browser that hung up; it does that when a page closes."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


AnySite = TypeVar("AnySite", bound=Site)


def version_of(path: Path) -> str:
    """A short text that changes when the file does."""
    status = path.stat()
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the published files, and 404 for everything else."""

    server: Site
    protocol_version = "HTTP/1.1"
    # Without this, headers and body leave in two packets and the second one waits.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Send the file, or 304 when the browser has it already."""
        url_path = self.path.split("?")[0].split("#")[0]
        if url_path + "/" == self.server.prefix:
            self.answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": self.server.prefix})
            return
        path = self.server.find(url_path)
        if path is None:
            self.answer(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"Not found\n")
            return
        self.send_file(path)

    do_HEAD = do_GET  # noqa: N815  (the name that http.server looks for)

    def send_file(self, path: Path) -> None:
        """Send `path`, gzipped where that helps and the browser takes it."""
        version = version_of(path)
        squeeze = path.suffix in COMPRESSES and "gzip" in self.headers.get("Accept-Encoding", "")
        etag = f'W/"{version}"'
        headers = {
            "Content-Type": TYPES.get(path.suffix)
            or mimetypes.guess_type(path.name)[0]
            or "application/octet-stream",
            "Cache-Control": "max-age=600" if self.server.pages else "no-cache",
            "ETag": etag,
            "Last-Modified": formatdate(path.stat().st_mtime, usegmt=True),
            "Vary": "Accept-Encoding",
        }
        if is_built_file(path.relative_to(self.server.root).as_posix()):
            headers["Cache-Control"] = "max-age=31536000, immutable"
        if self.server.pages:
            headers["Access-Control-Allow-Origin"] = "*"
        else:
            headers["X-Content-Type-Options"] = "nosniff"
        if etag in self.headers.get("If-None-Match", ""):
            self.answer(HTTPStatus.NOT_MODIFIED, headers)
            return
        if squeeze:
            headers["Content-Encoding"] = "gzip"
            body = self.server.compressed(path, version)
        else:
            body = path.read_bytes()
        self.answer(HTTPStatus.OK, headers, body)

    def answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> None:
        """Send a whole reply; the body is left out where HTTP says so."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the terminal is for people."""


@contextmanager
def running(
    port: int = 0, prefix: str = "/", root: Path = ROOT, pages: bool = False
) -> Iterator[Site]:
    """A site that answers, from a thread of its own, as long as the block runs."""
    with answering(Site(port, prefix, root, pages)) as site:
        yield site


@contextmanager
def answering(site: AnySite) -> Iterator[AnySite]:
    """`site`, answering from a thread of its own as long as the block runs."""
    with site:
        thread = threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def built_or_not() -> Path:
    """The built site's folder; the repository, and a line that says why, if it cannot be built."""
    from built.local_site import local_site
    from fetch.node import find_node

    try:
        find_node()
        vendor(("build",))
        return local_site()
    except (OSError, RuntimeError) as error:
        print(f"Serving the page unbuilt, which starts slower. {error}", flush=True)
        return ROOT


def open_site(port: int, root: Path) -> Site:
    """A site at `port`, or at the next one that is free. Raises OSError after 20 tries."""
    for candidate in range(port, port + TRIES):
        try:
            return Site(candidate, root=root)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(f"ports {port} to {port + TRIES - 1} are all in use")


def main() -> int:
    """Run as a command; the exit code."""
    parser = argparse.ArgumentParser(description="Serve NN Lab on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="default 8000, or the next free one")
    parser.add_argument("--no-browser", action="store_true", help="only serve")
    parser.add_argument("--unbuilt", action="store_true", help="serve the files as they stand")
    options = parser.parse_args()
    if not 0 <= options.port <= 65535 - TRIES:
        parser.error(f"--port must be from 0 to {65535 - TRIES}, not {options.port}")
    try:
        vendor(("runtime", "page"))
        root = ROOT if options.unbuilt else built_or_not()
        with open_site(options.port, root) as site:
            print(f"NN Lab: {site.url}   (Ctrl-C stops it)", flush=True)
            threading.Thread(target=site.warm, daemon=True).start()
            if not options.no_browser:
                webbrowser.open(site.url)
            site.serve_forever()
    except KeyboardInterrupt:
        print()
    except (VendorError, OSError) as error:
        print(f"serve.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
