"""Which features matter: what a network loses without one, and how its answer goes with one."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .arrays import Array, Integers
from .layers import DenseLayer

Score = Callable[[Array], float]
"""How good outputs (outputs, n) are; more is better."""


def permuted_scores(
    layers: Sequence[DenseLayer],
    inputs: Array,
    score: Score,
    features: Sequence[int],
    orders: Integers,
) -> Array:
    """The score with the values of `features` dealt out anew among the samples: (repeats,).

    They are dealt out together: a column of words has several. `inputs` are the network's,
    (features, n), and `orders`, (repeats, n), say whose values each sample gets. Only z = W x + b
    of the first layer changes, and by those columns of W times the change.
    """
    first, rest = layers[0], layers[1:]
    z = first.W.dot(inputs) + first.b
    values, weights = inputs[features], first.W[:, features]
    scores = np.empty(len(orders))
    for repeat, order in enumerate(orders):
        moved = weights.dot(values[:, order] - values)
        a = first.activation.forward(z + moved)
        for layer in rest:
            a = layer.forward(a)
        scores[repeat] = score(a)
    return scores


def importances(
    layers: Sequence[DenseLayer],
    inputs: Array,
    score: Score,
    repeats: int,
    rng: np.random.Generator,
    groups: Sequence[Sequence[int]],
) -> Iterator[Array]:
    """Permutation importance (Breiman, 2001), group by group of features: how far the score falls.

    Each gives (repeats,): the score of the inputs as they are, less that with them permuted.
    """
    a = inputs
    for layer in layers:
        a = layer.forward(a)
    whole = score(a)
    samples = inputs.shape[1]
    for features in groups:
        orders = np.array([rng.permutation(samples) for _ in range(repeats)])
        yield whole - permuted_scores(layers, inputs, score, features, orders)


def partial_dependence(
    layers: Sequence[DenseLayer], inputs: Array, features: Sequence[int], values: Array
) -> Array:
    """The mean output (outputs, values) over all samples, with `features` set to each of `values`.

    `values` is (values, features).
    Friedman (2001): the answer as one feature moves and the others are as they are in the data.
    """
    means = []
    for value in values:
        a = inputs.copy()
        a[features] = value[:, np.newaxis]
        for layer in layers:
            a = layer.forward(a)
        means.append(a.mean(axis=1))
    return np.array(means).T
