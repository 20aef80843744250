"""Reading other people's tables: whatever was written is what is read, and bad files are named."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.table_columns import MOST_CLASSES
from nnlab.table_errors import SENTENCES, TableError
from nnlab.tables import read_table

IRIS_LIKE = "len,wid,kind\n5.1,3.5,a\n4.9,3.0,b\n4.7,3.2,a\n6.3,3.1,b\n"


def written(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=quoting).writerows(rows)
    return file.getvalue()


def code_of(data):
    with pytest.raises(TableError) as caught:
        table = read_table(data)
        target = table.guess_target()
        table.select(target, table.guess_left_out(target))
    return caught.value.code


def words(delimiter):
    """No number in any reading, and no gap; with all that makes quoting necessary.

    Another file's delimiter is not among it: a lone ";" in each line may well be one.
    """
    letters = st.text(st.sampled_from(f"abzß花 \"'\n{delimiter}"), min_size=1, max_size=8)
    return letters.filter(lambda word: word.strip() == word)


NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(data=st.data(), rows=st.integers(3, 12), features=st.integers(1, 5))
def test_what_was_written_is_read(data, rows, features):
    delimiter = data.draw(st.sampled_from(",;\t|"))
    decimal = data.draw(st.sampled_from(".,"))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    header = data.draw(st.booleans())
    kinds = data.draw(st.lists(words(delimiter), min_size=2, max_size=4, unique=True))
    column = st.lists(NUMBERS, min_size=rows, max_size=rows)
    numbers = [data.draw(column) for _ in range(features)]
    labels = [kinds[i % len(kinds)] for i in range(rows)]

    cells = [[f"{v:.4f}".replace(".", decimal) for v in column] for column in numbers]
    body = [list(row) for row in zip(*cells, labels, strict=True)]
    names = [f"feature {i}" for i in range(features)] + ["kind of thing"]
    table = read_table(
        written(([names] if header else []) + body, delimiter, quoting).encode(encoding)
    )

    assert table.reading.delimiter == delimiter
    assert table.reading.decimal == decimal
    assert table.reading.header == header
    assert table.rows == rows
    if header:
        assert [column.name for column in table.columns] == names
    for column, values in zip(table.columns, numbers, strict=False):
        np.testing.assert_array_equal(column.numbers, np.round(values, 3))
        assert not column.missing.any()
    kind = table.columns[-1]
    assert kind.class_names == tuple(kinds[: min(len(kinds), rows)])
    assert [kind.class_names[code] for code in kind.codes] == labels
    assert table.guess_target() == kind.name


@given(
    gaps=st.lists(st.sampled_from(["", "", "gap", "word"]), min_size=6, max_size=40),
    word=st.sampled_from(["", "NA", "n/a", "?", "NaN", "null", "-", "缺失"]),
)
def test_rows_with_gaps_and_with_words_are_counted_and_left_out(gaps, word):
    rows = [["x", "y", "kind"]]
    for i, gap in enumerate(gaps):
        x = {"": f"{i}.5", "gap": word, "word": "broken"}[gap]
        rows.append([x, f"{i}.25", "ab"[i % 2]])
    kept = [i for i, gap in enumerate(gaps) if gap == ""]
    if len({i % 2 for i in kept}) < 2 or 2 * len(kept) < sum(gap != "gap" for gap in gaps):
        return  # another sentence is due: the next tests
    selection = read_table(written(rows).encode()).select("kind", [])
    np.testing.assert_array_equal(selection.dataset.features, [[i + 0.5, i + 0.25] for i in kept])
    assert selection.dataset.labels.tolist() == [
        selection.dataset.class_names.index("ab"[i % 2]) for i in kept
    ]
    assert selection.missing == gaps.count("gap")
    assert selection.not_numeric == gaps.count("word")


def test_the_target_s_own_gaps_count_too():
    table = read_table(b"x,kind\n1.5,a\n2.5,\n3.5,b\n")
    selection = table.select("kind", [])
    assert selection.missing == 1
    assert selection.dataset.class_names == ("a", "b")
    assert selection.dataset.features.tolist() == [[1.5], [3.5]]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_one_sentence(data):
    check_any(data)


def check_any(data):
    try:
        table = read_table(data)
        target = table.guess_target()
        selection = table.select(target, table.guess_left_out(target))
    except TableError as error:
        assert error.code in SENTENCES
        assert "{" not in str(error)
    else:
        assert np.isfinite(selection.dataset.features).all()
        assert len(selection.dataset.class_names) >= 2


@given(st.text(st.sampled_from('12.,;\t|"\n ab'), max_size=120))
def test_any_text_is_a_table_or_one_sentence(text):
    check_any(text.encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"\x01\x02,3\n", "binary"),
        (b"caf\xe9,b\n\xff\xff,2\n", "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"x\n1\n2\n", "one_column"),
        (b"x,y,kind\n1,2,a\n1,2\n", "ragged"),
        (b'x,kind\n"1,a\n', "malformed"),
        (b"x,y,kind\n", "no_rows"),
        (b"x,kind\nred,a\ngreen,b\n", "no_numeric"),
        (b"x,id\n" + b"".join(b"w%d,%d\n" % (i, i) for i in range(30)), "no_target"),
        (b"x,class\n1,a\n2,a\n3,a\n", "one_class"),
        (b"x,class\n1,a\n,b\n3,a\n", "one_class_left"),
        (b"x,y,class\n,1,a\n2,,b\n,3,a\n4,,b\n", "no_complete_rows"),
        (b"x,class\n5,a\n5,b\n", "no_features"),
        (b"0" * 64_000_001, "too_large"),
        (b",".join([b"1"] * 1001), "too_many_columns"),
        (b"1,a\n" * 200_002, "too_many_rows"),
    ],
)
def test_each_bad_file_has_its_sentence(data, code):
    assert code_of(data) == code


def test_a_ragged_line_is_named_with_its_number():
    with pytest.raises(TableError, match=r"Line 3 .* \(2\) than the first line \(3\)"):
        read_table(b"x,y,kind\n1,2,a\n1,2\n")


def test_each_bad_choice_has_its_sentence():
    table = read_table(b"i,x,same,word,kind\n0.5,1,7,u,a\n1.5,2,7,v,b\n2.5,3,7,w,a\n")
    for target, left_out, code in [
        ("kind", ["word"], "constant"),
        ("kind", ["same"], "not_numeric"),
        ("kind", ["i", "x", "same", "word"], "no_features"),
        ("same", ["word", "kind"], "one_class"),
        ("nothing", [], "not_a_column"),
        ("kind", ["nothing"], "not_a_column"),
    ]:
        with pytest.raises(TableError) as caught:
            table.select(target, left_out)
        assert caught.value.code == code
    assert table.select("kind", ["word", "same"]).dataset.feature_names == ("i", "x")


def test_a_column_of_many_values_is_no_class():
    rows = "".join(f"{i}.5,{i * i}\n" for i in range(MOST_CLASSES + 1))
    with pytest.raises(TableError) as caught:
        read_table(f"x,price\n{rows}".encode()).select("price", [])
    assert caught.value.code == "target_number"
    assert caught.value.values["values"] == MOST_CLASSES + 1


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (IRIS_LIKE, "kind"),
        ("Species,x\na,1.5\nb,2.5\na,3.5\n", "Species"),
        ("a,x,b\nu,1.5,p\nv,2.5,q\n", "b"),
        ("x,outcome,group\n1.5,0,u\n2.5,1,v\n3.5,1,v\n", "outcome"),
        ("长度,品种\n1.5,甲\n2.5,乙\n", "品种"),
        ("".join(f"{i}.5,{i * i},{i % 3}\n" for i in range(12)), "column 3"),
    ],
)  # fmt: skip
def test_the_target_is_guessed(text, target):
    assert read_table(text.encode()).guess_target() == target


def test_an_index_and_a_column_of_words_are_ticked_off_at_first():
    rows = "".join(f"{i},{i * 0.7:.2f},id{i},{'ab'[i % 2]}\n" for i in range(20))
    table = read_table(f",x,name,kind\n{rows}".encode())
    assert table.columns[0].name == "column 1"
    assert table.guess_left_out("kind") == ["column 1", "name"]


def test_names_become_unique_and_numeric_classes_come_in_order():
    table = read_table(b"x,x,,class\n1.5,2,3,10\n2.5,3,5,9\n3.5,5,4,10\n")
    assert [column.name for column in table.columns] == ["x", "x (2)", "column 3", "class"]
    assert table.columns[3].class_names == ("9", "10")


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1_000", "1e999", "0x10", "1,23,4.5"])
def test_what_only_looks_like_a_number_is_none(cell):
    table = read_table(written([["x", "kind"], ["1.5", "a"], [cell, "b"], ["2.5", "b"]]).encode())
    assert np.isnan(table.columns[0].numbers[1])
    assert table.select("kind", []).not_numeric == 1


def test_a_header_longer_than_all_that_is_looked_at_does_not_hide_the_delimiter():
    names = [f"sensor {column}, left (mV)" for column in range(900)]
    rows = [[f"{column / 7 + row:.4f}" for column in range(900)] for row in range(12)]
    table = read_table(written([[*names, "kind"], *([*row, "a"] for row in rows)]).encode())
    assert table.reading.delimiter == ","
    assert [column.name for column in table.columns] == [*names, "kind"]


def test_blank_lines_and_empty_last_rows_are_no_rows():
    table = read_table(b"x;y;kind\r\n\r\n1,5;2;a\r\n2,5;3;b\r\n;;\r\n")
    assert table.rows == 2
    assert (table.reading.delimiter, table.reading.decimal) == (";", ",")
