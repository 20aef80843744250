"""Numbers in parts: 2h 50m as hours, 5 1/2, 1st, and 1,234.56 Dr as an amount below 0."""

import re
from collections.abc import Mapping, Sequence

from .cell_degrees import unmarked
from .cell_numbers import is_plain_number

TIMES = {
    "d": (24.0, r"days?|d|Tage?|jours?|天"),
    "h": (1.0, r"hours?|hrs?\.?|h|Stunden?|Std\.?|heures?|小时|小時|時間|시간"),
    "m": (1 / 60, r"minutes?|mins?\.?|m|Minuten?|分钟|分鐘|分|분"),
    "s": (1 / 3600, r"seconds?|secs?\.?|s|Sekunden?|Sek\.?|secondes?|秒钟|秒|초"),
}
"""The hours in each part of a duration, and what it is called."""

DURATION = re.compile(
    "".join(
        rf"(?:(?P<{part}>\d+(?:[.,]\d+)?) ?(?:{names}),? ?)?" for part, (_, names) in TIMES.items()
    ),
    re.IGNORECASE,
)
NAMED = re.compile(r"[^\W\d_]{2}")
"""Letters alone, as in 45m and 2h, may be something else."""

DAYS_AND_CLOCK = re.compile(
    r"(?P<d>\d+) days?,? \+?(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2}(?:\.\d+)?)"
)
"""As pandas and Python write it."""

SIDES = {
    "dr": "-",
    "s": "-",
    "soll": "-",
    "debit": "-",
    "cr": "",
    "h": "",
    "haben": "",
    "credit": "",
}
OWED = re.compile(rf"([^-+()\w]{{0,3}}\d[\d.,' ]*) ?({'|'.join(SIDES)})\.?", re.IGNORECASE)
CENTS = re.compile(r"[.,]\d{2}$")

FEW = 10
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
MIXED = re.compile(r"(?:(\d+)[ -])?(\d{1,2})/(2|3|4|8|16|32|64)")


def parts_of(cell: str) -> Mapping[str, float]:
    """The parts of a duration; empty for another cell."""
    found = DAYS_AND_CLOCK.fullmatch(cell) or DURATION.fullmatch(cell)
    texts = found.groupdict() if found else {}
    return {part: float(text.replace(",", ".")) for part, text in texts.items() if text}


def duration(cell: str) -> str:
    """Its hours, as a number in any style; "" for another cell."""
    parts = parts_of(cell)
    return unmarked(sum(TIMES[part][0] * n for part, n in parts.items())) if parts else ""


def owed(cell: str) -> str:
    """A debit below 0, a credit as it stands; "" for another cell."""
    found = OWED.fullmatch(cell)
    plain = found and is_plain_number(found[1].strip())
    return SIDES[found[2].lower()] + found[1].strip() if found and plain else ""


def ordinal(cell: str) -> str:
    """1 for 1st; "" for another cell."""
    found = ORDINAL.fullmatch(cell)
    return found[1] if found else ""


def mixed(cell: str) -> str:
    """5.5 for 5 1/2, as a number in any style; "" for another cell."""
    found = MIXED.fullmatch(cell)
    if not found or int(found[2]) >= int(found[3]):
        return ""
    return unmarked(int(found[1] or 0) + int(found[2]) / int(found[3]))


PARTS = {"duration": duration, "owed": owed, "ordinal": ordinal, "mixed": mixed}
"""Ways of columns, see `cell_scales.WAYS`, and how they change a cell."""


def is_in_parts(way: str, found: Mapping[str, str], rest: Sequence[str]) -> bool:
    """Whether cells surely are meant so: in parts of two kinds, one is owed and one is had."""
    if way == "duration":
        several = any(len(parts_of(cell)) > 1 for cell in found)
        kinds = {part for cell in found for part in parts_of(cell)}
        return not rest and (several or (len(kinds) > 1 and any(map(NAMED.search, found))))
    if way == "mixed":
        return any(match[1] for cell in found if (match := MIXED.fullmatch(cell)))
    if way == "ordinal":  # a few are rather the names of classes
        return not rest and len(found) > FEW
    sides = [match for cell in found if (match := OWED.fullmatch(cell))]
    letters = any(len(match[2]) == 1 for match in sides)
    exact = all(CENTS.search(match[1].strip()) for match in sides) or not letters
    return exact and len({SIDES[match[2].lower()] for match in sides}) > 1
