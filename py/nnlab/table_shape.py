"""Rows as people have them made into a rectangle: titles, short rows, trailing marks, row names."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .cell_numbers import MISSING, NOW
from .cell_units import is_number
from .dividing import MOST_COLUMNS, MOST_ROWS, Row, reader
from .table_errors import TableError
from .table_footers import find_footers
from .table_headers import is_header
from .table_reading import ALONE, DELIMITERS, Given

MOST_TITLES = 30
UNIT_ROWS, LONGEST_UNIT = 20, 8
MOST_BELOW = 3
"""So many rows below the names may say more of the columns."""

MOSTLY = 0.9
TEXT = re.compile(r"(?=.{9}).*?[^\W\d_],? [^\W\d_]|.*?[一-鿿]{4}|[{]\"")
LIMIT = re.compile(r"[<>~≤≥≈\d]")
"""What begins with it is a number that is not known exactly."""


@dataclass(frozen=True)
class Shape:
    """A header and rows of one same length."""

    names: list[str]
    """The columns' names, "" for a column without."""

    header: bool
    rows: list[list[str]]
    lines: list[int]
    """The number of each row's last line in the file."""

    short: list[int]
    """The lines that had fewer cells: what they lack is missing."""

    skip: int
    """How many lines stand above the table, if they are titles."""

    foot: int
    """How many rows below it are none, such as a total."""


def shape(rows: list[Row], comment: str, delimiter: str, given: Given, above: str = "") -> Shape:
    """`comment` is the one right above the rows, where the names may be; `above` the last line that
    was skipped.

    Raises TableError for what cannot be a table.
    """
    foot = given["foot"] if "foot" in given else find_footers(rows)
    version = given.get("version", NOW)
    rows = rows[: max(1, len(rows) - foot)]
    first = len(rows[0].cells)
    rows, width = without_empty_columns(rows) if version else (rows, first)
    if width < 2 and delimiter != ALONE:
        raise TableError("one_column")
    if width > MOST_COLUMNS:
        raise TableError("too_many_columns", columns=width, most=MOST_COLUMNS)
    start = find_start(rows, width) if "skip" not in given else 0
    titles, rows = rows[:start], rows[start:]
    left = first - len(rows[0].cells)  # so many columns at the left are none
    if titles and version > 4:
        first = len(rows[0].cells)
        rows, width = without_empty_columns(rows)
        left = first - len(rows[0].cells)
    names, body = find_names(rows, width, comment, delimiter, given)
    if names is None and delimiter == "," and titles and are_names(titles[-1]):
        raise TableError(
            "header_commas", line=titles[-1].line, cells=len(titles[-1].cells), expected=width
        )
    if version > 2 and names and not all(map(is_number, names)):
        body = [row for row in body if row.cells != names]  # of files one behind the other
    if version > 3 and names:
        body = without_rows_about_columns(body, version)
    if version > 4 and names:
        groups = titles[-1].cells if titles else next(reader(above, delimiter), [])
        names = with_groups(names, [group.strip() for group in groups[left:]])
    if not body:
        raise TableError("no_rows")
    if len(body) > MOST_ROWS:
        raise TableError("too_many_rows", rows=len(body), most=MOST_ROWS)
    return Shape(
        names=names or [""] * width,
        header=names is not None,
        rows=[row.cells if len(row.cells) == width else padded(row.cells, width) for row in body],
        lines=[row.line for row in body],
        short=uneven(body, width),
        skip=given["skip"] if "skip" in given else titles[-1].line if titles else 0,
        foot=foot,
    )


def without_rows_about_columns(body: list[Row], version: int) -> list[Row]:
    """The rows without those right below the names that say more of the columns."""
    for _ in range(MOST_BELOW if version > 4 else 1):
        some = [row.cells for row in body[:UNIT_ROWS]]
        if is_row_of_units(some) or (version > 4 and is_row_of_texts(some)):
            body = body[1:]
    return body


def is_row_of_units(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these has the columns' units: words over numbers, none over words."""
    first, *others = rows or [[]]
    units = 0
    for cell, below in zip(first, zip(*others, strict=False), strict=False):
        bracketed = re.fullmatch(r"[\[(<].*[\])>]", cell) is not None
        if cell in ("", "-") or (bracketed and not is_number(cell)):
            units += bracketed
            continue
        there = [each for each in below if each]
        if is_number(cell) or cell.lower() in MISSING or not there:
            return False
        if len(cell) > LONGEST_UNIT or LIMIT.match(cell) or not all(map(is_number, there)):
            return False
        units += 1
    return units > 0 and len(others) > 1


def is_row_of_texts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these says what the columns are: a question over numbers, as surveys
    are exported. One text over all numbers rather is what was answered."""
    first, *others = rows or [[]]
    over: set[str] = set()
    for cell, below in zip(first, zip(*others, strict=False), strict=False):
        there = [each for each in below if each]
        if is_number(cell) or (cell and cell.lower() in MISSING):
            return False
        if there and sum(map(is_number, there)) >= MOSTLY * len(there):
            over.add(cell)
        elif cell and cell in there:
            return False
    return len(over) > 1 and any(map(TEXT.match, over))


def without_empty_columns(rows: list[Row]) -> tuple[list[Row], int]:
    """The rows without columns that are empty in all of them at either end, and their width."""
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    while width > 1 and all(len(row.cells) < width or not row.cells[width - 1] for row in rows):
        width -= 1
    while width > 1 and all(not row.cells[0] for row in rows):
        rows = [Row(row.line, row.cells[1:]) for row in rows if len(row.cells) > 1]
        width -= 1
    return rows, width


def padded(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * (width - len(cells)))[:width]


def find_start(rows: Sequence[Row], width: int) -> int:
    """Where the table begins: below titles, which fill fewer cells than its first row does."""
    for start, row in enumerate(rows[:MOST_TITLES]):
        below = rows[start + 1 : start + 2]
        if may_be_first(row, below, width):
            words = not holds_number(row)
            return start if all(is_title(title, width, words) for title in rows[:start]) else 0
    return 0


def may_be_first(row: Row, below: Sequence[Row], width: int) -> bool:
    """Whether a row is as full as a table's first one; names in the row below make it a title."""
    full = filled(row)
    names_below = any(filled(each) == width and not holds_number(each) for each in below)
    if len(row.cells) >= width:
        if width == 2 and not row.cells[0] and not names_below:  # over an index
            return full == 1
        levels = next((at for at, cell in enumerate(row.cells) if cell), 0)
        if levels > 0 and full == width - levels > 1 and all(row.cells[levels:]):
            return not holds_number(row) and not names_below  # over an index
        return full == width or (full >= max(2, width - 1) and not names_below)
    # R writes no name over the names of the rows.
    over_names = full == width - 1 and not holds_number(row) and not names_below
    return over_names and any(len(each.cells) == width for each in below)


def holds_number(row: Row) -> bool:
    return any(map(is_number, row.cells))


def are_names(row: Row) -> bool:
    """Whether a row above a table without names has as many words as it has cells."""
    return len(row.cells) > 1 and filled(row) == len(row.cells) and not holds_number(row)


def filled(row: Row) -> int:
    return sum(cell != "" for cell in row.cells)


def is_title(row: Row, width: int, above_words: bool) -> bool:
    """Whether a line is no row: where names stand below it, for certain; else by what it holds."""
    if above_words:
        return filled(row) < width or len(row.cells) > width
    if 2 * filled(row) > width and len(row.cells) >= width:
        return False
    alone = filled(row) == 1 and (width > 2 or len(row.cells) == 1)
    return alone or not holds_number(row)


def find_names(
    rows: list[Row], width: int, comment: str, delimiter: str, given: Given
) -> tuple[list[str] | None, list[Row]]:
    """The columns' names, or None, and the rows below them."""
    first, below = rows[0], rows[1:]
    wanted = given.get("header")
    if wanted is False:
        return None, rows
    trimmed = [*first.cells]
    while len(trimmed) > 1 and not trimmed[-1]:
        trimmed.pop()
    cells = [row.cells for row in below]
    names = padded(trimmed, width)
    if len(trimmed) == width - 1 and names_rows(trimmed, cells, width):
        return ["", *trimmed], below
    named = is_header(names, cells)
    said = None if named else comment_names(comment, delimiter, width)
    if said:
        return said, rows
    if not (named or wanted):
        return None, rows
    if len(trimmed) > width:
        raise TableError("header", line=first.line, cells=len(trimmed), expected=width)
    return names, below


def with_groups(names: list[str], above: Sequence[str]) -> list[str]:
    """The names, with what stands above them in a row as long, where they lack one or are twice.

    There a group's name may stand over the first of its columns alone, as in merged cells.
    """
    if len(above) != len(names) or sum(map(bool, above)) < 2:
        return names
    count, group, found = Counter(names), "", []
    for name, cell in zip(names, above, strict=True):
        group = cell or group
        found.append(f"{group} {name}" if count[name] > 1 and name and group else name or cell)
    return found


def names_rows(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the rows' first cell is a name of the row, which has none in the header, as in R."""
    if not rows or any(is_number(name) or name.lower() in MISSING for name in names):
        return False
    first = [row[0] for row in rows if len(row) == width]
    whole = not any("." in cell or "," in cell for cell in first)
    return len(first) == len({*first}) == len(rows) and whole


def comment_names(comment: str, delimiter: str, width: int) -> list[str] | None:
    """The names in a comment, which another mark may divide than the rows."""
    for mark in [delimiter, *DELIMITERS]:
        for names in reader(comment, mark):
            cells = [name.strip() for name in names]
            if len(cells) == width and not any(map(is_number, cells)):
                return cells
    return None


def uneven(rows: Sequence[Row], width: int) -> list[int]:
    """The lines of rows that lack cells, fewer than half.

    Raises TableError for a row with a cell too many, or when most lack some.
    """
    short = [row for row in rows if len(row.cells) < width]
    wrong = [row for row in rows if any(row.cells[width:])]
    if 2 * len(short) >= len(rows):
        wrong += short
    for row in sorted(wrong, key=lambda row: row.line)[:1]:
        raise TableError("ragged", line=row.line, cells=len(row.cells), expected=width)
    return [row.line for row in short]
