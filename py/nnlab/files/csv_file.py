"""Somebody's own file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CsvFile:
    """The file as it was, and what is known of how it is read; the rest is guessed."""

    name: str
    data: bytes
    reading: Mapping[str, Any] = field(default_factory=dict)
