"""Rows to answer are read as the training rows were, whatever they would be alone."""

import numpy as np
import pytest
from table_texts import kind, length, table

from nnlab.answers import answer_table, as_text


def answered(read, target, rows):
    """What the network is asked about, and the answers."""
    dataset, seen = read.select(target, []).dataset, []
    classes = len(dataset.class_names)

    def outputs(inputs):
        """Of each row in turn the next class."""
        seen.append(inputs)
        return np.eye(classes)[:, np.arange(inputs.shape[1]) % classes]

    fill = np.full(len(dataset.feature_names), -1.0)
    found = answer_table(rows.encode(), dataset, outputs, fill, {"ways": read.reading.ways})
    return seen[0], found


@pytest.mark.parametrize(
    ("trained", "cells", "numbers"),
    [
        (["1.5K", "2M", "800"], ["2K"], [2000]),
        (["8000", "2.5万", "3万"], ["2.5万"], [25000]),
        (["1 - bad", "2", "3"], ["1 - bad"], [1]),
        (["8/10", "9.5/10"], ["7/10", "7", "7/20"], [7, 7, -1]),
        (["4.5 ± 0.1", "3 ± 0.2"], ["5 ± 0.3"], [5]),
        (["10.5", "20.5"], ["5 - missing", "30"], [-1, 30]),
        (["10.5", "20.5"], ["7/10", "30"], [-1, 30]),
        (["10.5", "20.5"], ["1.5K", "2M", "30", "40", "50"], [-1, -1, 30, 40, 50]),
        (["100", "200"], ["1E3", "99", "12A"], [1000, 99, -1]),
    ],
)
def test_a_cell_is_answered_as_the_training_cells_were_read(trained, cells, numbers):
    read = table("x,len,kind", lambda i: trained[i % len(trained)], length, kind)
    rows = "".join(f"{cell},5\n" for cell in cells)
    np.testing.assert_array_equal(answered(read, "kind", "X,len\n" + rows)[0][0], numbers)


def test_words_stay_words():
    trained = ["1E3", "2E4", "A12", "B7"]
    read = table("x,len,kind", lambda i: trained[i % 4], length, kind)
    inputs, found = answered(read, "kind", "x,len\n1E3,5\n2E4,5\n9E9,5\n")
    assert inputs[:4].T.tolist() == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert found.unknown == [("x", 1)]


@pytest.mark.parametrize(
    ("trained", "names"),
    [
        (["1 (low)", "2", "3 (high)"], ("1", "2", "3")),
        (["1/5", "3/5"], ("1", "3")),
        (["10℃", "20℃"], ("10", "20")),
        (["1.5万", "2万"], ("15000", "20000")),
        (["1E3", "A12", "2E4"], ("1E3", "A12", "2E4")),
    ],
)
def test_the_truth_is_known_by_what_it_was_read_as(trained, names):
    read = table("len,wid,level", length, lambda i: i % 5, lambda i: trained[i % len(trained)])
    assert read.column("level").class_names == names
    rows = "".join(f"5,{i},{cell}\n" for i, cell in enumerate(trained))
    found = answered(read, "level", "len,wid,level\n" + rows)[1]
    assert (found.truth, found.known, found.strange, found.score) == ("level", len(trained), [], 1)


@pytest.mark.parametrize("gap", ["--", "---", "-/-", "—", "-"])
def test_a_gap_is_no_formula(gap):
    assert as_text(gap) == gap
    assert as_text(f"{gap[0]}1+1|x") == ("'" if gap[0] == "-" else "") + f"{gap[0]}1+1|x"
