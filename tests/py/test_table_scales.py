"""Cells that are numbers with a word, or look like numbers and are words; rows of units."""

import numpy as np
import pytest
from table_texts import kind, leaves, length, table

from nnlab.answers import answer_table
from nnlab.cell_scales import plain_cells
from nnlab.tables import read_table

NAN = np.nan
READ = {
    "ten thousands beside plain ones": (["8000", "2.5万"], [8000, 25000]),
    "ten thousands alone, as beside others": (["100万", "99万"], [1e6, 99e4]),
    "K and M": (["1.5K", "2M", "800"], [1500, 2e6, 800]),
    "a German table's": (["1,5 Mio.", "800 Tsd", "1,5 Mrd"], [1.5e6, 8e5, 1.5e9]),
    "named ends of a scale": (["1 - not at all", "2", "5 (very much)"], [1, 2, 5]),
    "points": (["8/10", "8.5/10", "10/10"], [8, 8.5, 10]),
    "errors": (["4.5 ± 0.1", "-3 +/- 0.25"], [4.5, -3]),
    "degrees": (["10℃", "11.5℃"], [10, 11.5]),
}


@pytest.mark.parametrize("name", READ)
def test_a_word_behind_a_number_is_a_part_of_it(name):
    cells, numbers = READ[name]
    mark = ";" if any("," in cell for cell in cells) else ","
    rows = [f"{cells[i % len(cells)]}{mark}{kind(i)}" for i in range(24)]
    column = read_table(f"x{mark}kind\n{chr(10).join(rows)}\n".encode()).column("x")
    np.testing.assert_allclose(column.numbers[: len(numbers)], numbers)
    assert column.units == (("℃",) if "℃" in cells[0] else ())
    assert column.first[0] == cells[0] or "℃" in cells[0]


@pytest.mark.parametrize(
    "cells",
    [["12", "12B", "13M"], ["1,250K", "3K"], ["1 - a", "2 - b"], ["3 rooms", "40 - x"],
     ["120/80", "115/80"], ["1/2", "1/3"], ["1/2", "2/2"], ["8/10", "9"], ["1", "3-Jan"],
     ["1", "3. März"]],
)  # fmt: skip
def test_what_may_be_something_else_stays(cells):
    assert plain_cells(cells) is cells


@pytest.mark.parametrize(
    "cells", [["1", "2+", "3-", "4"], ["1", "2-", "3"], ["1E3", "2E4", "A12", "B7"]]
)
def test_marks_and_codes_are_words(cells):
    read = table("mark,len,kind", lambda i: cells[i % len(cells)], length, kind)
    assert not read.column("mark").is_numeric
    assert read.select("kind", []).dataset.rows == 24
    # As before: an amount with its sign behind it, and children, are numbers.
    owed = table("owed,len,kind", lambda i: ["105.5-", "20"][i % 2], length, kind)
    assert owed.column("owed").numbers[:2].tolist() == [-105.5, 20.0]


@pytest.mark.parametrize("units", ["cm,mm,", "[cm],[mm],[-]", "cm,mm,-", "(cm),(mm),"])
def test_a_row_of_units_is_no_row(units):
    read = read_table(f"len,wid,kind\n{units}\n{leaves()}".encode(), gaps="fill")
    assert (read.rows, read.column("kind").class_names) == (24, ("oak", "ash", "elm"))


@pytest.mark.parametrize("first", ["T,M,oak", "NA,NA,", "5.1,mm,oak", "-,-,", ",,oak"])
def test_a_first_row_with_gaps_stays(first):
    assert read_table(f"len,wid,kind\n{first}\n{leaves()}".encode()).rows == 25


@pytest.mark.parametrize("number", ["-999.9", "9999.9", "1e+20", "-1.0E+30", "-32768"])
def test_numbers_that_instruments_write_for_gaps_are_asked_about(number):
    read = table("temp,kind", lambda i: number if i in (3, 9) else length(i), kind)
    assert (
        float(number)
        in next(h for h in read.hints("kind", []) if "gap" in h.code).given["gap_numbers"]
    )


def test_a_mean_called_o_and_a_dos_end_are_no_rows():
    assert read_table(("len,wid,kind\n" + leaves() + "Ø,2.9,\n\x1a").encode()).rows == 24


def test_where_only_one_class_is_without_gaps_the_gaps_are_named():
    read = table("x,kind", lambda i: "<0.1" if i % 2 else length(i), lambda i: "ab"[i % 2])
    with pytest.raises(
        ValueError, match=r"without gaps are of one class, “a”: fill the gaps \(12 "
    ):
        read.select("kind", [])


def test_a_single_row_is_answered_as_the_training_rows_were_read():
    cells = ["8000", "2.5万", "3万"]
    read = table("views,scale,kind", lambda i: cells[i % 3],
                 lambda i: ["1 - bad", "2", "3"][i % 3], kind)  # fmt: skip
    dataset = read.select("kind", []).dataset
    seen = []
    answer_table(
        "views,scale\n2.5万,1 - bad\n".encode(), dataset,
        lambda inputs: seen.append(inputs) or np.ones((3, 1)), np.zeros(2), {},
    )  # fmt: skip
    np.testing.assert_array_equal(seen[0][:, 0], [25000, 1])
