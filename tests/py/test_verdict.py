"""The verdict: what it counts and says, held against numbers worked by hand."""

import dataclasses

import numpy as np
import pytest

from nnlab.setup import Setup
from page.panels.verdict import pairs, says, says_of_numbers
from page.requests import LIVE
from page.session import Session


def share(right: int, rows: int):
    return {"part": "train", "right": right, "rows": rows}


@pytest.mark.parametrize(
    ("train", "test", "expected"),
    [
        # 103/105 and 42/45: 0.048 apart; the error is sqrt(0.967 * 0.033 * (1/105 + 1/45)) = 0.032
        ((103, 105), (42, 45), "alike"),
        # 105/105 and 38/45: 0.156 apart, the error is 0.038
        ((105, 105), (38, 45), "worse"),
        ((90, 105), (45, 45), "alike"),
        ((105, 105), (45, 45), "alike"),
        ((980, 1000), (960, 1000), "worse"),  # the same gap is told from chance in many rows
        ((98, 100), (96, 100), "alike"),
    ],
)
def test_the_gap_is_told_from_chance(train, test, expected):
    assert says([share(*train), share(*test)]) == expected


def test_pairs_come_with_the_most_frequent_first_and_without_what_is_right():
    matrix = np.array([[9, 0, 2], [3, 9, 0], [2, 1, 9]])
    found = [(one["actual"], one["taken_for"], one["count"]) for one in pairs("test", matrix)]
    assert found == [(1, 0, 3), (0, 2, 2), (2, 0, 2), (2, 1, 1)]
    assert pairs("train", np.diag([4, 5])) == []


def test_the_verdict_counts_both_parts_of_the_lab():
    session = Session()
    setup = dataclasses.asdict(Setup(test_ratio=0.3))
    session.ask("configure", run=1, setup=setup)
    assert session.ask("verdict")["says"] == "untrained"
    live = {name: setup[name] for name in LIVE}
    session.ask("train", run=1, epochs=40, budget_ms=1e6, live=live)
    verdict = session.ask("verdict")
    for one in verdict["parts"]:
        matrix = session.ask("confusion", part=one["part"])["matrix"]
        assert (one["right"], one["rows"]) == (matrix.trace(), matrix.sum())
    assert [one["rows"] for one in verdict["parts"]] == [105, 45]
    assert sum(one["count"] for one in verdict["pairs"]) == 45 - verdict["parts"][1]["right"]
    in_training = session.ask("verdict", part="train")
    assert in_training["parts"] == verdict["parts"]
    assert {one["part"] for one in verdict["pairs"]} == {"test"}
    assert {one["part"] for one in in_training["pairs"]} == {"train"}
    assert sum(one["count"] for one in in_training["pairs"]) == 105 - verdict["parts"][0]["right"]
    assert session.ask("verdict", epoch=0)["says"] == "untrained"


@pytest.mark.parametrize(
    ("train", "test", "expected"),
    [
        # Means 2 and 6, variances 4/3 over 4 rows each: the error is sqrt(2/3), and 4 > 1.6.
        ([1, 1, 3, 3], [5, 5, 7, 7], "worse"),
        # Means 2 and 3: variances 4/3 each, the error is sqrt(2/3) = 0.82, and 1 < 1.6.
        ([1, 1, 3, 3], [2, 2, 4, 4], "alike"),
        ([5, 5, 7, 7], [1, 1, 3, 3], "alike"),
        ([1, 2], [9], "alike"),  # of one row nothing can be said
    ],
)
def test_errors_of_numbers_are_told_from_chance(train, test, expected):
    assert says_of_numbers([np.array(train, float), np.array(test, float)]) == expected
    assert says_of_numbers([np.array(train, float)]) == "no_test"


def test_the_verdict_on_numbers_has_both_parts_and_their_figures():
    session = Session()
    setup = dataclasses.asdict(Setup(dataset="diabetes", task="numbers", test_ratio=0.25))
    session.ask("configure", run=1, setup=setup)
    verdict = session.ask("verdict_of_numbers")
    assert verdict["says"] == "untrained"
    for one in verdict["parts"]:
        of_rows = session.ask("residuals", part=one["part"])
        error = of_rows["predicted"] - of_rows["true"]
        assert one["rows"] == of_rows["rows"] == error.size
        assert one["rmse"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-12)
        spread = np.mean((of_rows["true"] - of_rows["true"].mean()) ** 2)
        assert one["r2"] == pytest.approx(1 - np.mean(error**2) / spread, rel=1e-12)
    with pytest.raises(ValueError, match="residuals"):
        session.ask("verdict")
