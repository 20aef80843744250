"""Other people's tables: a CSV file as they have it, read into columns.

Text in UTF-8, UTF-16 with a byte-order mark, or GB18030; fields divided by comma, semicolon, tab or
bar, with Python's own `csv` for the quotes; decimal point or decimal comma; with a header or
without. What was found is said in the `Table`, so that people can see it.
"""

import codecs
import csv
import io
import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .arrays import Array
from .data import Dataset, Labels

MOST_BYTES = 64_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CLASSES = 10

# Ways to write that a value is not known, in lower case.
MISSING = {"", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none", "缺失", "无"}

# Names that people give to the column with the classes, in lower case.
TARGET_NAMES = [
    "target", "class", "label", "species", "category", "type", "diagnosis", "outcome", "result",
    "kind", "variety", "grower", "类别", "标签", "品种", "分类", "结果", "种类",
]  # fmt: skip

# In this order where several fit: whoever divides by semicolons may use commas in the numbers.
DELIMITERS = ["\t", ";", "|", ","]

POINT = re.compile(r"[+-]?(\d+\.\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?", re.IGNORECASE)

SENTENCES = {
    "empty": "The file is empty.",
    "workbook": "This is a workbook, not a CSV file: save it as CSV in the spreadsheet program.",
    "binary": "This is not a text file.",
    "encoding": "The text is in an encoding that is not known here: save the file as UTF-8.",
    "too_large": "The file has {size} MB; {most} MB is the most.",
    "too_many_rows": "The table has {rows} rows; {most} is the most.",
    "too_many_columns": "The table has {columns} columns; {most} is the most.",
    "malformed": "Near line {line} the file cannot be read as a table: {detail}.",
    "one_column": "Only one column was found: a comma, semicolon, tab or bar divides columns.",
    "ragged": "Line {line} has another number of cells ({cells}) than the first line ({expected}).",
    "no_rows": "There is a header but no row below it.",
    "no_numeric": "No column holds numbers, and a network needs numbers for its inputs.",
    "no_target": "No column can hold the classes: they need between 2 and {most} different values.",
    "not_a_column": "There is no column “{column}”.",
    "target_values": "“{column}” has {values} different values; classes are {most} at most.",
    "no_features": "No feature is chosen; the network needs at least one.",
    "not_numeric": "“{column}” holds no numbers, so it cannot be a feature.",
    "no_complete_rows": "No row has a number in every chosen column: leave out columns with gaps.",
    "one_class": "All usable rows are of one class, “{name}”: there is nothing to tell apart.",
    "constant": "“{column}” is {value} in every usable row: leave it out, it tells nothing.",
}


class TableError(ValueError):
    """What is wrong with a file or with a choice of columns, in one sentence.

    `code` is the sentence's name in SENTENCES, `values` what stands in its braces.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(SENTENCES[code].format(**values))
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Column:
    """One column of n rows."""

    name: str
    numbers: Array
    """(n,), NaN where the cell is no number."""

    missing: npt.NDArray[np.bool_]
    """(n,), where the cell says that the value is not known."""

    different: int
    """How many different values there are, the missing apart."""

    class_names: tuple[str, ...]
    """Those values, if few enough to be classes: numbers by size, words as they appear."""

    codes: Labels
    """(n,), indices into `class_names`, -1 where missing; empty without class names."""

    examples: tuple[str, ...]
    """The first few cells as they are written."""

    @property
    def is_numeric(self) -> bool:
        """Whether it can be a feature: at least half of what is there is numbers."""
        there = int((~self.missing).sum())
        return there > 0 and 2 * int(np.isfinite(self.numbers).sum()) >= there

    @property
    def is_class(self) -> bool:
        """Whether it can be the target."""
        return 2 <= len(self.class_names) <= MOST_CLASSES


@dataclass(frozen=True)
class Table:
    """A file's columns, and how it was read."""

    columns: tuple[Column, ...]
    encoding: str
    delimiter: str
    decimal: str
    has_header: bool

    @property
    def rows(self) -> int:
        return self.columns[0].numbers.size

    def column(self, name: str) -> Column:
        """Raises TableError when there is none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError("not_a_column", column=name)

    def guess_target(self) -> str:
        """The column that most likely holds the classes.

        One that is called so; else the last one of words; else the last one of few whole numbers.
        Raises TableError when no column has few enough different values, or the one that is
        called so has only one.
        """
        for column in reversed(self.columns):
            if column.name.lower() in TARGET_NAMES:
                if column.different == 1:
                    raise TableError("one_class", name=column.class_names[0])
                if column.is_class:
                    return column.name
        possible = [column for column in reversed(self.columns) if column.is_class]
        for column in possible:
            if not column.is_numeric:
                return column.name
        if not possible:
            raise TableError("no_target", most=MOST_CLASSES)
        return possible[0].name

    def guess_left_out(self, target: str) -> list[str]:
        """Columns that make no good feature: words, the same everywhere, or a running number."""
        return [
            column.name
            for column in self.columns
            if column.name != target
            and (not column.is_numeric or column.different < 2 or is_running_number(column))
        ]

    def select(self, target: str, left_out: Collection[str]) -> "Selection":
        """The data set of the chosen columns, and how many rows had to be left out for gaps.

        Raises TableError when no data set can be made of them.
        """
        classes = self.column(target)
        for name in left_out:
            self.column(name)
        if not classes.is_class:
            if classes.different > 1:
                raise TableError(
                    "target_values", column=target, values=classes.different, most=MOST_CLASSES
                )
            raise TableError("one_class", name="".join(classes.class_names) or target)
        features = [c for c in self.columns if c.name != target and c.name not in left_out]
        if not features:
            raise TableError("no_features")
        for column in features:
            if not np.isfinite(column.numbers).any():
                raise TableError("not_numeric", column=column.name)

        missing = classes.missing | np.any([column.missing for column in features], axis=0)
        numbers = np.column_stack([column.numbers for column in features])
        usable = ~missing & np.isfinite(numbers).all(axis=1)
        if not usable.any():
            raise TableError("no_complete_rows")
        numbers, codes = numbers[usable], classes.codes[usable]
        present = np.unique(codes)
        if present.size < 2:
            raise TableError("one_class", name=classes.class_names[present[0]])
        for column, values in zip(features, numbers.T, strict=True):
            if (values == values[0]).all():
                raise TableError("constant", column=column.name, value=f"{values[0]:g}")
        dataset = Dataset(
            name="own",
            feature_names=tuple(column.name for column in features),
            class_names=tuple(classes.class_names[code] for code in present),
            features=np.ascontiguousarray(numbers),
            labels=np.searchsorted(present, codes),
        )
        return Selection(dataset, int(missing.sum()), int((~missing & ~usable).sum()))


@dataclass(frozen=True)
class Selection:
    """A data set made of a table, and the rows that are not in it, counted by the reason."""

    dataset: Dataset
    missing: int
    """Rows with a missing value in a chosen column."""

    not_numeric: int
    """Other rows: all is there, but not all of it is numbers."""


def read_table(data: bytes) -> Table:
    """The table in a file's bytes. Raises TableError, in one clear sentence, when there is none."""
    text, encoding = decode(data)
    delimiter = find_delimiter(text)
    rows = parse(text, delimiter)
    header = has_header(rows)
    names = unique_names(rows[0] if header else [""] * len(rows[0]))
    body = rows[1:] if header else rows
    if not body:
        raise TableError("no_rows")
    decimal = find_decimal(body)
    columns = tuple(
        make_column(name, cells, decimal)
        for name, cells in zip(names, zip(*body, strict=True), strict=True)
    )
    if not any(column.is_numeric for column in columns):
        raise TableError("no_numeric")
    return Table(columns, encoding, delimiter, decimal, header)


def decode(data: bytes) -> tuple[str, str]:
    """A file's text and the name of its encoding."""
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.0f}"
        raise TableError("too_large", size=size, most=MOST_BYTES // 1_000_000)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # xlsx and ods; xls
        raise TableError("workbook")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise TableError("binary")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise TableError("empty")
        if re.search(r"[\x00-\x08\x0e-\x1f]", text):
            raise TableError("binary")
        return text, {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030"}[encoding]
    if re.search(rb"[\x01-\x08\x0e-\x1f]", data):
        raise TableError("binary")
    raise TableError("encoding")


def find_delimiter(text: str) -> str:
    """The delimiter that divides most of the first lines into one same number of cells, over 1."""
    sample = text[:20_000].splitlines()[:50]
    if len(text) > 20_000 and len(sample) > 1:
        sample.pop()  # it may be cut
    best, most = "", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        width, lines = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and lines / len(widths) > most:
            best, most = delimiter, lines / len(widths)
    if not best:
        raise TableError("one_column")
    return best


def parse(text: str, delimiter: str) -> list[list[str]]:
    """The rows that hold anything, each as long as the first; cells without outer blanks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if rows and len(cells) != len(rows[0]):
                raise TableError(
                    "ragged", line=reader.line_num, cells=len(cells), expected=len(rows[0])
                )
            if len(cells) > MOST_COLUMNS:
                raise TableError("too_many_columns", columns=len(cells), most=MOST_COLUMNS)
            rows.append(cells)
    except csv.Error as error:
        raise TableError("malformed", line=reader.line_num, detail=str(error)) from None
    if not rows:
        raise TableError("empty")
    if len(rows[0]) < 2:
        raise TableError("one_column")
    if len(rows) - 1 > MOST_ROWS:
        raise TableError("too_many_rows", rows=len(rows), most=MOST_ROWS)
    return rows


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has no number in it; a table of words only has a header as a rule."""
    return not any(is_number(cell) for cell in rows[0])


def is_number(cell: str) -> bool:
    """With a decimal point or a decimal comma."""
    return math.isfinite(number(cell.replace(",", ".", 1)))


def unique_names(names: Sequence[str]) -> list[str]:
    """Every column gets a name, and one of its own: "", "x", "x" become column 1, x, x (2)."""
    unique: list[str] = []
    for index, name in enumerate(names, 1):
        wanted = name or f"column {index}"
        candidate, copy = wanted, 2
        while candidate in unique:
            candidate, copy = f"{wanted} ({copy})", copy + 1
        unique.append(candidate)
    return unique


def find_decimal(rows: Sequence[Sequence[str]]) -> str:
    """ "," if more cells look like 5,1 than like 5.1, among the first rows; else "."."""
    cells = [cell for row in rows[:1000] for cell in row]
    commas = sum(COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(POINT.fullmatch(cell) is not None for cell in cells)
    return "," if commas > points else "."


def make_column(name: str, cells: Sequence[str], decimal: str) -> Column:
    numbers = to_numbers(cells, decimal)
    distinct = dict.fromkeys(cells)  # in the order of their first appearance
    missing = np.zeros(len(cells), dtype=bool)
    names = [*distinct]
    if not np.isfinite(numbers).all():
        gaps = {cell for cell in distinct if cell.lower() in MISSING}
        missing[:] = [cell in gaps for cell in cells]
        names = [cell for cell in distinct if cell not in gaps]
    class_names: tuple[str, ...] = ()
    codes = np.zeros(0, dtype=np.intp)
    if 0 < len(names) <= MOST_CLASSES:
        values = to_numbers(names, decimal)
        if np.isfinite(values).all():
            names = [names[i] for i in np.argsort(values, kind="stable")]
        class_names = tuple(names)
        index = {name: code for code, name in enumerate(names)}
        codes = np.array([index.get(cell, -1) for cell in cells], dtype=np.intp)
    return Column(name, numbers, missing, len(names), class_names, codes, tuple(cells[:3]))


def to_numbers(cells: Sequence[str], decimal: str) -> Array:
    """Each cell's number, or NaN: (cells,)."""
    if decimal == ",":
        cells = [cell.replace(",", ".", 1) for cell in cells]
    try:  # nearly always, and ten times as fast as cell by cell
        numbers = np.array(list(map(float, cells)))
        if np.isfinite(numbers).all() and "_" not in "".join(cells):
            return numbers
    except ValueError:
        pass
    return np.array([number(cell) for cell in cells])


def number(cell: str) -> float:
    """The number that a cell holds, or NaN. Infinity is none, nor is Python's own 1_000."""
    try:
        value = float(cell)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) and "_" not in cell else np.nan


def is_running_number(column: Column) -> bool:
    """Whether it counts the rows, such as an exported index: 0, 1, 2, ... or 1, 2, 3, ..."""
    n = column.numbers
    return n.size > 2 and float(n[0]) in (0.0, 1.0) and np.array_equal(n, np.arange(n.size) + n[0])
