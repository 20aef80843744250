"""What Judge says first: how many are right in training and test, and where it goes wrong."""

from typing import Literal, TypedDict, get_args

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Labels
from nnlab.files.constraints import OneOf, check
from nnlab.metrics import confusion_matrix, r_squared, root_mean_squared_error
from page.lab.current import CurrentLab
from page.lab.lab import Lab

from .confusion import Part, part_rows, with_classes
from .outputs import outputs_of, predicted, said, true_of

MOST_PAIRS = 6
CHANCE = 1.96
"""So many standard errors apart, two shares differ by more than chance makes in 19 of 20 cases."""

Says = Literal["untrained", "no_test", "alike", "worse"]


class PartVerdict(TypedDict):
    """How many of a part's rows are answered rightly."""

    part: Part
    right: int
    rows: int


class ConfusedPair(TypedDict):
    """`count` rows of class `actual` in that part were taken for `taken_for`."""

    part: Part
    actual: int
    taken_for: int
    count: int


class Verdict(TypedDict):
    """`pairs` are the most frequent confusions of the part that was asked about."""

    says: Says
    parts: list[PartVerdict]
    pairs: list[ConfusedPair]


class NumberPart(TypedDict):
    """How far a part's answers are off: `rmse` in the number's unit, `r2` without one."""

    part: Part
    rows: int
    rmse: float
    r2: float


class NumberVerdict(TypedDict):
    says: Says
    parts: list[NumberPart]


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def verdict(self, part: Part = "test", epoch: int | None = None) -> Verdict:
        """The verdict on the network as it is, or as it was after `epoch`.

        `part` is where the confused pairs are looked for; without a test it is the training.
        """
        check("part", part, OneOf(get_args(Part)))
        lab = with_classes(self._current.lab)
        parts: list[Part] = ["train", "test"] if len(lab.test_rows) else ["train"]
        found = [(each, part_matrix(lab, each, epoch)) for each in parts]
        shares: list[PartVerdict] = [
            {"part": each, "right": int(matrix.trace()), "rows": int(matrix.sum())}
            for each, matrix in found
        ]
        return {
            "says": says(shares) if lab.is_trained(epoch) else "untrained",
            "parts": shares,
            "pairs": pairs(*found[-1] if part == "test" else found[0]),
        }

    def verdict_of_numbers(self, epoch: int | None = None) -> NumberVerdict:
        """The same of a number to predict. Raises ValueError where classes are predicted."""
        lab = self._current.lab
        if lab.target_scaler is None:
            raise ValueError("classes are right or wrong: ask for their verdict")
        parts: list[Part] = ["train", "test"] if len(lab.test_rows) else ["train"]
        layers = lab.layers_at(epoch)
        rows = [part_rows(lab, part) for part in parts]
        pairs_of = [(said(lab, outputs_of(lab, layers, each)), true_of(lab, each)) for each in rows]
        return {
            "says": says_of_numbers([(answers - true) ** 2 for answers, true in pairs_of])
            if lab.is_trained(epoch)
            else "untrained",
            "parts": [
                {
                    "part": part,
                    "rows": len(true),
                    "rmse": root_mean_squared_error(answers, true),
                    "r2": r_squared(answers, true),
                }
                for part, (answers, true) in zip(parts, pairs_of, strict=True)
            ],
        }


def part_matrix(lab: Lab, part: Part, epoch: int | None) -> Labels:
    rows = part_rows(lab, part)
    classes = len(lab.dataset.class_names)
    guesses = predicted(lab, lab.layers_at(epoch), rows)
    return confusion_matrix(lab.dataset.labels[rows], guesses, classes)


def says(shares: list[PartVerdict]) -> Says:
    """Whether the test is worse than the training by more than chance makes of so few rows.

    The test of two proportions, pooled: a rule of thumb, since the network has seen one of them.
    """
    if len(shares) == 1:
        return "no_test"
    train, test = shares
    rows = train["rows"] + test["rows"]
    pooled = (train["right"] + test["right"]) / rows
    error = np.sqrt(pooled * (1 - pooled) * (1 / train["rows"] + 1 / test["rows"]))
    gap = train["right"] / train["rows"] - test["right"] / test["rows"]
    return "worse" if gap > CHANCE * error else "alike"


def says_of_numbers(squares: list[Array]) -> Says:
    """The same of squared errors: their means differ by more than their standard errors make."""
    if len(squares) == 1:
        return "no_test"
    train, test = squares
    error = np.sqrt(
        sum(each.var(ddof=1) / each.size if each.size > 1 else np.inf for each in squares)
    )
    return "worse" if test.mean() - train.mean() > CHANCE * error else "alike"


def pairs(part: Part, matrix: Labels) -> list[ConfusedPair]:
    """The most frequent confusions first; of equally many, the first class's first."""
    wrong = matrix - np.diag(matrix.diagonal())
    order = np.argsort(-wrong, axis=None, kind="stable")[:MOST_PAIRS]
    found = [divmod(int(at), len(matrix)) for at in order]
    return [
        {"part": part, "actual": i, "taken_for": j, "count": int(wrong[i, j])}
        for i, j in found
        if wrong[i, j]
    ]
