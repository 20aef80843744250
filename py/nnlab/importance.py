"""Which features matter: what a network loses without one, and how its answer goes with one."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .arrays import Array, Integers
from .layers import DenseLayer

Score = Callable[[Array], float]
"""How good outputs (outputs, n) are; more is better."""


Prepare = Callable[[Array], Array]
"""Makes a network's inputs (inputs, n) of features (features, n)."""


def answers(layers: Sequence[DenseLayer], inputs: Array) -> Array:
    """The outputs, (outputs, n)."""
    for layer in layers:
        inputs = layer.forward(inputs)
    return inputs


def dealt_out(inputs: Array, features: Sequence[int], order: Integers) -> Array:
    """The samples with the values of `features` in another order."""
    moved = inputs.copy()
    moved[features] = inputs[features][:, order]
    return moved


def permuted_scores(
    layers: Sequence[DenseLayer],
    inputs: Array,
    score: Score,
    features: Sequence[int],
    orders: Integers,
    prepare: Prepare | None = None,
) -> Array:
    """The score with the values of `features` dealt out anew among the samples: (repeats,).

    They are dealt out together: a column of words has several. `inputs` are the network's,
    (features, n), and `orders`, (repeats, n), say whose values each sample gets. Only z = W x + b
    of the first layer changes, and by those columns of W times the change. With `prepare`, they
    are what it makes the network's of, so that all that is made of `features` changes too.
    """
    if prepare:
        return np.array([
            score(answers(layers, prepare(dealt_out(inputs, features, order)))) for order in orders
        ])  # fmt: skip
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
    prepare: Prepare | None = None,
) -> Iterator[Array]:
    """Permutation importance (Breiman, 2001), group by group of features: how far the score falls.

    Each gives (repeats,): the score of the inputs as they are, less that with them permuted.
    """
    whole = score(answers(layers, prepare(inputs) if prepare else inputs))
    samples = inputs.shape[1]
    for features in groups:
        orders = np.array([rng.permutation(samples) for _ in range(repeats)])
        yield whole - permuted_scores(layers, inputs, score, features, orders, prepare)


def partial_dependence(
    layers: Sequence[DenseLayer],
    inputs: Array,
    features: Sequence[int],
    values: Array,
    prepare: Prepare | None = None,
) -> Array:
    """The mean output (outputs, values) over all samples, with `features` set to each of `values`.

    `values` is (values, features).
    Friedman (2001): the answer as one feature moves and the others are as they are in the data.
    """
    means = []
    for value in values:
        a = inputs.copy()
        a[features] = value[:, np.newaxis]
        means.append(answers(layers, prepare(a) if prepare else a).mean(axis=1))
    return np.array(means).T
