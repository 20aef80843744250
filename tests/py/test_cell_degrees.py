"""Places on the earth as degrees; the right ones are worked out by hand."""

import numpy as np
import pytest
from table_texts import kind, length

from nnlab.cell_degrees import degrees
from nnlab.cell_scales import way_of
from nnlab.tables import read_table


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("48°10'N", 48 + 10 / 60),
        ("48° 10′ 12″ S", -(48 + 10 / 60 + 12 / 3600)),
        ("16.37°E", 16.37),
        ("16,37° W", -16.37),
        ("N 48° 30'", 48.5),
        ("48º30’n", 48.5),
        ("0°7'39.9\"W", -(7 / 60 + 39.9 / 3600)),
        ("33°51''S", None),
        ("33° 51,5' S", -(33 + 51.5 / 60)),
        ("48°12''N", None),
        ("48°12'30''N", 48 + 12.5 / 60),
        ("-33.86°", -33.86),
        ("−70°30′", -70.5),
        ("北纬48°30′", 48.5),
        ("西经 70°30′", -70.5),
        ("東経139°45′", 139.75),
        ("55°45′ с.ш.", 55.75),
        ("180°E", 180),
        ("181°E", None),
        ("91°N", None),
        ("-33°S", None),
        ("48°60'N", None),
        ("48.5°10'N", None),
        ("N 48° S", None),
        ("48 N", None),
        ("48°C", None),
        ("16°O", None),
    ],
)
def test_a_cell_is_a_place(cell, number):
    assert degrees(cell) == "" if number is None else float(degrees(cell)) == number


@pytest.mark.parametrize(
    ("cells", "way"),
    [
        (["48°10'N", "10°S"], "degrees"),
        (["48°10'", "10°20'"], "degrees"),
        (["48°10'N", "10.5"], "degrees"),
        (["16°O", "3°W"], "degrees, O is east"),
        (["16°O", "3°E"], "degrees, O is west"),
        (["16°O", "3°O"], ""),
        (["48°N", "16°E"], ""),
        (["48°", "50°"], ""),
        (["48°N", "fog"], ""),
    ],
)
def test_a_column_is_one_of_places_where_that_is_sure(cells, way):
    assert way_of(cells) == way


@pytest.mark.parametrize("mark", [",", ";"])
def test_places_become_degrees_which_is_said_and_undone_in_one_press(mark):
    def lines(cell):
        point = "." if mark == "," else ","
        numbers = [str(length(i)).replace(".", point) for i in range(24)]
        return "".join(f"{cell(i)}{mark}{numbers[i]}{mark}{kind(i)}\n" for i in range(24))

    head = f"place{mark}len{mark}kind\n"
    data = (head + lines(lambda i: f"{40 + i}°{i}'{'NS'[i % 2]}")).encode()
    table = read_table(data)
    wanted = [(40 + i + i / 60) * (-1) ** i for i in range(24)]
    np.testing.assert_array_equal(table.column("place").numbers, wanted)
    (hint,) = [hint for hint in table.hints("kind", []) if hint.code == "degrees"]
    assert hint.values == {"column": "place", "cell": "40°0'N", "number": "40"}
    assert not read_table(data, **hint.given).column("place").is_numeric
    assert not read_table(data, version=3).column("place").is_numeric


def test_exact_digits_are_no_thousands_where_commas_stand_before_decimals():
    rows = "".join(
        f"{10 + i},375°O;{5 + i},5;{kind(i)}\n{i},125°W;1,5;{kind(i)}\n" for i in range(12)
    )
    table = read_table(f"lon;x;kind\n{rows}".encode())
    assert table.column("lon").numbers[:2].tolist() == [10.375, -0.125]
