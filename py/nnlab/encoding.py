"""Columns as their owner has them made into features: words one-hot, dates days, gaps filled.

Whatever is taken from the data for that, the words and what a gap is taken for, comes from the
training rows alone: what the test rows are like must not leak into training.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Array
from .cell_numbers import NO_VALUE
from .cell_truths import truth_words
from .data import Labels
from .table_columns import Column, Dates, same_word, unique_names

MOST_WORDS = 10
"""So many features a column of words becomes at most; the last one is then for all other words."""

OTHER = "other"


@dataclass(frozen=True)
class Source:
    """One column as its owner has it, and which features it became."""

    name: str
    words: tuple[str, ...]
    """Each has a feature of its own; of a column of numbers there are none."""

    other: bool
    """Whether there is a feature more, for all other words."""

    fill: str | float
    """What a gap is taken for: the most frequent word, the median."""

    first: int
    """The first of its features; the others follow."""

    dates: Dates | None = None
    """Of a column of dates, how they are written and from when on their days are counted."""

    truth: tuple[str, ...] = ()
    """Of a column of yes and no, what its owner writes for yes and for no."""

    gap_word: str = ""
    """What a gap is, where it is a word of its own."""

    @property
    def features(self) -> list[int]:
        return [*range(self.first, self.first + max(1, len(self.words) + self.other))]

    def truth_of(self, cell: str) -> float:
        """1 for the word for yes, 0 for that for no, NaN for another cell."""
        word = same_word(cell) or same_word(NO_VALUE)  # where a tick is all that may stand there
        yes, no = map(same_word, self.truth)
        return {no: 0.0, yes: 1.0}.get(word, np.nan)

    def values(self, cell: str | float) -> list[float]:
        """The features of one cell: a number, a word or a date; NaN and "" are gaps."""
        if not self.words:
            if self.dates and isinstance(cell, str):
                cell = self.dates.number(cell)
            number = float(cell)
            return [float(self.fill) if np.isnan(number) else number]
        word = same_word(str(cell)) or same_word(str(self.fill))
        found = [float(same_word(each) == word) for each in self.words]
        return [*found, float(not any(found))] if self.other else found


def unit_in_name(column: Column) -> str:
    if not column.dates:
        return ""
    return f" (days since {column.dates.first})" if column.is_date else " (hours)"


def encode(
    columns: Sequence[Column], rows: Labels, train: Labels
) -> tuple[tuple[str, ...], Array, tuple[Source, ...]]:
    """The features' names, the features of `rows`, (rows, features), and where they come from.

    `train` are indices into `rows`.
    """
    sources: list[Source] = []
    names: list[str] = []
    parts: list[Array] = []
    for column in columns:
        if column.is_numeric:
            numbers = column.numbers[rows]
            known = numbers[train][np.isfinite(numbers[train])]
            fill = float(np.median(known)) if known.size else 0.0
            truth = truth_words(column.class_names) if column.is_truth else ()
            sources.append(Source(column.name, (), False, fill, len(names), column.dates, truth))
            names.append(column.name + unit_in_name(column))
            parts.append(np.where(np.isfinite(numbers), numbers, fill)[:, np.newaxis])
            continue
        codes = column.codes[rows]
        counts = np.bincount(codes[train][codes[train] >= 0], minlength=len(column.class_names))
        order = [code for code in np.argsort(-counts, kind="stable").tolist() if counts[code]]
        other = len(order) > MOST_WORDS
        kept = sorted(order[: MOST_WORDS - 1] if other else order)
        words = tuple(column.class_names[code] for code in kept)
        usual = column.gap_word or column.class_names[order[0]]
        source = Source(column.name, words, other, usual, len(names), gap_word=column.gap_word)
        sources.append(source)
        names += [f"{column.name} = {word}" for word in (*words, *([OTHER] if other else []))]
        filled = np.where(codes < 0, order[0], codes)
        hot = (filled[:, np.newaxis] == np.array(kept)).astype(np.float64)
        parts.append(hot)
        if other:
            parts.append(1.0 - hot.sum(axis=1, keepdims=True))
    return tuple(unique_names(names)), np.hstack(parts), tuple(sources)
