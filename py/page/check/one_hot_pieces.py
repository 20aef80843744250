"""What `one_hot` is asked, and what well-known slips would answer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .probes import Given, Piece, Slips, Widths

CASES: dict[Widths, tuple[list[int], int]] = {
    # The widths only number the cases: what counts is labels and classes.
    Widths(0, 3, 0, 4): ([2, 0, 1, 1], 3),
    Widths(0, 6, 0, 7): ([0, 4, 1, 2, 4, 1, 0], 6),  # neither a class 3 nor the last, 5
    Widths(0, 2, 0, 1): ([0], 2),
    Widths(0, 4, 0, 3): ([3, 3, 3], 4),
}
SQUARE = Widths(0, 4, 0, 4)
"""As many labels as classes: rows and columns can be mixed up."""

SQUARE_LABELS = [3, 0, 1, 1]
SMALL = Widths(0, 5, 0, 200)


def labels_of(widths: Widths) -> NDArray[np.int64]:
    if widths == SMALL:
        return np.arange(200, dtype=np.int64) % 5
    labels = SQUARE_LABELS if widths == SQUARE else CASES[widths][0]
    return np.array(labels, np.int64)


def given(widths: Widths) -> Given:
    return {"labels": labels_of(widths), "classes": widths.outputs}


def small(widths: Widths) -> Given:
    """Many labels in an array that holds whole numbers up to 127."""
    return {"labels": labels_of(widths).astype(np.int8), "classes": widths.outputs}


def run(package: Any, given: Given) -> Any:
    return package.data.one_hot(given["labels"], given["classes"])


def slips(widths: Widths) -> Slips:
    labels, classes = labels_of(widths), widths.outputs
    n = len(labels)
    right = np.eye(classes)[:, labels]
    rows = np.zeros_like(right)
    rows[labels] = 1.0
    some = int(labels.max()) + 1
    made = {
        "no_ones": np.zeros_like(right),
        "all_ones": np.ones_like(right),
        "inverted": 1.0 - right,
        "whole_rows": rows,
        "whole_rows+transposed": rows.T,
        "smallest_label_first": np.eye(classes)[:, labels - labels.min()],
        "off_by_one": np.roll(right, -1, axis=0),
        "off_by_one_below": np.roll(right, 1, axis=0),
        "labels_sorted": np.eye(classes)[:, np.sort(labels)],
        "upside_down": right[::-1],
        "back_to_front": right[:, ::-1],
        "label_for_one": right * labels,
        "label_for_one:1": right * (labels + 1),
        "one_label_only:largest": right * (np.arange(n) == labels.argmax()),
        "one_label_only:first": right * (np.arange(n) == 0),
        "one_label_only:last": right * (np.arange(n) == n - 1),
        "last_column_left_out": right * (np.arange(n) < n - 1),
        "first_column_left_out": right * (np.arange(n) > 0),
        "class_left_out:last": right * (np.arange(classes) < classes - 1)[:, None],
        "class_left_out:first": right * (np.arange(classes) > 0)[:, None],
        "labels_in_rows": labels + np.zeros_like(right),
        "transposed": right.T,
        "classes_from_labels": np.eye(some)[:, labels],
        "classes_from_labels+transposed": np.eye(some)[labels],
        "present_classes_only": np.eye(classes)[np.unique(labels)][:, labels],
        "present_classes_only+transposed": np.eye(classes)[np.unique(labels)][:, labels].T,
    }
    for name, by, end in (("off_by_one:lost", -1, -1), ("off_by_one_below:lost", 1, 0)):
        made[name] = np.roll(right, by, axis=0)
        made[name][end] = 0.0
    present = np.unique(labels)
    made["labels_renumbered"] = np.eye(classes)[:, np.searchsorted(present, labels)]
    made["rows_up_to_label"] = (np.arange(classes)[:, None] <= labels) * 1.0
    made["rows_from_label"] = (np.arange(classes)[:, None] >= labels) * 1.0
    made["labels_unused"] = np.eye(classes, n)
    made["one_column_written"] = np.zeros_like(right)
    made["one_column_written"][labels, 0] = 1.0
    made["ones_stay"] = np.maximum.accumulate(right, axis=1)
    flat = np.zeros_like(right)
    flat.flat[labels % flat.size] = 1.0
    made["flat_places"] = flat
    made["flat_places:by_columns"] = flat = np.zeros_like(right)
    flat.flat[np.arange(n) * classes + labels] = 1.0
    if labels.max() < n:
        made["same_index_twice"] = np.zeros_like(right)
        made["same_index_twice"][labels, labels] = 1.0
        made["whole_columns"] = right * 0.0
        made["whole_columns"][:, labels] = 1.0
    if widths == SQUARE:
        return {"indices_swapped": made.pop("transposed")} | made
    return made


PIECES = [
    Piece(
        "one_hot", "", "data", "one_hot", "t", run, given, slips, probes=tuple(CASES),
        square=SQUARE, list_is_wrong=True,
    ),
]  # fmt: skip
SMALL_LABELS = [
    Piece("small_labels", "", "data", "one_hot", "t", run, small, probes=(SMALL,), remark=True),
]
