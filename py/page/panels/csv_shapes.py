"""What of a visitor's own file crosses to the page and back."""

from typing import Literal, TypedDict

from nnlab.arrays import Array


class CsvGiven(TypedDict, total=False):
    """What the visitor says of how a file is read; the rest is guessed."""

    encoding: str
    delimiter: str
    decimal: str
    thousands: str
    comment: str
    header: bool
    skip: int
    foot: int
    join: list[str]
    one_hot: list[str]
    without: list[str]
    gaps: str
    gap_words: list[str]
    dates: str
    codes: list[str]
    gap_numbers: list[float]
    gaps_in: dict[str, list[float]]
    clocks: list[str]
    seasons: list[str]
    ways: dict[str, str]
    version: int


class CsvReading(TypedDict):
    """How a file was read: see `nnlab.table_reading.Reading`."""

    encoding: str
    delimiter: str
    decimal: str
    thousands: str
    comment: str
    header: bool
    skip: int
    foot: int
    join: list[str]
    one_hot: list[str]
    without: list[str]
    gaps: str
    gap_words: list[str]
    dates: str
    codes: list[str]
    gap_numbers: list[float]
    gaps_in: dict[str, list[float]]
    clocks: list[str]
    seasons: list[str]
    ways: dict[str, str]
    version: int


class CsvColumn(TypedDict):
    """`written` are the first cells as they stand in the file, `numbers` what they are read as."""

    name: str
    numeric: bool  # it can be a feature: of numbers, or of words that come again
    words: bool
    since: str  # of a column of dates the first, from which its days are counted; else ""
    clock: bool  # it holds times of the day, in hours
    target: bool  # it can hold the classes
    task: Literal["classes", "numbers"]  # what it most likely is as a target
    different: int
    missing: int
    why_left_out: str  # see `nnlab.table_roles.why_left_out`; "" where it is suggested
    written: list[str]
    numbers: Array  # NaN where a cell is no number


Means = Literal["number", "date", "code", "time"]


class CsvAnswer(TypedDict):
    """`number` is that of a date in days from 1970 on, of a time in hours, of a code its digits."""

    number: float
    means: Means
    reading: CsvGiven  # with which it is that


class CsvQuestion(TypedDict):
    """A guess that may change numbers: what `cell` of `column` may mean."""

    column: str
    cell: str
    answers: list[CsvAnswer]


class CsvHint(TypedDict):
    """See `nnlab.table_hints.Hint`; where nothing mends, all its lists and `reading` are empty."""

    code: str
    values: dict[str, str | int]
    reading: CsvGiven
    left_out: list[str]
    again: list[str]


class CsvRefused(TypedDict):
    """Why no column can be the target: a sentence of `nnlab.table_errors`."""

    code: str
    values: dict[str, str | int]


class CsvRead(TypedDict):
    """How a file was read, and which choice of columns is suggested."""

    reading: CsvReading
    rows: int
    columns: list[CsvColumn]
    target: str
    task: Literal["classes", "numbers"]  # that the target suggests
    left_out: list[str]
    questions: list[CsvQuestion]  # to be answered before their columns are used
    refused: list[CsvRefused]  # one at most; the file read before is then the new one still


class CsvChoice(TypedDict):
    """What a choice of columns comes to: the rows used, and those left out by the reason."""

    rows: int
    missing: int
    not_numeric: int
    dropped: int
    class_names: list[str]
    class_rows: list[int]
    range: list[float]  # of numbers to predict the least and the largest; else empty
    hints: list[CsvHint]


class CsvKept(TypedDict):
    """A file of the visit before, and whether its numbers are those that the lab was trained on."""

    read: CsvRead
    as_before: bool
