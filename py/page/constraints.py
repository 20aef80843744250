"""What a value from the page may be: small rules that can say themselves in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

REFUSED = object()
"""What `take` gives for a value that is not allowed."""


class Constraint(Protocol):
    def take(self, value: Any) -> Any:
        """The value in Python's own type, or REFUSED."""
        ...

    @property
    def words(self) -> str:
        """What is allowed, to follow "expected"."""
        ...


@dataclass(frozen=True)
class OneOf:
    choices: Sequence[str]

    def take(self, value: Any) -> Any:
        return value if isinstance(value, str) and value in self.choices else REFUSED

    @property
    def words(self) -> str:
        return f"one of {', '.join(self.choices)}"


@dataclass(frozen=True)
class Number:
    """A finite one from `least`, which itself is not in if `open_below`, to `most`."""

    least: float
    most: float = math.inf
    open_below: bool = False

    def take(self, value: Any) -> Any:
        if not is_number(value):
            return REFUSED
        low = value > self.least if self.open_below else value >= self.least
        return float(value) if low and value <= self.most else REFUSED

    @property
    def words(self) -> str:
        if self.least == -math.inf:
            return "a number"
        low = f"above {self.least:g}" if self.open_below else f"of {self.least:g} or more"
        return f"a number {low}" + ("" if self.most == math.inf else f", at most {self.most:g}")


@dataclass(frozen=True)
class Whole:
    least: int
    most: int

    def take(self, value: Any) -> Any:
        right = is_number(value) and value == int(value) and self.least <= value <= self.most
        return int(value) if right else REFUSED

    @property
    def words(self) -> str:
        return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class Flag:
    words: str = "true or false"

    def take(self, value: Any) -> Any:
        return value if isinstance(value, bool) else REFUSED


@dataclass(frozen=True)
class Text:
    words: str = "a text"

    def take(self, value: Any) -> Any:
        return value if isinstance(value, str) else REFUSED


@dataclass(frozen=True)
class ListOf:
    item: Constraint
    most: int

    def take(self, value: Any) -> Any:
        if not isinstance(value, list | tuple) or len(value) > self.most:
            return REFUSED
        taken = tuple(self.item.take(item) for item in value)
        return REFUSED if any(item is REFUSED for item in taken) else taken

    @property
    def words(self) -> str:
        return f"a list of at most {self.most}, each {self.item.words}"


def is_number(value: Any) -> bool:
    """Whether it is a finite number that a float can hold; true and false are none."""
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) < 2**1023
    return isinstance(value, float) and math.isfinite(value)


def shorten(text: str) -> str:
    """The beginning of what somebody wrote, for a message."""
    return text if len(text) <= 120 else f"{text[:120]}…"


class NotAllowed(ValueError):
    """A value that the page sent is not allowed. Names the field, the value and what is allowed."""

    code = "not_allowed"

    def __init__(self, field: str, value: Any, allowed: str) -> None:
        super().__init__(f"{field} is {shorten(repr(value))}, expected {allowed}")
        self.values = {"field": field, "value": shorten(str(value)), "allowed": allowed}


def check(field: str, value: Any, constraint: Constraint) -> Any:
    """`value` in Python's own type. Raises NotAllowed unless `constraint` takes it."""
    taken = constraint.take(value)
    if taken is REFUSED:
        raise NotAllowed(field, value, constraint.words)
    return taken
