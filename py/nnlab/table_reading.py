"""How a file's text becomes a table: one small value, guessed, any part of which may be given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from .cell_numbers import NOW
from .decoding import ENCODINGS

BLANKS = " "
"""The delimiter of columns that one blank or tab, or several, divide."""

WIDE_BLANKS = "  "
"""The delimiter of columns that a tab, or two blanks or more, divide: single ones are text."""

ALONE = "\x1f"
"""Where one column is all there is: no text has this."""

# In this order where several fit: whoever divides by semicolons may use commas in the numbers.
DELIMITERS = ["\t", ";", "|", ",", "；", "，", BLANKS, WIDE_BLANKS]

THOUSANDS = ["", ",", ".", " ", "'"]

COMMENTS = ["#", "%", "//"]


GAPS = ["leave_out", "fill"]

DATES = ["ymd", "dmy", "mdy", "words"]
"""Of dates that do not say it themselves, the order of year, month and day; or none is a number."""


@dataclass(frozen=True)
class Reading:
    """How a file was read."""

    encoding: str
    """A name in `decoding.ENCODINGS`."""

    delimiter: str
    """What divides columns, one of DELIMITERS."""

    decimal: str
    """Before a number's decimals, "." or ","."""

    thousands: str
    """Between a number's groups of digits, one of THOUSANDS."""

    comment: str
    """What a line begins with that is no row, one of COMMENTS, or "" for nothing."""

    header: bool
    """Whether the first row has the columns' names."""

    skip: int
    """How many lines stand above the table."""

    foot: int = 0
    """How many rows below the table are none, such as a total."""

    join: tuple[str, ...] = ()
    """Columns in which words that differ only in capitals and blanks are one word."""

    one_hot: tuple[str, ...] = ()
    """Columns of 0 and 1 that are one column of classes, named by them."""

    without: tuple[str, ...] = ()
    """Classes whose rows are left out."""

    gaps: str = "leave_out"
    """What is done with rows that have gaps, one of GAPS."""

    gap_words: tuple[str, ...] = ()
    """Columns of words in which a gap is a word of its own: `table_gaps.NO_VALUE`."""

    dates: str = "ymd"
    """How dates are read, one of DATES."""

    codes: tuple[str, ...] = ()
    """Columns whose digits are codes, so words: see `table_codes`."""

    gap_numbers: tuple[float, ...] = ()
    """Numbers that stand for gaps in all columns."""

    gaps_in: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Those that do so in single columns."""

    clocks: tuple[str, ...] = ()
    """Columns of times of the day, which are hours: see `table_clocks`."""

    seasons: tuple[str, ...] = ()
    """Columns in which 2009-10 is from one year to the next, so a word."""

    ways: Mapping[str, str] = field(default_factory=dict)
    """Columns whose cells are not plain numbers or words: to one of `cell_scales.WAYS`."""

    version: int = NOW
    """Of how cells are read: see `cell_numbers.NOW`."""


def check_given(given: "Given") -> None:
    """Raises ValueError for a part that is no part, or not one of its values."""
    allowed: dict[str, list[str]] = {
        "encoding": [*ENCODINGS],
        "delimiter": [*DELIMITERS, ALONE],
        "decimal": [".", ","],
        "thousands": THOUSANDS,
        "comment": ["", *COMMENTS],
        "gaps": GAPS,
        "dates": DATES,
    }
    for part, value in given.items():
        if part not in Reading.__dataclass_fields__:
            raise ValueError(f"{part} is no part of a Reading")
        if part in allowed and value not in allowed[part]:
            raise ValueError(f"{part} is {value!r}, expected one of {allowed[part]}")


class Given(TypedDict, total=False):
    """The parts of a `Reading` that somebody has said; the others are guessed."""

    encoding: str
    delimiter: str
    decimal: str
    thousands: str
    comment: str
    header: bool
    skip: int
    foot: int
    join: tuple[str, ...]
    one_hot: tuple[str, ...]
    without: tuple[str, ...]
    gaps: str
    gap_words: tuple[str, ...]
    dates: str
    codes: tuple[str, ...]
    gap_numbers: tuple[float, ...]
    gaps_in: Mapping[str, tuple[float, ...]]
    clocks: tuple[str, ...]
    seasons: tuple[str, ...]
    ways: Mapping[str, str]
    version: int
