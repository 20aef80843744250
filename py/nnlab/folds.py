"""k-fold cross-validation: every sample is kept back for the test once."""

import numpy as np

from .data import Labels


def stratified_folds(labels: Labels, folds: int, rng: np.random.Generator) -> list[Labels]:
    """The row numbers of each fold's test part, in rising order.

    Every row is in one fold. The rows of a class, shuffled, are dealt out like cards, and each
    class goes on where the last one stopped; so the folds have as many of every class, and as
    many in all, as each other, within one.
    Raises ValueError unless `folds` is 2 or more and no class has fewer rows.
    """
    classes = sorted(set(labels.tolist()))
    fewest = min(int((labels == label).sum()) for label in classes)
    if not 2 <= folds <= fewest:
        raise ValueError(f"folds is {folds}, expected 2 to {fewest}, the rows of the rarest class")
    fold_of = np.empty(labels.size, dtype=np.intp)
    next_fold = 0
    for label in classes:
        members = rng.permutation(np.flatnonzero(labels == label))
        fold_of[members] = (next_fold + np.arange(members.size)) % folds
        next_fold = (next_fold + members.size) % folds
    return [np.flatnonzero(fold_of == fold) for fold in range(folds)]
