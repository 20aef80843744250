"""Answers for a file: orders, gaps and unknown words are handled and said."""

import csv
import io

import numpy as np
import pytest

from nnlab import load_iris
from nnlab.answers import written
from nnlab.table_errors import TableError
from page.session import Session

IRIS = load_iris()
LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}


@pytest.fixture(scope="module")
def session():
    made = Session()
    made.ask("configure", run=1, setup={"standardize": True, "engine": "plain"})
    made.ask("train", run=1, epochs=20, budget_ms=1e6, live=LIVE)
    return made


def as_csv(header, rows, delimiter=","):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return buffer.getvalue().encode()


def parsed(answer, delimiter=","):
    return [*csv.reader(io.StringIO(answer["data"].decode("utf-8-sig")), delimiter=delimiter)]


ROWS = [
    [*map(str, row), IRIS.class_names[k]]
    for row, k in zip(IRIS.features.tolist(), IRIS.labels, strict=True)
]
HEADER = [*IRIS.feature_names, "species"]


def test_every_row_comes_back_as_it_was_with_its_answer_behind_it(session):
    answer = session.ask("answer_file", data=as_csv(HEADER, ROWS))
    header, *rows = parsed(answer)
    assert header == [*HEADER, "prediction", *(f"p({name})" for name in IRIS.class_names)]
    assert [row[:5] for row in rows] == ROWS
    y = session.lab.predict(IRIS.features)
    assert [row[5] for row in rows] == [IRIS.class_names[k] for k in y.argmax(axis=1)]
    shares = np.array([[float(cell) for cell in row[6:]] for row in rows])
    np.testing.assert_allclose(shares, session.lab.probabilities(IRIS.features), rtol=1e-5)
    assert answer["score"] == pytest.approx((y.argmax(axis=1) == IRIS.labels).mean())
    assert (answer["truth"], answer["known"], answer["rows"]) == ("species", 150, 150)
    assert (answer["missing"], answer["filled"], answer["unused"]) == ([], [], [])
    assert not answer["moved"] and answer["header"] == header and answer["preview"] == rows[:20]


def test_another_order_and_other_columns_change_no_answer(session):
    plain = parsed(session.ask("answer_file", data=as_csv(HEADER, ROWS)))
    turned = [["n7", *reversed(row)] for row in ROWS]
    answer = session.ask("answer_file", data=as_csv(["note", *reversed(HEADER)], turned, ";"))
    assert answer["moved"] and answer["unused"] == ["note"]
    assert [row[6:] for row in parsed(answer, ";")[1:]] == [row[5:] for row in plain[1:]]


def test_gaps_and_words_and_a_missing_column_are_taken_for_the_median(session):
    middle = np.median(IRIS.features, axis=0)
    rows = [row[1:4] for row in ROWS[:20]]
    rows[0][0], rows[1][0], rows[2][1] = "", "broad", "NA"
    answer = session.ask("answer_file", data=as_csv(HEADER[1:4], rows))
    assert answer["missing"] == [HEADER[0]]
    filled = [
        {"column": HEADER[k], "count": count, "value": f"{middle[k]:g}"}
        for k, count in ((1, 2), (2, 1))
    ]
    assert answer["filled"] == filled
    expected = IRIS.features[:20].copy()
    expected[:, 0] = middle[0]
    expected[:2, 1], expected[2, 2] = middle[1], middle[2]
    got = [[float(cell) for cell in row[4:]] for row in parsed(answer)[1:]]
    np.testing.assert_allclose(got, session.lab.probabilities(expected), rtol=1e-5)
    assert answer["truth"] == "" and np.isnan(answer["score"])
    with pytest.raises(TableError, match="3 of the 4 columns"):
        session.ask("answer_file", data=as_csv(HEADER[3:], [row[3:] for row in ROWS]))


def test_a_class_that_the_network_never_saw_is_no_wrong_answer(session):
    rows = [[*row] for row in ROWS]
    rows[0][4] = "pseudacorus"
    answer = session.ask("answer_file", data=as_csv(HEADER, rows))
    assert (answer["known"], answer["strange"]) == (149, ["pseudacorus"])


def test_numbers_to_predict_come_in_the_files_own_marks():
    session = Session()
    rng = np.random.default_rng(0)
    sizes = rng.uniform(20, 200, 60)
    rows = [
        [f"{size:.1f}".replace(".", ","), f"{size * 3 + 0.5:.1f}".replace(".", ",")]
        for size in sizes
    ]
    data = as_csv(["size", "price"], rows, ";")
    session.ask("read_csv", data=data)
    setup = {
        "dataset": "own",
        "target": "price",
        "task": "numbers",
        "standardize": True,
        "engine": "plain",
        "epochs": 30,
    }
    session.ask("configure", run=1, setup=setup, new_csv=True)
    session.ask("train", run=1, epochs=30, budget_ms=1e6, live=LIVE)
    answer = session.ask("answer_file", data=data)
    header, *found = parsed(answer, ";")
    assert header == ["size", "price", "prediction"]
    got = [float(row[2].replace(",", ".")) for row in found]
    raw = np.array([[float(row[0].replace(",", "."))] for row in rows])
    np.testing.assert_allclose(got, session.lab.predict(raw), rtol=1e-5)
    assert answer["truth"] == "price" and answer["score"] > 0.9


@pytest.mark.parametrize(
    ("text", "values", "delimiter"),
    [
        ("x\n1.5\n2.5\n", [1.5, 2.5], ","),
        ("X\n1,5\n2,5\n", [1.5, 2.5], ","),
        ('"x"\n"1.5"\n', [1.5], ","),
        ("1.5\n2.5\n", [1.5, 2.5], ","),
        ("1,5\n2,5\n", [1.5, 2.5], ","),
        ("x,note\n1.5,a\n", [1.5], ","),
        ("note;x\na;1,5\n", [1.5], ";"),
        ('note,x\n"a ""b"", c",1.5\n', [1.5], ","),
    ],
)
def test_one_column_is_a_table_to_a_network_of_one_feature(text, values, delimiter):
    session = Session()
    session.ask(
        "read_csv", data=b"x,y\n" + b"".join(b"%d.5,%d.25\n" % (i, i * i) for i in range(30))
    )
    setup = {"dataset": "own", "target": "y", "task": "numbers", "engine": "plain"}
    session.ask("configure", run=1, setup=setup, new_csv=True)
    answer = session.ask("answer_file", data=text.encode())
    expected = [session.ask("predict", values=[value])["number"] for value in values]
    rows = parsed(answer, delimiter)[1:]
    np.testing.assert_allclose(
        [float(row[-1].replace(",", ".")) for row in rows], expected, rtol=1e-4
    )


@pytest.mark.parametrize("rows", [1, 2, 24])
def test_years_are_names_over_however_few_rows(rows):
    lines = [f"t{i},{i * 7 % 24},{5 + i * 5 % 24},{'ab'[i % 2]}" for i in range(24)]
    session = Session()
    session.ask("read_csv", data="\n".join(["town,2019,2020,kind", *lines]).encode())
    setup = {"dataset": "own", "target": "kind", "left_out": ["town"], "engine": "plain"}
    session.ask("configure", run=1, setup=setup, new_csv=True)
    text = "\n".join(["town,2019,2020", *(line.rsplit(",", 1)[0] for line in lines[:rows])])
    answer = session.ask("answer_file", data=text.encode())
    assert (answer["rows"], answer["missing"], answer["filled"]) == (rows, [], [])


def test_one_column_of_another_name_is_refused(session):
    for text in (b"x\n1\n2\n", b"1\n2\n"):
        with pytest.raises(TableError) as refused:
            session.ask("answer_file", data=text)
        assert refused.value.code == "one_column"


def test_a_spreadsheet_runs_no_cell_of_the_answers():
    cells = ["=cmd|'/c calc'!A0", "@SUM(1)", "+x", "-x", "-", "-1.5", "+2", "−3 %", "-4 €", "a=b"]
    text = written([["x"], *([cell] for cell in cells)], ",")
    found = [row[0] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))][1:]
    assert found == [*(f"'{cell}" for cell in cells[:4]), *cells[4:]]
