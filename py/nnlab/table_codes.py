"""Digits that are no numbers, as in the postcode 01037; where they may be numbers, it is asked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .cell_clocks import hours
from .cell_numbers import NumberStyle
from .number_style import Question
from .table_clocks import are_clock_digits
from .table_columns import Column, make_column
from .table_reading import Given
from .table_roles import is_row_number, named_id

CODE_LENGTHS = range(4, 11)
MOST_ZEROS = 2
"""More of them in front rather fill up numbers that were measured, to one width."""

FEWEST = 3
"""So many different cells tell whether they may be times."""

CODE_NAME = re.compile(
    r"zip|post|plz|code|(?<![a-z])(?:cp|cap)(?![a-z])|phone|telefon|邮编|邮政|郵|编码|代码|編碼|代碼|区号",
    re.IGNORECASE,
)
"""Names of what is no number for sure."""


def read_codes(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], given: Given
) -> tuple[list[Column], tuple[str, ...], list[Question]]:
    """The columns, those of codes as words; the names of these, and what should be asked."""
    each = [*zip(columns, cells, strict=True)]
    guessed = tuple(column.name for column, own in each if is_codes(column, own))
    names = tuple(given.get("codes", guessed))
    asked = [] if "codes" in given else [*questions(each, names)]
    found = [as_words(column, own) if column.name in names else column for column, own in each]
    return found, names, asked


def questions(each: Sequence[tuple[Column, Sequence[str]]], codes: Sequence[str]) -> list[Question]:
    """What four digits mean that may be a number, a code or a time: one answer for all of these."""
    doubtful = [(c, own) for c, own in each if is_doubtful(c, own, c.name in codes)]
    times = [column.name for column, own in doubtful if may_be_times(column, own)]
    names = [column.name for column, _ in doubtful]
    found = []
    for column, own in doubtful:
        cell = next(c for c in own if c[:1].isdecimal() and int(c[0]) == 0)
        kept = tuple(name for name in codes if name not in names)
        answers = [(float(cell), Given(codes=kept)), (float(cell), Given(codes=(*kept, *names)))]
        if column.name in times:
            others = tuple(name for name in names if name not in times)
            said = Given(codes=(*kept, *others), clocks=tuple(times))
            answers.insert(0, (hours(cell), said))
        found.append(Question(column.name, cell, tuple(answers), "digits"))
    return found


def is_doubtful(column: Column, cells: Sequence[str], is_code: bool) -> bool:
    """Whether its digits may well be numbers, or times as 0930: those of postcodes are more."""
    if CODE_NAME.search(column.name) or not column.is_numeric:
        return False
    return may_be_times(column, cells) or (is_code and len(there(column, cells)[0]) == 4)


def there(column: Column, cells: Sequence[str]) -> list[str]:
    """Its different cells but the gaps."""
    gaps = {cell for cell, gap in zip(cells, column.missing, strict=True) if gap}
    return [cell for cell in dict.fromkeys(cells) if cell not in gaps]


def may_be_times(column: Column, cells: Sequence[str]) -> bool:
    """Whether all are four digits or six, some with a 0 in front, that a clock may show."""
    found = there(column, cells)
    if {*map(len, found)} not in ({4}, {6}) or len(found) < FEWEST:
        return False
    return any(cell[0] == "0" for cell in found) and are_clock_digits(found)


def is_codes(column: Column, cells: Sequence[str]) -> bool:
    """Whether its cells are digits, all as many, and some have a 0 in front: as postcodes have."""
    if not column.is_numeric or is_row_number(column) or named_id(column):
        return False
    different = there(column, cells)
    lengths = {len(cell) for cell in different}
    if len(lengths) != 1 or not lengths <= {*CODE_LENGTHS}:
        return False
    if not all(cell.isdecimal() for cell in different):
        return False
    zeros = [len(cell) - len(str(int(cell))) for cell in different if int(cell)]
    return bool(zeros) and 0 < max(zeros) <= MOST_ZEROS


def as_words(column: Column, cells: Sequence[str]) -> Column:
    """The column as words; what was a gap of the numbers stays one."""
    own = ["" if gap else cell for cell, gap in zip(cells, column.missing, strict=True)]
    words = make_column(column.name, own, NumberStyle(), nameless=column.nameless, words=True)
    return replace(words, is_code=True, first=column.first)
