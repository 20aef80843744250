"""What a value from the page may be: small rules that can say themselves in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .phrases import Phrase

REFUSED = object()
"""What `take` gives for a value that is not allowed."""


class Constraint(Protocol):
    def take(self, value: Any) -> Any:
        """The value in Python's own type, or REFUSED."""
        ...

    @property
    def words(self) -> Phrase:
        """What is allowed, to follow "expected"."""
        ...


@dataclass(frozen=True)
class OneOf:
    """One of these words."""

    choices: Sequence[str]

    def take(self, value: Any) -> Any:
        return value if isinstance(value, str) and value in self.choices else REFUSED

    @property
    def words(self) -> Phrase:
        return Phrase("allowed_choice", choices=", ".join(self.choices))


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
    def words(self) -> Phrase:
        least = f"{self.least:g}"
        if self.least == -math.inf:
            return Phrase("allowed_number")
        if self.most != math.inf:
            return Phrase("allowed_range", least=least, most=f"{self.most:g}")
        return Phrase("allowed_above" if self.open_below else "allowed_least", least=least)


@dataclass(frozen=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def take(self, value: Any) -> Any:
        right = is_number(value) and value == int(value) and self.least <= value <= self.most
        return int(value) if right else REFUSED

    @property
    def words(self) -> Phrase:
        return Phrase("allowed_whole", least=self.least, most=self.most)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    @property
    def words(self) -> Phrase:
        return Phrase("allowed_flag")

    def take(self, value: Any) -> Any:
        return value if isinstance(value, bool) else REFUSED


@dataclass(frozen=True)
class Text:
    """Any text."""

    @property
    def words(self) -> Phrase:
        return Phrase("allowed_text")

    def take(self, value: Any) -> Any:
        return value if isinstance(value, str) else REFUSED


@dataclass(frozen=True)
class ListOf:
    """At most `most` values, each of which `item` takes."""

    item: Constraint
    most: int

    def take(self, value: Any) -> Any:
        if not isinstance(value, list | tuple) or len(value) > self.most:
            return REFUSED
        taken = tuple(self.item.take(item) for item in value)
        return REFUSED if any(item is REFUSED for item in taken) else taken

    @property
    def words(self) -> Phrase:
        return Phrase("allowed_list", most=self.most, item=self.item.words)


@dataclass(frozen=True)
class MapOf:
    """At most `most` names, each with a value that `item` takes."""

    item: Constraint
    most: int

    def take(self, value: Any) -> Any:
        if not isinstance(value, dict) or len(value) > self.most:
            return REFUSED
        taken = {name: self.item.take(item) for name, item in value.items()}
        named = all(isinstance(name, str) for name in taken)
        return taken if named and REFUSED not in taken.values() else REFUSED

    @property
    def words(self) -> Phrase:
        return Phrase("allowed_map", most=self.most, item=self.item.words)


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

    def __init__(self, field: str, value: Any, allowed: Phrase) -> None:
        super().__init__(f"{field} is {shorten(repr(value))}, expected {allowed}")
        self.values = {"field": field, "value": shorten(str(value)), "allowed": allowed.data()}


def check(field: str, value: Any, constraint: Constraint) -> Any:
    """`value` in Python's own type. Raises NotAllowed unless `constraint` takes it."""
    taken = constraint.take(value)
    if taken is REFUSED:
        raise NotAllowed(field, value, constraint.words)
    return taken
