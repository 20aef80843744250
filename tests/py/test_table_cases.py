"""Tables as people have them: each file of cases/ is read as its owner meant."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from nnlab import Experiment, Setup
from nnlab.table_roles import guess_task
from nnlab.tables import read_table

CASES = Path(__file__).parent / "cases"
TREES = ("oak", "ash", "elm")


def read(name, **given):
    (path,) = CASES.glob(f"{name}_*")
    return read_table(path.read_bytes(), **given)


def chosen(table):
    """The data set that is suggested, with its whole selection."""
    target = table.guess_target()
    task = guess_task(table.column(target))
    return table.select(target, table.guess_left_out(target), task)


@pytest.mark.parametrize(
    ("case", "names", "classes", "second_row"),
    [
        ("01a", ["0", "1", "kind"], TREES, [7.9, 3.9]),
        ("01b", ["0", "1", "2"], ("0", "1", "2"), [7.9, 3.9]),
        ("02a", ["Länge", "Größe", "Art"], TREES, [7.9, 3.9]),
        ("02c", ["longueur", "qualité", "espece"], TREES, [7.9, 3.9]),
        ("05a", ["len", "wid", "kind"], TREES, [7.9, 3.9]),
        ("05d", ["column 1", "len", "wid", "kind"], TREES, [7.9, 3.9]),
        ("06a", ["len", "wid", "kind"], TREES, [7.9, 3.9]),
        ("08a", ["len", "wid", "kind"], TREES, [7.9, 3.9]),
        ("08b", ["len", "wid", "kind"], ("0", "1", "2"), [7.9, 3.9]),
        ("09a", ["column 1", "len", "wid", "kind"], TREES, [11.7, 3.7]),
        ("09c", ["id", "len", "wid", "kind"], TREES, [7.9, 3.9]),
        ("10a", ["column 1", "column 2", "column 3"], ("0", "1", "2"), [7.9, 3.9]),
        ("13", ["len", "wid", "hairy", "kind"], TREES, [7.9, 3.9, 0.0]),
    ],
)
def test_36_leaves_however_they_are_written(case, names, classes, second_row):
    table = read(case)
    assert [column.name for column in table.columns] == names
    assert table.questions == ()
    selection = chosen(table)
    assert (selection.missing, selection.not_numeric) == (0, 0)
    dataset = selection.dataset
    assert dataset.class_names == classes
    assert np.bincount(dataset.labels).tolist() == [12, 12, 12]
    np.testing.assert_array_equal(dataset.features[1], second_row)


@pytest.mark.parametrize("case", ["05d", "09a", "09c"])
def test_what_only_numbers_the_rows_is_ticked_off(case):
    table = read(case)
    first = table.columns[0].name
    assert table.why_left_out("kind") == {first: "row_number"}


@pytest.mark.parametrize(
    ("case", "prices", "second_column"),
    [("03a", [2025.0, 1282.0, 2069.0, 746.0], 8.0), ("03b", [2025.0, 1282.0, 2069.0, 746.0], 8.5)],
)
def test_a_comma_before_three_digits_divides_thousands(case, prices, second_column):
    table = read(case)
    assert (table.reading.decimal, table.reading.thousands) == (".", ",")
    assert table.questions == ()
    assert table.column("price").numbers[:4].tolist() == prices
    assert table.columns[1].numbers[0] == second_column
    assert chosen(table).dataset.class_names == ("no", "yes")


def test_the_same_cells_may_be_said_to_have_decimal_commas():
    table = read("03a", decimal=",")
    assert table.column("price").numbers[:2].tolist() == [2.025, 1.282]


def test_a_typographer_s_minus_is_a_minus():
    selection = chosen(read("04"))
    assert len(selection.dataset.labels) == 40
    assert (selection.missing, selection.not_numeric) == (0, 0)
    assert selection.dataset.features[1].tolist() == [-0.84, 0.47]


def test_true_and_false_are_1_and_0():
    hairy = read("13").column("hairy")
    assert hairy.is_numeric
    assert {*hairy.numbers} == {0.0, 1.0}
    assert hairy.class_names == ("False", "True")


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name[:3])
def test_a_whole_reading_reads_the_same_again(path):
    table = read_table(path.read_bytes())
    again = read_table(path.read_bytes(), **dataclasses.asdict(table.reading))
    assert again.reading == table.reading
    for one, other in zip(table.columns, again.columns, strict=True):
        assert (one.name, one.class_names) == (other.name, other.class_names)
        np.testing.assert_array_equal(one.numbers, other.numbers)


def test_classes_that_differ_only_in_capitals_are_named_and_joined():
    table = read("14")
    (hint,) = table.hints("kind", [])
    assert (hint.code, hint.values["classes"], hint.values["left"]) == ("capitals", 9, 3)
    joined = read("14", **hint.given)
    assert len(joined.column("kind").class_names) == 3
    assert np.bincount(chosen(joined).dataset.labels).tolist() == [12, 12, 12]


def test_one_class_in_three_columns_is_named_and_joined():
    table = read("17")
    target = table.guess_target()
    assert table.why_left_out(target) == {"oak": "one_hot", "ash": "one_hot"}
    (hint,) = table.hints(target, table.guess_left_out(target))
    assert (hint.code, hint.values["names"]) == ("one_hot", "oak, ash, elm")
    dataset = chosen(read("17", **hint.given)).dataset
    assert dataset.feature_names == ("len", "wid")
    assert dataset.class_names == TREES
    assert np.bincount(dataset.labels).tolist() == [12, 12, 12]


def test_a_feature_that_is_constant_in_the_training_rows_is_not_blown_up():
    dataset = chosen(read("12")).dataset
    setup = Setup(
        dataset="own", test_ratio=0.3, split_seed=0, standardize=True,
        hidden_sizes=(), hidden_activations=(), learning_rate=0.5, epochs=400,
    )  # fmt: skip
    experiment = Experiment(setup, dataset)
    doses = dataset.features[experiment.train_rows, 0]
    assert {*doses} == {14.62}
    assert experiment.standardizer.scale[0] == 1.0
    *_, last = experiment.trainer.epochs(400)
    assert last.test_accuracy == 1.0
