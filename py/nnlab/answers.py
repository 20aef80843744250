"""Answers for a whole file: a table with the same columns, given back with predictions added."""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .arrays import Array
from .cell_numbers import MISSING
from .cell_scales import WORDS
from .cell_units import is_number
from .data import Dataset
from .encoding import Source
from .metrics import r_squared
from .table_columns import Column, same_word, unique_names
from .table_errors import TableError
from .table_reading import ALONE, BLANKS, WIDE_BLANKS, Given
from .tables import Divided, Table, divide, table_of

PREVIEW = 20


@dataclass(frozen=True)
class Answers:
    """A file with answers, and what had to be done to it."""

    text: str
    """The file as CSV, every row as it was written, with the answers behind it."""

    rows: int
    header: list[str]
    preview: list[list[str]]
    """The first few rows of `text`, under `header`."""

    added: int
    """How many columns, at the end, are answers."""

    missing: list[str]
    """Features for which the file has no column."""

    filled: list[tuple[str, int, str]]
    """Of the others, those with cells that hold no number, how many, and what is taken for it."""

    unknown: list[tuple[str, int]]
    """Columns with words that were not in the training rows, and how many."""

    unused: list[str]
    """Columns that the network does not take."""

    moved: bool
    """Whether the features stand in another order than in the data."""

    truth: str
    """The column that says what is true, or "" when there is none."""

    known: int
    """Rows whose truth the network could have said."""

    strange: list[str]
    """Classes in `truth` that the network has never seen."""

    score: float
    """Of the known rows the part that is right, or R² of numbers; NaN without any."""


def answer_table(
    data: bytes, dataset: Dataset, outputs: Callable[[Array], Array], fill: Array, given: Given
) -> Answers:
    """Reads a file and answers each of its rows.

    `outputs` gives the answers (outputs, n) to raw inputs (features, n) of `dataset`; `fill` is
    what stands for a missing number of each feature. Raises TableError for what is no table, or
    one that lacks more than half of the features.
    """
    wanted = dataset.sources or plain_sources(dataset, fill)
    divided = divide_rows(data, given, [source.name for source in wanted])
    table = answered_table(divided, given)
    cells = cells_of(divided)
    found, missing = find_columns(wanted, table)
    read = read_columns(wanted, found, cells, table.rows)
    y = outputs(read.inputs)

    used = [column.name for column in found if column]
    others = [column for column in table.columns if column.name not in used]
    truth, known, strange, score = judge(dataset, y, others, cells)
    answers = answer_columns(dataset, y, table.reading.decimal)
    header = unique_names([*divided.names, *answers])
    rows = [
        [*row, *added]
        for row, added in zip(divided.found.rows, zip(*answers.values(), strict=True), strict=True)
    ]
    order = [divided.names.index(name) for name in used if name in divided.names]
    return Answers(
        text=written([header, *rows], divided.delimiter),
        rows=len(rows),
        header=header,
        preview=rows[:PREVIEW],
        added=len(answers),
        missing=missing,
        filled=read.filled,
        unknown=read.unknown,
        unused=[column.name for column in others if column.name != truth],
        moved=order != sorted(order),
        truth=truth,
        known=known,
        strange=strange,
        score=score,
    )


def find_columns(sources: Sequence[Source], table: Table) -> tuple[list[Column | None], list[str]]:
    """Each source's column, found by its name, and the names of those that the table lacks.

    Raises TableError where it lacks more than half of them.
    """
    columns = {same_word(column.name): column for column in reversed(table.columns)}
    found = [columns.get(same_word(source.name)) for source in sources]
    missing = [source.name for source, column in zip(sources, found, strict=True) if not column]
    if 2 * len(missing) > len(found):
        raise TableError(
            "too_few_features", missing=len(missing), features=len(found), column=missing[0]
        )
    return found, missing


@dataclass(frozen=True)
class Read:
    """Columns of a file as the network's features, and what had to be done to them."""

    inputs: Array
    """(features, rows)."""

    filled: list[tuple[str, int, str]]
    unknown: list[tuple[str, int]]


def divide_rows(data: bytes, given: Given, names: Sequence[str]) -> Divided:
    """A file's cells; where a network takes one column, it may be all that the file has.

    Raises TableError for what is no table.
    """
    given = {"foot": 0, **given}  # each row gets its answer
    alone = in_one_column(data, given, names[0]) if len(names) == 1 else None
    if alone and (alone.found.header or all(is_number(row[0]) for row in alone.found.rows)):
        return alone  # whose commas stand before decimals
    try:
        divided = with_names(divide(data, given), names)
    except TableError as error:
        if error.code != "one_column" or alone is None:
            raise
        return alone
    if divided.found.header or "header" in given:
        return divided
    try:  # numbers may be names, such as years, over so few rows that nothing else tells
        headed = with_names(divide(data, {**given, "header": True}), names)
    except TableError:
        return divided
    wanted = {same_word(name) for name in names}
    return headed if 2 * len(wanted & {*map(same_word, headed.names)}) >= len(wanted) else divided


def in_one_column(data: bytes, given: Given, name: str) -> Divided | None:
    """The file as one column of that name or without one; None where it has another or is none."""
    try:
        alone = with_names(divide(data, {**given, "delimiter": ALONE}), [name])
    except TableError:  # a quotation mark that only divided cells close
        return None
    if alone.found.header:
        return alone if same_word(alone.names[0]) == same_word(name) else None
    return replace(alone, names=[name])


def with_names(divided: Divided, names: Collection[str]) -> Divided:
    """The cells under those of the names that `as_text` may have changed as they are."""
    safe = {as_text(name): name for name in names if name not in divided.names}
    return replace(divided, names=[safe.get(name, name) for name in divided.names])


def answered_table(divided: Divided, given: Given) -> Table:
    """The table of rows to answer. What is a word is known by its source, and what was said of
    columns holds for those of the same names."""
    own = {same_word(name): name for name in divided.names}
    ways = given.get("ways", {}).items()
    settled = {own.get(same_word(name), name): way for name, way in ways if way != WORDS}
    given = {**given, "codes": (), "gap_words": (), "ways": settled}
    if "gaps_in" in given:
        gaps = {own.get(same_word(name), name): of for name, of in given["gaps_in"].items()}
        given["gaps_in"] = gaps
    if "clocks" in given:
        given["clocks"] = tuple(own.get(same_word(name), name) for name in given["clocks"])
    return table_of(divided, given)


def cells_of(divided: Divided) -> dict[str, Sequence[str]]:
    """The cells of each column, as they are written."""
    return dict(zip(divided.names, zip(*divided.found.rows, strict=True), strict=True))


def read_columns(
    sources: Sequence[Source],
    columns: Sequence[Column | None],
    cells: Mapping[str, Sequence[str]],
    rows: int,
) -> Read:
    """Each source's features from its column, or where there is none as if all were gaps."""
    inputs = np.empty((sum(len(source.features) for source in sources), rows))
    filled, unknown = [], []
    for source, column in zip(sources, columns, strict=True):
        gaps = np.ones(rows, bool)
        own = cells.get(column.name, ("",) * rows) if column else ()
        if column and source.words:
            vocabulary = {same_word(word) for word in source.words}
            gaps = column.missing | np.array([not cell.strip() for cell in own])
            gaps &= [same_word(cell) not in vocabulary for cell in own]
            words = [("" if gap else cell) for cell, gap in zip(own, gaps, strict=True)]
            gaps &= not source.gap_word
            new = sum(bool(word) and same_word(word) not in vocabulary for word in words)
            if new:
                unknown.append((column.name, new))
            inputs[source.features] = np.array([source.values(word) for word in words]).T
        elif column and source.dates:  # in its owner's order, whatever the file's other dates say
            numbers = np.array([source.dates.number(cell) for cell in own])
            gaps = ~np.isfinite(numbers)
            inputs[source.first] = np.where(gaps, source.fill, numbers)
        elif column:
            numbers = column.numbers
            if source.truth:  # where all say yes, or all no, the word alone may not tell
                meant = {cell: source.truth_of(cell) for cell in dict.fromkeys(own)}
                said = np.array([meant[cell] for cell in own])
                numbers = np.where(np.isfinite(said), said, numbers)
            gaps = ~np.isfinite(numbers)
            inputs[source.first] = np.where(gaps, source.fill, numbers)
        else:
            gap = source.values("" if source.words else np.nan)
            inputs[source.features] = np.array(gap)[:, np.newaxis]
        if column and gaps.any():
            filled.append((column.name, int(gaps.sum()), taken_for(source)))
    return Read(inputs, filled, unknown)


def taken_for(source: Source) -> str:
    """What a gap is taken for: a number as Python writes it, all else as its owner does."""
    if isinstance(source.fill, str):
        return source.fill
    if source.truth and source.fill in (0.0, 1.0):
        return source.truth[1 - int(source.fill)]
    if source.dates:
        return source.dates.said(source.fill)
    return f"{source.fill:.6g}"


def plain_sources(dataset: Dataset, fill: Array) -> tuple[Source, ...]:
    """Each feature as a column of numbers."""
    both = enumerate(zip(dataset.feature_names, fill.tolist(), strict=True))
    return tuple(Source(name, (), False, middle, at) for at, (name, middle) in both)


def answer_columns(dataset: Dataset, y: Array, decimal: str) -> dict[str, list[str]]:
    """What is added to each row, by the column's name."""
    if dataset.task == "numbers":
        return {"prediction": [number(value, decimal) for value in y[0].tolist()]}
    names = dataset.class_names
    shares = y / np.maximum(y.sum(axis=0), np.finfo(np.float64).tiny)
    found = {"prediction": [names[at] for at in y.argmax(axis=0).tolist()]}
    for name, row in zip(names, shares.tolist(), strict=True):
        found[f"p({name})"] = [number(value, decimal) for value in row]
    return found


def judge(
    dataset: Dataset, y: Array, columns: Sequence[Column], cells: Mapping[str, Sequence[str]]
) -> tuple[str, int, list[str], float]:
    """The column that has the truth, how many rows of it are known, what is not, and the score."""
    if dataset.task == "numbers":
        for column in columns:
            if same_word(column.name) == same_word(dataset.target_name):
                known = np.isfinite(column.numbers)
                if known.any():
                    score = r_squared(y[0, known], column.numbers[known])
                    return column.name, int(known.sum()), [], score
        return "", 0, [], np.nan
    classes = {same_word(name): label for label, name in enumerate(dataset.class_names)}
    for label, name in enumerate(as_texts(dataset.class_names)):
        classes.setdefault(same_word(name), label)
    for column in columns:
        words = as_classes(column, cells.get(column.name, []), classes)
        labels = np.array([classes.get(word, -1) for word in words])
        known = labels >= 0
        if known.sum() * 2 > (known | ~column.missing).sum():
            right = y.argmax(axis=0)[known] == labels[known]
            strange = {w: None for w, k in zip(words, known | column.missing, strict=True) if not k}
            return column.name, int(known.sum()), [*strange], float(right.mean())
    return "", 0, [], np.nan


def as_classes(column: Column, cells: Sequence[str], classes: Mapping[str, int]) -> Sequence[str]:
    """Each cell of a column as it was read, or where that is none of the classes as it stands."""
    names = (*column.class_names, "")  # the last for -1
    read_as = [names[at] for at in column.codes.tolist()] or cells
    both = [*zip(read_as, cells, strict=False)]
    words: dict[tuple[str, str], str] = {}
    for read, cell in dict.fromkeys(both):
        ways = (same_word(read), plain(read), same_word(cell), plain(cell))
        words[read, cell] = next((word for word in ways if word in classes), ways[-1])
    return [words[pair] for pair in both]


def plain(cell: str) -> str:
    """A class as it is compared: 1.0 is the class 1."""
    word = same_word(cell)
    try:
        return f"{float(word):.15g}"
    except ValueError:
        return word


def number(value: float, decimal: str) -> str:
    return f"{value:.6g}".replace(".", decimal)


def written(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """As CSV, with a byte order mark, without which a Chinese Excel takes the text for GBK."""
    buffer = io.StringIO("\ufeff")
    buffer.seek(0, io.SEEK_END)
    mark = "," if delimiter in (ALONE, BLANKS, WIDE_BLANKS) else delimiter
    lines = ([as_text(cell) for cell in row] for row in rows)
    csv.writer(buffer, delimiter=mark, lineterminator="\n").writerows(lines)
    return buffer.getvalue()


def as_text(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, and run, with an apostrophe in front."""
    formula = cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and len(cell) > 1)
    known = is_number(cell) or cell.lower() in MISSING
    return f"'{cell}" if formula and not known else cell


def as_texts(names: Sequence[str]) -> list[str]:
    """The same for names, all of which stay different."""
    return unique_names([as_text(name) for name in names])
