"""A visitor's own file: what the page shows of it before it is used."""

from typing import TypedDict

import numpy as np

from nnlab.tables import read_table


class CsvColumn(TypedDict):
    name: str
    numeric: bool  # it can be a feature
    target: bool  # it can hold the classes
    different: int
    missing: int
    examples: list[str]


class CsvRead(TypedDict):
    """How a file was read, and which choice of columns is suggested."""

    encoding: str
    delimiter: str
    decimal: str
    has_header: bool
    rows: int
    columns: list[CsvColumn]
    target: str
    left_out: list[str]


class CsvChoice(TypedDict):
    """What a choice of columns comes to: the rows used, and those left out by the reason."""

    rows: int
    missing: int
    not_numeric: int
    class_names: list[str]
    class_rows: list[int]


class Csv:
    """A table that was read, and what can be chosen from it."""

    def __init__(self, data: bytes) -> None:
        """Raises TableError for a file that is no table or can train nothing."""
        self.table = read_table(data)
        self.target = self.table.guess_target()

    def summary(self) -> CsvRead:
        """How it was read, its columns, and the suggested choice."""
        table = self.table
        return {
            "encoding": table.reading.encoding,
            "delimiter": table.reading.delimiter,
            "decimal": table.reading.decimal,
            "has_header": table.reading.header,
            "rows": table.rows,
            "columns": [
                {
                    "name": column.name,
                    "numeric": column.is_numeric,
                    "target": column.is_class,
                    "different": column.different,
                    "missing": int(column.missing.sum()),
                    "examples": [*column.first[:3]],
                }
                for column in table.columns
            ],
            "target": self.target,
            "left_out": table.guess_left_out(self.target),
        }

    def choice(self, target: str, left_out: list[str]) -> CsvChoice:
        """Raises TableError when nothing can be trained with these columns."""
        selection = self.table.select(target, left_out)
        dataset = selection.dataset
        return {
            "rows": len(dataset.labels),
            "missing": selection.missing,
            "not_numeric": selection.not_numeric,
            "class_names": [*dataset.class_names],
            "class_rows": np.bincount(dataset.labels).tolist(),
        }
