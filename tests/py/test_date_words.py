"""Dates with words of many tongues, months and quarters, and digits alone."""

from datetime import date

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.cell_dates import days, pattern_of, written
from nnlab.tables import read_table

MARCH = days("2024-03-01", "ymd")
FIRST_OF_MARCH = [
    "1. März 2024", "1. Mrz. 2024", "Freitag, 1. März 2024", "1er mars 2024",
    "vendredi 1 mars 2024", "1 de marzo de 2024", "1 marzo 2024", "1 de março de 2024",
    "1 maart 2024", "1 mars 2024",
    "1 marca 2024", "1 марта 2024", "1 Mart 2024", "Friday, March 1, 2024", "March 1st, 2024",
    "1st of March 2024", "Fri, 01 Mar 2024 00:00:00 GMT", "Fri Mar  1 00:00:00 2024",
    "Fri Mar  1 00:00:00 CET 2024", "2024年3月1日 星期五", "2024年3月1日(金)", "2024-03-01 周五",
    "2024. 3. 1.", "2024.03.01.", "1. 3. 2024", "March 2024", "Mar-24", "03/2024", "2024M03",
    "2024/3/1 上午 0:00:00", "01MAR2024:00:00:00", "2024/03/01 12:00:00 AM GMT+8",
]  # fmt: skip


@pytest.mark.parametrize("cell", FIRST_OF_MARCH)
def test_the_first_of_march_in_many_tongues(cell):
    assert days(cell, "dmy") == MARCH
    assert written(cell, 4) is None or cell in ("2024/03/01", "1. 3. 2024")
    # The form shows a date so, and so it is typed there.
    assert "{YY" in pattern_of([cell], "dmy") and "{M" in pattern_of([cell], "dmy")


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("2024/3/1 下午 3:12:36", 15.21), ("01MAR2024:09:30", 9.5),
     ("2024/03/01 1:30:00 PM GMT+8", 13.5), ("Fri Mar  1 09:30:00 2024", 9.5),
     ("2024-03-01 09:30 CET", 9.5)],
)  # fmt: skip
def test_their_times_are_parts_of_a_day(cell, hour):
    assert days(cell, "dmy") == pytest.approx(MARCH + hour / 24, abs=1e-9)


@pytest.mark.parametrize(
    ("cell", "month"),
    [("2024Q1", 1), ("2024-Q2", 4), ("Q3 2024", 7), ("Q4/2024", 10), ("2024年第二季度", 4)],
)
def test_a_quarter_is_its_first_month(cell, month):
    assert days(cell, "ymd") == days(f"2024-{month:02d}-01", "ymd")


@pytest.mark.parametrize(
    "cell",
    [
        "Mars 12",
        "room 2024",
        "3. Stock",
        "1. Liga 2024/25",
        "A 2024-03-01",
        "Q5 2024",
        "Jan",
        "Set-12",
        "Gen-10",
        "1/1000",
        "13/2024x",
    ],
)
def test_what_is_no_date_stays_a_word(cell):
    assert written(cell) is None


@pytest.mark.parametrize("form", ["%Y%m%d", "%Y%m%d%H", "%Y%m%d%H%M%S"])
def test_digits_that_can_only_be_dates_are_dates(form):
    def day(i):
        return date(2024, 1 + i % 12, 1 + i)

    read = table("when,len,kind", lambda i: day(i).strftime(form), length, kind)
    column = read.column("when")
    first = min(map(day, range(24)))
    assert column.dates and column.dates.first == first.isoformat()
    np.testing.assert_array_equal(column.numbers, [(day(i) - first).days for i in range(24)])
    assert read.questions == ()
    words = table("when,len,kind", lambda i: day(i).strftime(form), length, kind, dates="words")
    assert words.column("when").numbers[0] == float(day(0).strftime(form))


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("id", lambda i: 20240132 + i),  # no day of the calendar
        ("id", lambda i: 20240101 + 61 * i),
        ("price", lambda i: 201001 + i * 7 % 12),  # in no order
        ("price", lambda i: 199901 + 50 * i),
    ],
)
def test_other_digits_stay_numbers(name, cell):
    read = table(f"{name},len,kind", cell, length, kind)
    assert read.column(name).dates is None
    assert read.column(name).numbers[1] == cell(1)


@pytest.mark.parametrize("name", ["month", "x"])
def test_months_in_digits_are_known_by_their_name_or_order(name):
    def month(i):
        at = i if name == "x" else i * 5 % 24
        return f"{2022 + at // 12}{1 + at % 12:02d}"

    column = table(f"{name},len,kind", month, length, kind).column(name)
    assert column.dates and column.dates.first == "2022-01-01"
    assert column.numbers[0] == 0.0


@pytest.mark.parametrize(
    ("cells", "hours"),
    [(["9:30 Uhr", "14:05 Uhr"], [9.5, 14 + 5 / 60]), (["9 AM", "10:30pm"], [9, 22.5]),
     (["9 Uhr", "14:30 Uhr"], [9, 14.5])],
)  # fmt: skip
def test_times_with_a_word_behind_are_hours(cells, hours):
    column = table("t,len,kind", lambda i: cells[i % 2], length, kind).column("t")
    assert column.dates and column.dates.order == "clock"
    np.testing.assert_allclose(column.numbers[:2], hours)


@pytest.mark.parametrize(("name", "asks"), [("Uhrzeit", True), ("start time", True), ("x", False)])
def test_times_with_a_point_are_asked_about(name, asks):
    def clock(i):
        return f"{8 + i % 12:02d}.{i * 7 % 60:02d}"

    read = table(f"{name},len,kind", clock, length, kind)
    assert read.column(name).numbers[1] == 9.07
    found = [hint for hint in read.hints("kind", []) if hint.code == "may_be_clock"]
    assert len(found) == asks
    if asks:
        again = table(f"{name},len,kind", clock, length, kind, **found[0].given)
        np.testing.assert_allclose(again.column(name).numbers[:2], [8, 9 + 7 / 60])


def test_seconds_of_a_race_are_no_times():
    rows = "".join(f"{9 + i / 13:.2f},{kind(i)}\n" for i in range(24))
    read = read_table(f"race time,kind\n{rows}".encode())
    assert "may_be_clock" not in {hint.code for hint in read.hints("kind", [])}


@pytest.mark.parametrize(
    ("form", "code"),
    [("{}. März 2024", "dates_named"), ("Mar {}, 2024", "dates_named"), ("2024-03-{}", "dates_ymd"),
     ("{}.03.2024", "dates_dmy"), ("03/{}/2024", "dates_mdy"), ("202403{:02d}", "dates_ymd")],
)  # fmt: skip
def test_an_order_is_said_only_where_it_tells_the_month(form, code):
    read = table("when;len;kind", lambda i: f"{form.format(1 + i)};{length(i)};{kind(i)}")
    assert [hint.code for hint in read.hints("kind", []) if "dates" in hint.code] == [code]
