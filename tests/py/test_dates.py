"""Dates of a table: each becomes the days since its column's first, however it is written."""

from datetime import datetime

import numpy as np
import pytest

import nnlab
from nnlab.cell_dates import days, pattern_of
from nnlab.cli import main
from nnlab.files.csv_file import CsvFile
from nnlab.files.reading import LATER, PARTS, check_reading
from nnlab.table_errors import TableError
from nnlab.tables import read_table
from page.session import Session

LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}
ZERO = datetime(1970, 1, 1)


@pytest.mark.parametrize(
    ("cell", "pattern"),
    [
        ("2024-03-01", "{YYYY}-{MM}-{DD}"),
        ("01.03.2024", "{DD}.{MM}.{YYYY}"),
        ("1/3/2024", "{D}/{M}/{YYYY}"),
        ("1.3.24", "{D}.{M}.{YY}"),
        ("2024年3月1日", "{YYYY}年{M}月{D}日"),
        ("２０２４年３月１日", "{YYYY}年{M}月{D}日"),
        ("1 Mar 2024", "{D} {MMM} {YYYY}"),
        ("March 1, 2024", "{MMMM} {D}, {YYYY}"),
        ("2024-03", "{YYYY}-{MM}"),
    ],
)
def test_the_first_of_march_however_it_is_written(cell, pattern):
    assert days(cell, "dmy") == (datetime(2024, 3, 1) - ZERO).days
    assert pattern_of([cell], "dmy") == pattern


@pytest.mark.parametrize(
    "cell",
    ["2024-03-01T14:30:15Z", "3/1/2024 2:30:15 PM", "20240301T143015", "2024年3月1日 14时30分15秒"],
)
def test_a_time_is_a_part_of_a_day(cell):
    exact = (datetime(2024, 3, 1, 14, 30, 15) - ZERO).total_seconds() / 86400
    assert days(cell, "mdy") == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(
    "cell", ["2023-02-29", "2024-13-01", "31/04/2024", "5.1", "2024", "12:30", "", "x", "1-2-3"]
)
def test_what_is_no_date_is_a_gap(cell):
    assert np.isnan(days(cell, "dmy"))


def sales(dates, *, delimiter=","):
    """A table in which the price class changes with time."""
    lines = [delimiter.join(["sold", "rooms", "price class"])]
    for at, each in enumerate(dates):
        lines.append(delimiter.join([each, str(at % 5), "low" if 2 * at < len(dates) else "high"]))
    return "\n".join(lines).encode()


MONTHLY = [f"{1 + 9 * at % 28}.{1 + at % 12}.{2021 + at // 12}" for at in range(36)]


def test_a_column_of_dates_is_the_days_since_its_first_and_its_order_is_told_by_its_cells():
    table = read_table(sales(MONTHLY))
    expected = [days(cell, "dmy") for cell in MONTHLY]
    sold = table.column("sold")
    np.testing.assert_array_equal(sold.numbers, np.array(expected) - min(expected))
    assert (sold.dates.first, sold.dates.order, table.questions) == ("2021-01-01", "dmy", ())
    assert table.reading.dates == "dmy"
    assert (table.guess_target(), table.guess_left_out("price class")) == ("price class", [])
    dataset = table.select("price class", []).dataset
    assert dataset.feature_names == ("sold (days since 2021-01-01)", "rooms")
    (hint,) = table.hints("price class", [])
    assert (hint.code, hint.given) == ("dates_dmy", {})
    american = read_table(sales(["2/13/2024", "3/4/2024", "5/6/2024", "7/8/2024"]))
    assert american.column("sold").numbers.tolist() == [0.0, 20.0, 83.0, 146.0]


def test_years_stay_numbers_and_numbers_that_count_up_by_days_are_no_row_numbers():
    years = read_table(sales([str(1990 + at) for at in range(30)]))
    assert years.column("sold").dates is None and years.column("sold").numbers[1] == 1991.0
    daily = read_table(sales([f"2024-03-{1 + at:02}" for at in range(30)]))
    assert daily.why_left_out("price class") == {}
    assert daily.guess_target() == "price class"


def test_where_no_cell_tells_the_month_from_the_day_somebody_is_asked():
    data = sales(["03/04/2024", "05/06/2024", "07/08/2024", "09/10/2024"])
    (question,) = read_table(data).questions
    assert (question.column, question.cell, question.dates) == ("sold", "03/04/2024", True)
    april, march = (datetime(2024, 4, 3), datetime(2024, 3, 4))
    assert [value for value, _ in question.answers] == [(d - ZERO).days for d in (april, march)]
    for value, answer in question.answers:
        said = read_table(data, **answer)
        column = said.column("sold")
        assert said.questions == () and column.dates.offset + column.numbers[0] == value
        (hint,) = said.hints("price class", [])
        assert {hint.given["dates"], answer["dates"]} == {"dmy", "mdy"}
    other = b"sold,seen,kind\n03/04/2024,1/31/2024,a\n05/06/2024,2/1/2024,b\n"
    assert read_table(other).questions == ()  # the same hand wrote both
    assert read_table(other).column("sold").dates.order == "mdy"


def test_numbers_that_may_be_two_do_not_hide_the_question_about_dates():
    data = b"sold;price;kind\n03/04/2024;1,250;a\n05/06/2024;2,500;b\n"
    question, other = read_table(data).questions
    assert question.dates and (question.column, other.column) == ("sold", "price")
    (then,) = read_table(data, **question.answers[0][1]).questions
    assert not then.dates and then.column == "price"


def test_a_date_that_is_none_leaves_no_doubt_about_the_order():
    table = read_table(sales(["2024-02-30", "0000-00-00", *["2024-03-01", "2024-04-02"] * 6]))
    assert table.questions == ()
    (order,) = [hint for hint in table.hints("price class", []) if hint.code == "bad_dates"]
    assert order.values == {"column": "sold", "count": 2}
    assert [hint.code for hint in table.hints("price class", []) if "dates" in hint.given] == []


def test_bad_dates_and_gaps_are_filled_or_left_out_as_others():
    dates = [*MONTHLY]
    dates[3], dates[4], dates[5] = "", "31.2.2024", "unknown"
    table = read_table(sales(dates))
    selection = table.select("price class", [])
    assert (selection.dataset.rows, selection.missing, selection.not_numeric) == (33, 1, 2)
    codes = {hint.code: hint.values for hint in table.hints("price class", [])}
    assert codes["bad_dates"] == {"column": "sold", "count": 2}
    filled = read_table(sales(dates), gaps="fill").select("price class", []).dataset
    middle = np.nanmedian(table.column("sold").numbers)
    assert filled.features[3:6, 0].tolist() == [middle] * 3


def test_dates_may_be_words_and_a_kept_file_that_knew_none_has_them_so():
    words = read_table(sales(MONTHLY), dates="words")
    assert words.why_left_out("price class") == {"sold": "words"}
    earlier = {"encoding": "UTF-8", "delimiter": ",", "decimal": ".", "thousands": "",
               "comment": "", "header": True, "skip": 0, "join": [], "one_hot": [],
               "without": [], "gaps": "fill"}  # fmt: skip
    assert {*PARTS} - {*earlier} == {*LATER, "ways", "version"}
    assert check_reading(earlier)["dates"] == "words"
    assert "dates" not in check_reading({"gaps": "fill"})


def test_the_page_a_file_a_model_and_the_command_line_answer_dates_alike(tmp_path, capsys):
    data = sales(MONTHLY)
    session = Session()
    read = session.ask("read_csv", data=data)
    assert read["columns"][0]["since"] == "2021-01-01" and read["columns"][0]["numeric"]
    setup = {"dataset": "own", "target": "price class", "engine": "plain", "standardize": True,
             "test_ratio": 0.25, "epochs": 6}  # fmt: skip
    lab = session.ask("configure", run=1, setup=setup, new_csv=True)
    source = lab["sources"][0]
    assert (source["pattern"], source["offset"]) == ("{D}.{M}.{YYYY}", days("1.1.2021", "dmy"))
    trained = session.ask("train", run=1, epochs=6, budget_ms=1e6, live=LIVE)
    # The new file alone could be read either way: it is read as the owner's own.
    new = "rooms,sold\n2,3.4.2022\n1,2023-05-06\n3,soon\n1,1.2.2023\n"
    values = [[days(c, "dmy") - source["offset"], r] for c, r in
              [("3.4.2022", 2.0), ("6.5.2023", 1.0)]]  # fmt: skip
    expected = [session.ask("predict", values=each)["outputs"] for each in values]
    answer = session.ask("answer_file", data=new.replace(".", "/").encode())
    lines = [line.split(",") for line in answer["data"].decode().splitlines()[1:]]
    got = [[float(cell) for cell in line[3:]] for line in lines[:2]]
    np.testing.assert_allclose(got, [y / y.sum() for y in expected], rtol=1e-5)
    assert answer["filled"] == [{"column": "sold", "count": 1, "value": "2022-07-03"}]
    assert answer["missing"] == []

    history = {name: [*map(float, column)] for name, column in trained["reports"].items()}
    csv = {"name": "sales.csv", "data": data, "reading": read["reading"]}
    text = session.ask("save_model", setup=setup, history=history, csv=csv)["text"]
    other = Session()
    other.ask("open_model", run=1, text=text)
    np.testing.assert_array_equal(other.ask("predict", values=values[0])["outputs"], expected[0])

    session.lab.csv = CsvFile("sales.csv", data, read["reading"])
    nnlab.save(session.lab, tmp_path / "model.json")
    (tmp_path / "new.csv").write_text(new, "utf-8")
    assert main(["predict", str(tmp_path / "model.json"), str(tmp_path / "new.csv")]) == 0
    _, *ours = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in ours] == [line[2] for line in lines]


def test_the_command_line_asks_too_and_keeps_what_was_said(tmp_path, capsys):
    (tmp_path / "sales.csv").write_bytes(sales(["03/04/2024", "05/06/2024"] * 6))
    data = ["train", "--data", str(tmp_path / "sales.csv"), "--epochs", "1", "--engine", "plain"]
    with pytest.raises(SystemExit):
        main(data)
    assert "sold: is 03/04/2024 dmy or mdy" in capsys.readouterr().err
    model = tmp_path / "model.json"
    assert main([*data, "--dates", "mdy", "--save", str(model)]) == 0
    assert "sold: days since 2024-03-04, read as mdy" in capsys.readouterr().out
    opened = nnlab.load(model)
    assert opened.dataset.sources[0].dates.order == "mdy"


def test_a_date_that_is_left_out_is_not_asked_about(tmp_path, capsys):
    (tmp_path / "sales.csv").write_bytes(sales(["03/04/2024", "05/06/2024"] * 6))
    data = ["train", "--data", str(tmp_path / "sales.csv"), "--epochs", "1", "--engine", "plain"]
    assert main([*data, "--without", "sold"]) == 0
    assert "rooms" not in capsys.readouterr().err


SEASONS = ["2009-10", "2010-11", "2011-12"]


@pytest.mark.parametrize(
    "way", ["{}", "{0[0]}{0[1]}{0[2]}{0[3]}/{0[5]}{0[6]}", "{0[0]}{0[1]}{0[2]}{0[3]}–{0[5]}{0[6]}"]
)
@pytest.mark.parametrize("seasons", [SEASONS, [*SEASONS, "2012-13"], ["1998-99", "1999-00"]])
def test_a_span_into_the_next_year_is_no_month(way, seasons):
    cells = [way.format(seasons[at % len(seasons)]) for at in range(24)]
    table = read_table(sales(cells))
    season = table.column("sold")
    assert season.dates is None and season.class_names == tuple(cells[: len(seasons)])
    assert table.reading.seasons == ("sold",) and table.why_left_out("price class") == {}
    (hint,) = table.hints("price class", [])
    assert (hint.code, hint.values) == ("seasons", {"column": "sold", "cell": cells[0]})
    if len(seasons) == 3:
        months = read_table(sales(cells), **hint.given)
        assert months.column("sold").dates.first == "2009-10-01"


@pytest.mark.parametrize("months", [["2009-10", "2009-11", "2010-11"], ["2009-01", "2010-02"]])
def test_months_of_years_stay_months(months):
    table = read_table(sales(months * 8))
    assert table.column("sold").dates.order == "ymd" and table.reading.seasons == ()


def test_where_there_are_only_dates_and_row_numbers_it_is_said_what_to_do():
    rows = "".join(f"{at + 1},2024-03-{at + 1:02}\n" for at in range(20))
    with pytest.raises(TableError) as refused:
        read_table(f"n,day\n{rows}".encode()).guess_target()
    assert refused.value.code == "only_dates"


def test_rows_of_dates_and_words_without_a_header_are_all_rows():
    rows = "".join(f"2024-03-{at + 1:02},{'ab'[at % 2]}\n" for at in range(20))
    assert (read_table(rows.encode()).rows, read_table(rows.encode()).reading.header) == (20, False)
    times = "".join(f"9:{at + 10},{'ab'[at % 2]}\n" for at in range(20))
    assert read_table(times.encode()).rows == 20
    wide = "city,2024-01-01,2024-02-01\n" + "".join(f"{'ab'[at % 2]},{at},5\n" for at in range(9))
    assert read_table(wide.encode()).columns[1].name == "2024-01-01"
