"""A row that is asked about alone, or in any company, is to the network what it was in training."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from test_cell_parts import READ
from test_date_words import FIRST_OF_MARCH

from nnlab.answers import answer_table
from nnlab.table_roles import guess_task
from nnlab.tables import Table, divide, read_table

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.csv"))
WAYS = {path.stem: path.read_bytes() for path in CASES}


def of_cells(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    rows = [[cells[i % len(cells)], 5 + i * 37 % 50 / 10, "ab"[i * 5 % 7 % 2]] for i in range(28)]
    csv.writer(buffer, delimiter="|").writerows([["x", "len", "kind"], *rows])
    return buffer.getvalue().encode()


WAYS |= {name: of_cells(cells) for name, (cells, _) in READ.items()}
WAYS |= {
    form: of_cells([form, form.replace("2024", "2023").replace("24", "22")])
    for form in FIRST_OF_MARCH
}
WAYS |= {
    "J and N": of_cells(["J", "N"]),
    "有 and 无": of_cells(["有", "无"]),
    "a tick": of_cells(["", "x"]),
}


def written(names: list[str], rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="|").writerows([names, *rows])
    return buffer.getvalue().encode()


def given_of(table: Table) -> dict:
    """What the page says of a file to answer: see `page.panels.answers`."""
    parts = ("decimal", "thousands", "gap_numbers", "gaps_in", "clocks", "ways", "version")
    return {part: getattr(table.reading, part) for part in parts}


@pytest.mark.parametrize(("count", "turned"), [(1, False), (3, True)])
@pytest.mark.parametrize("name", WAYS)
def test_rows_asked_about_are_those_of_training(name, count, turned):
    table = read_table(WAYS[name])
    target = table.guess_target()
    dataset = table.select(
        target, table.guess_left_out(target), guess_task(table.column(target))
    ).dataset
    cells = divide(WAYS[name], {}).found.rows
    numbers = range(1, 1 + dataset.rows) if dataset.row_numbers is None else dataset.row_numbers
    names = [column.name for column in table.columns]
    seen = []

    def outputs(inputs):
        seen.append(inputs)
        return np.ones((max(1, len(dataset.class_names)), inputs.shape[1]))

    for at in range(0, dataset.rows - count, 5):
        rows = [cells[number - 1] for number in numbers[at : at + count]]
        own, order = (names[::-1], [row[::-1] for row in rows]) if turned else (names, rows)
        fill = np.full(len(dataset.feature_names), -12345.0)
        answer_table(written(own, order), dataset, outputs, fill, given_of(table))
        np.testing.assert_allclose(seen[-1].T, dataset.features[at : at + count], rtol=1e-12)
