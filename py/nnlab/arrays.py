"""The array types of this package, and the few helpers on it.

Shapes follow the note: a sample is a column. A batch of n samples is a matrix of n columns, so
`axis=-2` runs over features, neurons or classes and `axis=-1` over samples. (Counted from the end,
because a stack of matrices, shape (steps, rows, columns), then goes through the same code.)
"""

from typing import Any

import numpy as np

# What numpy.typing.NDArray[...] stands for; the page starts without numpy.typing.
Array = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.intp]]

# Constants as arrays: in the training loop, where arrays are tiny, NumPy takes twice as long to
# combine an array with a Python number as with another array.
ONE = np.array(1.0)


def flatten(arrays: list[Array]) -> Array:
    """All the numbers of `arrays`, in order, as one vector."""
    return np.concatenate([array.ravel() for array in arrays])


def seeded(seed: int) -> np.random.Generator:
    """The generator that `np.random.default_rng(seed)` gives.

    That function also asks for RandomState, NumPy's older interface, without which the page starts.
    """
    return np.random.Generator(np.random.PCG64(seed))
