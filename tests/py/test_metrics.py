"""Metrics against scikit-learn's, and their laws where it is not installed."""

import numpy as np
import pytest

from nnlab.metrics import (
    accuracy,
    confusion_matrix,
    mean_absolute_error,
    precision_recall_f1,
    r_squared,
    root_mean_squared_error,
)


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


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rows", [1, 2, 30])
def test_metrics_of_numbers_equal_scikit_learn(seed, rows):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    t = rng.normal(100.0, 10.0 ** (seed - 2), rows)
    y = t + rng.normal(size=rows)
    ours = root_mean_squared_error(y, t), mean_absolute_error(y, t)
    theirs = metrics.root_mean_squared_error(t, y), metrics.mean_absolute_error(t, y)
    assert ours == pytest.approx(theirs, rel=1e-12)
    if rows > 1:  # of one row scikit-learn says that there is no R²
        assert r_squared(y, t) == pytest.approx(metrics.r2_score(t, y), rel=1e-9)
        same = np.full(rows, 3.0)  # nothing varies
        assert r_squared(same, same) == metrics.r2_score(same, same) == 1.0
        assert r_squared(y, same) == metrics.r2_score(same, y) == 0.0


def test_numbers_counted_by_hand():
    y, t = np.array([1.0, 2.0, 6.0]), np.array([1.0, 4.0, 7.0])
    assert root_mean_squared_error(y, t) == pytest.approx((5 / 3) ** 0.5)
    assert mean_absolute_error(y, t) == 1.0
    assert r_squared(y, t) == pytest.approx(1 - 5 / 18)  # about the mean, 4: 9 + 0 + 9
    assert r_squared(np.full(3, 4.0), t) == 0.0  # always the mean
    with pytest.raises(ValueError, match="expected the same"):
        mean_absolute_error(y, t[:2])


def test_a_case_counted_by_hand():
    matrix = confusion_matrix(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 1]), 3)
    assert matrix.tolist() == [[2, 1, 0], [0, 2, 0], [0, 1, 0]]
    precision, recall, f1 = precision_recall_f1(matrix)
    np.testing.assert_allclose(precision, [1, 1 / 2, 0])
    np.testing.assert_allclose(recall, [2 / 3, 1, 0])
    np.testing.assert_allclose(f1, [4 / 5, 2 / 3, 0])
    assert accuracy(np.array([[0.9, 0.2], [0.1, 0.3]]), np.array([0, 0])) == 0.5
