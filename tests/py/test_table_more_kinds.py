"""Rows that name their cells, rows about the columns, ticks, answers that look like gaps."""

import gzip
import io
import zipfile

import numpy as np
import pytest
from table_texts import kind, leaves, length, table

from nnlab.answers import answer_table
from nnlab.decoding import decode
from nnlab.table_errors import TableError
from nnlab.tables import read_table
from page.panels.csv_file import Csv

HEAD, NAMES = "len,wid,kind\n", ["len", "wid", "kind"]


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("Temp: {}, Hum: {}, {}\n", ["Temp", "Hum", "column 3"]),
        ("t={} h={} kind={}\n", ["t", "h", "kind"]),
        ("Temp (°C): {};Hum: {} %;State: {}\n", ["Temp (°C)", "Hum", "State"]),
    ],
)
def test_cells_that_say_their_own_names_give_them_to_the_columns(form, names):
    read = read_table(leaves(form).encode())
    assert ([column.name for column in read.columns], read.rows) == (names, 24)
    assert read.columns[0].numbers.tolist() == [length(i) for i in range(24)]
    assert read.guess_target() == names[2]


@pytest.mark.parametrize("form", ["a:{},b:{},{}\n", "12:{},13:{},{}\n", "http://{},{},{}\n"])
def test_other_marks_inside_cells_name_nothing(form):
    text = leaves(form).replace("b:0", "c:0").replace("a:5", "d:5")
    assert read_table(text.encode(), header=False).columns[0].name == "column 1"


GROUPS = {
    "merged cells": ("Leaf,,Stem,,Kind", "len,wid,len,wid,",
                     ["Leaf len", "Leaf wid", "Stem len", "Stem wid", "Kind"]),
    "a group for each": ("Leaf,Leaf,Stem,Stem,", "len,wid,len,wid,kind",
                         ["Leaf len", "Leaf wid", "Stem len", "Stem wid", "kind"]),
    "names that need none": ("Leaf,,Stem,,", "a,b,c,d,kind", ["a", "b", "c", "d", "kind"]),
    "a title": ("All leaves,,,,", "len,wid,len,wid,kind",
                ["len", "wid", "len (2)", "wid (2)", "kind"]),
}  # fmt: skip


@pytest.mark.parametrize("name", GROUPS)
def test_names_that_are_twice_or_lack_have_what_stands_above_them(name):
    above, header, names = GROUPS[name]
    rows = "".join(f"{length(i)},{i % 7},{i % 5},{i * 3 % 11},{kind(i)}\n" for i in range(24))
    data = f"{above}\n{header}\n{rows}".encode()
    read = Csv(data).summary()
    assert ([column["name"] for column in read["columns"]], read["rows"]) == (names, 24)
    assert read["target"] == names[-1]
    again = Csv(data, read["reading"]).summary()  # as it is kept
    assert [column["name"] for column in again["columns"]] == names


BARS = "|len|wid|kind|\n" + leaves("|{}|{}|{}|\n")
AT_THE_LEFT = {
    "a title over bars": f"All leaves\n{BARS}",
    "a title beside an empty column": ";All leaves;;\n"
    + leaves(";{};{};{}\n").replace(";", ";len;wid;kind\n;", 1),
    "merged cells beside one": ";Leaf;;Stem;;Kind\n;len;wid;len;wid;\n"
    + "".join(f";{length(i)};{i % 7};{i % 5};{i % 3};{kind(i)}\n" for i in range(24)),
}


@pytest.mark.parametrize("name", AT_THE_LEFT)
def test_an_empty_column_at_the_left_is_none_and_stays_none(name):
    data = AT_THE_LEFT[name].encode()
    read = Csv(data).summary()
    names = [column["name"] for column in read["columns"]]
    assert names == (GROUPS["merged cells"][2] if "cells" in name else NAMES)
    again = Csv(data, read["reading"]).summary()
    assert [column["name"] for column in again["columns"]] == names
    assert (read["rows"], again["rows"]) == (24, 24)


BELOW_NAMES = {
    "Qualtrics": 'How long is it now?,"How wide, at most?",Which kind?\n'
    + '"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"\n',
    "SurveyMonkey": "Response,Open-Ended Response,Response\n",
    "a Chinese survey": "您的叶子有多长,您的叶子有多宽,是哪一种\n",
    "pandas' two levels": "a,b,\n",
    "units below texts": "the length of it,the width,its kind\ncm,mm,-\n",
}


@pytest.mark.parametrize("below", BELOW_NAMES)
def test_rows_below_the_names_that_say_more_of_the_columns_are_no_rows(below):
    read = read_table((HEAD + BELOW_NAMES[below] + leaves()).encode())
    assert (read.rows, read.column("kind").class_names) == (24, ("oak", "ash", "elm"))
    assert read.column("len").numbers[0] == length(0)


@pytest.mark.parametrize(
    "row", ["not measured,not measured,oak\n", "5.1,too wide to measure,oak\n"]
)
def test_a_first_row_that_was_answered_in_words_stays(row):
    assert read_table((HEAD + row + leaves()).encode()).rows == 25


@pytest.mark.parametrize(
    "below", ["Max,9.9,\nMin,0.1,\nStd Dev,2,\nMedian,5,\n", "平均分,5,\n最高分,9,\n及格率,85%,\n"]
)
def test_figures_below_a_table_are_no_rows(below):
    rows = "".join(f"n{i},{length(i)},{kind(i)}\n" for i in range(24))
    read = read_table(f"name,len,kind\n{rows}{below}".encode())
    assert (read.rows, read.reading.foot) == (24, below.count("\n"))
    assert read_table(f"name,len,kind\n{rows}Max,5.5,oak\n".encode()).rows == 25  # somebody's name


def test_years_over_larger_numbers_are_names_though_a_column_has_a_word_for_each_row():
    rows = "".join(
        f"town {i},{1000 + i * 37 % 50},{1100 + i * 41 % 50},{kind(i)}\n" for i in range(24)
    )
    read = read_table(f"town,2019,2020,kind\n{rows}".encode())
    assert [column.name for column in read.columns] == ["town", "2019", "2020", "kind"]
    assert not read_table(rows.encode()).reading.header
    people = "".join(f"n{i},{length(i)},{kind(i)}\n" for i in range(24))
    assert not read_table(f"Anna,99,yew\n{people}".encode()).reading.header


TICKS = ["x", "X", "✓", "×", "☑"]


@pytest.mark.parametrize("tick", TICKS)
def test_a_tick_or_nothing_is_yes_or_no(tick):
    def cell(i):
        return tick if i % 3 else ""

    read = table("garden,len,kind", cell, length, kind)
    column = read.column("garden")
    assert (column.is_truth, column.missing.any()) == (True, False)
    assert column.numbers.tolist() == [float(i % 3 > 0) for i in range(24)]
    assert column.first[:2] == ("", tick)
    dataset, seen = read.select("kind", []).dataset, []

    def outputs(inputs):
        seen.append(inputs)
        return np.ones((3, inputs.shape[1]))

    for rows, numbers in (([tick, tick], [1, 1]), (["", ""], [0, 0]), (["", tick], [0, 1])):
        text = "garden,len\n" + "".join(f"{cell},5\n" for cell in rows)
        found = answer_table(text.encode(), dataset, outputs, np.zeros(2), {})
        assert (seen[-1][0].tolist(), found.filled) == (numbers, [])


def test_another_word_or_nothing_is_still_a_gap():
    read = table("city,len,kind", lambda i: "Bern" if i % 3 else "", length, kind)
    assert read.column("city").missing.sum() == 8


SAYS = [("None", 3), ("无", 3), ("NA", 3)]


@pytest.mark.parametrize(("word", "every"), SAYS)
def test_a_gap_that_may_be_an_answer_becomes_one_in_one_press(word, every):
    def cell(i):
        return word if i % every == 0 else ["Insomnia", "Apnea"][i % 2]

    read = table("len,wid,sleep", length, lambda i: i % 7, cell)
    (hint,) = [hint for hint in read.hints("sleep", []) if hint.code == "gap_says"]
    assert hint.values == {"column": "sleep", "word": word, "count": 8}
    again = table("len,wid,sleep", length, lambda i: i % 7, cell, **hint.given)
    assert again.column("sleep").class_names == (word, "Apnea", "Insomnia")
    assert again.select("sleep", []).dataset.rows == 24
    (said,) = [hint for hint in again.hints("sleep", []) if hint.code == "gap_class"]
    assert said.values == {"column": "sleep", "word": word}
    back = table("len,wid,sleep", length, lambda i: i % 7, cell, **said.given)
    assert back.column("sleep").missing.sum() == 8


@pytest.mark.parametrize(("word", "every"), SAYS)
def test_and_as_a_feature_it_is_one_in_rows_to_answer(word, every):
    def cell(i):
        return word if i % every == 0 else "Gravel"

    read = table("alley,len,kind", cell, length, kind)
    (hint,) = [hint for hint in read.hints("kind", []) if hint.code == "gap_says"]
    again = table("alley,len,kind", cell, length, kind, **hint.given)
    dataset, seen = again.select("kind", []).dataset, []
    at = dataset.feature_names.index(f"alley = {word}")

    def outputs(inputs):
        seen.append(inputs)
        return np.ones((3, inputs.shape[1]))

    rows = f"alley,len\n{word},5\n,5\nGravel,5\n".encode()
    found = answer_table(rows, dataset, outputs, np.zeros(3), {})
    assert seen[0][at].tolist() == [1.0, 1.0, 0.0]
    assert (found.filled, found.unknown) == ([], [])


def test_a_seldom_na_is_only_a_gap():
    read = table("len,wid,kind", length, lambda i: i % 7, lambda i: "NA" if i == 3 else kind(i))
    assert "gap_says" not in {hint.code for hint in read.hints("kind", [])}


def test_postcodes_as_numbers_are_words_in_one_press():
    def code(i):
        return 98101 + i * 7 % 12

    read = table("zipcode,len,kind", code, length, kind)
    (hint,) = [hint for hint in read.hints("kind", []) if hint.code == "may_be_code"]
    assert hint.values == {"column": "zipcode", "cell": "98101"}
    again = table("zipcode,len,kind", code, length, kind, **hint.given)
    assert again.column("zipcode").is_code and not again.column("zipcode").is_numeric
    for name in ("rooms", "zip count"):
        other = table(f"{name},len,kind", lambda i: i * 7 % 12, length, kind)
        assert "may_be_code" not in {hint.code for hint in other.hints("kind", [])}


@pytest.mark.parametrize(
    "name", ["Attrition", "Exited", "is_fraud", "Purchased", "default.payment.next.month"]
)
def test_what_is_usually_asked_is_the_target_wherever_it_stands(name):
    read = table(
        f"age,{name},over,years", length, lambda i: i % 2, lambda i: "yn"[i % 2], lambda i: i % 6
    )
    assert read.guess_target() == name


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as whole:
        for name, content in files.items():
            whole.writestr(name, content)
    return buffer.getvalue()


REFUSED = {
    "a zip": (zipped(**{"train.csv": HEAD}), "packed"),
    "gzip": (gzip.compress(HEAD.encode()), "packed"),
    "a workbook": (zipped(**{"[Content_Types].xml": "x"}), "workbook"),
    "LibreOffice's": (zipped(mimetype="x", **{"content.xml": "x"}), "workbook"),
    "RTF": (b"{\\rtf1\\ansi len\\tab kind\\par 5.1\\tab oak\\par }", "rtf"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\nsize 12345\n", "pointer"),
    "JSON without its end": (b'[\n {\n  "len": 5.1,\n  "kind": "oak"\n }, {', "json"),
    "Weka's sparse rows": (
        b"@relation x\n@attribute a real\n@data\n{0 1.5}\n{0 2}\n",
        "sparse_arff",
    ),
    "commas in numbers": ((HEAD + leaves().replace(".", ",")).encode(), "header_commas"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_called_by_its_name(name):
    data, code = REFUSED[name]
    with pytest.raises(TableError) as refused:
        Csv(data)
    assert refused.value.code == code


WORDS = ["München", "Köln", "Düsseldorf", "Zürich"]
TEXT = "Stadt,x\n" + "".join(f"{WORDS[i % 4]},{i}\n" for i in range(24))


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_character_that_is_broken_or_cut_off_leaves_the_others(cut):
    whole = TEXT.encode()
    broken = whole.replace("ö".encode(), b"\xf6", 1)
    assert decode(broken) == (TEXT.replace("ö", "\ufffd", 1), "UTF-8")
    end = (TEXT + "東").encode()
    assert decode(end[: len(end) - cut])[0] == TEXT + ("\ufffd" if cut < 3 else "")
    mixed = TEXT.encode("cp1252").replace(b"\xf6", "ö".encode(), 1)
    assert decode(mixed)[1] != "UTF-8"


def test_half_width_katakana_are_shift_jis():
    text = "ｼｮｳﾋﾝ,ｶｶｸ,ｼｭﾙｲ\r\n" + "".join(
        f"ｱ{i},{i},{['ﾘﾝｺﾞ', 'ﾐｶﾝ'][i % 2]}\r\n" for i in range(24)
    )
    assert decode(text.encode("cp932")) == (text, "Shift_JIS")
    degrees = "Temp (°C),x\n" + "".join(f"{i}°,{i}\n" for i in range(24))
    assert decode(degrees.encode("cp1252")) == (degrees, "Windows-1252")
