"""A Python prompt on the live network: `net`, `data` and `np` are in scope."""

import ast
import contextlib
import io
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import numpy as np

from page.check.guard import Guard, refused
from page.lab.lab import Lab
from page.protocol import Note, Phrase

from .errors import slip_and_values
from .modules import modules_kept
from .paper import Paper

FILE = "<console>"
MOST_CHARACTERS = 20_000


class Console:
    """Remembers the names that were set; `net`, `data` and `trainer` are those of the last lab."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__console__", "np": np}
        self._lab: Lab | None = None

    def use(self, lab: Lab) -> None:
        """From now on, the console is on this lab, whose data it cannot change."""
        if lab is self._lab:
            return
        self._lab = lab
        self.names |= {"net": lab.network, "data": lab.dataset, "trainer": lab.trainer}
        for owner in (lab.dataset, lab.trainer):
            for value in vars(owner).values():
                if isinstance(value, np.ndarray):
                    value.setflags(write=False)

    @property
    def own_names(self) -> list[str]:
        """What the visitor has set, in alphabetical order."""
        given = {"net", "data", "trainer", "np"}
        return sorted(name for name in self.names if name not in given and not name.startswith("_"))

    def run(self, code: str) -> tuple[str, str, list[Phrase], list[Note]]:
        """Runs `code`; what it printed, and the value of a last expression or its error; the
        error's slip, and what is said of it; and what it may not change."""
        out, slip, values = Paper(MOST_CHARACTERS), "", dict[str, str]()
        guard = Guard(self._lab.trainer) if self._lab else None
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
            nobody_answers(),
            modules_kept() as changed,
        ):
            try:
                self._run(code)
            except (Exception, SystemExit, KeyboardInterrupt):
                error = short_traceback()
                slip, values = slip_and_values(error)
                print(error, end="")
        says: list[Phrase] = [{"key": f"slip_{slip}", "values": {**values}}] if slip else []
        notes = guard.restore() if guard else []
        return out.text, slip, says, [*notes, *map(refused, changed)]

    def _run(self, code: str) -> None:
        tree = ast.parse(code, FILE)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, FILE, "exec"), self.names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), FILE, "eval"), self.names)
            if value is not None:
                self.names["_"] = value
                print(shown(value))


@contextlib.contextmanager
def nobody_answers() -> Iterator[None]:
    """What asks back, as input() and breakpoint() do, hears at once that no more will come."""

    def stop(*_: Any, **__: Any) -> None:
        raise EOFError("breakpoint()")

    asked, hook = sys.stdin, sys.breakpointhook
    sys.stdin, sys.breakpointhook = io.StringIO(), stop
    try:
        yield
    finally:
        sys.stdin, sys.breakpointhook = asked, hook


def shown(value: Any) -> str:
    """As Python shows it; an array with its shape above."""
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape}\n{value}"
    return repr(value)


def short_traceback() -> str:
    """The error, and of the calls that led to it those from the console's own line on."""
    kind, error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    start = next((n for n, frame in enumerate(frames) if frame.filename == FILE), len(frames))
    lines = [
        f"  {f.filename.split('/')[-1]}, line {f.lineno}, in {f.name}\n" for f in frames[start:]
    ]
    return "".join([*lines[-6:], *traceback.format_exception_only(kind, error)])
