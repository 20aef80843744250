"""Digits that are no numbers: ids in any steps, times, codes with a 0 in front, gaps as -999."""

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.files.reading import check_reading
from nnlab.tables import read_table
from page.session import Session

RANDOM = np.random.default_rng(5).choice(9 * 10**8, 24, replace=False) + 10**8
POSTCODES = ["01037", "04109", "80331", "10115", "01067", "99084"]


def hints(read, target="kind", left_out=()):
    return {hint.code: hint for hint in read.hints(target, left_out)}


@pytest.mark.parametrize(
    "number",
    [
        lambda i: RANDOM[i],
        lambda i: 20_210_000 + 37 * i * i,  # of pupils
        lambda i: 1_700_000_000 + 3600 * i * i,  # seconds
        lambda i: 1_700_000_000_000 + 61_000 * i * i,  # milliseconds
        lambda i: 1_700_000_000.25 + 7.5 * i * i,
    ],
)
def test_long_numbers_that_hardly_come_twice_are_ticked_off(number):
    read = table("scan,len,kind", number, length, kind)
    assert read.why_left_out("kind") == {"scan": "long_number"}
    # Alone it is all there is to learn from, and its owner may well mean it.
    assert table("scan,kind", number, kind).why_left_out("kind") == {}


@pytest.mark.parametrize(
    "number",
    [
        lambda i: 1000 * (30_000 + 97 * i * i),  # what houses cost
        lambda i: 10_000_000 + i % 5,
        lambda i: 1500 + 37 * i * i,
        lambda i: 100_000 * (i + 1) ** 3,
        lambda i: 7.5e8 * (1 + i % 7),
        lambda i: 5e-9 * i * i,
    ],
)
def test_what_is_measured_or_paid_stays_a_feature(number):
    read = table("amount,len,kind", number, length, kind)
    assert read.why_left_out("kind") == {}
    assert hints(read) == {}


@pytest.mark.parametrize(
    "number",
    [lambda i: 10 * i, lambda i: 2 * i + 1, lambda i: 1000 - 5 * i, lambda i: 70 * i % 240],
)
def test_numbers_at_equal_steps_are_asked_about_and_one_press_leaves_them_out(number):
    read = table("x,len,kind", number, length, kind)
    assert read.why_left_out("kind") == {}  # it may be a dose, a place, a time
    hint = hints(read)["numbering"]
    assert (hint.values, hint.left_out) == ({"column": "x"}, ("x",))
    assert hints(read, left_out=hint.left_out) == {}


@pytest.mark.parametrize("number", [lambda i: RANDOM[i] // 1000, lambda i: 45_000 + i * i])
def test_shorter_numbers_that_may_be_ids_are_asked_about(number):
    read = table("book,len,kind", number, length, kind)
    assert read.why_left_out("kind") == {}  # it may be what somebody earns
    assert hints(read)["ids"].left_out == ("book",)


def test_of_a_number_to_predict_no_class_is_rare():
    read = table("len,rooms,price", length, lambda i: i % 3, lambda i: i * 5 % 13)
    assert "rare_class" in hints(read, "price")
    assert read.hints("price", [], "numbers") == []


@pytest.mark.parametrize(
    "x", [lambda i: i / 10, lambda i: 10 * i, lambda i: i, lambda i: i + 1, lambda i: i / 10 - 1]
)
def test_the_x_of_a_curve_stays_and_is_not_asked_about(x):
    read = table("x,y", x, lambda i: round(np.sin(i / 4), 4))
    assert read.guess_target() == "y"
    assert read.why_left_out("y") == {}
    assert hints(read, "y") == {}
    assert read.select("y", [], "numbers").dataset.feature_names == ("x",)
    for header in (",y", ",0"):  # as pandas writes a series
        series = table(header, lambda i: i, lambda i: round(np.sin(i / 4), 4))
        assert (series.rows, series.column(header[1:]).numbers[0]) == (24, 0.0)
    nameless = table(",y", lambda i: i, lambda i: round(np.sin(i / 4), 4))
    assert [*nameless.why_left_out("y").values()] == ["row_number"]


def test_codes_with_a_0_in_front_are_words():
    read = table("postcode,len,kind", lambda i: POSTCODES[i % 6], length, kind)
    assert read.reading.codes == ("postcode",)
    dataset = read.select("kind", []).dataset
    assert dataset.feature_names[:6] == tuple(f"postcode = {code}" for code in POSTCODES)
    hint = hints(read)["codes"]
    assert hint.values == {"column": "postcode", "cell": "01037"}
    numbers = table("postcode,len,kind", lambda i: POSTCODES[i % 6], length, kind, **hint.given)
    assert numbers.column("postcode").numbers[0] == 1037.0
    assert hints(numbers) == {}

    many = table("plz,len,kind", lambda i: f"0{1000 + 37 * i}", length, kind)
    assert many.why_left_out("kind") == {"plz": "codes"}
    assert "codes" in hints(many, left_out=["plz"])  # with which it may be had as numbers


@pytest.mark.parametrize(
    "cell",
    [
        lambda i: f"{i % 12 + 1:02d}",  # months
        lambda i: f"{7 ** (i % 5):04d}",  # filled up to one width
        lambda i: "0",
        lambda i: f"0.{1000 + i}",
        lambda i: f"{1000 + 37 * i}",
        lambda i: f"0{i}",
    ],
)
def test_other_digits_stay_numbers(cell):
    assert table("x,len,kind", cell, length, kind).reading.codes == ()


def test_a_file_kept_from_before_has_its_codes_as_numbers_still():
    read = table("plz,len,kind", lambda i: POSTCODES[i % 6], length, kind)
    earlier = {
        "encoding": "UTF-8", "delimiter": ",", "decimal": ".", "thousands": "", "comment": "",
        "header": True, "skip": 0, "join": [], "one_hot": [], "without": [], "gaps": "leave_out",
        "dates": "words",
    }  # fmt: skip
    assert check_reading(earlier)["codes"] == ()
    assert read.reading.codes == ("plz",)


@pytest.mark.parametrize(
    ("code", "usual"),
    [
        (-999, lambda i: 5 + i % 7),
        (-9999, lambda i: i % 41 - 20),  # degrees
        (-99, lambda i: i % 10),
        (9999, lambda i: 20 + i % 50),
        (-999, lambda i: 130 * i),
    ],
)
def test_a_number_far_out_may_stand_for_a_gap_and_one_press_makes_it_one(code, usual):
    def cell(i):
        return code if i in (3, 11) else usual(i)

    read = table("temp,len,kind", cell, length, kind)
    hint = hints(read)["gap_number"]
    assert hint.values == {"number": str(code).replace("-", "−"), "names": "temp", "count": 2}
    mended = table("temp,len,kind", cell, length, kind, **hint.given)
    assert np.flatnonzero(mended.column("temp").missing).tolist() == [3, 11]
    assert mended.column("temp").first[3] == str(code)  # as it is written
    assert mended.select("kind", []).missing == 2
    found = hints(mended)
    assert {*found} == {"gap_numbers", "gaps"}
    assert found["gap_numbers"].given == {"gap_numbers": ()}
    back = read_table(b"temp,kind\n" + b"1,a\n2,b\n" * 5, **check_reading({"gap_numbers": [2]}))
    assert int(back.column("temp").missing.sum()) == 5


@pytest.mark.parametrize(
    "cell",
    [lambda i: i * 90, lambda i: -999 + 100 * i, lambda i: i % 3 - 9, lambda i: -999, lambda i: -i],
)
def test_such_a_number_among_others_is_one_of_them(cell):
    read = table("x,len,kind", cell, length, kind)
    assert "gap_number" not in hints(read, left_out=read.guess_left_out("kind"))


SCALES = {
    "answers": (lambda i: -1 if i % 7 == 3 else 1 + i % 5, [-1.0]),
    "one alone": (lambda i: -1 if i == 7 else 1 + i % 5, [-1.0]),
    "two kinds": (lambda i: -1 - i // 8 % 2 if i % 8 == 3 else 1 + i % 7, [-2.0, -1.0]),
    "eight and nine below": (lambda i: {3: -8, 4: -9}.get(i % 12, 1 + i % 5), [-9.0, -8.0]),
    "nine": (lambda i: 9 if i % 9 == 2 else 1 + i % 5, [9.0]),
    "eight and nine": (lambda i: 8 + i % 2 if i % 6 == 2 + i % 2 else 1 + i % 4, [8.0, 9.0]),
    "ninety-nine": (lambda i: 99 if i % 9 == 2 else 1 + i % 5, [99.0]),
    "age": (lambda i: -1 if i == 7 else 18 + i * 7 % 60, [-1.0]),
    "height": (lambda i: -1 if i % 9 == 2 else 1.5 + i * 7 % 24 / 50, [-1.0]),
    "more of -1 than of 0": (lambda i: -1 if i % 3 == 2 else i // 3, [-1.0]),
    "mostly": (lambda i: -1 if i % 5 else 30 + i * 7, [-1.0]),  # days since a call there was not
    "pressure": (lambda i: 0 if i % 9 == 2 else 60 + i * 7 % 30, [0.0]),
}
REAL = {
    "counts": lambda i: i % 7,
    "two values": lambda i: 2 * (i % 2) - 1,
    "differences": lambda i: i % 6 - 1,
    "balanced": lambda i: [-2, -1, 1, 2][i % 4],
    "balanced wide": lambda i: [-3, -2, -1, 1, 2, 3][i % 6],
    "many below": lambda i: -1 if i % 3 else 1 + i % 9,
    "degrees": lambda i: i % 17 - 2,
    "standardized": lambda i: round(np.sin(i), 2) or -1,
    "doses": lambda i: 50 * (i % 5),
    "money": lambda i: 0 if i % 5 == 2 else round(20 + (i * 7 % 23) ** 2 * 1.1, 2),
    "mostly none": lambda i: 0 if i % 3 else 500 + 7 * i,
    "children": lambda i: 8 if i == 5 else i % 5,
    "rooms": lambda i: 9 if i == 5 else 1 + i % 5,
    "floors": lambda i: i % 8 - 1,
    "grades": lambda i: 1 + i % 9,
    "tens": lambda i: 10 * (i % 12),
    "rain": lambda i: 0 if i % 4 else i / 5,
}


def gap_hints(read):
    return [hint for hint in read.hints("kind", []) if hint.code in ("gap_number", "gap_in")]


@pytest.mark.parametrize("name", SCALES)
def test_a_usual_number_where_it_can_hardly_be_one_is_asked_about(name):
    cell, numbers = SCALES[name]
    read = table("q,len,kind", cell, length, kind)
    assert read.select("kind", []).missing == 0  # nothing is left out before it is said
    found = gap_hints(read)
    said = [float(str(hint.values["number"]).replace("−", "-")) for hint in found]
    assert {*said} >= {*numbers} and len(said) <= 2
    given = {part: value for hint in found for part, value in hint.given.items()}
    mended = table("q,len,kind", cell, length, kind, **given)
    assert mended.column("q").missing.any() and not mended.column("len").missing.any()
    undo = {hint.code: hint.given for hint in mended.hints("kind", [])}
    assert undo.get("gaps_in", {"gaps_in": {}}) == {"gaps_in": {}}


@pytest.mark.parametrize("name", REAL)
def test_such_a_number_that_may_well_be_one_is_not_asked_about(name):
    assert gap_hints(table("x,len,kind", REAL[name], length, kind)) == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [("age", True), ("Blood pressure", True), ("年龄", True), ("chol", True), ("visits", False)],
)
def test_a_0_is_asked_about_sooner_where_the_name_says_that_there_is_none(name, asked):
    def cell(i):
        return 0 if i % 5 == 1 else 12 + i * i % 60

    read = table(f"{name},zeros,kind", cell, lambda i: i % 3, kind)
    assert bool(gap_hints(read)) == asked
    if asked:
        (hint,) = gap_hints(read)
        assert hint.given == {"gaps_in": {name: (0.0,)}}
        mended = table(f"{name},zeros,kind", cell, lambda i: i % 3, kind, **hint.given)
        assert not mended.column("zeros").missing.any()
        assert mended.column(name).missing.sum() == 5


def test_paper_of_pictures_is_no_gap():
    def pixel(p):
        return lambda i: 0 if (i + p // 8 * 2) % 5 == 0 else 200 + 9 * (i + p // 8) % 50

    pixels = [*map(pixel, range(16))]
    header = ",".join([*(f"p{p}" for p in range(16)), "kind"])
    assert gap_hints(table(header, *pixels, kind)) == []


def test_a_gap_number_in_a_column_of_codes_is_a_gap_and_no_word():
    def cell(i):
        return "9999" if i == 4 else f"0{i % 5}7{i % 3}"

    read = table("zip,len,kind", cell, length, kind, gap_numbers=(9999.0,))
    zip_codes = read.column("zip")
    assert zip_codes.is_code and zip_codes.missing.sum() == 1
    assert "9999" not in zip_codes.class_names and "" not in zip_codes.class_names


def test_a_day_of_a_column_of_dates_is_no_gap_number():
    def day(i):
        return "2026-09-30" if i == 23 else f"2024-01-{i + 1:02}"  # 1003 days later

    read = table("day,len,kind", lambda i: day(i) if i != 22 else "2026-09-26", length, kind)
    assert read.column("day").numbers[22] == 999.0
    assert gap_hints(read) == []


def test_what_stands_for_a_gap_does_so_in_a_file_of_new_rows_too():
    session = Session()
    rows = "".join(
        f"{0 if i % 9 == 2 else 60 + i % 20},{i % 4},{'ab'[i % 20 > 9]}\n" for i in range(60)
    )
    reading = {"gaps_in": {"bp": [0]}, "gaps": "fill"}
    session.ask("read_csv", data=f"bp,n,kind\n{rows}".encode(), reading=reading)
    setup = {"dataset": "own", "target": "kind", "engine": "plain"}
    session.ask("configure", run=1, setup=setup, new_csv=True)
    answer = session.ask("answer_file", data=b"n,BP\n0,0\n1,70\n")
    assert answer["filled"] == [{"column": "BP", "count": 1, "value": "70"}]


@pytest.mark.parametrize("zero", ["０", "٠"])
def test_codes_in_any_digits_are_asked_about(zero):
    def cell(i):
        return "".join(chr(ord(zero) + int(c)) for c in f"0{4 + i % 3}7{i % 2}")

    (question,) = table("plot,len,kind", cell, length, kind).questions
    assert (question.cell, question.answers[0][0]) == (cell(0), 470.0)
