"""Asking a function of the edited package, and what came of it."""

import inspect
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array
from page.code.edited import Edited
from page.code.paper import prints_kept
from page.protocol import CodeError

from .naming import close, roughly
from .probes import NotTwo, Piece, Widths


@dataclass
class Outcome:
    """What came of asking once."""

    widths: Widths
    want: Array
    least: float
    got: Array | None = None
    dtype: str = ""
    kind: str = ""
    """What the answer is, if no array of numbers: "none", "list", "two", "no numbers"."""

    error: CodeError | None = None
    spoiled: list[str] = field(default_factory=list)
    """What of the given was written over."""

    printed: str = ""

    @property
    def right(self) -> bool:
        return self.fits and close(self.numbers, self.want)

    @property
    def nearly(self) -> bool:
        return self.fits and roughly(self.numbers, self.want, self.least)

    @property
    def fits(self) -> bool:
        return self.got is not None and self.got.shape == self.want.shape

    @property
    def numbers(self) -> Array:
        assert self.got is not None
        return self.got


def ask(piece: Piece, package: Edited, widths: Widths) -> Outcome:
    want = np.asarray(piece.run(nnlab, piece.given(widths)), np.float64)
    given = piece.given(widths)
    before = {name: np.array(value) for name, value in given.items()}
    outcome = Outcome(widths, want, piece.least)
    with prints_kept() as paper:
        try:
            answer = piece.run(package, given)
            if answer is None:
                outcome.kind = "none"
            else:
                outcome.kind = "list" if isinstance(answer, list | tuple) else ""
                read = np.asarray(answer)
                outcome.dtype = str(read.dtype)
                if read.dtype.kind in "USOc" and piece.name != "state":
                    outcome.kind = "no numbers"
                else:
                    outcome.got = np.asarray(read, np.float64)
        except NotTwo as error:
            outcome.kind = str(error) or "two"
        except Exception as error:
            # Not the error itself, which would keep all that the function had made.
            outcome.error = package.explain(error)
    outcome.printed = paper.getvalue()
    outcome.spoiled = [name for name, value in given.items() if changed(before[name], value)]
    return outcome


def changed(before: Array, after: Any) -> bool:
    return not np.array_equal(before, np.asarray(after), equal_nan=before.dtype.kind == "f")


def told(names: list[str]) -> str:
    """Each argument once, though it may have been given several times: "z" and "far z"."""
    return ", ".join(dict.fromkeys(name.split(" ")[-1] for name in names))


def find(module: Any, path: str) -> Any:
    """The function at a dotted path, or None."""
    for name in path.split("."):
        module = getattr(module, name, None)
    return module if inspect.isfunction(module) else None
