"""Cells that are numbers with a word, or look like numbers and are words; rows of units."""

import numpy as np
import pytest
from table_texts import kind, leaves, length, table

from nnlab.cell_scales import CHANGES, way_of
from nnlab.tables import read_table

NAN = np.nan
READ = {
    "ten thousands beside plain ones": (["8000", "2.5万"], [8000, 25000]),
    "ten thousands alone, as beside others": (["100万", "99万"], [1e6, 99e4]),
    "K and M": (["1.5K", "2M", "800"], [1500, 2e6, 800]),
    "K below whole numbers": (["800", "1.5K"], [800, 1500]),
    "dollars": (["$1.5M", "$3M"], [1.5e6, 3e6]),
    "cents": (["0.05万", "1.23456万"], [500, 12345.6]),
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
    assert column.units == {"℃": ("℃",), "$": ("$",)}.get(cells[0].strip(".0123456789M"), ())
    assert column.first[0] == cells[0] or "℃" in cells[0]


@pytest.mark.parametrize(
    "cells",
    [["12", "12B", "13M"], ["1,250K", "3K"], ["1 - a", "2 - b"], ["3 rooms", "40 - x"],
     ["120/80", "115/80"], ["1/2", "1/3"], ["1/2", "2/2"], ["8/10", "9"], ["1", "3-Jan"],
     ["1", "3. März"], ["273.15 K", "300.5 K"], ["273.15 K", "20.5"], ["273.15K", "300"],
     ["0.5 M", "1 M"], ["1.5 B", "2 B"], ["03/24", "11/24"], ["1/12", "2/12"], ["5/8", "3/8"],
     ["03/10", "04/10"], ["12/10", "9/10"]],
)  # fmt: skip
def test_what_may_be_something_else_stays(cells):
    assert way_of(cells) not in CHANGES


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["273.15 K", "300.5 K"], [273.15, 300.5]),
        (["0.5 M", "1 M"], [0.5, 1]),
        (["1.5 B", "2 B"], [1.5, 2]),
        (["0", "1", "2", "3+"], [0, 1, 2, NAN]),
        (["5-", "3-", "7-"], [-5, -3, -7]),
        (["105.5-", "20"], [-105.5, 20]),
        (["1", "2-", "3"], [1, -2, 3]),
        ([*map(str, range(10, 30)), "1e5", "12a"], [*range(10, 30), 1e5, NAN]),
    ],
)
def test_units_caps_and_amounts_are_numbers(cells, numbers):
    read = table("x,len,kind", lambda i: cells[i % len(cells)], length, kind)
    np.testing.assert_array_equal(read.column("x").numbers[: len(cells)], numbers)


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "2+", "3-", "4"],
        ["1", "2-", "3-"],
        ["1E3", "2E4", "A12", "B7"],
        ["1E3", "2A7", "3B7", "456"],
    ],
)
def test_grades_and_serials_are_words(cells):
    read = table("grade,len,kind", lambda i: cells[i % len(cells)], length, kind)
    assert not read.column("grade").is_numeric
    assert read.select("kind", []).dataset.rows == 24
    assert read.reading.ways == {"grade": "words"}


def test_serials_stay_words_when_joined():
    cells = ["1E3", "2e3", "2E3", *(f"{letter}{i}" for i in range(5) for letter in "aA")]
    read = table("part,len,kind", lambda i: cells[i % len(cells)], length, kind, join=("part",))
    assert not np.isfinite(read.column("part").numbers).any()
    assert {*read.column("part").class_names} == {"1E3", "2e3", *(f"a{i}" for i in range(5))}


def test_zeros_in_front_stay_words_when_joined():
    read = table("plz,len,kind", lambda i: ["01037", "04109", "80331"][i % 3], length, kind,
                 join=("plz",))  # fmt: skip
    assert (read.column("plz").is_code, read.column("plz").is_numeric) == (True, False)


def test_classes_are_named_by_plain_numbers():
    for cells, names in [
        (("1.5万", "2万"), ("15000", "20000")),
        (("0.5K", "2M"), ("500", "2000000")),
    ]:
        read = table("len,views", length, lambda i, cells=cells: cells[i % 2])
        assert read.column("views").class_names == names


@pytest.mark.parametrize("units", ["cm,mm,", "[cm],[mm],[-]", "cm,mm,-", "(cm),(mm),"])
def test_a_row_of_units_is_no_row(units):
    read = read_table(f"len,wid,kind\n{units}\n{leaves()}".encode(), gaps="fill")
    assert (read.rows, read.column("kind").class_names) == (24, ("oak", "ash", "elm"))


@pytest.mark.parametrize("first", ["T,M,oak", "NA,NA,", "5.1,mm,oak", "-,-,", ",,oak", "<0.1,<2,"])
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
    # Where filling brings no other class, it is not said.
    for gaps in ("fill", "leave_out"):
        read = table("x,len,kind", lambda i: "" if i % 4 < 2 else i, length, lambda i: "ab"[i % 2],
                     without=("b",), gaps=gaps)  # fmt: skip
        with pytest.raises(ValueError, match="All usable rows are of one class, “a”"):
            read.select("kind", [])


def test_a_dos_end_is_taken_from_the_text():
    text = "len,kind\n1,好\n2,业\n3,好\n4,业"
    for name in ("utf-16-be", "utf-16-le", "utf-8"):
        for end in ("", "\x1a"):
            read = read_table(("\ufeff" + text + end).encode(name))
            assert read.column("kind").class_names == ("好", "业")
