"""The day that a table's cell holds, however its owner writes dates, with a time or without.

A time is the clock's as it is written: what is said of its zone is not counted.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from .cell_date_words import MONTHS, plainer
from .cell_numbers import ASCII, NOW

ORDERS = ("ymd", "dmy", "mdy")
"""In which year, month and day follow one another; where the year has four digits, it says so."""

MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
BEFORE_TIME, ZONE = "T|,? |(?<=[日号號])", r"Z|UTC|GMT|[+-]\d{2}:?\d{2}"
CLOCK = (
    rf"(?:(?:{BEFORE_TIME}|(?<=\d{{4}}):)(?P<hour>\d{{1,2}})[:时時点點]?(?P<minute>\d{{2}})分?"
    r"(?:[:]?(?P<second>\d{2}(?:[.,]\d+)?)秒?)?(?: ?(?P<half>[AP]M))?"
    rf" ?(?:(?:UTC|GMT)[+-]\d{{1,2}}(?::?\d{{2}})?|CES?T|[ECMP][SD]T|{ZONE})?)?"
)
FIRST_CLOCK = (
    rf"(?:(?:{BEFORE_TIME})(?P<hour>\d{{1,2}})[:时時点]?(?P<minute>\d{{2}})分?"
    r"(?:[:]?(?P<second>\d{2}(?:[.,]\d+)?)秒?)?(?: ?(?P<half>[AP]M))?"
    rf" ?(?:{ZONE})?)?"
)
YEAR_MONTH = r"(?P<y>\d{4})[-/](?P<m>\d{1,2})"
FULL = (
    r"(?P<y>\d{4})(?P<mark>[-/.]) ?(?P<m>\d{1,2})(?P=mark) ?(?P<d>\d{1,2})",
    r"(?P<a>\d{1,2})(?P<mark>[-/.]) ?(?P<b>\d{1,2})(?P=mark) ?(?P<c>\d{4}|\d{2})",
    r"(?P<y>\d{4}|\d{2}) ?年 ?(?P<m>\d{1,2}) ?月(?: ?(?P<d>\d{1,2}) ?[日号號])?",
    rf"(?P<d>\d{{1,2}})\.?[ -]?(?P<name>{MONTH})\.?,?[ -]?(?P<y>\d{{4}}|\d{{2}})",
    rf"(?P<name>{MONTH})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=T)",
)
LATER = (
    rf"(?P<name>{MONTH})\.?[ -](?P<y>\d{{4}})",
    rf"(?P<name>{MONTH})-(?P<y>\d{{2}})",
    r"(?P<m>\d{1,2})[-/](?P<y>(?:19|20)\d{2})",
)
DIGITS = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])"
    r"(?:(?P<d>[0-3]\d)(?:(?P<hour>[01]\d|2[0-3])(?:(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?)?)?)?"
)
"""20240301, 202403, or with a time: 20240301091233."""


def compiled(ways: Iterable[str], clock: str) -> list[re.Pattern[str]]:
    return [re.compile(way + clock, re.IGNORECASE) for way in ways]


FIRST_WAYS = compiled((*FULL, YEAR_MONTH), FIRST_CLOCK)
"""Before version 5 of `cell_numbers.NOW`."""

WAYS = compiled((*FULL, *LATER, YEAR_MONTH), CLOCK)
"""Without a day it is the month's first."""

YEAR_AND_MONTH = WAYS[-1]
SHORT_YEAR = re.compile(LATER[1], re.IGNORECASE)

LONGEST = 40
LAST_SHORT = 68
"""Of years in two digits: 68 is 2068, and 69 is 1969, as in Python's strptime."""

ZERO = date(1970, 1, 1)
FEW = 200


def written(cell: str, version: int = NOW) -> re.Match[str] | None:
    """A cell that looks like a date, in its parts; digits alone are none."""
    if not 6 <= len(cell) <= LONGEST:
        return None
    plain = cell if cell.isascii() else cell.translate(ASCII)
    if version < 5:
        return matched(plain, FIRST_WAYS)
    found = matched(plain, WAYS)
    if found or plain.isdecimal() or not any(map(str.isdecimal, plain)):
        return found
    plainest = plainer(plain)
    if plainest == plain or SHORT_YEAR.fullmatch(plainest):  # Set-12 is rather a part than Sep-12
        return None
    return matched(plainest, WAYS)


def matched(cell: str, ways: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    return next((found for way in ways if (found := way.fullmatch(cell))), None)


def roles(found: re.Match[str], order: str) -> Mapping[str, str]:
    """Which group of it is the year, the month and the day: "y", "m" and "d" to group names."""
    if "a" in found.re.groupindex:
        return dict(zip(order, "abc", strict=True))
    return {"y": "y", "m": "name" if "name" in found.re.groupindex else "m", "d": "d"}


def days(cell: str, order: str) -> float:
    """Days from 1970 on to the date in a cell, or NaN; a time is a part of a day."""
    cell = cell.strip()
    found = written(cell) or DIGITS.fullmatch(cell)
    return days_of(found, order) if found else np.nan


def days_of(found: re.Match[str], order: str) -> float:
    groups = {"half": None, **found.groupdict()}
    year, month, day = (groups.get(roles(found, order)[part]) or "1" for part in "ymd")
    if max(len(day), len(month) if month.isdigit() else 0) > 2:
        return np.nan
    number = int(year)
    if len(year) <= 2:
        number += 2000 if number <= LAST_SHORT else 1900
    at = int(month) if month.isdigit() else 1 + MONTHS.index(month[:3].lower())
    hour, minute = int(groups["hour"] or 0), int(groups["minute"] or 0)
    second = float((groups["second"] or "0").replace(",", "."))
    if groups["half"]:
        if not 1 <= hour <= 12:
            return np.nan
        hour = hour % 12 + 12 * (groups["half"].lower() == "pm")
    if hour > 24 or minute > 59 or second >= 61:
        return np.nan
    try:
        whole = (date(number, at, int(day)) - ZERO).days
    except ValueError:  # the 30th of February
        return np.nan
    return whole + (hour * 3600 + minute * 60 + second) / 86400


def iso(day: float) -> str:
    """A day as 2024-03-01, whatever its time."""
    return (ZERO + timedelta(days=int(np.floor(day)))).isoformat()


TOKENS = {"hour": "h", "minute": "mm", "second": "ss", "half": "AM"}


def pattern_of(cells: Iterable[str], order: str) -> str:
    """How the first of `cells` is written: {D}.{M}.{YYYY} {hh}:{mm}, say.

    Two letters stand for a number that has a zero before it, as in 05.
    """
    some = [cell for _, cell in zip(range(FEW), cells, strict=False)]
    found = [each for cell in some if (each := written(cell) or DIGITS.fullmatch(cell))]
    first = found[0]
    of_group = {group: part for part, group in roles(first, order).items()}
    groups = [name for name, text in first.groupdict().items() if text and name != "mark"]
    short = {
        len(text)
        for each in found
        for name in each.re.groupindex
        if of_group.get(name, "") in ("m", "d") and (text := each.group(name)) and text.isdigit()
    }
    pieces, end = [], 0
    for name in sorted(groups, key=first.start):
        text, part = first.group(name), of_group.get(name, "")
        if part == "y":
            token = "YYYY" if len(text) == 4 else "YY"
        elif name == "name":
            token = "MMMM" if len(text) > 3 else "MMM"
        elif part:
            token = part.upper() * (1 if 1 in short else 2)
        else:
            token = "hh" if name == "hour" and len(text) == 2 else TOKENS[name]
        pieces += [first.string[end : first.start(name)], "{" + token + "}"]
        end = first.end(name)
    return "".join([*pieces, first.string[end:]])
