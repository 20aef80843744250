"""A site that answers for one file in a way that is wrong, as servers and networks do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Literal

from serve import TYPES, Handler, Site, answering

Fault = Literal["missing", "html", "truncated", "altered", "cut", "slow"]
HTML = b"<!doctype html><title>Welcome</title><p>Sign in to use this network"
SLOW_PARTS = 3
SLOW_S = 2


class FaultyHandler(Handler):
    """Answers as `server.faults` says for a file's name."""

    server: "FaultySite"

    def send_file(self, path: Path) -> None:
        """Send `path`, wrongly if that is asked for."""
        fault = self.server.faults.get(path.name)
        if fault is None:
            super().send_file(path)
            return
        body = path.read_bytes()
        half = len(body) // 2
        # Cached as the whole site is, so that a wrong file must be got rid of again.
        headers = {"Content-Type": TYPES[path.suffix], "Cache-Control": "max-age=31536000"}
        if fault == "missing":
            self.answer(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"Not found\n")
        elif fault == "html":
            self.answer(HTTPStatus.OK, {"Content-Type": TYPES[".html"]}, HTML)
        elif fault == "truncated":
            self.answer(HTTPStatus.OK, headers, body[:half])
        elif fault == "altered":
            self.answer(
                HTTPStatus.OK, headers, body[:half] + bytes([body[half] ^ 1]) + body[half + 1 :]
            )
        else:
            self.send_in_parts(body, headers, fault)

    def send_in_parts(self, body: bytes, headers: dict[str, str], fault: Fault) -> None:
        """All of it, slowly; or the first part, and then hang up."""
        self.send_response(HTTPStatus.OK)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        size = len(body) // SLOW_PARTS + 1
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            self.wfile.flush()
            if fault == "cut":
                self.close_connection = True
                return
            time.sleep(SLOW_S)


class FaultySite(Site):
    """The site, with the fault for each file name in `faults`."""

    faults: dict[str, Fault]

    def __init__(self, root: Path) -> None:
        super().__init__(root=root, prefix="/nnlab/", pages=True)
        self.faults = {}
        self.RequestHandlerClass = FaultyHandler


@contextmanager
def faulty_site(root: Path) -> Iterator[FaultySite]:
    """A faulty site that answers as long as the block runs."""
    with answering(FaultySite(root)) as site:
        yield site
