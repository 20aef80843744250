"""How a table was read when a model file was written that does not say it."""

import re
from typing import cast

from ..cell_clocks import clock
from ..cell_dates import YEAR_AND_MONTH, written
from ..decoding import decode
from ..table_errors import TableError
from ..table_reading import Given
from .reading import LATER

MARKS = re.compile(r'[,;|\t"\r\n，；]+')


def as_it_was(reading: Given, content: bytes) -> Given:
    """The reading with what was not guessed yet, where the table may hold such: dates were words.

    Codes with a 0 in front were numbers then.
    """
    try:
        text, _ = decode(content, reading.get("encoding", ""))
    except TableError:  # which whoever reads it will hear of
        return reading
    cells = {cell.strip() for cell in MARKS.split(text)}
    dates = [found for cell in cells if (found := written(cell))]
    held = {
        "codes": re.search(r"(?m)(?:^|[,;|\t\" ，；])0\d{3}", text) is not None,
        "dates": bool(dates),
        "seasons": any(found.re is YEAR_AND_MONTH for found in dates),
        "clocks": any(map(clock, cells)),
    }
    missing = {part: LATER[part] or () for part, is_there in held.items() if is_there}
    return cast(Given, {**missing, **reading})
