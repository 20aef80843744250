"""Whole training runs against the equations in plain Python: floats, lists and loops, no NumPy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import NeuralNetwork, Trainer, load_iris


class PlainNetwork:
    """The note's network, one sample at a time, one number at a time."""

    def __init__(self, network):
        self.W = [layer.W.tolist() for layer in network.layers]
        self.b = [layer.b[:, 0].tolist() for layer in network.layers]

    def forward(self, x):
        outputs = [x]
        for W, b in zip(self.W, self.b, strict=True):
            x = [
                1 / (1 + math.exp(-(math.fsum(w * v for w, v in zip(row, x, strict=True)) + c)))
                for row, c in zip(W, b, strict=True)
            ]
            outputs.append(x)
        return outputs

    def loss(self, x, t):
        return sum((y - u) ** 2 for y, u in zip(self.forward(x)[-1], t, strict=True)) / 2

    def gradients(self, x, t):
        """[(dW, db), ...], first layer first."""
        outputs = self.forward(x)
        y = outputs[-1]
        delta = [(y[i] - t[i]) * y[i] * (1 - y[i]) for i in range(len(y))]  # (8)
        gradients = []
        for layer in reversed(range(len(self.W))):
            x = outputs[layer]
            gradients.insert(0, ([[d * v for v in x] for d in delta], delta))  # (4), (5)
            if layer:
                W = self.W[layer]
                delta = [  # (3)
                    x[j] * (1 - x[j]) * sum(W[i][j] * delta[i] for i in range(len(delta)))
                    for j in range(len(x))
                ]
        return gradients

    def train(self, batch, learning_rate):
        """One update with the mean gradient of a batch of (x, t)."""
        parts = [self.gradients(x, t) for x, t in batch]
        for layer, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            for i, row in enumerate(W):
                for j in range(len(row)):
                    row[j] -= learning_rate * sum(p[layer][0][i][j] for p in parts) / len(parts)
                b[i] -= learning_rate * sum(p[layer][1][i] for p in parts) / len(parts)

    def epoch(self, samples, batch_size, learning_rate):
        """Returns the printed loss: each sample's, right after its batch's update."""
        printed = 0.0
        for start in range(0, len(samples), batch_size):
            batch = samples[start : start + batch_size]
            self.train(batch, learning_rate)
            printed += sum(self.loss(x, t) for x, t in batch)
        return printed

    def vector(self):
        layers = zip(self.W, self.b, strict=True)
        return [v for W, b in layers for numbers in [*W, b] for v in numbers]


def rows(columns):
    return columns.T.tolist()


@pytest.mark.parametrize("seed", range(2))
def test_paper_run_equals_plain_floats_over_whole_epochs(seed):
    iris = load_iris()
    network = NeuralNetwork([4, 6, 3], rng=seed)
    plain = PlainNetwork(network)
    samples = list(zip(rows(iris.inputs), rows(iris.targets), strict=True))
    for report in Trainer(network, iris.inputs, iris.targets).epochs(20):
        assert report.printed_loss == pytest.approx(plain.epoch(samples, 1, 0.05), rel=1e-11)
        mean = sum(plain.loss(x, t) for x, t in samples) / len(samples)
        assert report.train_loss == pytest.approx(mean, rel=1e-11)
    np.testing.assert_allclose(network.vector, plain.vector(), rtol=1e-10, atol=1e-13)


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=4),
    samples=st.integers(1, 12),
    batch_size=st.integers(1, 14),
    learning_rate=st.floats(0.01, 3.0),
    seed=st.integers(0, 2**32),
)
def test_any_shape_and_batch_size_equals_plain_floats(
    sizes, samples, batch_size, learning_rate, seed
):
    rng = np.random.default_rng(seed)
    network = NeuralNetwork(sizes, rng=rng)
    plain = PlainNetwork(network)
    x, t = rng.normal(size=(sizes[0], samples)), rng.random((sizes[-1], samples))
    trainer = Trainer(network, x, t, batch_size=batch_size, learning_rate=learning_rate)
    pairs = list(zip(rows(x), rows(t), strict=True))
    for report in trainer.epochs(3):
        printed = plain.epoch(pairs, batch_size, learning_rate)
        assert report.printed_loss == pytest.approx(printed, rel=1e-9)
    np.testing.assert_allclose(network.vector, plain.vector(), rtol=1e-8, atol=1e-11)
