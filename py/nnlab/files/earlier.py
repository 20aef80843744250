"""How a table was read when it was kept by a version that did not say all of it.

What was kept beside it tells: names, scales, the loss. See `cell_numbers.NOW`.
"""

import contextlib
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, cast

import numpy as np

from ..cell_clocks import clock
from ..cell_dates import YEAR_AND_MONTH, written
from ..decoding import decode
from ..experiment import Experiment
from ..table_errors import TableError
from ..table_reading import Given
from .constraints import NotAllowed
from .csv_file import CsvFile
from .first_version import first_reading
from .phrases import Phrase
from .reading import LATER

MARK = r',;|\t"\r\n，；'
MARKS = re.compile(rf"[{MARK}]+")
FIRST = re.compile(rf"[^{MARK}\s][^{MARK}]*")

GUESSED = ("codes", "dates", "seasons", "clocks", "foot")
"""What a table held that nothing was guessed of."""

VERSIONS = (3, 2, 1)
"""Those of `cell_numbers.NOW` that no reading names."""

CLOSE = 1e-6
"""So little do two systems differ in a loss, relatively."""

Some = TypeVar("Some", bound=Experiment)


def possible_readings(reading: Given, content: bytes) -> Iterator[Given]:
    """The ways in which a kept table may have been read, the likeliest first."""
    if "version" in reading:
        yield reading
        return
    if not reading:
        with contextlib.suppress(UnicodeDecodeError, csv.Error):
            yield first_reading(content)
    known = as_it_was(reading, content)
    for version in VERSIONS:
        yield cast(Given, {**known, "version": version})


def that_fits(
    file: CsvFile, loss: float, make: Callable[[CsvFile], Some]
) -> tuple[Some, CsvFile, bool]:
    """What `make` gives for the file, with which reading, and whether it has that loss of the
    training rows then.

    Where no loss is known (NaN), or none has it, the first that `make` takes will do. Raises
    ValueError where it takes none.
    """
    refused: Exception | None = None
    first: tuple[Some, CsvFile, bool] | None = None
    for reading in possible_readings(cast(Given, file.reading), file.data):
        possible = replace(file, reading=reading)
        try:
            made = make(possible)
        except ValueError as error:  # a TableError, NotAllowed, or weights of another network
            refused = refused or error
            continue
        run = made.trainer
        has_it = np.isnan(loss) or np.isclose(
            run.measure(run.inputs, run.targets)[0], loss, rtol=CLOSE, atol=1e-9
        )
        if has_it:
            return made, possible, True
        first = first or (made, possible, False)
    if first:
        return first
    if "version" not in file.reading and isinstance(refused, NotAllowed | TableError):
        raise NotAllowed("data.csv", str(refused), Phrase("allowed_as_then")) from refused
    assert refused
    raise refused


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
