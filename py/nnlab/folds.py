"""k-fold cross-validation: every sample is kept back for the test once."""

from collections.abc import Sequence

import numpy as np

from .checks import whole
from .data import Labels


class RareClass(ValueError):
    """A class has fewer rows than there are folds, so some fold would have none to test.

    `code` and `values` let others say it in their own words.
    """

    def __init__(self, name: str, rows: int, folds: int) -> None:
        self.code = "rare_class" if rows > 1 else "lone_class"
        self.values: dict[str, str | int] = {"name": name, "rows": rows, "folds": folds}
        fewer = f"take {rows} parts at most, or " if rows > 1 else ""
        super().__init__(
            f"folds is {folds}, but {name!r}, the rarest class, has {rows} row{'s'[: rows - 1]},"
            f" and each part needs one: {fewer}leave that class out"
        )


def stratified_folds(
    labels: Labels, folds: int, rng: np.random.Generator, class_names: Sequence[str] = ()
) -> list[Labels]:
    """The row numbers of each fold's test part, in rising order.

    Every row is in one fold. The rows of a class, shuffled, are dealt out like cards, and each
    class goes on where the last one stopped; so the folds have as many of every class, and as
    many in all, as each other, within one.
    Raises ValueError unless `folds` is 2 or more, and RareClass, with its name of `class_names`,
    when a class has fewer rows.
    """
    folds = whole("folds", folds, 2)
    classes = sorted(set(labels.tolist()))
    fewest, rarest = min((int((labels == label).sum()), label) for label in classes)
    if fewest < folds:
        raise RareClass(class_names[rarest] if class_names else str(rarest), fewest, folds)
    fold_of = np.empty(labels.size, dtype=np.intp)
    next_fold = 0
    for label in classes:
        members = rng.permutation(np.flatnonzero(labels == label))
        fold_of[members] = (next_fold + np.arange(members.size)) % folds
        next_fold = (next_fold + members.size) % folds
    return [np.flatnonzero(fold_of == fold) for fold in range(folds)]
