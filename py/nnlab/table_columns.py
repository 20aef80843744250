"""A table's columns: what each one's cells say as numbers and as classes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .arrays import Array
from .cell_clocks import hours
from .cell_dates import days
from .cell_numbers import ASCII, NO_VALUE, UNIT, NumberStyle, number, to_numbers
from .cell_numbers import unit as sign_of
from .cell_truths import are_ticks, says_no, truths
from .data import Labels

MOST_CLASSES = 50
MOST_NUMBER_CLASSES = 10
"""Of different numbers: more are rather something measured."""

FEW = 10
ROWS_FOR_EACH = 5
"""More classes than FEW need so many rows for each, on average: else they are names or notes."""

FIRST_CELLS = 5
SIGN = re.compile(r"[^\d.,+-]")


@dataclass(frozen=True)
class Dates:
    """How a column's cells are dates, or times of the day: see `table_dates`, `table_clocks`."""

    order: str
    """One of `cell_dates.ORDERS`, or "clock" of times."""

    pattern: str
    """How its owner writes them: see `cell_dates.pattern_of`."""

    first: str
    """The first of them, as 2024-03-01, from which on days are counted; of times the first cell."""

    offset: float
    """The same in days from 1970 on; of times 0."""

    others: tuple[str, ...] = ()
    """Orders that fit the cells as well."""

    @property
    def in_order(self) -> bool:
        """Whether it is the order that tells the month: March in 1 March 2024 says so itself."""
        return self.order != "ymd" or self.pattern.startswith("{YY")

    @property
    def per_day(self) -> float:
        """What a day counts: dates are days, times are hours."""
        return 24.0 if self.order == "clock" else 1.0

    def said(self, number: float) -> str:
        """A number of the column as a date, 2024-03-01, or as a time, 09:30."""
        if self.order == "clock":
            minutes = round(60 * number)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        return str(np.datetime64(round(self.offset + number), "D"))

    def number(self, cell: str) -> float:
        """What a cell is in the column, or NaN."""
        return hours(cell) if self.order == "clock" else days(cell, self.order) - self.offset


@dataclass(frozen=True)
class Column:
    """One column of n rows."""

    name: str
    nameless: bool
    """Whether the file gives it no name, though it has a header."""

    numbers: Array
    """(n,), NaN where the cell is no number; 1 and 0 for true and false, yes and no.

    Of dates, the days since the first of them; of times of the day, hours.
    """

    missing: npt.NDArray[np.bool_]
    """(n,), where the cell says that the value is not known."""

    different: int
    """How many different values there are, the missing apart; 1 and 1.0 are the same."""

    class_names: tuple[str, ...]
    """Those values, if few enough to be classes: numbers by size, words as they appear."""

    codes: Labels
    """(n,), indices into `class_names`, -1 where missing; empty without class names."""

    is_truth: bool
    """Whether it is true and false, yes and no, or the like."""

    alike: int
    """How many words would be left if capitals and blanks made no difference."""

    units: tuple[str, ...]
    """Currency and percent signs, or the units behind all numbers; "" among them when some numbers
    have none and others have."""

    first: tuple[str, ...]
    """The first few cells as they are written."""

    dates: Dates | None = None

    is_code: bool = False
    """Whether it was taken for words though all of it is digits: see `table_codes`."""

    gap: str = ""
    """How its gaps are written, where all are written alike."""

    gap_word: str = ""
    """What a gap is, where it is a word of its own: see `table_gaps.read_gap_words`."""

    @property
    def is_numeric(self) -> bool:
        """Whether it can be a feature: at least half of what is there is numbers."""
        there = int((~self.missing).sum())
        return there > 0 and 2 * int(np.isfinite(self.numbers).sum()) >= there

    @property
    def is_date(self) -> bool:
        """Whether it holds dates, and not only times of the day."""
        return self.dates is not None and self.dates.order != "clock"

    @property
    def may_be_class(self) -> bool:
        """Whether it can be the target of classes."""
        count = len(self.class_names)
        return 2 <= count <= FEW or (count > FEW and ROWS_FOR_EACH * count <= self.numbers.size)

    @property
    def is_class(self) -> bool:
        """Whether it is one most likely: many different numbers are rather something measured."""
        measured = self.different > MOST_NUMBER_CLASSES and bool(
            np.isfinite(self.numbers[~self.missing]).all()
        )
        return self.may_be_class and not measured

    @property
    def is_feature(self) -> bool:
        """Whether a network can learn from it: numbers, or words of which most come again."""
        return self.is_numeric or (self.is_class and 2 * self.different <= self.numbers.size)

    @property
    def is_whole(self) -> bool:
        """Whether all that is there is whole numbers."""
        there = self.numbers[~self.missing]
        return there.size > 0 and bool((there == np.round(there)).all())  # NaN equals nothing


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


def make_column(
    name: str,
    cells: Sequence[str],
    style: NumberStyle,
    *,
    nameless: bool = False,
    units: tuple[str, ...] = (),
    words: bool = False,
) -> Column:
    """The column of these cells; with `words`, none of them is a number."""
    if not words and style.version > 4 and are_ticks(cells):
        ticked = [cell or NO_VALUE for cell in cells]
        made = make_column(name, ticked, style, nameless=nameless, units=units)
        return replace(made, first=tuple(cells[:FIRST_CELLS]))
    numbers = np.full(len(cells), np.nan) if words else to_numbers(cells, style)
    distinct = dict.fromkeys(cells)  # in the order of their first appearance
    missing = np.zeros(len(cells), dtype=bool)
    names, gap = [*distinct], ""
    truth: dict[str, float] = {}
    if not np.isfinite(numbers).all():
        unknown = style.gaps
        if style.version > 4:
            unknown = unknown - says_no(distinct, unknown)
        gaps = {cell for cell in distinct if cell.lower() in unknown}
        missing[:] = [cell in gaps for cell in cells]
        gap = next(iter(gaps)) if len(gaps) == 1 else ""
        names = [cell for cell in distinct if cell not in gaps]
        truth = truths(names, style.version) if style.version else {}
        if truth:
            numbers = np.array([truth.get(cell, np.nan) for cell in cells])
    start = "".join(cells[:1000])
    if SIGN.search(start) and UNIT.search(start.translate(ASCII)):
        units = tuple(dict.fromkeys(sign_of(cell) for cell in names))
    there = numbers[~missing]
    is_numbers = not truth and there.size > 0 and bool(np.isfinite(there).all())
    if is_numbers and len(names) > MOST_NUMBER_CLASSES:
        different = len({*there.tolist()})
        named = different <= MOST_CLASSES and bool((there == np.round(there)).all())
        if different > MOST_NUMBER_CLASSES and not named:
            names = []
    else:
        different = len(names)
    values: list[float] = []
    if is_numbers and names and not style.version:
        names.sort(key=lambda written: number(written, style))
    elif is_numbers and names:
        shortest: dict[float, str] = {}
        for written in names:
            value = number(written, style)
            shortest[value] = min(shortest.get(value, written), written, key=len)
        values = sorted(shortest)
        names = [short_name(value, shortest[value]) for value in values]
        different = len(names)
    ways_apart = style.version < 3
    same = {} if ways_apart or is_numbers or words or truth else one_way_of_numbers(names, style)
    names = [*dict.fromkeys(same.get(name, name) for name in names)]
    different = len(names) if same else different
    class_names: tuple[str, ...] = ()
    codes = np.zeros(0, dtype=np.intp)
    if 0 < len(names) <= MOST_CLASSES:
        class_names = tuple(names)
        if values:
            of_value = {value: code for code, value in enumerate(values)}
            codes = np.array([of_value.get(value, -1) for value in numbers.tolist()], np.intp)
        else:
            of_word = {word: code for code, word in enumerate(names)}
            codes = np.array([of_word.get(same.get(cell, cell), -1) for cell in cells], np.intp)
    return Column(
        name=name,
        nameless=nameless,
        numbers=numbers,
        missing=missing,
        different=different,
        class_names=class_names,
        codes=codes,
        is_truth=bool(truth),
        alike=different if is_numbers else len({*map(same_word, names)}),
        units=units,
        first=tuple(cells[:FIRST_CELLS]),
        gap=gap,
    )


def one_way_of_numbers(names: Sequence[str], style: NumberStyle) -> dict[str, str]:
    """Numbers among words that are the same, as 1 and 1.0: each to its shortest way."""
    values = {name: value for name in names if np.isfinite(value := number(name, style))}
    if len({*values.values()}) == len(values):
        return {}
    shortest: dict[float, str] = {}
    for name, value in values.items():
        shortest[value] = min(shortest.get(value, name), name, key=len)
    return {name: shortest[value] for name, value in values.items()}


def short_name(value: float, written: str) -> str:
    """A number as the name of a class: 1 for 1.000e+00, but 01 stays as it is."""
    digits = f"{value:.15g}"
    return digits if len(digits) < len(written) and not written.isdigit() else written


def same_word(word: str) -> str:
    """The same for words that differ only in capitals, blanks, or how they are encoded."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", word)).strip().casefold()


def too_many(column: Column) -> bool:
    """Whether a column has too many words for classes only because of their capitals."""
    return column.alike <= FEW < column.different


def unit_of(name: str) -> str:
    """What stands in brackets at a name's end: "m²" of "area (m²)"."""
    found = re.search(r"[(（\[]([^()（）\[\]]*)[)）\]]\s*$", name)
    return found[1].strip() if found else ""


def joined_words(cells: Sequence[str]) -> list[str]:
    """Each word as it is written most often, whatever its capitals and blanks."""
    ways: dict[str, Counter[str]] = {}
    for cell, count in Counter(cells).items():
        ways.setdefault(same_word(cell), Counter())[cell] += count
    best = {key: found.most_common(1)[0][0] for key, found in ways.items()}
    return [best[same_word(cell)] for cell in cells]
