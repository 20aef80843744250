"""Digits that are no numbers: ids in any steps, times, codes with a 0 in front, gaps as -999."""

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.files.reading import check_reading
from nnlab.tables import read_table

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
