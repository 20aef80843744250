"""A column that is nearly empty costs no rows in silence."""

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.answers import answer_table
from nnlab.files.own_csv import open_csv
from nnlab.files.reading import LATER
from nnlab.files.saving import model_text, read_experiment
from nnlab.table_roles import gaps_in
from nnlab.tables import read_table
from page.panels.csv_file import Csv


def deck(i):
    return "ABC"[i // 4 % 3] if i % 4 == 0 else ""


def codes_of(read, left_out=()):
    return [h.code for h in read.hints("kind", left_out)]


@pytest.mark.parametrize("cell", [deck, lambda i: f"{i}.5" if i % 4 == 0 else "NA"])
def test_it_is_left_out_at_first_which_is_said(cell):
    read = table("len,deck,kind", length, cell, kind)
    assert read.why_left_out("kind") == {"deck": "gaps"}
    assert read.select("kind", ["deck"]).missing == 0
    hint = next(h for h in read.hints("kind", ["deck"]) if h.code == "unused_gaps")
    word = "no value" if cell is deck else "NA"
    assert hint.values == {"column": "deck", "percent": 75, "word": word}
    assert bool(hint.given) == (cell is deck) and hint.again == (("deck",) if hint.given else ())
    # Used nevertheless, it says what it costs, and leaves in one press.
    used = {h.code: h for h in read.hints("kind", [])}
    assert used["mostly_gaps"].left_out == ("deck",)
    assert used["gaps"].values == {"count": 18, "rows": 24}


def test_less_than_half_gaps_is_a_feature():
    read = table("len,deck,kind", length, lambda i: "" if i % 24 < 11 else "AB"[i % 2], kind)
    assert read.why_left_out("kind") == {}
    assert codes_of(read) == ["gaps"]


def test_where_nothing_else_is_left_it_stays():
    read = table("len,kind", lambda i: length(i) if i % 4 == 0 else "", kind)
    assert read.why_left_out("kind") == {}


def test_a_gap_becomes_a_word_in_one_press_and_stays_one_in_what_is_kept_and_asked(tmp_path):
    read = table("len,deck,kind", length, deck, kind)
    (hint,) = [h for h in read.hints("kind", ["deck"]) if h.code == "unused_gaps"]
    again = table("len,deck,kind", length, deck, kind, **hint.given)
    assert again.why_left_out("kind") == {}
    assert codes_of(again) == ["gap_words"]
    dataset = again.select("kind", []).dataset
    assert dataset.rows == 24
    assert [name for name in dataset.feature_names if "no value" in name] == ["deck = no value"]
    column = dataset.features[:, dataset.feature_names.index("deck = no value")]
    np.testing.assert_array_equal(column, [float(i % 4 != 0) for i in range(24)])

    rows = "".join(f"{length(i)},{deck(i)},{kind(i)}\n" for i in range(24))
    path = tmp_path / "own.csv"
    path.write_text("len,deck,kind\n" + rows)
    kept = read_experiment(model_text(open_csv(path, target="kind", **hint.given)))
    np.testing.assert_array_equal(kept.dataset.features, dataset.features)
    asked = answer_table(
        b"len,deck\n5,A\n6,\n7,NA\n", dataset, lambda x: np.vstack([x[1:], 0 * x[:1]])[:3],
        np.zeros(len(dataset.feature_names)), again_given(again),
    )  # fmt: skip
    at = dataset.feature_names.index("deck = no value") - 1
    assert [float(row[3 + at]) for row in asked.preview] == [0, 1, 1]


def again_given(read):
    return {"gap_words": read.reading.gap_words, "version": read.reading.version}


def test_a_whole_reading_from_before_has_none():
    assert LATER["gap_words"] == []


@pytest.mark.parametrize(("words", "count"), [(51, 12), (60, 1), (200, 18)])
def test_gaps_beside_more_words_than_classes_can_be_are_counted(words, count):
    """Such a column has no codes by which its gaps are known."""

    def note(i):
        return "" if i < count else f"{'note' if i % 2 else 'text'} {i}"

    rows = "".join(f"{length(i)},{note(i)},{kind(i)}\n" for i in range(count + words))
    read = read_table(f"len,note,kind\n{rows}".encode())
    column = read.column("note")
    assert (column.different, column.codes.size) == (words, 0)
    assert gaps_in(column) == pytest.approx(count / (count + words))
    assert read.why_left_out("kind") == {"note": "words"}
    assert codes_of(read, ["note"]) == []
    part = Csv(f"len,note,kind\n{rows}".encode()).summary()["columns"][1]
    assert (part["missing"], part["why_left_out"]) == (count, "words")
