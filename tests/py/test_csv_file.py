"""A visitor's own file as the page asks for it: what was guessed, and what the visitor says."""

from typing import Any

import numpy as np
import pytest

from nnlab.cell_numbers import NOW
from nnlab.files.constraints import NotAllowed
from nnlab.files.reading import check_reading
from nnlab.tables import read_table
from page.panels.csv_file import Csv
from page.session import Session

PRICES = b"id;price;kind\n" + b"".join(
    b"%d;%d.250;%s\n" % (i, i, b"xyX"[i % 3 :][:1]) for i in range(1, 10)
)


def ask(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert reply["ok"], reply
    return reply["result"]


def test_what_was_guessed_and_what_must_be_asked_is_told() -> None:
    read = Csv(PRICES).summary()
    assert read["reading"] == {
        "encoding": "UTF-8", "delimiter": ";", "decimal": ".", "thousands": "", "comment": "",
        "header": True, "skip": 0, "foot": 0, "join": [], "one_hot": [], "without": [],
        "gaps": "leave_out", "gap_words": [], "dates": "ymd", "codes": [], "gap_numbers": [],
        "gaps_in": {}, "clocks": [], "seasons": [], "ways": {}, "version": NOW,
    }  # fmt: skip
    assert [column["why_left_out"] for column in read["columns"]] == ["row_number", "", ""]
    assert read["columns"][1]["written"] == [f"{i}.250" for i in range(1, 6)]
    assert read["columns"][1]["numbers"].tolist() == [1.25, 2.25, 3.25, 4.25, 5.25]
    (question,) = read["questions"]
    assert (question["column"], question["cell"]) == ("price", "1.250")
    for answer, number in zip(question["answers"], [1.25, 1250.0], strict=True):
        assert answer["number"] == number
        said = Csv(PRICES, answer["reading"]).summary()
        assert said["questions"] == []
        assert said["columns"][1]["numbers"][0] == number


def test_the_file_that_is_used_is_read_as_was_said() -> None:
    session = Session()
    given = {"decimal": ",", "thousands": ".", "join": ["kind"]}
    read = ask(session, "read_csv", data=PRICES, reading=given)
    assert read["reading"]["join"] == ["kind"]
    choice = ask(session, "choose_columns", target="kind", left_out=["id"])
    assert choice["class_names"] == ["y", "X"]
    assert [hint["code"] for hint in choice["hints"]] == ["joined"]
    setup = {"dataset": "own", "target": "kind", "left_out": ["id"]}
    lab = ask(session, "configure", run=1, setup=setup, new_csv=True)
    np.testing.assert_array_equal(lab["table"]["features"][:2], [[1250.0], [2250.0]])


def test_a_file_of_numbers_offers_one_to_predict() -> None:
    session = Session()
    numbers = b"x,price\n" + b"".join(b"%d.5,%d.25\n" % (i, i) for i in range(30))
    read = ask(session, "read_csv", data=numbers)
    assert (read["target"], read["task"], read["refused"]) == ("price", "numbers", [])
    choice = ask(session, "choose_columns", target="price", left_out=[], task="numbers")
    assert (choice["rows"], choice["class_names"], choice["range"]) == (30, [], [0.25, 29.25])


def test_a_file_without_a_target_says_why_and_leaves_the_one_before() -> None:
    session = Session()
    ask(session, "read_csv", data=PRICES)
    words = b"x,id\n" + b"".join(b"w%d,%d\n" % (i, i) for i in range(30))
    read = ask(session, "read_csv", data=words)
    assert [each["code"] for each in read["refused"]] == ["no_target"]
    assert len(read["columns"]) == 2
    assert ask(session, "choose_columns", target="kind", left_out=["id"])["rows"] == 9


@pytest.mark.parametrize(
    "given",
    [
        {"encoding": "EBCDIC"},
        {"delimiter": "x"},
        {"decimal": ";"},
        {"thousands": "_"},
        {"header": "yes"},
        {"skip": -1},
        {"join": "kind"},
        {"quote": "'"},
        ["kind"],
    ],
)
def test_a_reading_that_cannot_be_is_refused(given: Any) -> None:
    with pytest.raises(NotAllowed, match="reading"):
        check_reading(given)


def test_a_whole_reading_reads_the_same() -> None:
    for data in (
        PRICES,
        b"a title\n# a comment\nx,kind\n1,a\n2,b\n",
        "ä;b\n1,5;x\n2,5;y".encode("cp1252"),
        b"x;y;z;kind\n3,5;1.5;1 250;a\n1,250;2.5;3 000;b\n4,5;3.5;1 000;a\n",
    ):
        read = Csv(data).summary()
        again = Csv(data, read["reading"]).summary()
        for one, other in zip(read["columns"], again["columns"], strict=True):
            np.testing.assert_array_equal(one["numbers"], other["numbers"])
        assert again["reading"] == read["reading"]
        assert [c["name"] for c in again["columns"]] == [c["name"] for c in read["columns"]]
        np.testing.assert_array_equal(
            read_table(data).columns[0].numbers, Csv(data, read["reading"]).table.columns[0].numbers
        )


def test_rows_are_numbered_as_in_the_file_where_some_are_not_used() -> None:
    session = Session()
    gaps = b"x,kind\n" + b"".join(
        b"%s,%s\n" % (b"" if i in (1, 4) else b"%d.5" % i, b"ab"[i % 2 :][:1]) for i in range(9)
    )
    for reading, numbers in (({}, [1, 3, 4, 6, 7, 8, 9]), ({"gaps": "fill"}, [])):
        ask(session, "read_csv", data=gaps, reading=reading)
        setup = {"dataset": "own", "target": "kind"}
        lab = ask(session, "configure", run=1, setup=setup, new_csv=True)
        assert lab["row_numbers"] == numbers


def test_what_its_owner_writes_for_yes_is_known_though_it_stands_far_down() -> None:
    rows = "".join(
        f"{i},{'Yes' if i == 8 else '' if i < 6 else 'No'},{'ab'[i % 2]}\n" for i in range(9)
    )
    csv = Csv(f"x,ok,kind\n{rows}".encode(), {"gaps": "fill"})
    sources = csv.table.select("kind", []).dataset.sources
    assert [(source.first, *source.truth) for source in sources] == [(0,), (1, "Yes", "No")]
