"""The toys' shapes, and that seed, size and noise do what they say."""

import numpy as np
import pytest

from nnlab.toys import TOYS, make_toy

NAMES = sorted(TOYS)


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_makes_the_same_points_again_and_another_seed_others(name):
    first, again = (make_toy(name, size=51, noise=0.1, seed=3) for _ in range(2))
    other = make_toy(name, size=51, noise=0.1, seed=4)
    np.testing.assert_array_equal(first.features, again.features)
    assert first.features.shape == (51, 2)
    assert not np.array_equal(first.features, other.features)
    assert abs(int(np.sum(first.labels == 0)) - int(np.sum(first.labels == 1))) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_noise_mixes_the_classes(name):
    """The nearest neighbour knows the class of nearly every clean point, of noisy ones less so."""

    def agreement(noise):
        toy = make_toy(name, size=400, noise=noise, seed=0)
        distance = ((toy.features[:, None] - toy.features[None]) ** 2).sum(axis=2)
        np.fill_diagonal(distance, np.inf)
        return float(np.mean(toy.labels[distance.argmin(axis=1)] == toy.labels))

    assert agreement(0.0) > 0.97
    assert agreement(0.5) < agreement(0.1) <= agreement(0.0)


def clean(name):
    toy = make_toy(name, size=400, noise=0.0, seed=1)
    return toy.features, toy.labels


def test_the_circle_is_told_by_the_radius_alone():
    points, labels = clean("circle")
    radius = np.hypot(*points.T)
    assert radius[labels == 0].max() <= 2.5
    assert radius[labels == 1].min() >= 3.5
    assert radius.max() <= 5.0


def test_xor_is_told_by_the_sign_of_the_product_and_by_no_line():
    points, labels = clean("xor")
    np.testing.assert_array_equal(points[:, 0] * points[:, 1] < 0, labels == 1)
    for axis in (0, 1):
        assert abs(np.mean(labels[points[:, axis] > 0]) - 0.5) < 0.12


def test_the_gaussians_lie_about_their_middles_and_noise_widens_them():
    points, labels = clean("gaussians")
    np.testing.assert_allclose(points[labels == 0].mean(axis=0), [-2, -2], atol=0.2)
    np.testing.assert_allclose(points[labels == 1].mean(axis=0), [2, 2], atol=0.2)
    wide = make_toy("gaussians", size=400, noise=0.5, seed=1)
    assert wide.features[wide.labels == 0].std() > 2 * points[labels == 0].std()


def test_the_spiral_s_arms_are_each_other_turned_by_half_a_turn():
    points, labels = clean("spiral")
    np.testing.assert_allclose(points[labels == 0], -points[labels == 1], atol=1e-12)
    radius = np.hypot(*points[labels == 0].T)
    assert np.all(np.diff(radius) > 0)


def test_the_moons_are_half_circles_that_interlock():
    points, labels = clean("moons")
    middle = np.where(labels[:, None] == 0, [-1.5, -0.75], [1.5, 0.75])
    np.testing.assert_allclose(np.hypot(*(points - middle).T), 3.0, atol=1e-12)
    upper = points[labels == 0]
    assert upper[:, 1].min() >= -0.75
    assert points[labels == 1][:, 1].max() <= 0.75
    assert upper[:, 1].min() < points[labels == 1][:, 1].max()


def test_an_unknown_toy_is_named():
    with pytest.raises(ValueError, match="toy is 'square', expected one of circle, xor"):
        make_toy("square", size=10, noise=0.0, seed=0)
