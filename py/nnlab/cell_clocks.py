"""The time of day that a table's cell holds, in hours: 14:30 is 14.5.

So are minutes and seconds, as in 3:45 of a race: whole ones, and the sixtieths behind them.
"""

import re

import numpy as np

from .cell_numbers import ASCII

MORNING, EVENING = ("上午", "午前", "오전"), ("下午", "午後", "오후")

CLOCK = re.compile(
    rf"(?:(?P<said>{'|'.join((*MORNING, *EVENING))}) ?)?(?P<hour>\d{{1,3}})"
    r" ?(?:[:h时時点點시]) ?(?P<minute>\d{2})[분分]?"
    r"(?: ?[:]?(?P<second>\d{2}(?:[.,]\d+)?)[초秒]?)?(?: ?(?P<half>[AP]\.?M\.?))?(?: ?Uhr)?",
    re.IGNORECASE,
)
HOUR = re.compile(r"(?P<hour>\d{1,2}) ?(?:(?P<half>[AP]\.?M\.?)|Uhr)", re.IGNORECASE)
DIGITS = re.compile(r"(?P<hour>\d{1,2}?)(?P<minute>\d{2})(?P<second>(?<=\d{4})\d{2})?")
"""As in 0930, 930 and 093015."""

DOTTED = re.compile(r"(?P<hour>\d{1,2})[.,](?P<minute>[0-5]\d?)")
"""As in 09.30; a 0 at the end may have got lost."""

LONGEST = 20


def clock(cell: str) -> re.Match[str] | None:
    """A cell that looks like a time of day, in its parts."""
    if not 3 <= len(cell) <= LONGEST:
        return None
    plain = cell if cell.isascii() else cell.translate(ASCII)
    return CLOCK.fullmatch(plain) or HOUR.fullmatch(plain)


def hours(cell: str) -> float:
    """The hours from midnight on to the time in a cell, or NaN; also in 0930 and 09.30."""
    cell = cell.strip()
    found = clock(cell) or digits(cell)
    return hours_of(found) if found else np.nan


def digits(cell: str) -> re.Match[str] | None:
    """A cell that is a time without a colon, in its parts."""
    return (DIGITS.fullmatch(cell) or DOTTED.fullmatch(cell)) if cell.isascii() else None


def hours_of(found: re.Match[str]) -> float:
    groups = found.groupdict()
    hour, minute = int(groups["hour"] or 0), int(groups.get("minute") or "0")
    if found.re is DOTTED and len(groups["minute"] or "") == 1:
        minute *= 10
    second = float((groups.get("second") or "0").replace(",", "."))
    said = groups.get("said") or groups.get("half") or ""
    if minute > 59 or second >= 60 or (found.re in (DIGITS, DOTTED) and hour > 24):
        return np.nan
    if said and hour <= 12:  # who says the half of the day may still write 14:30
        if groups.get("half") and not hour:
            return np.nan
        late = said in EVENING or said[0] in "pP"
        hour = hour % 12 + 12 * late
    return hour + minute / 60 + second / 3600


TOKENS = {"minute": "mm", "second": "ss", "half": "AM"}


def clock_pattern(cell: str) -> str:
    """How a cell is written: {hh}:{mm}, say. The half of the day stands behind it, or nowhere."""
    found = clock(cell) or digits(cell)
    if found is None:
        return "{h}:{mm}"
    pieces, end = [], found.start("hour")
    for name, text in found.groupdict().items():
        if text and name != "said":
            token = ("hh" if len(text) == 2 else "h") if name == "hour" else TOKENS[name]
            pieces += [found.string[end : found.start(name)], "{" + token + "}"]
            end = found.end(name)
    return "".join([*pieces, found.string[end:]])
