"""Which column is the target, which are no good features, and what is strange in a choice."""

import numpy as np
import pytest
from table_texts import KINDS, kind, length, table

from nnlab.table_errors import TableError
from nnlab.table_roles import guess_task
from nnlab.tables import read_table


def shuffled(i):
    return i * 7 % 24 + 100


def why(read, target="kind"):
    return read.why_left_out(target)


@pytest.mark.parametrize(
    ("header", "column", "reason"),
    [
        (",len,kind", lambda i: i, "row_number"),
        (",len,kind", lambda i: 3 * i * i % 97, "row_number"),  # what is left of a shuffled one
        ("Unnamed: 0,len,kind", lambda i: i * i, "row_number"),
        ("x,len,kind", lambda i: i + 1, "row_number"),
        ("x,len,kind", lambda i: i + 101, "row_number"),
        ("x,len,kind", lambda i: 24 - i, "row_number"),
        ("x,len,kind", shuffled, "row_number"),
        ("id,len,kind", lambda i: 3 * i * i, "id"),
        ("PatientID,len,kind", lambda i: 3 * i * i, "id"),
        ("sample_id,len,kind", lambda i: 3 * i * i, "id"),
        ("编号,len,kind", lambda i: 3 * i * i, "id"),
        ("No.,len,kind", lambda i: 3 * i * i, "id"),
        ("name,len,kind", lambda i: f"leaf {i}", "words"),
        ("same,len,kind", lambda _: 7, "constant"),
        ("code,len,kind", lambda i: [4, 9, 2][i % 3], "target"),
        ("label,len,kind", lambda i: i % 2, "target"),
        ("type,len,kind", lambda i: ["flat", "house"][i // 2 % 2], ""),
        ("acid,len,kind", lambda i: 3 * i * i, ""),
        ("weight,len,kind", lambda i: 3 * i * i, ""),
        ("x,len,kind", lambda i: i * 0.5, ""),
        ("hairy,len,kind", lambda i: i % 2 == 0, ""),
    ],
)
def test_a_column_that_is_no_good_feature_says_why(header, column, reason):
    read = table(header, column, length, kind)
    assert why(read) == ({read.columns[0].name: reason} if reason else {})


@pytest.mark.parametrize("yes_no", [("1", "0"), ("True", "False")])
@pytest.mark.parametrize("prefix", ["", "kind_", "is_"])
def test_indicators_of_the_classes_beside_them_are_left_out(prefix, yes_no):
    def says(name):
        return lambda i: yes_no[kind(i) != name]

    header = ",".join(["len", *(prefix + name for name in KINDS), "kind"])
    read = table(header, length, *map(says, KINDS), kind)
    others = [prefix + name for name in KINDS]
    assert why(read) == dict.fromkeys(others, "one_hot")
    (hint,) = read.hints("kind", [])
    assert (hint.code, hint.left_out) == ("says_class", tuple(others))
    assert read.hints("kind", others) == []

    alone = table(header.removesuffix(",kind"), length, *map(says, KINDS))
    (hint,) = alone.hints(alone.guess_target(), alone.guess_left_out(alone.guess_target()))
    assert hint.code == "one_hot"
    joined = table(header.removesuffix(",kind"), length, *map(says, KINDS), **hint.given)
    assert [column.name for column in joined.columns][1:] == [
        "kind" if prefix == "kind_" else "class"
    ]
    assert joined.columns[-1].class_names == tuple(KINDS)
    assert [KINDS[code] for code in joined.columns[-1].codes] == [kind(i) for i in range(24)]


@pytest.mark.parametrize(("name", "reason"), [("is_oak", {"is_oak": "one_hot"}), ("hairy", {})])
def test_a_lone_indicator_is_left_out_by_its_name(name, reason):
    read = table(f"len,{name},kind", length, lambda i: int(kind(i) == "oak"), kind)
    assert why(read) == reason


def test_colours_in_columns_of_their_own_stay_features():
    read = table(
        "red,green,blue,kind", *(lambda i, c=c: int(i // 2 % 3 == c) for c in range(3)), kind
    )
    assert why(read) == {}


@pytest.mark.parametrize(
    ("header", "columns", "target"),
    [
        ("a,b,c", (kind, length, lambda i: i % 2), "a"),
        ("a,b,c", (kind, length, lambda i: ["yes", "no"][i % 2]), "c"),
        ("a,b,c", (lambda i: ["yes", "no"][i % 2], kind, length), "b"),
        ("a,b,c", (lambda i: ["yes", "no"][i % 2], lambda i: i % 3, length), "a"),
        ("a,target,c", (length, lambda i: i % 3, kind), "target"),
        ("a,target,c", (length, lambda i: i * i + 0.5, kind), "target"),
        ("area,rooms,place,Price (€)", (length, lambda i: i % 3, kind, length), "Price (€)"),
        ("area,房价（万元）,rooms", (length, length, lambda i: i % 3), "房价（万元）"),
        ("area,kind,price EUR", (length, kind, lambda i: i * i + 0.5), "price EUR"),
        ("area,type,total_score", (length, kind, lambda i: i * i + 0.5), "total_score"),
        ("area,species,y", (length, kind, lambda i: i * i + 0.5), "y"),
        ("label,x,y", (kind, length, lambda i: i * i + 0.5), "label"),  # points in a plane
        ("species,x,y", (kind, length, lambda i: i * i + 0.5), "species"),
        ("colour,x,y", (kind, length, lambda i: i * i + 0.5), "colour"),
        ("class,h,score", (kind, length, lambda i: i * i + 0.5), "class"),
        ("target,h,price", (kind, length, lambda i: i * i + 0.5), "target"),
        ("class,h,price", (kind, length, lambda i: i * i + 0.5), "price"),  # of a seat, say
        ("price EUR,rooms,place", (lambda i: i * i + 0.5, length, length), "price EUR"),
        ("area,kind,height", (length, kind, lambda i: i * i + 0.5), "kind"),
        ("area,kind,score", (length, kind, lambda i: i % 3), "kind"),
        ("a,b,c,d", (length, lambda i: i % 3, length, length), "d"),
        ("a,b,c", (lambda i: i % 3, length, length), "a"),
        ("a,b", (lambda i: i * i + 0.5, lambda i: i), "a"),
    ],
)
def test_the_target_is_guessed(header, columns, target):
    assert table(header, *columns).guess_target() == target


def test_a_number_is_no_class_and_no_feature_beside_them():
    read = table("len,target", length, lambda i: i * i + 0.5)
    assert read.guess_target() == "target"
    with pytest.raises(TableError) as caught:
        read.select("target", [])
    assert caught.value.code == "target_number"
    assert caught.value.values == {"column": "target", "values": 24}

    read = table("len,target,kind", length, lambda i: i * i + 0.5, kind)
    assert why(read) == {"target": "target"}
    (hint,) = read.hints("kind", ["target"])
    assert (hint.code, hint.values) == ("number", {"column": "target", "values": 24})


def test_a_class_of_one_row_is_left_out_in_one_press():
    def mostly(i):
        return "beech" if i == 5 else kind(i)

    read = table("len,kind", length, mostly)
    (hint,) = read.hints("kind", [])
    assert (hint.code, hint.values) == ("rare_class", {"names": "beech", "count": 1})
    mended = table("len,kind", length, mostly, **hint.given)
    selection = mended.select("kind", [])
    assert selection.dataset.class_names == ("oak", "ash", "elm")
    assert (len(selection.dataset.labels), selection.dropped, selection.missing) == (23, 1, 0)
    assert mended.hints("kind", []) == []


def test_the_last_two_classes_are_not_left_out():
    (hint,) = table("len,kind", length, lambda i: "ash" if i == 5 else "oak").hints("kind", [])
    assert (hint.code, hint.given) == ("rare_class", {})


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["Oak", "oak", "OAK ", "ash"], 2),
        (["red oak", "Red  Oak", "red\u00a0oak", "ash"], 2),
        (["café", "cafe\u0301", "CAFÉ", "ash"], 2),
        (["ｏａｋ", "oak", "ash"], 2),
        (["Straße", "STRASSE", "ash"], 2),
    ],
)
def test_words_that_only_look_otherwise_are_joined(words, left):
    read = table("len,kind", length, lambda i: words[i % len(words)])
    (hint,) = read.hints("kind", [])
    assert (hint.code, hint.values["left"]) == ("capitals", left)
    joined = table("len,kind", length, lambda i: words[i % len(words)], **hint.given)
    assert joined.column("kind").different == left
    (hint,) = joined.hints("kind", [])
    assert hint.code == "joined"
    assert table("len,kind", length, lambda i: words[i % len(words)], **hint.given).reading == (
        read.reading
    )


def test_more_than_ten_spellings_of_few_words_are_joined_at_once():
    ways = [
        way(word) for word in ("oak", "ash", "elm", "fir") for way in (str, str.title, str.upper)
    ]
    read = table("len,kind", length, lambda i: ways[i % 12])
    assert read.guess_target() == "kind"
    assert read.reading.join == ("kind",)
    assert len(read.column("kind").class_names) == 4


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["1", "1.0", "2", "2.00"], ("1", "2")),
        (["1.0e+00", "2.0e+00"], ("1", "2")),
        (["01", "02"], ("01", "02")),
        (["0.5", "0.50", "1"], ("0.5", "1")),
        (["10", "9"], ("9", "10")),
        (["−1", "1"], ("−1", "1")),
    ],
)
def test_equal_numbers_are_one_class(cells, names):
    read = table("len,kind", length, lambda i: cells[i % len(cells)])
    column = read.column("kind")
    assert column.class_names == names
    np.testing.assert_array_equal(np.unique(column.codes), np.arange(len(names)))


def test_different_units_in_a_column_are_said():
    read = table("price,kind", lambda i: f"{'$' if i % 2 else '€'}{length(i)}", kind)
    (hint,) = read.hints("kind", [])
    assert (hint.code, hint.values) == ("units", {"column": "price", "signs": "€, $"})
    read = table("part,kind", lambda i: f"{i + 0.5}{'%' if i % 2 else ''}", kind)
    assert read.hints("kind", [])[0].values == {"column": "part", "signs": "–, %"}
    assert table("part,kind", lambda i: f"{i}.5 %", kind).hints("kind", []) == []


def test_a_dozen_whole_numbers_are_numbers_unless_one_says_that_they_are_classes() -> None:
    rows = "".join(f"{k / 7},{k % 12}\n" for k in range(60))
    table = read_table(f"x,grade\n{rows}".encode())
    grade = table.column("grade")
    assert (grade.is_class, grade.may_be_class, guess_task(grade)) == (False, True, "numbers")
    dataset = table.select("grade", []).dataset
    assert dataset.class_names == tuple(map(str, range(12)))
    assert dataset.labels.tolist() == [k % 12 for k in range(60)]
    few = "".join(f"{k / 7},{k % 12}\n" for k in range(50))  # 4 rows of each, on average
    assert not read_table(f"x,grade\n{few}".encode()).column("grade").may_be_class
    halves = "".join(f"{k / 7},{k % 12 + 0.5}\n" for k in range(60))
    assert not read_table(f"x,grade\n{halves}".encode()).column("grade").may_be_class


def test_a_column_of_hardly_anything_is_not_said_to_have_nothing():
    def deck(i):
        return "AB"[i // 2] if i in (0, 2) else ""

    rows = "".join(f"{length(i)},{deck(i)},{kind(i)}\n" for i in range(400))
    read = read_table(f"len,deck,kind\n{rows}".encode())
    (hint,) = [hint for hint in read.hints("kind", ["deck"]) if hint.code == "unused_gaps"]
    assert hint.values["percent"] == 99


@pytest.mark.parametrize(("words", "offered"), [(9, True), (10, False)])
def test_a_gap_is_offered_as_a_word_only_where_the_column_stays_a_feature(words, offered):
    columns = length, lambda i: "ABCDEFGHIJ"[i] if i < words else "", kind
    read = table("len,deck,kind", *columns)
    (hint,) = [hint for hint in read.hints("kind", ["deck"]) if hint.code == "unused_gaps"]
    assert bool(hint.given) == bool(hint.again) == offered
    again = table("len,deck,kind", *columns, gap_words=("deck",))
    assert again.column("deck").is_feature == offered
