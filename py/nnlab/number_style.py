"""Which mark stands before decimals and which between thousands, as a table's cells tell it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .cell_numbers import NOW, Amount, NumberStyle, amount, number, pattern
from .table_reading import BLANKS, WIDE_BLANKS, Given

MOST_CELLS = 2_000
"""So many different cells of a column are looked at."""

COMMAS = {",", "，"}
"""Who divides columns by commas does not use them for decimals."""

DOUBTFUL = re.compile(r"[^\w.+-]")
"""Without such a sign there is but the decimal point, where commas or blanks divide columns."""

GROUPED = {mark: pattern(NumberStyle("." if mark == "," else ",", mark)) for mark in ".,' "}


@dataclass
class Evidence:
    """How many cells of one column show what their marks mean; by the mark."""

    decimals: dict[str, int] = field(default_factory=dict)
    thousands: dict[str, int] = field(default_factory=dict)
    either: dict[str, int] = field(default_factory=dict)
    """Exactly three digits after it, one to three before: 1,250 may be both."""

    example: dict[str, str] = field(default_factory=dict)
    """A cell in which the mark may be both."""

    def add(self, other: "Evidence") -> None:
        for mine, theirs in (
            (self.decimals, other.decimals),
            (self.thousands, other.thousands),
            (self.either, other.either),
        ):
            for mark, count in theirs.items():
                mine[mark] = mine.get(mark, 0) + count


@dataclass(frozen=True)
class Question:
    """A guess that may change numbers: somebody should say what `cell` of `column` means."""

    column: str
    cell: str
    answers: tuple[tuple[float, Given], ...]
    """What it may mean, and the part of a `Reading` with which it does."""

    kind: str = "number"
    """What the answers are: each a "number", each a "date", as days from 1970 on; or "digits",
    which are a number, a code or a time in hours."""

    @property
    def dates(self) -> bool:
        return self.kind == "date"


def evidence(cells: Iterable[str]) -> Evidence:
    """What a column's cells say."""
    found = Evidence()
    for cell in cells:
        if "." in cell or "," in cell or not cell.isdigit():
            written = amount(cell)
            if written is not None and not written.arabic:
                weigh(written, cell, found)
    return found


def weigh(written: Amount, cell: str, found: Evidence) -> None:
    """Adds what one cell says."""
    body = re.split("[eEdD]", written.body)[0]
    for mark in "' ":
        if mark in body and GROUPED[mark].fullmatch(re.split("[.,]", body)[0]):
            count(found.thousands, mark)
    marks = [c for c in body if c in ".,"]
    if not marks:
        return
    last = marks[-1]
    if len(marks) == 1:
        whole, after = body.split(last)
        if len(after) != 3 or not 1 <= len(whole) <= 3 or whole[0] == "0" or body != written.body:
            count(found.decimals, last)
        else:
            count(found.either, last)
            found.example.setdefault(last, cell)
    elif len({*marks}) == 1:
        if GROUPED[last].fullmatch(body):
            count(found.thousands, last)
    elif marks.count(last) == 1 and GROUPED[marks[0]].fullmatch(body):
        count(found.decimals, last)
        count(found.thousands, marks[0])


def count(counts: dict[str, int], mark: str) -> None:
    counts[mark] = counts.get(mark, 0) + 1


def guess_style(
    names: Sequence[str], columns: Sequence[Sequence[str]], delimiter: str, given: Given
) -> tuple[NumberStyle, list[NumberStyle], list[Question]]:
    """The table's style, each column's own, and what somebody should be asked.

    A column has another style than the table only where its own cells leave no doubt.
    """
    clear = delimiter in (*COMMAS, BLANKS, WIDE_BLANKS)
    per_column = [
        Evidence() if clear and not DOUBTFUL.search("".join(cells[:MOST_CELLS])) else
        evidence([*dict.fromkeys(cells[:MOST_CELLS])])
        for cells in columns
    ]  # fmt: skip
    total = Evidence()
    for each in per_column:
        total.add(each)
    style, sure = table_style(total, delimiter, given)
    said = "decimal" in given or "thousands" in given
    if said and given.get("version", NOW) < 5:
        return style, [style] * len(columns), []
    questions = [] if sure or said else [*ask(names, per_column)]
    return style, [column_style(each, style) for each in per_column], questions


def table_style(total: Evidence, delimiter: str, given: Given) -> tuple[NumberStyle, bool]:
    """The style that fits all columns best, and whether it is sure."""
    decimals, sure = [total.decimals.get(mark, 0) for mark in ".,"], True
    grouped = [total.thousands.get(mark, 0) for mark in ".,"]
    either = [total.either.get(mark, 0) for mark in ".,"]
    if "decimal" in given:
        decimal = given["decimal"]
    elif any(decimals):
        decimal = "," if decimals[1] > decimals[0] else "."
    elif any(grouped):
        decimal = "," if grouped[0] > grouped[1] else "."
    elif given.get("thousands", "") in (".", ","):
        decimal = "," if given["thousands"] == "." else "."
    elif delimiter in COMMAS:
        decimal = "."
    else:  # columns between blanks come from programs, and those write decimal points
        decimal = "," if either[1] else "."
        sure = not (either[1] or (either[0] and delimiter not in (BLANKS, WIDE_BLANKS)))
    other = "." if decimal == "," else ","
    if "thousands" in given:
        return NumberStyle(decimal, given["thousands"]), True
    at = ".,".index(other)
    # A comma that the owner means for decimals elsewhere is none between thousands.
    if grouped[at] or (sure and either[at] and not decimals[at]):
        return NumberStyle(decimal, other), sure
    for mark in " '":
        if total.thousands.get(mark):
            return NumberStyle(decimal, mark), sure
    return NumberStyle(decimal), sure


def column_style(own: Evidence, style: NumberStyle) -> NumberStyle:
    other = "." if style.decimal == "," else ","
    against = own.decimals.get(other, 0) and not own.decimals.get(style.decimal)
    if not against or own.thousands.get(other):
        return style
    return NumberStyle(other, style.decimal if own.thousands.get(style.decimal) else "")


def ask(names: Sequence[str], per_column: Sequence[Evidence]) -> Iterable[Question]:
    for name, own in zip(names, per_column, strict=True):
        for mark, cell in [*own.example.items()][:1]:
            other = "." if mark == "," else ","
            styles = [NumberStyle(mark), NumberStyle(other, mark)]
            answers = [
                (number(cell, s), Given(decimal=s.decimal, thousands=s.thousands)) for s in styles
            ]
            yield Question(name, cell, tuple(answers))
