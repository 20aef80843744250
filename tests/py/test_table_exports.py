"""Tables as programs export them: totals, boxes, indexes of several levels, odd quotation marks."""

import pytest
from table_texts import kind, leaves, length, table

from nnlab.files import earlier
from nnlab.files.earlier import as_it_was
from nnlab.files.reading import check_reading
from nnlab.tables import read_table

HEAD = "len,wid,kind\n"
BELOW = {
    "a total": "Total,84,\n",
    "a total with a number": "合计：,84,1\n",
    "a mean in the last cell's row": "Average,84,\n",
    "a source": "Source: our own measures\n",
    "a source padded by Excel": "\nSource: our own measures,,\n",
    "a source with commas": '"Source: us, 2024"\n',
    "a count": "(24 rows affected)\n",
    "two": "Summe,84,\nStand: 1. Mai 2024\n",
}


@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below_a_table_is_no_row_and_said(below):
    read = read_table((HEAD + leaves() + BELOW[below]).encode())
    assert (read.rows, read.reading.foot) == (24, 1 + (below == "two"))
    assert read.select("kind", []).dataset.class_names == ("oak", "ash", "elm")
    again = read_table((HEAD + leaves() + BELOW[below]).encode(), foot=0)
    assert again.rows == 24 + read.reading.foot


def test_a_total_below_classes_and_names_is_not_learnt_from():
    rows = "".join(f"{kind(i)},n{i},{length(i)}\n" for i in range(24))
    read = read_table(f"kind,name,len\n{rows}Total,,180.5\n".encode())
    assert (read.rows, read.column("len").numbers.max() < 100) == (24, True)


@pytest.mark.parametrize(
    "last",
    ["5.5,,\n", "5.5\n", "oak,1.5,oak\n", ",1.5,oak\n", "NA,,\n", "total 5,1.5,oak\n",
     "media,1.5,oak\n", "Ensemble,1.5,oak\n"],
)  # fmt: skip
def test_a_last_row_that_may_be_one_stays(last):
    read = read_table((HEAD + leaves() + last).encode())
    assert (read.rows, read.reading.foot) == (25, 0)


def test_the_words_total_and_mean_may_be_classes():
    read = table("len,kind", length, lambda i: ["total", "mean", "oak"][i % 3])
    assert (read.rows, read.reading.foot) == (24, 0)


BOXES = {
    "psql": " len | wid | kind\n-----+-----+------\n" + leaves(" {} | {} | {}\n") + "(24 rows)\n",
    "MySQL": "+-----+-----+------+\n| len | wid | kind |\n+-----+-----+------+\n"
    + leaves("| {} | {} | {} |\n")
    + "+-----+-----+------+\n24 rows in set (0.00 sec)\n",
    "sqlcmd": HEAD + "---,---,----\n" + leaves(),
    "each line in quotation marks": '"len,wid,kind"\n' + leaves('"{},{},{}"\n'),
    "and cells, too": '"len,""wid"",kind"\n' + leaves('"{},""{}"",{}"\n'),
    "blanks before quotation marks": 'len, "wid", "kind"\n' + leaves('{}, "{}", "{}"\n'),
    "blanks around quotation marks": "len|wid|kind\n" + leaves('{}| "{}" | {}\n'),
    "and commas": HEAD + leaves('{}, "{}" ,{}\n'),
    "one behind the other": HEAD
    + leaves(rows=12)
    + HEAD
    + leaves("{},{},{}\n")[-230:].split("\n", 1)[1],
}


@pytest.mark.parametrize("box", [*BOXES][:-1])
def test_a_table_is_found_in_what_is_drawn_around_it(box):
    read = read_table(BOXES[box].encode())
    assert [column.name for column in read.columns] == ["len", "wid", "kind"]
    assert read.rows == 24
    assert read.select("kind", []).dataset.class_names == ("oak", "ash", "elm")


def test_a_header_that_comes_again_is_no_row():
    assert read_table((HEAD + leaves() + HEAD + leaves()).encode()).rows == 48


def test_quotation_marks_behind_a_backslash_are_of_the_cell():
    rows = "".join(f'"say \\"{i}\\", ok",{length(i)},{kind(i)}\n' for i in range(24))
    read = read_table(f"note,len,kind\n{rows}".encode())
    assert (read.rows, read.column("note").first[0]) == (24, 'say "0", ok')


@pytest.mark.parametrize("names", [",", "level_0,level_1", "Unnamed: 0,Unnamed: 1"])
def test_an_index_of_two_levels_is_ticked_off(names):
    read = table(f"{names},len,kind", lambda i: i // 4, lambda i: i % 4, length, kind)
    assert [*read.why_left_out("kind").values()] == ["row_number", "row_number"]


def test_an_index_of_rows_that_were_drawn_is_ticked_off():
    read = table(",len,kind", lambda i: i * 17 % 20 + i // 20, length, kind)
    assert read.why_left_out("kind") == {"column 1": "row_number"}


LEAKS = {
    "the same": ("twice,len,price", lambda i: 100 * i * i + 7, "numbers"),
    "in another unit": ("euro,len,price", lambda i: round((100 * i * i + 7) * 0.93, 1), "numbers"),
    "in the same order": ("rank,len,price", lambda i: i + i % 2 / 2, "numbers"),
    "in groups": ("group,len,price", lambda i: ["low", "middle", "high"][i // 8], "numbers"),
    "turned": ("loss,len,price", lambda i: -(100 * i * i + 7), "numbers"),
    "nearly the class": ("code,len,kind", lambda i: 7 if i == 4 else 7 + i % 3, "classes"),
    "finer": ("sub,len,kind", lambda i: f"{kind(i)} {i // 3 % 2}", "classes"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_what_says_the_target_in_other_words_is_named_and_left_out_in_one_press(leak):
    header, column, task = LEAKS[leak]
    target = header.rsplit(",", 1)[1]
    says = kind if task == "classes" else lambda i: 100 * i * i + 7
    columns = [lambda i, of=of: of(i * 7 % 24) for of in (column, length, says)]
    read = table(header, *columns)
    code = "looks_like" if leak == "in the same order" else "says_class"
    found = [hint for hint in read.hints(target, [], task) if hint.code == code]
    assert [hint.left_out for hint in found] == [(header.split(",", 1)[0],)]
    assert code not in {h.code for h in read.hints(target, found[0].left_out, task)}


@pytest.mark.parametrize(
    ("header", "column", "task"),
    [
        ("x,len,price", lambda i: i * 7 % 24, "numbers"),
        ("x,len,price", lambda i: (100 * i * i + 7) * (0.9 + i % 3 / 10), "numbers"),
        ("minutes,len,price", lambda i: 5 * i, "numbers"),  # a series in time
        ("left,len,price", lambda i: 230 - 5 * i, "numbers"),
        ("size,len,price", lambda i: "SML"[i % 3], "numbers"),
        ("count,len,kind", lambda i: i % 6, "classes"),
        ("hairy,len,kind", lambda i: i % 2, "classes"),
    ],
)
def test_a_good_feature_is_not_taken_for_the_target(header, column, task):
    target = header.rsplit(",", 1)[1]
    read = table(header, column, length, kind if task == "classes" else lambda i: 100 * i * i + 7)
    assert not {"says_class", "looks_like"} & {hint.code for hint in read.hints(target, [], task)}


def test_a_line_is_no_leak_where_x_is_all_there_is():
    line = table("x,y", lambda i: i, lambda i: 2 * i + 1)
    assert "says_class" not in {hint.code for hint in line.hints("y", [], "numbers")}


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("1", "-1"), ("2", "1"), ("yes", "no")])
@pytest.mark.parametrize("gap", [True, False])
def test_indicators_with_gaps_or_other_numbers_are_left_out(yes, no, gap):
    def says(name):
        return lambda i: "" if gap and i == 5 else yes if kind(i) == name else no

    read = table("len,oak,ash,elm,kind", length, *map(says, ("oak", "ash", "elm")), kind)
    assert read.why_left_out("kind") == dict.fromkeys(("oak", "ash", "elm"), "one_hot")


def test_numbers_among_words_are_one_class_however_they_are_written():
    read = table("len,kind", length, lambda i: ["1", "1.0", "x", " 2"][i % 4])
    assert read.column("kind").class_names == ("1", "x", "2")
    assert {*read.column("kind").codes.tolist()} == {0, 1, 2}


def test_a_table_kept_from_before_has_its_last_rows_still():
    before = {
        "encoding": "UTF-8", "delimiter": ",", "decimal": ".", "thousands": "", "comment": "",
        "header": True, "skip": 0, "join": [], "one_hot": [], "without": [], "gaps": "leave_out",
    }  # fmt: skip
    assert check_reading(before)["foot"] == 0
    assert as_it_was({}, b"x,k\n1,a\n2,b\nTotal,3\n") == {"foot": 0}
    assert as_it_was({}, b"x,k\n1,a\n2,b\n") == {}


def test_a_total_by_an_everyday_name_lacks_a_cell():
    for name in ("Media", "ensemble"):
        read = read_table(f"{HEAD}{leaves()}{name},1.5,\n".encode())
        assert (read.rows, read.reading.foot) == (24, 1)


def test_a_reading_that_says_all_is_not_looked_for_in_the_cells(monkeypatch):
    text = "x,k\n1,a\nTotal,2024-01-01\n"
    said = {"codes": (), "dates": "ymd", "seasons": (), "clocks": (), "foot": 0}
    monkeypatch.setattr(earlier, "decode", pytest.fail)
    assert as_it_was(said, text.encode()) == said


@pytest.mark.parametrize("line", ["a,b", " ,\t; a b ,c", '"", "a",b', "，；", "", "a"])
def test_the_first_cell_is_that_of_the_whole_line(line):
    cells = [cell.strip() for cell in earlier.MARKS.split(line)]
    assert earlier.first_cell(line) == next(filter(None, cells), "")
