"""Where an edited package takes its answers from the original.

The package's own files import each other with a dot. By its name, nnlab is the original; and
whatever the way to it, its functions show when they are called from an edited file.
"""

import ast
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import nnlab
from page.code.edited import Edited

from .asking import ask
from .probes import Piece

Place = tuple[str, int]
"""A file of the package and a line in it."""


def places(edited: Edited, pieces: list[Piece]) -> Iterator[Place]:
    yield from imports(edited)
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


def calls(edited: Edited, pieces: list[Piece]) -> Iterator[Place]:
    """Each piece of an edited file is asked once more, and watched."""
    found: list[Place] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        caller = frame.f_back
        if event != "call" or caller is None or not made_in(frame, nnlab.__name__):
            return
        if made_in(caller, edited.name):
            found.append((edited.named(caller.f_code.co_filename), caller.f_lineno))

    before = sys.getprofile()
    for piece in pieces:
        if f"nnlab/{piece.module}.py" in edited.files:
            sys.setprofile(watch)
            try:
                ask(piece, edited, piece.probes[0])
            finally:
                sys.setprofile(before)
    yield from found


def made_in(frame: FrameType, package: str) -> bool:
    return is_of(str(frame.f_globals.get("__name__", "")), package)


def is_of(module: str, package: str) -> bool:
    return module.split(".")[0] == package
