"""Numbers in parts, units that some cells lack, and what an accountant writes for 0."""

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.answers import answer_table
from nnlab.cell_scales import WORDS, way_of
from nnlab.cell_units import without_unit

NAN = np.nan
READ = {
    "durations": (["2h 50m", "19h", "45m"], [2 + 50 / 60, 19, 0.75]),
    "with words": (["1 hr 30 min", "2 hours 5 minutes"], [1.5, 2 + 5 / 60]),
    "in Chinese": (["1小时30分钟", "45分钟"], [1.5, 0.75]),
    "pandas": (["1 days 00:30:00", "0 days 06:00:00.000000"], [24.5, 6]),
    "odd words beside them": (["1h 30m"] + [f"{i}h" for i in range(2, 8)] + ["late"], [1.5, 2]),
    "debits and credits": (["1250.00 Dr", "7.50 Cr"], [-1250, 7.5]),
    "Soll und Haben": (["1250.00 S", "7.50 H"], [-1250, 7.5]),
    "in one part each": (["45 min", "2 hours"], [0.75, 2]),
    "places": ([f"{i}th" for i in range(4, 21)], [4, 5, 6]),
    "mixed fractions": (["5 1/2", "6", "6 3/4"], [5.5, 6, 6.75]),
    "sizes of apps": (["19M", "100k", "7M", "8M", "9M", "varies"], [19e6, 1e5]),
    "nothing in dollars": (["$ -", "$ 12", "$7.5"], [0, 12, 7.5]),
    "nothing in euros": (["- €", "12 €"], [0, 12]),
    "yen as Shift_JIS has them": (["\\12300", "\\45"], [12300, 45]),
}


@pytest.mark.parametrize("name", READ)
def test_what_a_cell_says_is_a_number(name):
    cells, numbers = READ[name]
    column = table("x,len,kind", lambda i: cells[i % len(cells)], length, kind).column("x")
    np.testing.assert_allclose(column.numbers[: len(numbers)], numbers, rtol=1e-12)


@pytest.mark.parametrize(
    "cells",
    [["45m", "30m"], ["2h", "3h"], ["45m", "2h"], ["1 S", "2 H"], ["1250 S", "7 H"],
     ["5 S", "6 S"], ["1250.00 Dr", "7.00 Dr"], ["1st", "2nd", "3rd"], ["1st", "2a"],
     ["5 1/2", "6 7/5"], ["12K", "13B"], ["1h 30m", "late", "soon"], ["3-4", "1/2"]],
)  # fmt: skip
def test_what_may_be_something_else_stays(cells):
    assert way_of(cells) in ("", WORDS)


@pytest.mark.parametrize(("code", "cells"), [("duration", ["2h 50m", "19h"]),
                                             ("owed", ["12.50 Dr", "7.50 Cr"])])  # fmt: skip
def test_it_is_said_and_one_press_makes_words_of_them(code, cells):
    read = table("x,len,kind", lambda i: cells[i % 2], length, kind)
    (hint,) = [hint for hint in read.hints("kind", []) if hint.code == code]
    assert hint.values["cell"] == cells[0]
    assert hint.values["number"] == {"duration": "2.83333", "owed": "−12.5"}[code]
    again = table("x,len,kind", lambda i: cells[i % 2], length, kind, **hint.given)
    assert not again.column("x").is_numeric


def test_rows_to_answer_are_read_so_too():
    read = table("x,len,kind", lambda i: ["2h 50m", "19h"][i % 2], length, kind)
    dataset, seen = read.select("kind", []).dataset, []

    def outputs(inputs):
        seen.append(inputs)
        return np.ones((3, inputs.shape[1]))

    fill, given = np.zeros(2), {"ways": read.reading.ways}
    answer_table(b"x,len\n1h,5\n30m,6\n", dataset, outputs, fill, given)
    np.testing.assert_allclose(seen[0][0], [1.0, 0.5])


LACKING = {
    "a unit alone": ([*(f"{i} bhp" for i in range(70, 81)), "bhp"], ("bhp",), NAN),
    "a word": ([*(f"{i} cm" for i in range(70, 81)), "broken"], ("cm",), NAN),
    "a bare number": (["7 cm", "8 cm", "9 cm", "6 cm", "5 cm", "4"], ("cm", ""), 4),
}


@pytest.mark.parametrize("name", LACKING)
def test_a_few_cells_without_the_unit_leave_a_column_of_numbers(name):
    cells, units, last = LACKING[name]
    for own in (cells, [cells[-1], *cells[:-1]]):  # wherever it stands
        column = table("x,len,kind", lambda i, own=own: own[i % len(own)], length, kind).column("x")
        assert column.units == units
        np.testing.assert_equal(column.numbers[own.index(cells[-1])], last)
        assert column.numbers[own.index(cells[0])] == float(cells[0].split()[0])


@pytest.mark.parametrize(
    "cells",
    [
        ["12", "12A", "13A", "14A", "15A", "16A"],
        ["1 bis", "2", "3", "4"],
        ["1 a", "2 b", "x"],
        [*(f"{i} rooms" for i in range(2, 8)), "studio"],
    ],
)
def test_parts_of_codes_are_no_units_that_others_lack(cells):
    assert without_unit(cells)[0] == cells


@pytest.mark.parametrize(
    ("cell", "unit"), [("5.6 l/100 km", "l/100 km"), ("5.6 L/100km", "L/100km"), ("7 N·m", "N·m")]
)
def test_units_of_cars_are_units(cell, unit):
    assert without_unit([cell, cell.replace("6", "7").replace("7 ", "8 ")])[1] == (unit,)


def test_addresses_are_words_and_say_nothing_of_thousands():
    read = table(
        "ip,x,kind", lambda i: f"192.168.100.{101 + i}", lambda i: f"{20 + i}.{100 + i}", kind
    )
    assert not read.column("ip").is_numeric
    assert read.column("x").numbers[0] == 20.1
