"""Metrics against scikit-learn's, and their laws where it is not installed."""

import numpy as np
import pytest

from nnlab.metrics import accuracy, confusion_matrix, precision_recall_f1


def random_answers(seed):
    """Some classes may be missing among the labels or among the answers."""
    rng = np.random.default_rng(seed)
    y = rng.random((5, 40))
    y[seed % 5] = 0.0
    return y, rng.integers(0, 4, 40)


@pytest.mark.parametrize("seed", range(10))
def test_metrics_equal_scikit_learn(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    y, labels = random_answers(seed)
    predicted = y.argmax(axis=0)
    assert accuracy(y, labels) == metrics.accuracy_score(labels, predicted)
    matrix = confusion_matrix(labels, predicted, 5)
    np.testing.assert_array_equal(
        matrix, metrics.confusion_matrix(labels, predicted, labels=range(5))
    )
    expected = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(5), zero_division=0
    )
    for ours, theirs in zip(precision_recall_f1(matrix), expected[:3], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


def test_a_case_counted_by_hand():
    matrix = confusion_matrix(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 1]), 3)
    assert matrix.tolist() == [[2, 1, 0], [0, 2, 0], [0, 1, 0]]
    precision, recall, f1 = precision_recall_f1(matrix)
    np.testing.assert_allclose(precision, [1, 1 / 2, 0])
    np.testing.assert_allclose(recall, [2 / 3, 1, 0])
    np.testing.assert_allclose(f1, [4 / 5, 2 / 3, 0])
    assert accuracy(np.array([[0.9, 0.2], [0.1, 0.3]]), np.array([0, 0])) == 0.5
