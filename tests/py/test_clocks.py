"""Times of the day in a table: hours for the network, as their owner writes them in the form."""

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.cell_clocks import clock_pattern, hours
from nnlab.files.earlier import as_it_was
from nnlab.files.reading import check_reading
from page.session import Session


@pytest.mark.parametrize(
    ("cell", "value", "pattern"),
    [
        ("14:30", 14.5, "{hh}:{mm}"),
        ("09:15", 9.25, "{hh}:{mm}"),
        ("9:15", 9.25, "{h}:{mm}"),
        ("09:15:36", 9.26, "{hh}:{mm}:{ss}"),
        ("2:30 PM", 14.5, "{h}:{mm} {AM}"),
        ("12:15 a.m.", 0.25, "{hh}:{mm} {AM}"),
        ("14h30", 14.5, "{hh}h{mm}"),
        ("14时30分", 14.5, "{hh}时{mm}分"),
        ("下午2:30", 14.5, "{h}:{mm}"),
        ("１４：３０", 14.5, "{hh}:{mm}"),
        ("0930", 9.5, "{hh}{mm}"),
        ("930", 9.5, "{h}{mm}"),
        ("75:30", 75.5, "{hh}:{mm}"),  # minutes and seconds
        ("24:00", 24.0, "{hh}:{mm}"),
    ],
)
def test_a_time_is_hours_and_their_parts_however_it_is_written(cell, value, pattern):
    assert hours(cell) == pytest.approx(value, abs=1e-12)
    assert clock_pattern(cell) == pattern


@pytest.mark.parametrize("cell", ["9:75", "12:3", "1:2:3", "2575", "0960", "12", "", "x", "1-30"])
def test_what_is_no_time_is_a_gap(cell):
    assert np.isnan(hours(cell))


@pytest.mark.parametrize(
    ("cell", "first"),
    [
        (lambda i: f"{8 + i % 12}:{i * 7 % 60:02}", 8.0),
        (lambda i: f"{8 + i % 12:02}:{i * 7 % 60:02}:30", 8 + 30 / 3600),
        (lambda i: f"{1 + i % 12}:{i * 7 % 60:02} {'AP'[i % 2]}M", 1.0),
        (lambda i: f"{i % 24:02}h{i * 7 % 60:02}", 0.0),
        (lambda i: f"{i % 24}时{i * 7 % 60:02}分", 0.0),
    ],
)
def test_a_column_of_times_is_hours_and_it_is_said(cell, first):
    read = table("start,len,kind", cell, length, kind)
    start = read.column("start")
    assert (read.questions, read.reading.clocks) == ((), ("start",))
    assert start.numbers[0] == pytest.approx(first) and read.why_left_out("kind") == {}
    assert read.select("kind", []).dataset.feature_names == ("start (hours)", "len")
    (hint,) = read.hints("kind", [])
    assert (hint.code, hint.values["cell"]) == ("clock", cell(0))
    assert float(hint.values["hours"]) == pytest.approx(first, rel=1e-3)
    words = table("start,len,kind", cell, length, kind, **hint.given)
    assert words.column("start").dates is None and words.hints("kind", ["start"]) == []


@pytest.mark.parametrize(
    "cell", [lambda i: f"1:{10 * (1 + i % 5)}", lambda i: f"{i % 4}:{i % 3}", lambda i: f"{i}:90"]
)
def test_shares_and_scores_are_no_times(cell):
    assert table("x,len,kind", cell, length, kind).reading.clocks == ()


def test_times_that_are_none_count_as_gaps_and_are_said():
    read = table("start,len,kind", lambda i: "soon" if i < 2 else f"{i}:30", length, kind)
    assert {hint.code for hint in read.hints("kind", [])} == {"clock", "bad_clocks", "gaps"}
    assert read.select("kind", []).not_numeric == 2


def test_a_time_can_be_the_number_to_predict_but_is_not_guessed_to_be():
    read = table("len,steps,time", length, lambda i: i * i + 0.5, lambda i: f"{3 + i % 2}:{i + 10}")
    assert read.guess_target() == "steps"
    assert read.select("time", [], "numbers").dataset.numbers[0] == 3 + 10 / 60


PADDED = [lambda i: f"{i:02}{i * 7 % 60:02}", lambda i: f"00{i + 10}"]


@pytest.mark.parametrize("cell", PADDED)
def test_four_digits_that_may_be_times_are_asked_about(cell):
    read = table("start,len,kind", cell, length, kind)
    (question,) = read.questions
    assert (question.column, question.kind, question.cell) == ("start", "digits", cell(0))
    assert question.answers[0][0] == hours(cell(0))
    for value, given in question.answers:
        said = table("start,len,kind", cell, length, kind, **given)
        assert said.questions == ()
        column = said.column("start")
        assert column.is_code or column.numbers[0] == value
    assert [bool(given.get("clocks")) for _, given in question.answers] == [True, False, False]
    assert [len(given["codes"]) for _, given in question.answers] == [0, 0, 1]


def test_one_answer_holds_for_all_such_columns():
    both = (lambda i: f"{i:02}05", lambda i: f"{i:02}45")
    read = table("start,end,len,kind", *both, length, kind)
    said = table("start,end,len,kind", *both, length, kind, **read.questions[0].answers[0][1])
    assert (said.reading.clocks, said.questions) == (("start", "end"), ())


@pytest.mark.parametrize("name", ["zip", "PLZ", "邮编"])
def test_codes_that_are_called_so_are_not_asked_about(name):
    read = table(f"{name},len,kind", lambda i: f"0{i % 7}1{i % 5}", length, kind)
    assert (read.questions, read.reading.codes) == ((), (name,))


def test_padded_digits_that_are_no_times_may_be_numbers_or_codes():
    read = table("x,len,kind", lambda i: f"00{60 + i % 9}", length, kind)
    (question,) = read.questions
    assert [("clocks" in given, given["codes"]) for _, given in question.answers] == [
        (False, ()), (False, ("x",)),
    ]  # fmt: skip


def test_numbers_that_may_be_times_without_a_colon_are_hinted_at():
    read = table("dep,len,kind", lambda i: 100 * (5 + i * 7 % 18) + i * 11 % 60, length, kind)
    (hint,) = [hint for hint in read.hints("kind", []) if hint.code == "may_be_clock"]
    said = table("dep,len,kind", lambda i: 100 * (5 + i * 7 % 18) + i * 11 % 60, length, kind,
                 **hint.given)  # fmt: skip
    assert said.column("dep").numbers[1] == 12 + 11 / 60
    prices = table("dep,len,kind", lambda i: 100 * (5 + i) + 50 * (i % 2), length, kind)
    assert "may_be_clock" not in {hint.code for hint in prices.hints("kind", [])}


def test_a_table_kept_from_before_has_its_times_as_words_still():
    earlier = {
        "encoding": "UTF-8", "delimiter": ",", "decimal": ".", "thousands": "", "comment": "",
        "header": True, "skip": 0, "join": [], "one_hot": [], "without": [], "gaps": "leave_out",
        "dates": "ymd", "codes": [], "gap_numbers": [],
    }  # fmt: skip
    assert (check_reading(earlier)["clocks"], check_reading(earlier)["seasons"]) == ((), ())
    assert as_it_was({"dates": "ymd"}, b"t,k\n9:30,a\n") == {"dates": "ymd", "clocks": ()}


def test_the_form_and_a_file_of_new_rows_take_times_as_they_are_written():
    rows = "".join(f"{6 + i % 14}:{i * 7 % 60:02},{i % 5},{'ab'[i % 14 > 6]}\n" for i in range(40))
    session = Session()
    read = session.ask("read_csv", data=f"start,n,shift\n{rows}".encode())
    assert read["columns"][0]["clock"] and read["columns"][0]["since"] == ""
    setup = {"dataset": "own", "target": "shift", "engine": "plain", "standardize": True}
    lab = session.ask("configure", run=1, setup=setup, new_csv=True)
    source = lab["sources"][0]
    assert (source["pattern"], source["offset"], source["per_day"]) == ("{h}:{mm}", 0.0, 24.0)
    answer = session.ask("answer_file", data=b"n,start\n2,9:30\n1,\n3,20:45\n")
    assert answer["filled"] == [{"column": "start", "count": 1, "value": "12:50"}]
    y = session.ask("predict", values=[9.5, 2.0])["outputs"]
    cells = answer["data"].decode().splitlines()[1].split(",")
    np.testing.assert_allclose([float(c) for c in cells[3:]], y / y.sum(), rtol=1e-5)
