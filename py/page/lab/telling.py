"""Which features tell most about a data set's target."""

import numpy as np

from nnlab.data import Dataset


def most_telling(dataset: Dataset) -> tuple[int, int]:
    """The two features that tell most about the target, the earlier one first.

    Of classes they have the largest F: variance of the class means over that within the classes
    (R. A. Fisher's analysis of variance). Of numbers they have the largest correlation with it.
    Of one or two features, the first and the last.
    """
    features, targets = dataset.features, dataset.targets
    if features.shape[1] < 3:
        return 0, features.shape[1] - 1
    spread = features - features.mean(axis=0)
    if dataset.numbers is not None:
        targets = targets - targets.mean()
        sizes = np.maximum((targets * targets).sum(axis=1, keepdims=True), 1e-12)
    else:
        sizes = np.maximum(targets.sum(axis=1, keepdims=True), 1.0)
    between = (targets.dot(spread) ** 2 / sizes).sum(axis=0)
    # F grows with the share of all variance that lies between the classes; and the share that a
    # line through a number's rows explains is the correlation's square.
    share = between / np.maximum((spread * spread).sum(axis=0), 1e-12)
    first, last = sorted(np.argsort(-share, kind="stable")[:2].tolist())
    return first, last
