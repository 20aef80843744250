"""Asking a function of the edited package, and what came of it."""

import inspect
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array
from page.code.edited import Edited
from page.code.paper import prints_kept
from page.protocol import CodeError

from .naming import close, roughly
from .probes import NotTwo, Piece, Together, Widths


@dataclass
class Outcome:
    """What came of asking once."""

    widths: Widths
    want: Array
    least: float
    got: Array | None = None
    dtype: str = ""
    kind: str = ""
    """What the answer is, if no array of numbers: see `kind_of`, and "two", "no numbers"."""

    parts: int = 1
    """How many answers `got` and `want` hold, one below the other: see `Together`."""

    one_array: bool = False
    """Whether these answers are all the same array, filled once more each time."""

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

    @property
    def shapes(self) -> tuple[list[int], list[int]]:
        """Of one answer, and of what it should be; the first is [] where there is no array."""
        shapes = [[*array.shape] for array in (self.got, self.want) if array is not None]
        for shape in shapes:
            if shape and shape[0] % self.parts == 0:
                shape[0] //= self.parts
        return (shapes[0] if len(shapes) == 2 else []), shapes[-1]


def ask(piece: Piece, package: Edited, widths: Widths) -> Outcome:
    want, parts = wanted(piece, widths)
    given = piece.given(widths)
    before = {name: np.array(value) for name, value in given.items()}
    outcome = Outcome(widths, want, piece.least)
    outcome.parts = parts
    with prints_kept() as paper:
        try:
            answer = piece.run(package, given)
            outcome.kind = kind_of(answer, outcome.shapes[1])
            if outcome.kind not in NO_ARRAY:
                read = below_each_other(answer)
                outcome.one_array = isinstance(answer, Together) and one_array(answer)
                outcome.dtype = str(read.dtype)
                outcome.kind = (piece.name != "state" and kind_of_numbers(read)) or outcome.kind
                if outcome.kind not in NO_ARRAY:
                    outcome.got = np.array(read, np.float64)  # which later calls may change
        except NotTwo as error:
            outcome.kind = str(error) or "two"
        except (Exception, SystemExit) as error:
            # Not the error itself, which would keep all that the function had made.
            outcome.error = package.explain(error)
    outcome.printed = paper.getvalue()
    outcome.spoiled = [name for name, value in given.items() if changed(before[name], value)]
    return outcome


@lru_cache(maxsize=1000)  # each piece is asked with the same numbers, whatever was edited
def wanted(piece: Piece, widths: Widths) -> tuple[Array, int]:
    """The original's answer, to be read only, and how many answers it holds."""
    asked = piece.run(nnlab, piece.given(widths))
    want = np.array(below_each_other(asked), np.float64)
    want.flags.writeable = False
    return want, len(asked) if isinstance(asked, Together) else 1


NO_ARRAY = ("none", "function", "generator", "several", "no numbers", "complex", "objects")


def kind_of(answer: Any, shape: list[int]) -> str:
    """What was returned where an array of this shape is asked for; "" for an array or a number."""
    if isinstance(answer, Together):
        return kind_of(answer[0], shape)
    if inspect.isroutine(answer):
        return "function"
    if answer is None or inspect.isgenerator(answer):
        return "none" if answer is None else "generator"
    if isinstance(answer, np.matrix):
        return "matrix"
    if not isinstance(answer, list | tuple):
        return ""
    if any(isinstance(one, np.ndarray) and [*one.shape] == shape for one in answer):
        return "one in a list" if len(answer) == 1 else "several"
    return "list"


def kind_of_numbers(read: Any) -> str:
    """What stands in an array, if not plain numbers."""
    if read.dtype.kind == "O":
        numbers = all(isinstance(one, int | float | np.number) for one in read.flat)
        return "objects" if numbers else "no numbers"
    return {"U": "no numbers", "S": "no numbers", "c": "complex"}.get(read.dtype.kind, "")


def below_each_other(answer: Any) -> Any:
    """An array of the answer; of several answers, one below the other."""
    if not isinstance(answer, Together):
        return np.asarray(answer)
    arrays = [np.asarray(one) for one in answer]
    return np.concatenate(arrays) if arrays[0].ndim else np.stack(arrays)


def one_array(answers: Together) -> bool:
    arrays = [one for one in answers if isinstance(one, np.ndarray)]
    return len(arrays) > 1 and all(np.shares_memory(one, arrays[0]) for one in arrays)


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
