"""The yardstick for batches: the note's network of listing.py, fed with columns side by side.

Frozen, as listing.py is. A matrix product over a batch sums its samples' gradients; a learning
rate divided by the batch size makes that their mean.
"""

import numpy as np

from listing import Network


def run(features, targets, hidden, batch_size, epochs, learning_rate, seed):
    """features (rows, inputs), targets (rows, outputs); returns each epoch's summed loss,
    and the mean loss and accuracy of all rows at its end."""
    sizes = [features.shape[1], hidden, targets.shape[1]]
    network = Network(sizes, np.random.default_rng(seed))
    batches = [
        (features[i : i + batch_size].T, targets[i : i + batch_size].T)
        for i in range(0, len(features), batch_size)
    ]
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, t in batches:
            network.train(x, t, learning_rate / x.shape[1])
            total += network.loss(x, t)
        y = network.forward(features.T)
        mean = 0.5 * np.sum((y - targets.T) ** 2) / len(features)
        right = np.mean(np.argmax(y, axis=0) == np.argmax(targets, axis=1))
        losses.append((float(total), float(mean), float(right)))
    return losses
