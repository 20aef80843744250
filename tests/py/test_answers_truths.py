"""Yes and no are read by the training column's words, though all rows to answer say the same."""

import json
from pathlib import Path

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.answers import Answers, answer_table
from nnlab.cell_truths import LETTERS, TRUTHS
from nnlab.cli import main
from nnlab.data import Dataset
from nnlab.files.own_csv import open_csv
from nnlab.files.saving import save

PAIRS = [("J", "N"), ("O", "N"), ("S", "N"), ("有", "无"), ("有", "没有"), ("あり", "なし"),
         ("Ja", "Nein"), ("yes", "no"), ("t", "f"), ("TRUE", "FALSE"), ("✓", "✗")]  # fmt: skip


def answered(dataset: Dataset, rows: str, right: int = 0) -> tuple[np.ndarray, Answers]:
    """What the network is asked about, and the answers: always the class `right`."""
    seen = []

    def outputs(inputs: np.ndarray) -> np.ndarray:
        seen.append(inputs)
        return np.eye(len(dataset.class_names))[:, [right] * inputs.shape[1]]

    middle = np.median(dataset.features, axis=0)
    return (found := answer_table(rows.encode(), dataset, outputs, middle, {})) and (seen[0], found)


@pytest.mark.parametrize(("yes", "no"), PAIRS)
def test_a_feature_of_yes_and_no_is_read_by_the_training_words(yes, no):
    read = table("ok,len,kind", lambda i: yes if i % 3 else no, length, kind)
    dataset = read.select("kind", []).dataset
    np.testing.assert_array_equal(dataset.features[:, 0], [float(i % 3 > 0) for i in range(24)])
    for cell, number in ((yes, 1.0), (no, 0.0), (yes.lower(), 1.0)):
        inputs, found = answered(dataset, f"ok,len\n{cell},5\n {cell} ,6\n")
        assert inputs[0].tolist() == [number, number]
        assert (found.filled, found.unknown) == ([], [])
    inputs, found = answered(dataset, f"OK,len\n{no},5\nperhaps,6\n,7\n{yes},8\n")
    assert inputs[0].tolist() == [0.0, 1.0, 1.0, 1.0]
    assert found.filled == [("OK", 2, yes)]  # the median, as its owner writes it


@pytest.mark.parametrize(("cells", "numbers"), [(["1", "0"], [1, 0]), (["true"], [1])])
def test_other_ways_to_say_yes_are_understood_still(cells, numbers):
    read = table("ok,len,kind", lambda i: "J" if i % 3 else "N", length, kind)
    rows = "".join(f"{cell},5\n" for cell in cells)
    inputs, _ = answered(read.select("kind", []).dataset, "ok,len\n" + rows)
    assert inputs[0].tolist() == numbers


@pytest.mark.parametrize(("yes", "no"), PAIRS)
def test_the_truth_is_known_where_all_rows_say_the_same(yes, no):
    read = table("len,wid,ok", length, lambda i: i % 5, lambda i: yes if i % 3 else no)
    dataset = read.select("ok", []).dataset
    for cell in (yes, no):
        label = dataset.class_names.index(cell)
        _, found = answered(dataset, f"len,wid,ok\n5,1,{cell}\n6,2,{cell}\n", label)
        assert (found.truth, found.known, found.strange, found.score) == ("ok", 2, [], 1.0)


def test_a_column_of_gaps_is_no_truth():
    read = table("len,wid,ok", length, lambda i: i % 5, lambda i: "yes" if i % 3 else "no")
    _, found = answered(read.select("ok", []).dataset, "len,wid,ok\n5,1,\n6,2,NA\n")
    assert (found.truth, found.known) == ("", 0)


def test_no_word_says_yes_in_one_pair_and_no_in_the_same_pair_turned():
    pairs = [*TRUTHS, *LETTERS]
    assert not [pair for pair in pairs if pair[::-1] in pairs]


@pytest.mark.parametrize(("yes", "no"), [("J", "N"), ("有", "无")])
def test_the_command_line_and_what_is_kept_know_them_too(yes, no, tmp_path, capsys):
    own, new, model = (tmp_path / name for name in ("own.csv", "new.csv", "model.json"))
    own.write_text(
        "ok,len,kind\n"
        + "".join(
            f"{yes if i % 2 else no},{length(i)},{'ab'[i % 2 if i % 9 else 1]}\n" for i in range(80)
        ),
        "utf-8",
    )
    experiment = open_csv(own)
    experiment.train(40)
    save(experiment, model)
    assert json.loads(Path(model).read_text("utf-8"))["data"]["csv"]
    for cell, answer in ((yes, "b"), (no, "a")):
        new.write_text(f"ok,len\n{cell},5\n{cell},6\n", "utf-8")
        assert main(["predict", str(model), str(new)]) == 0
        said = capsys.readouterr()
        assert [line.split(",")[0] for line in said.out.splitlines()] == ["kind", answer, answer]
        assert said.err == ""
