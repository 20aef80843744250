"""Neighbours of CSV: units behind numbers, Weka's files, and what is called by its name."""

import json

import numpy as np
import pytest

from nnlab.table_errors import TableError
from nnlab.tables import read_table

TREES = ("oak", "ash", "elm")
LEAVES = [(4.5 + i % 7 + i % 3, 1.5 + i % 5, TREES[i % 3]) for i in range(36)]


def lines(form, header="len,wid,kind\n"):
    return header + "".join(form.format(a, b, kind) + "\n" for a, b, kind in LEAVES)


def features(table):
    return [*zip(*(column.numbers for column in table.columns[:2]), strict=True)]


@pytest.mark.parametrize(
    ("data", "units"),
    [
        (lines("{} cm,{}mm,{}").encode(), ("cm", "mm")),
        (lines("{} cm,{}mm,{}", "").encode(), ("cm", "mm")),
        (lines("{}°C,{} m²,{}").encode(), ("°C", "m²")),
        (lines("{} m2,{} sq ft,{}").encode(), ("m2", "sq ft")),
        (lines("{} cm^3,{} kg/m3,{}").encode(), ("cm^3", "kg/m3")),
        (lines("{} Euro,{} km/h,{}").encode(), ("Euro", "km/h")),
        (lines("{}厘米,{}千克,{}", "长度,重量,种类\n").encode("gb18030"), ("厘米", "千克")),
        (
            lines("{} cm;{} kg;{}", "L;B;Art\n").replace(".", ",").encode("cp1252"),
            ("cm", "kg"),
        ),
    ],
)
def test_one_unit_behind_all_numbers_leaves_them_numbers(data, units):
    table = read_table(data)
    assert tuple(column.units for column in table.columns[:2]) == tuple((u,) for u in units)
    np.testing.assert_array_equal(features(table), [(a, b) for a, b, _ in LEAVES])


def test_different_units_are_no_numbers_and_named():
    text = lines("{} cm,{},{}").replace("4.5 cm", "45 mm")
    table = read_table(text.encode())
    assert not table.columns[0].is_numeric
    (hint,) = table.hints("kind", ["len"])
    assert (hint.code, hint.values) == ("mixed_units", {"column": "len", "units": "mm, cm"})


def test_letters_behind_codes_are_no_units():
    rows = [f"{i % 4}{'AB'[i % 2]},{b},{kind}" for i, (_, b, kind) in enumerate(LEAVES)]
    code = read_table(("code,wid,kind\n" + "\n".join(rows)).encode()).columns[0]
    assert code.units == ()
    assert not code.is_numeric


def test_blanks_inside_cells_divide_no_columns():
    table = read_table(lines("{} or so,about {},{}").encode() + b"1 2,3,oak\n")
    assert [column.name for column in table.columns] == ["len", "wid", "kind"]


@pytest.mark.parametrize("missing", ["", "?"])
def test_weka_s_file_has_its_names_and_lines(missing):
    head = (
        "% leaves\n@RELATION leaves\n\n@attribute 'leaf length' numeric\n@Attribute wid real\n"
        "@attribute kind {oak,ash,elm}\n@DATA\n"
    )
    table = read_table((head + lines("{},{},{}", "") + f"{missing},1,oak\n").encode())
    assert [column.name for column in table.columns] == ["leaf length", "wid", "kind"]
    assert table.guess_target() == "kind"
    assert table.rows == 37
    assert table.columns[0].missing.sum() == 1


RECORDS = [{"len": a, "wid": b, "kind": kind} for a, b, kind in LEAVES]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps(RECORDS), "json"),
        (json.dumps(RECORDS, indent=2), "json"),
        ("\n".join(map(json.dumps, RECORDS)), "json"),
        ('{"len": [1, 2], "kind": ["oak", "ash"]}', "json"),
        ("<html><table><tr><td>1</td></tr></table></html>", "markup"),
        ('<?xml version="1.0"?>\n<rows><row len="1"/></rows>', "markup"),
        ("<!DOCTYPE html>\n<p>1,2\n", "markup"),
        ("1 1:4.5 2:0.5\n0 1:3.5 7:1\n", "sparse"),
        ("%PDF-1.4\n%\u00e2\u00e3\n1 0 obj\n", "binary"),
    ],
)
def test_what_is_no_csv_is_called_by_its_name(text, code):
    with pytest.raises(TableError) as refused:
        read_table(text.encode("utf-8"))
    assert refused.value.code == code


@pytest.mark.parametrize("cell", ["<1", "[1]", "{a}", "1:2"])
def test_what_only_begins_like_another_format_is_read(cell):
    assert len(read_table(f"{cell},2,oak\n1,3,ash\n".encode()).columns) == 3


def test_chinese_beside_full_width_digits_is_not_taken_for_korean():
    text = "长，宽，种类\n" + "".join(f"{i}．５，{i % 7}，oak\n" for i in range(30))
    table = read_table(text.encode("gb18030"))
    assert table.reading.encoding == "GB18030"
    assert [column.name for column in table.columns] == ["长", "宽", "种类"]


INSIDE = {
    "beside a date": "x;d;k\n"
    + "".join(f"{i + 1},200;2024-03-{i + 10};{'ab'[i % 2]}\n" for i in range(9)),
    "beside a time": "x;d;k\n"
    + "".join(f"{i + 1},200;12:{i + 10};{'ab'[i % 2]}\n" for i in range(9)),
    "beside words": "name;x;k\n" + "".join(f"n{i};{i + 1},5;{'ab'[i % 2]}\n" for i in range(9)),
    "beside more words": "x;name;city;k\n"
    + "".join(f"{i + 1},5;n{i};c{i};{'ab'[i % 2]}\n" for i in range(9)),
    "without a header": "".join(f"n{i};c{i % 3};{i + 1},5;{'ab'[i % 2]}\n" for i in range(9)),
    "under a title": "Report\nx;name;city;k\n"
    + "".join(f"{i + 1},5;n{i};c{i};{'ab'[i % 2]}\n" for i in range(9)),
    "between bars": "x|name|city|k\n"
    + "".join(f"{i + 1},5|n{i}|c{i}|{'ab'[i % 2]}\n" for i in range(9)),
    "commas in words": "x;name;city;k\n"
    + "".join(f"{i + 1},5;n{i}, o;c{i}, d;{'ab'[i % 2]}\n" for i in range(9)),
}


@pytest.mark.parametrize("case", INSIDE)
def test_commas_inside_cells_divide_no_columns(case):
    table = read_table(INSIDE[case].encode())
    assert table.reading.delimiter == ("|" if "bars" in case else ";")
    assert table.rows == 9
    assert sum(column.is_numeric for column in table.columns) == 1 + ("beside a" in case)


def test_semicolons_inside_words_divide_no_columns():
    rows = "".join(f"{i + 0.5},n{i};m,{'ab'[i % 2]}\n" for i in range(9))
    for text in ("x,name,k\n" + rows, rows):
        assert read_table(text.encode()).reading.delimiter == ","
