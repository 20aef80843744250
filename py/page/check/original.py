"""Where an edited package takes its answers, or its lines, from the original.

The package's own files import each other with a dot. By its name, nnlab is the original; and
whatever the way to it, its functions show when they run while an edited file's are asked. A text
that is read somewhere and then run shows in the lines.
"""

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

import nnlab
from page.code.edited import PACKAGE, Edited, sources
from page.code.paper import prints_kept

from .probes import Piece
from .where import lines_of

Place = tuple[str, int]
"""A file of the package and a line in it."""

DRAWN_WITH = ("arrays.py", "parameters.py")
"""Helpers that some pieces draw their numbers with while they ask; no answer is in them."""


def places(edited: Edited, pieces: list[Piece]) -> Iterator[Place]:
    yield from imports(edited)
    yield from texts_run(edited)
    yield from calls(edited, pieces)


def imports(edited: Edited) -> Iterator[Place]:
    for file, text in edited.files.items():
        for node in ast.walk(ast.parse(text)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            elif isinstance(node, ast.Call) and any(
                word in ast.unparse(node.func) for word in ("import_module", "__import__")
            ):
                names = [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
            if any(is_of(name, nnlab.__name__) for name in names):
                yield file, getattr(node, "lineno", 1)


READS = {"getsource", "getsourcelines", "get_source", "get_data", "getline", "getlines"}
READS |= {"read", "read_text", "read_bytes", "readlines", "open"}
RUNS = {"exec", "eval", "compile"}


def texts_run(edited: Edited) -> Iterator[Place]:
    """The first line that runs text, where there are also lines that read a file or a source."""
    for file, text in edited.files.items():
        known, lines = lines_of(sources()[file]), text.splitlines()
        named: dict[str, int] = {}
        for node in ast.walk(ast.parse(text)):
            line = getattr(node, "lineno", 0)
            if line and lines[line - 1].strip() not in known:
                name = getattr(node, "attr", getattr(node, "id", getattr(node, "name", "")))
                named.setdefault(str(name), line)
        if READS & {*named} and RUNS & {*named}:
            yield file, min(named[name] for name in RUNS & {*named})


def calls(edited: Edited, pieces: list[Piece]) -> Iterator[Place]:
    """Each piece of an edited file is asked once more, and watched."""
    found: list[Place] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and is_original(frame.f_code.co_filename):
            found.append(asked_from(frame, edited, piece))

    before = sys.getprofile()
    for piece in pieces:
        if f"nnlab/{piece.module}.py" not in edited.files:
            continue
        given = piece.given(piece.probes[0])
        with prints_kept():
            sys.setprofile(watch)
            try:
                piece.run(edited, given)
            except (Exception, SystemExit):
                pass
            finally:
                sys.setprofile(before)
    yield from found


@lru_cache(maxsize=1000)
def is_original(file: str) -> bool:
    path = Path(file)
    return path.parent == PACKAGE and path.name not in DRAWN_WITH


def asked_from(frame: FrameType, edited: Edited, piece: Piece) -> Place:
    """The edited line that led there; where there is none, the file whose function was asked."""
    caller: FrameType | None = frame
    while caller is not None:
        if Path(caller.f_code.co_filename).parent == edited.folder:
            return edited.named(caller.f_code.co_filename), caller.f_lineno
        caller = caller.f_back
    return f"nnlab/{piece.module}.py", 1


def is_of(module: str, package: str) -> bool:
    return module.split(".")[0] == package
