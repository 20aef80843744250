"""A data set of one's own as the CSV file that gives it back, number for number."""

import csv
import io

import numpy as np

from ..cell_numbers import NOW
from ..data import Dataset
from ..tables import read_table
from .csv_file import CsvFile

READING = {
    "encoding": "UTF-8", "delimiter": ",", "decimal": ".", "thousands": "", "comment": "",
    "header": True, "skip": 0, "foot": 0, "join": (), "one_hot": (), "without": (),
    "gap_words": (), "dates": "words", "codes": (), "gap_numbers": (), "gaps_in": {},
    "clocks": (), "seasons": (), "ways": {}, "version": NOW,
}  # fmt: skip


def write_table(dataset: Dataset, target: str) -> CsvFile:
    """The table: the features, then the classes or the numbers in the column `target`.

    Raises ValueError when it would not be read as what it is, and says why.
    """
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow([*dataset.feature_names, target])
    for features, cell in zip(dataset.features.tolist(), target_cells(dataset), strict=True):
        rows.writerow([*map(repr, features), cell])
    file = CsvFile("own.csv", buffer.getvalue().encode(), READING)
    back = read_own(file, target, (), dataset.task)
    for what in ("feature_names", "class_names"):
        ours, theirs = getattr(dataset, what), getattr(back, what)
        if ours != theirs:
            odd = next((name for name in ours if name not in theirs), ours)
            raise ValueError(
                f"{what} has {odd!r}, which a table would not give back: choose another name"
            )
    if not np.array_equal(back.features, dataset.features):
        raise ValueError("the features would not come back from a table as they are")
    return file


def target_cells(dataset: Dataset) -> list[str]:
    """The class of each row, or its number as the shortest text that gives it back."""
    if dataset.numbers is None:
        return [dataset.class_names[label] for label in dataset.labels]
    return [repr(number) for number in dataset.numbers.tolist()]


def read_own(
    file: CsvFile,
    target: str,
    left_out: tuple[str, ...],
    task: str,
    split: tuple[float, int] = (0.0, 0),
) -> Dataset:
    """The data set that a file holds. Raises TableError when it holds none."""
    table = read_table(file.data, **file.reading)
    return table.select(target, left_out, task, split).dataset
