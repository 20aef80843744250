"""A visitor's own file: what the page shows of it before it is used."""

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from nnlab.data import TASKS, Dataset
from nnlab.files.constraints import OneOf, check
from nnlab.files.reading import check_reading
from nnlab.number_style import Question
from nnlab.setup import Setup
from nnlab.table_errors import TableError
from nnlab.table_hints import Hint
from nnlab.table_reading import Given
from nnlab.table_roles import guess_task
from nnlab.tables import read_table

from .csv_shapes import CsvChoice, CsvHint, CsvQuestion, CsvRead, Means


class Csv:
    """A table that was read, and what can be chosen from it."""

    def __init__(self, data: bytes, reading: Mapping[str, Any] | None = None) -> None:
        """Raises TableError for what is no table, NotAllowed for a `reading` that is none."""
        self.table = read_table(data, **check_reading(reading or {}))
        self.refused: TableError | None = None
        """Why no column can be the target."""
        try:
            self.target = self.table.guess_target()
        except TableError as error:
            self.refused, self.target = error, ""

    def summary(self) -> CsvRead:
        """How it was read, its columns, and the suggested choice."""
        table = self.table
        why = table.why_left_out(self.target)
        reading = as_lists(dataclasses.asdict(table.reading))
        return {
            "reading": cast(Any, reading),
            "rows": table.rows,
            "columns": [
                {
                    "name": column.name,
                    "numeric": column.is_feature,
                    "words": not column.is_numeric,
                    "since": column.dates.first if column.dates and column.is_date else "",
                    "clock": bool(column.dates) and not column.is_date,
                    "target": column.may_be_class,
                    "task": cast(Any, guess_task(column)),
                    "different": column.different,
                    "missing": int(column.missing.sum()),
                    "why_left_out": why.get(column.name, ""),
                    "written": [*column.first],
                    "numbers": column.numbers[: len(column.first)],
                }
                for column in table.columns
            ],
            "target": self.target,
            "task": cast(Any, guess_task(table.column(self.target)) if self.target else "classes"),
            "left_out": [*why],
            "questions": [as_message(question) for question in table.questions],
            "refused": (
                [{"code": self.refused.code, "values": self.refused.values}] if self.refused else []
            ),
        }

    def choice(self, target: str, left_out: list[str], task: str = "classes") -> CsvChoice:
        """Raises TableError when nothing can be trained with these columns."""
        selection = self.table.select(target, left_out, check("task", task, OneOf(TASKS)))
        dataset = selection.dataset
        numbers = dataset.numbers
        return {
            "rows": dataset.rows,
            "missing": selection.missing,
            "not_numeric": selection.not_numeric,
            "dropped": selection.dropped,
            "class_names": [*dataset.class_names],
            "class_rows": np.bincount(dataset.labels).tolist(),
            "range": [] if numbers is None else [float(numbers.min()), float(numbers.max())],
            "hints": [hint_message(hint) for hint in self.table.hints(target, left_out, task)],
        }

    def dataset(self, setup: Setup) -> Dataset:
        """The data set that a set-up makes of it. Raises TableError when it cannot."""
        split = setup.test_ratio, setup.split_seed
        return self.table.select(setup.target, setup.left_out, setup.task, split).dataset


def as_lists(value: Any) -> Any:
    """With lists for tuples, as they cross to the page."""
    if isinstance(value, Mapping):
        return {name: as_lists(each) for name, each in value.items()}
    return [*value] if isinstance(value, tuple) else value


def as_message(question: Question) -> CsvQuestion:
    return {
        "column": question.column,
        "cell": question.cell,
        "answers": [
            {"number": number, "means": means(question, given), "reading": as_lists(given)}
            for number, given in question.answers
        ],
    }


def means(question: Question, given: Given) -> Means:
    """What a cell is with this answer."""
    if question.kind == "digits":
        if question.column in given.get("clocks", ()):
            return "time"
        return "code" if question.column in given.get("codes", ()) else "number"
    return "date" if question.dates else "number"


def hint_message(hint: Hint) -> CsvHint:
    return {
        "code": hint.code,
        "values": hint.values,
        "reading": as_lists(hint.given),
        "left_out": [*hint.left_out],
        "again": [*hint.again],
    }
