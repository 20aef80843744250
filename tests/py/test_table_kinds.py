"""Neighbours of the cases: the same kinds of tables, otherwise written."""

import numpy as np
import pytest

from nnlab.table_errors import TableError
from nnlab.table_reading import THOUSANDS
from nnlab.tables import read_table

TREES = ["oak", "ash", "elm"]
LEAVES = [(round(5 + i * 0.37 % 3, 2), round(2 + i * 0.71 % 2, 2), TREES[i % 3]) for i in range(24)]


def body(delimiter=",", end="\n", form=str):
    """The leaves, one a line."""
    return "".join(
        delimiter.join([form(one), form(two), kind]) + end for one, two, kind in LEAVES
    )  # fmt: skip


def comma(value):
    return str(value).replace(".", ",")


def chosen(table):
    target = table.guess_target()
    return table.select(target, table.guess_left_out(target))


def are_leaves(table):
    selection = chosen(table)
    assert (selection.missing, selection.not_numeric) == (0, 0)
    dataset = selection.dataset
    np.testing.assert_array_equal(dataset.features, [leaf[:2] for leaf in LEAVES])
    assert [dataset.class_names[label] for label in dataset.labels] == [leaf[2] for leaf in LEAVES]
    return [*dataset.feature_names, table.guess_target()]


NAMED = ["len", "wid", "kind"]
HEADERS = {
    "plain": ("len,wid,kind\n" + body(), NAMED),
    "pandas from 0": ("0,1,2\n" + body(), ["0", "1", "2"]),
    "pandas with an index": (
        ",0,1,kind\n" + "".join(f"{i},{row}\n" for i, row in enumerate(body().splitlines())),
        ["0", "1", "kind"],
    ),
    "pandas from 0.0": ("0.0,1.0,kind\n" + body(), ["0.0", "1.0", "kind"]),
    "single quotes": (
        "'len','wid','kind'\n" + "".join(f"'{a}','{b}','{c}'\n" for a, b, c in LEAVES),
        NAMED,
    ),
    "curly quotes": ("“len”,“wid”,“kind”\n" + body(form="“{}”".format), NAMED),
    "Excel's equals": ("len,wid,kind\n" + body(form='="{}"'.format), NAMED),
    "uneven tabs over uneven tabs": (
        "len\t\twid\tkind\n" + "".join(f"{a}\t{b}\t\t{c}\n" for a, b, c in LEAVES),
        NAMED,
    ),
    "from 1": ("1,2,3\n" + body(), ["1", "2", "3"]),
    "years": ("2019,2020,kind\n" + body(), ["2019", "2020", "kind"]),
    "a name and a year": ("len,2020,kind\n" + body(), ["len", "2020", "kind"]),
    "none": (body(), ["column 1", "column 2", "column 3"]),
    "quoted": ('"len","wid","kind"\n' + body(), NAMED),
    "with a line break": ('"len\n(cm)",wid,kind\n' + body(), ["len\n(cm)", "wid", "kind"]),
}
LINES = {
    "sep": "sep=,\nlen,wid,kind\n" + body(),
    "SEP in quotes": '"SEP=,"\r\nlen,wid,kind\r\n' + body(end="\r\n"),
    "sep tab": "sep=\t\nlen\twid\tkind\n" + body("\t"),
    "title": "Leaves of 2021\nlen,wid,kind\n" + body(),
    "title and blank line": "Leaves of 2021\n\nlen,wid,kind\n" + body(),
    "title padded by Excel": "Leaves of 2021,,\n,,\nlen,wid,kind\n" + body(),
    "two titles with commas": "Leaves, measured\nby us, 2021\nlen,wid,kind\n" + body(),
    "title and numbers": "Report,2021,\nlen,wid,kind\n" + body(),
    "comments": "# leaves\n# 2021\nlen,wid,kind\n" + body(),
    "comments below": "len,wid,kind\n" + body() + "# the end\n",
    "comments with %": "% leaves\nlen,wid,kind\n" + body(),
    "comments with //": "// leaves\nlen,wid,kind\n" + body(),
    "comment with a quotation mark": '# 5" leaves\nlen,wid,kind\n' + body(),
    "header as a comment": "# made up\n# len,wid,kind\n" + body(),
    "header as a comment otherwise divided": "# len wid kind\n" + body(),
    "trailing commas in rows": "len,wid,kind\n" + body(end=",\n"),
    "trailing commas everywhere": "len,wid,kind,,\n" + body(end=",,\n"),
    "trailing comma in the header": "len,wid,kind,\n" + body(),
    "semicolons": "len;wid;kind\n" + body(";"),
    "semicolons at the end": "len;wid;kind\n" + body(";", ";\n"),
    "decimal commas": "len;wid;kind\n" + body(";", form=comma),
    "decimal commas and tabs": "len\twid\tkind\n" + body("\t", form=comma),
    "decimal commas and blanks": "len wid kind\n" + body(" ", form=comma),
    "decimal commas in quotes": "len,wid,kind\n" + body(",", form=lambda v: f'"{comma(v)}"'),
    "bars": "len|wid|kind\n" + body("|"),
    "Markdown": "| len | wid | kind |\n|---|---|:--:|\n"
    + "".join(f"| {line.replace(',', ' | ')} |\n" for line in body().splitlines()),
    "full-width commas": "len，wid，kind\n" + body("，"),
    "blank after the comma": "len, wid, kind\n" + body(", "),
    "one blank": "len wid kind\n" + body(" "),
    "blanks in columns": "  len   wid  kind\n" + body("   ", form=lambda v: f"{v:>6}"),
    "blanks at the ends": "len wid kind  \n" + body("  ", " \n"),
    "uneven tabs": "len\t\twid\tkind\n" + body("\t\t\t"),
    "tabs and blanks": "len \t wid \t kind\n" + body("\t  "),
    "lines end with CR": "len,wid,kind\r" + body(end="\r"),
    "blank lines": "\n\nlen,wid,kind\n\n" + body(end="\n\n"),
    "no last line end": "len,wid,kind\n" + body()[:-1],
    "byte order mark": "\ufefflen,wid,kind\n" + body(),
    "R without quotes": "len,wid,kind\n"
    + "".join(f"{i},{line}\n" for i, line in enumerate(body().splitlines(), 1)),
    "R with names": "len,wid,kind\n"
    + "".join(f"leaf {i},{line}\n" for i, line in enumerate(body().splitlines(), 1)),
    "R as it comes": '"len" "wid" "kind"\n'
    + "".join(f'"{i}" {a} {b} "{kind}"\n' for i, (a, b, kind) in enumerate(LEAVES, 1)),
    "R write.csv": '"","len","wid","kind"\n'
    + "".join(f'"{i}",{a},{b},"{kind}"\n' for i, (a, b, kind) in enumerate(LEAVES, 1)),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_the_header_is_found(kind):
    text, names = HEADERS[kind]
    assert are_leaves(read_table(text.encode())) == names


@pytest.mark.parametrize("name", ["2020-01-01", "12:30"])
@pytest.mark.parametrize("gap", ["", "-"])
def test_a_moment_over_nothing_is_a_name(name, gap):
    rows = "".join(f"c{i},{gap},{i / 2}\n" for i in range(24))
    read = read_table(f"id,{name},v\n{rows}".encode())
    assert [column.name for column in read.columns] == ["id", name, "v"]


def test_running_names_stand_over_whole_numbers_too():
    rows = [f"{i * 7 % 11 + 5},{i % 3},{i % 2}" for i in range(24)]
    named = read_table("\n".join(["0,1,2", *rows]).encode())
    assert (named.rows, named.reading.header) == (24, True)
    counted = "\n".join(f"{3 * i},{3 * i + 1},{3 * i + 2}" for i in range(24))
    assert not read_table(counted.encode(), delimiter=",").reading.header


@pytest.mark.parametrize(
    ("price", "first"),
    [("{:.1f} %", 5.5), ("{:.2f} €", 5.5), ("1\u00a0{:03.0f}", 1005), ("1.00{:.1f}", 1005.5)],
)
def test_semicolons_divide_cells_with_units_and_marks(price, first):
    cells = [
        price.format(5.5 + i if "0f" not in price else 5 + i).replace(".", ",") for i in range(4)
    ]
    cells = [cell.replace("1,00", "1.00") for cell in cells]
    text = "x;kind\n" + "".join(f"{cell};{'ab'[i % 2]}\n" for i, cell in enumerate(cells))
    table = read_table(text.encode())
    assert table.reading.delimiter == ";"
    assert table.column("x").numbers[0] == first


@pytest.mark.parametrize("kind", LINES)
def test_leaves_are_read_however_their_lines_are_written(kind):
    assert are_leaves(read_table(LINES[kind].encode())) == NAMED


def test_words_with_blanks_stay_whole_between_wide_blanks():
    text = "leaf length   wid   kind\n" + body("   ").replace("oak", "red oak")
    table = read_table(text.encode())
    assert [column.name for column in table.columns] == ["leaf length", "wid", "kind"]
    assert "red oak" in table.column("kind").class_names


@pytest.mark.parametrize(
    "text",
    [
        "#,len,wid,kind\n" + "".join(f"{i},{r}\n" for i, r in enumerate(body().splitlines())),
        "no,len,wid,kind\n" + "".join(f"#{i},{r}\n" for i, r in enumerate(body().splitlines())),
    ],
)
def test_a_sharp_that_is_no_comment_stays(text):
    table = read_table(text.encode())
    assert table.reading.comment == ""
    are_leaves(table)


def test_errors_of_a_spreadsheet_are_missing_values():
    text = "len,wid,kind\n" + body() + "#N/A,1,oak\n#DIV/0!,2,ash\n1,#VALUE!,elm\n"
    selection = chosen(read_table(text.encode()))
    assert (len(selection.dataset.labels), selection.missing) == (24, 3)


def test_short_rows_lack_their_last_cells_and_are_named():
    text = "len,wid,kind\n" + body() + "5.5\n5.5,2.5\n"
    table = read_table(text.encode())
    assert table.short == (26, 27)
    assert table.rows == 26
    assert chosen(table).missing == 2


@pytest.mark.parametrize(
    ("line", "code", "values"),
    [
        ("1,2,oak,more", "ragged", {"line": 26, "cells": 4, "expected": 3}),
        ('1,2,"oak', "malformed", {"line": 26}),
    ],
)
def test_a_wrong_line_is_named(line, code, values):
    with pytest.raises(TableError) as caught:
        read_table(("len,wid,kind\n" + body() + line + "\n").encode())
    assert caught.value.code == code
    assert caught.value.values.items() >= values.items()


def test_a_header_of_another_length_is_refused():
    with pytest.raises(TableError) as caught:
        read_table(("len,wid,notes,kind\n" + body()).encode())
    assert caught.value.code == "header"
    assert caught.value.values == {"line": 1, "cells": 4, "expected": 3}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"header": False}, "1,2,a\n" + "".join(f"{i}.5,{i}.25,{'ab'[i % 2]}\n" for i in range(9))),
        ({"header": True}, "5,6,b\n" + "".join(f"{i}.5,{i}.25,{'ab'[i % 2]}\n" for i in range(9))),
        ({"delimiter": ";"}, "x;y,z;kind\n1.5;2,5;a\n2.5;3,5;b\n"),
        ({"comment": ""}, "#x,y,kind\n1,2,a\n2,3,b\n"),
        ({"skip": 2}, "a,b,c\nd,e,f\nx,y,kind\n1,2,a\n2,3,b\n"),
        ({"encoding": "Windows-1250"}, "x,y,kind\n1,2,a\n2,3,b\n"),
        ({"decimal": ","}, "x;y;kind\n1.250;2;a\n2.250;3;b\n"),
        ({"thousands": "."}, "x;y;kind\n1.250;2;a\n2.250;3;b\n"),
        ({"decimal": ".", "thousands": ","}, "x;y;kind\n1,250;2;a\n2,250;3;b\n"),
    ],
)
def test_each_part_of_a_reading_can_be_said(given, text):
    table = read_table(text.encode(), **given)
    for part, value in given.items():
        assert getattr(table.reading, part) == value
    if "header" in given:
        assert table.rows == (10 if given["header"] is False else 9)
    if given in ({"skip": 2}, {"comment": ""}):
        assert table.rows == 2
    if "thousands" in given or "decimal" in given:
        assert table.column("x").numbers.tolist() == [1250.0, 2250.0]


@pytest.mark.parametrize(
    "given",
    [{"encoding": "utf8"}, {"delimiter": "x"}, {"decimal": ";"}, {"comment": "--"}, {"quote": "'"}],
)
def test_what_cannot_be_said_is_refused_by_name(given):
    with pytest.raises(ValueError, match=next(iter(given))):
        read_table(b"x,kind\n1,a\n2,b\n", **given)


def test_one_mark_cannot_be_both():
    with pytest.raises(TableError) as caught:
        read_table(b"x,y\n1,a\n2,b\n", decimal=",", thousands=",")
    assert caught.value.code == "same_marks"


@pytest.mark.parametrize(
    ("part", "mark"),
    [*(("thousands", mark) for mark in THOUSANDS), ("decimal", "."), ("decimal", ",")],
)
def test_each_mark_can_be_said_alone(part, mark):
    read = read_table(b"x;y;kind\n1 500;2;a\n2 500;3;b\n", **{part: mark})
    assert getattr(read.reading, part) == mark
    assert read.reading.decimal != read.reading.thousands
