"""The yardstick: the note's network written down the obvious way, in plain NumPy.

Frozen: this file is what speed is measured against, so it is never made faster. One sample at a
time, every equation one line of NumPy, and a second forward pass after each update to measure the
loss. Written by us from the equations.
"""

import numpy as np


class Sigmoid:
    def forward(self, z):
        return 1.0 / (1.0 + np.exp(-z))

    def derivative(self, a):
        return a * (1.0 - a)


class Layer:
    def __init__(self, inputs, outputs, rng):
        self.W = rng.uniform(-0.5, 0.5, (outputs, inputs))
        self.b = np.zeros((outputs, 1))
        self.activation = Sigmoid()

    def forward(self, x):
        self.x = x
        self.z = np.dot(self.W, x) + self.b
        self.a = self.activation.forward(self.z)
        return self.a

    def backward(self, delta, learning_rate):
        dW = np.dot(delta, self.x.T)
        db = np.sum(delta, axis=1, keepdims=True)
        self.W = self.W - learning_rate * dW
        self.b = self.b - learning_rate * db


class Network:
    def __init__(self, sizes, rng):
        self.layers = [Layer(m, n, rng) for m, n in zip(sizes, sizes[1:])]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train(self, x, t, learning_rate):
        y = self.forward(x)
        last = self.layers[-1]
        deltas = [(y - t) * last.activation.derivative(y)]
        for layer, after in zip(self.layers[-2::-1], self.layers[:0:-1]):
            back = np.dot(after.W.T, deltas[0]) * layer.activation.derivative(layer.a)
            deltas.insert(0, back)
        for layer, delta in zip(self.layers, deltas):
            layer.backward(delta, learning_rate)

    def loss(self, x, t):
        return 0.5 * np.sum((self.forward(x) - t) ** 2)


def run(features, targets, epochs, learning_rate, seed):
    """features (rows, 4), targets (rows, 3); returns each epoch's summed loss."""
    network = Network([features.shape[1], 6, targets.shape[1]], np.random.default_rng(seed))
    samples = [(x.reshape(-1, 1), t.reshape(-1, 1)) for x, t in zip(features, targets)]
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, t in samples:
            network.train(x, t, learning_rate)
            total += network.loss(x, t)
        losses.append(float(total))
    return losses
