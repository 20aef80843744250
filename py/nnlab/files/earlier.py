"""How a table was read when a model file was written that does not say it."""

import re
from typing import cast

from ..cell_clocks import clock
from ..cell_dates import YEAR_AND_MONTH, written
from ..decoding import decode
from ..table_errors import TableError
from ..table_reading import Given
from .reading import LATER

MARK = r',;|\t"\r\n，；'
MARKS = re.compile(rf"[{MARK}]+")
FIRST = re.compile(rf"[^{MARK}\s][^{MARK}]*")

GUESSED = ("codes", "dates", "seasons", "clocks", "foot")
"""What a table held that nothing was guessed of."""


def as_it_was(reading: Given, content: bytes) -> Given:
    """The reading with what was not guessed yet, where the table may hold such: dates were words.

    Codes with a 0 in front were numbers then.
    """
    if {*GUESSED} <= {*reading}:  # which need not look at any cell
        return reading
    try:
        text, _ = decode(content, reading.get("encoding", ""))
    except TableError:  # which whoever reads it will hear of
        return reading
    cells = {cell.strip() for cell in MARKS.split(text)}
    *above, last = text.strip().splitlines()
    dates = [found for cell in cells if (found := written(cell))]
    held = {
        "codes": re.search(r"(?m)(?:^|[,;|\t\" ，；])0\d{3}", text) is not None,
        "dates": bool(dates),
        "seasons": any(found.re is YEAR_AND_MONTH for found in dates),
        "clocks": any(map(clock, cells)),
        "foot": re.search(r"[^\W\d_]", first_cell(last)) is not None
        and first_cell(last) not in map(first_cell, above),
    }
    missing = {
        part: () if LATER[part] == [] else LATER[part]
        for part, is_there in held.items()
        if is_there
    }
    return cast(Given, {**missing, **reading})


def first_cell(line: str) -> str:
    found = FIRST.search(line)
    return found[0].rstrip() if found else ""
