"""What was promised, beside what was measured."""

import operator
from dataclasses import dataclass
from typing import Any

HOLDS = {"≥": operator.ge, "≤": operator.le}


@dataclass(frozen=True)
class Bar:
    """A promise: its figure is to be at least, or at most, `bar`."""

    name: str
    figure: float
    sign: str  # one of HOLDS
    bar: float

    @property
    def holds(self) -> bool:
        """Whether it is kept, by the figure before it is rounded for printing."""
        return bool(HOLDS[self.sign](self.figure, self.bar))

    def __str__(self) -> str:
        kept = "ok  " if self.holds else "MISS"
        return f"{kept} {self.name:26} {self.figure:8.2f} {self.sign} {self.bar}"

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {
            "name": self.name,
            "figure": self.figure,
            "bar": f"{self.sign} {self.bar}",
            "holds": self.holds,
        }
