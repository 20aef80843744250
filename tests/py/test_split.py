"""The split and the standardizer, against scikit-learn and against their own laws."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnlab.split import Standardizer, stratified_split


@given(
    counts=st.lists(st.integers(1, 40), min_size=2, max_size=5),
    ratio=st.floats(0.0, 0.95),
    seed=st.integers(0, 99),
)
def test_every_class_gives_its_part(counts, ratio, seed):
    labels = np.random.default_rng(0).permutation(np.repeat(np.arange(len(counts)), counts))
    train, test = stratified_split(labels, ratio, np.random.default_rng(seed))
    assert sorted([*train, *test]) == list(range(labels.size))
    assert np.all(np.diff(train) > 0)
    assert np.all(np.diff(test) > 0)
    for label, count in enumerate(counts):
        given_up = int(np.sum(labels[test] == label))
        assert given_up < count
        assert abs(given_up - ratio * count) <= 1.0


def test_the_seed_draws_the_split():
    labels = np.arange(150) // 50
    first, again, other = (
        stratified_split(labels, 0.3, np.random.default_rng(seed))[1] for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("ratio", [-0.1, 1.0, np.nan])
def test_a_ratio_that_leaves_nothing_is_refused(ratio):
    with pytest.raises(ValueError, match="test_ratio is"):
        stratified_split(np.array([0, 1]), ratio, np.random.default_rng(0))


@given(
    value=st.floats(-1e12, 1e12, allow_subnormal=False),
    rows=st.integers(1, 200),
    ulps=st.integers(0, 1),
)
@example(value=0.0, rows=2, ulps=1)
def test_a_constant_feature_keeps_its_scale(value, rows, ulps):
    inputs = np.full((1, rows), value)
    inputs[0, -1] = value + ulps * np.spacing(value)
    fitted = Standardizer.fit(inputs)
    assert fitted.scale == 1.0
    assert abs(fitted.transform(inputs + 1.0)[0, 0] - 1.0) < 1e-3


def test_a_feature_that_hardly_varies_is_scaled():
    inputs = 1.7e9 + np.arange(50.0)[np.newaxis]
    assert abs(Standardizer.fit(inputs).transform(inputs).std() - 1.0) < 1e-9


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e-20, 1.0, 1e20, 1e200, 1e307])
def test_huge_and_tiny_numbers_are_scaled_too(size):
    fitted = Standardizer.fit(size * np.array([[1.0, -1.0, 3.0, 1.0]]))
    assert fitted.mean == pytest.approx(size, rel=1e-9)
    assert fitted.scale == pytest.approx(np.sqrt(2.0) * size, rel=1e-9)
    root = np.sqrt(0.5)
    scaled = fitted.transform(size * np.array([[1.0, -1.0]]))
    np.testing.assert_allclose(scaled, [[0.0, -2.0 * root]], atol=1e-9)


def test_scaling_by_a_power_of_two_changes_no_bit():
    inputs = np.random.default_rng(0).normal(3.0, 2.0, (5, 40))
    fitted = Standardizer.fit(inputs)
    np.testing.assert_array_equal(fitted.mean[:, 0], inputs.mean(axis=1))
    np.testing.assert_array_equal(fitted.scale[:, 0], inputs.std(axis=1))


def test_standardizer_equals_scikit_learn():
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    rng = np.random.default_rng(0)
    train, other = rng.normal(3.0, [[1.0], [50.0]], (2, 40)), rng.normal(size=(2, 7))
    train, other = np.vstack([train, np.full(40, 7.0)]), np.vstack([other, np.full(7, 8.0)])
    expected = preprocessing.StandardScaler().fit(train.T)
    ours = Standardizer.fit(train)
    np.testing.assert_allclose(ours.transform(train), expected.transform(train.T).T, atol=1e-12)
    np.testing.assert_allclose(ours.transform(other), expected.transform(other.T).T, rtol=1e-12)
