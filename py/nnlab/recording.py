"""Watches Python functions while they run: the lines that ran, and the values they had and made.

Nothing is wrapped or replaced: Python itself reports each call, line and return (`sys.settrace`).
So a line number is always that of the code that really ran.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import numpy as np

PACKAGE = str(Path(__file__).parent)


@dataclass
class Moment:
    """A function's local variables, just before it runs `line`; 0 when it returns."""

    line: int
    values: dict[str, Any]
    copies: dict[str, Any]
    """Of those that are arrays or lists of arrays: what was in them then."""


@dataclass
class Call:
    """One call of a function. `caller_line` is the line, in the caller's file, that called it."""

    code: CodeType
    caller: "Call | None"
    caller_line: int
    moments: list[Moment] = field(default_factory=list)
    result: Any = None
    """The very object that was returned, which may have changed since."""

    returned: Any = None
    """A copy of `result` as it was returned."""

    @property
    def name(self) -> str:
        return self.code.co_name

    @property
    def owner(self) -> Any:
        """The object whose method this is, or None."""
        return self.moments[0].values.get("self")

    @property
    def arguments(self) -> dict[str, Any]:
        """Copies of the arguments that are arrays, by name."""
        return self.moments[0].copies

    def line_that_made(self, made: object) -> int:
        """The line that first gave a variable the value `made`; if none did, the last line."""
        for before, after in self._pairs():
            for name, value in after.values.items():
                if value is made and before.values.get(name) is not made:
                    return before.line
        return self._last_line()

    def line_that_changed(self, name: str, item: int | None = None) -> int:
        """The last line that changed the numbers in the array `name`; if none did, the last line.

        With `item`, `name` is a list of arrays, and that one of them is watched.
        """
        changes = self.changes_of(name, item)
        return changes[-1][0] if changes else self._last_line()

    def changes_of(self, name: str, item: int | None = None) -> list[tuple[int, Any]]:
        """Each line that changed the numbers in the array `name`, and the array after it."""
        found = []
        for before, after in self._pairs():
            old, new = before.copies.get(name), after.copies.get(name)
            if old is None or new is None:
                continue
            if item is not None:
                if len(old) != len(new) or item >= len(old):  # the list itself is being built
                    continue
                old, new = old[item], new[item]
            if not np.array_equal(old, new, equal_nan=True):
                found.append((before.line, new))
        return found

    def _pairs(self) -> list[tuple[Moment, Moment]]:
        return list(zip(self.moments, self.moments[1:], strict=False))

    def _last_line(self) -> int:
        return max((moment.line for moment in self.moments[-2:-1]), default=0)


@contextmanager
def recording(folder: str = PACKAGE) -> Iterator[list[Call]]:
    """Records the calls of functions whose file is in `folder`, in the order in which they end.

    A debugger or a coverage tool that uses the same hook does not see what runs meanwhile.
    """
    ended: list[Call] = []
    running: dict[FrameType, Call] = {}

    def on_call(frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if event != "call" or Path(code.co_filename).parent != Path(folder):
            return None
        caller = frame.f_back
        line = caller.f_lineno if caller else 0
        running[frame] = Call(code, running.get(caller) if caller else None, line)
        return on_line

    def on_line(frame: FrameType, event: str, argument: Any) -> Any:
        call = running[frame]
        if event == "line":
            call.moments.append(moment(frame.f_lineno, frame))
        elif event == "return":
            call.moments.append(moment(0, frame))
            call.result, call.returned = argument, copied(argument)
            ended.append(running.pop(frame))
        return on_line

    def moment(line: int, frame: FrameType) -> Moment:
        values = dict(frame.f_locals)
        copies = {name: copied(value) for name, value in values.items() if holds_arrays(value)}
        return Moment(line, values, copies)

    previous = sys.gettrace()
    sys.settrace(on_call)
    try:
        yield ended
    finally:
        sys.settrace(previous)


def holds_arrays(value: object) -> bool:
    """Whether `value` is an array, or a list or tuple of nothing else."""
    if isinstance(value, list | tuple):
        return len(value) > 0 and all(isinstance(item, np.ndarray) for item in value)
    return isinstance(value, np.ndarray)


def copied(value: Any) -> Any:
    """A copy of an array or of arrays in a list; anything else as it is."""
    if not holds_arrays(value):
        return value
    return [item.copy() for item in value] if isinstance(value, list | tuple) else value.copy()
