"""The loss over a plane through a network's parameters, and the training path on that plane.

After Li, Xu, Taylor, Studer and Goldstein, "Visualizing the Loss Landscape of Neural Nets" (2018).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .arrays import Array
from .network import NeuralNetwork, check_sizes
from .parameters import matrices


class Plane(NamedTuple):
    """All vectors center + α first + β second; each is (parameters,)."""

    center: Array
    first: Array
    second: Array

    def at(self, alphas: Array, betas: Array) -> Array:
        """The vectors at pairs of coordinates, both (points,); returns (points, parameters)."""
        return self.center + np.outer(alphas, self.first) + np.outer(betas, self.second)


class Path(NamedTuple):
    """Vectors seen on a plane: the nearest point of the plane to each."""

    alphas: Array
    betas: Array
    shares: Array
    """How much of each vector's distance from the center lies in the plane, 0 to 1; 1 for the
    center itself. All are (vectors,)."""


def filter_slices(sizes: Sequence[int]) -> list[tuple[slice, int]]:
    """For each neuron its weights in the network's vector, and the place of its bias."""
    places = matrices(check_sizes(sizes))
    return [
        (slice(W.index(row), W.index(row + 1)), b.index(row))
        for W, b in zip(places[::2], places[1::2], strict=True)
        for row in range(b.shape[0])
    ]


def filter_normalized(direction: Array, vector: Array, sizes: Sequence[int]) -> Array:
    """`direction` with each neuron's part made as long as that neuron's own parameters.

    A neuron's filter is here its row of W together with its bias, which is a weight whose input is
    always 1. (Li et al. leave biases out: they do not move in their pictures. Here they do, since
    a path that training has taken moves them too.)
    """
    normalized = direction.copy()
    for weights, bias in filter_slices(sizes):
        own = np.append(vector[weights], vector[bias])
        drawn = np.append(direction[weights], direction[bias])
        factor = np.linalg.norm(own) / np.linalg.norm(drawn)
        normalized[weights] *= factor
        normalized[bias] *= factor
    return normalized


def random_plane(vector: Array, sizes: Sequence[int], rng: np.random.Generator) -> Plane:
    """The plane through `vector` along two random, filter-normalized directions."""
    first, second = (
        filter_normalized(rng.standard_normal(vector.size), vector, sizes) for _ in range(2)
    )
    return Plane(vector.copy(), first, second)


def path_plane(vector: Array, path: Array) -> Plane:
    """The plane through `vector` that lies nearest to `path`, (vectors, parameters).

    Its directions are the first two principal ones of the path as seen from `vector`, as long as
    the path reaches. Raises ValueError when the path spans no plane.
    """
    _, sizes, directions = np.linalg.svd(path - vector, full_matrices=False)
    if sizes.size < 2 or sizes[1] <= 1e-12 * sizes[0] or sizes[0] == 0.0:
        raise ValueError(f"the path has {len(path)} points on one line, expected a plane's")
    along = (path - vector) @ directions[:2].T
    lengths = np.abs(along).max(axis=0)
    return Plane(vector.copy(), directions[0] * lengths[0], directions[1] * lengths[1])


def project(plane: Plane, vectors: Array) -> Path:
    """The nearest points of the plane, by least squares; vectors is (vectors, parameters)."""
    away = vectors - plane.center
    basis = np.stack([plane.first, plane.second], axis=1)
    coordinates, *_ = np.linalg.lstsq(basis, away.T, rcond=None)
    distances = np.linalg.norm(away, axis=1)
    within = np.linalg.norm(basis @ coordinates, axis=0)
    shares = np.divide(within, distances, out=np.ones_like(within), where=distances > 0.0)
    return Path(coordinates[0], coordinates[1], np.minimum(shares, 1.0))


def losses(network: NeuralNetwork, vectors: Array, inputs: Array, targets: Array) -> Array:
    """The mean loss with each of `vectors`, (vectors, parameters), without any penalty.

    inputs is (features, n), targets (classes, n). The network's own parameters are not touched.
    """
    with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
        y = network.predict_with(vectors, inputs)
    mean: Array = network.loss_function.per_sample(y, targets).mean(axis=-1)
    return mean
