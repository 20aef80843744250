"""What callers get wrong is said where they wrote it: what it is, what is expected, what to do.

Every function gives the value in the type that the package works with, or raises ValueError.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from numbers import Integral, Real
from typing import Any, TypeVar

import numpy as np

from .arrays import Array, Integers, seeded

T = TypeVar("T")
FLOAT = np.dtype(np.float64)


def one_of(what: str, name: Any, choices: Collection[str]) -> str:
    """`name`, if it is one of `choices`."""
    if isinstance(name, str) and name in choices:
        return name
    raise ValueError(
        f"{what} is {name!r}, expected one of {', '.join(choices)}{near(name, choices)}"
    )


ELSEWHERE = {
    "logistic": "sigmoid", "linear": "identity", "none": "identity", "mse": "half_squared_error",
    "squared_error": "half_squared_error", "crossentropy": "cross_entropy", "glorot": "xavier",
    "categorical_crossentropy": "cross_entropy", "log_loss": "cross_entropy", "kaiming": "he",
    "classification": "classes", "regression": "numbers", "numpy": "plain", "wasm": "compiled",
}  # fmt: skip
"""What other libraries call some of the choices."""


def near(name: Any, choices: Collection[str]) -> str:
    """A hint at the choice that was probably meant, or ""."""
    from difflib import get_close_matches  # only for the message

    if ELSEWHERE.get(str(name).lower()) in choices:
        return f"; did you mean {ELSEWHERE[str(name).lower()]!r}?"
    found = get_close_matches(str(name).lower(), choices, 1)
    return f"; did you mean {found[0]!r}?" if found else ""


def pick(what: str, name: Any, choices: Mapping[str, T]) -> T:
    """`choices[name]`."""
    return choices[one_of(what, name, choices)]


def is_number(value: Any) -> bool:
    """Whether it is one finite number, of Python's or NumPy's; a truth is none."""
    if isinstance(value, Integral):
        return not isinstance(value, bool) and abs(int(value)) < 2**1023  # which a float can hold
    return isinstance(value, Real) and math.isfinite(value)


def whole(what: str, value: Any, least: int) -> int:
    """A whole number, of any numeric type, that is `least` or more."""
    if is_number(value) and value == int(value) and value >= least:
        return int(value)
    raise ValueError(f"{what} is {value!r}, expected a whole number of {least} or more")


def number(what: str, value: Any, expected: str, fits: Callable[[float], bool]) -> float:
    """A finite number that `fits`, as `expected` says in words."""
    if is_number(value) and fits(float(value)):
        return float(value)
    raise ValueError(f"{what} is {value!r}, expected {expected}")


def not_negative(what: str, value: Any) -> float:
    return number(what, value, "0 or more", lambda x: x >= 0.0)


def positive(what: str, value: Any) -> float:
    return number(what, value, "a number above 0", lambda x: x > 0.0)


def step_size(what: str, value: Any) -> Any:
    """A number above 0. The compiler's stand-in for one, which has a tape, passes as it is."""
    if type(value) is float and 0.0 < value < math.inf:  # nearly always, and quickly seen
        return value
    return value if hasattr(value, "tape") else positive(what, value)


def part(what: str, ratio: Any) -> float:
    """A part of the samples."""
    return number(what, ratio, "0 or more, and less than 1", lambda x: 0.0 <= x < 1.0)


def flag(what: str, value: Any) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{what} is {value!r}, expected True or False")
    return bool(value)


def names(what: str, value: Any) -> tuple[str, ...]:
    """A list of names, none of them twice."""
    if isinstance(value, str) or not isinstance(value, Collection):
        raise ValueError(f"{what} is {value!r}, expected a list of names")
    found = tuple(value)
    for name in found:
        if not isinstance(name, str):
            raise ValueError(f"{what} has {name!r}, expected names as text")
        if found.count(name) > 1:
            raise ValueError(f"{what} has {name!r} twice: give every one its own name")
    return found


def generator(what: str, rng: Any) -> np.random.Generator:
    """A generator, or that of a seed."""
    if isinstance(rng, np.random.Generator):
        return rng
    if is_number(rng) and isinstance(rng, Integral) and int(rng) >= 0:
        return seeded(int(rng))
    raise ValueError(
        f"{what} is {rng!r}, expected a seed (a whole number of 0 or more) "
        "or a numpy.random.Generator"
    )


def not_masked(what: str, values: Any) -> None:
    """Raises ValueError for a masked array, whose mask NumPy would forget."""
    if isinstance(values, np.ndarray) and hasattr(values, "mask"):
        raise ValueError(f"{what} is a masked array: drop what is masked, or fill it")


def floats(what: str, values: Any) -> Array:
    """An array of floats. Integers, truths and lists of them become one."""
    not_masked(what, values)
    if isinstance(values, np.ndarray):
        values = np.asarray(values)  # of np.matrix, which multiplies otherwise, an array
    dtype = getattr(values, "dtype", None)
    if dtype is not None and dtype == FLOAT:
        return values  # type: ignore[no-any-return]
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{what} is a list of uneven rows, expected numbers") from None
    if array.dtype.kind not in "biuf":
        try:  # also a None would become a number, NaN: a gap, not what somebody meant
            could = array.dtype.kind in "OUS" and np.isfinite(array.astype(np.float64)).all()
        except (TypeError, ValueError, OverflowError):
            could = False
        hint = ": astype(float) makes numbers of it" if could else ""
        raise ValueError(f"{what} is an array of {array.dtype}, expected numbers{hint}")
    return array.astype(np.float64)


def columns(what: str, values: Any, rows: int) -> Array:
    """A matrix (rows, n), one column for each sample."""
    if type(values) is np.ndarray and values.dtype is FLOAT:  # nearly always, and quickly seen
        array: Array = values
    else:
        array = floats(what, values)
    shape = array.shape
    if len(shape) == 2 and shape[0] == rows:
        return array
    hint = ""
    if shape == (rows,):
        hint = f": one sample is a column, {what}.reshape({rows}, 1)"
    elif len(shape) == 2 and shape[1] == rows:
        hint = f": rows? pass {what}.T"
    raise ValueError(f"{what} has shape {shape}, expected ({rows}, n){hint}")


def same_shape(what: str, values: Any, shape: tuple[int, ...]) -> Array:
    """A matrix of exactly this shape: another might broadcast without a word."""
    if type(values) is np.ndarray and values.dtype is FLOAT and values.shape == shape:
        return values
    array = floats(what, values)
    if array.shape == shape:
        return array
    hint = f": labels become columns by one_hot({what}, {shape[0]})"
    raise ValueError(
        f"{what} has shape {array.shape}, expected {shape}{hint if array.ndim == 1 else ''}"
    )


def finite(
    what: str,
    array: Array,
    column_names: Sequence[str] = (),
    hint: str = "drop that sample, or fill the gap",
) -> Array:
    """The matrix, if all its numbers are finite."""
    if np.isfinite(array).all():
        return array
    row, column = (int(index[0]) for index in np.nonzero(~np.isfinite(array)))
    where = column_names[column] if column_names else f"column {column}"
    raise ValueError(f"{what} has {array[row, column]} in row {row}, {where}: {hint}")


def all_finite(what: str, values: Any) -> None:
    """Raises ValueError for a matrix in which a number is not finite."""
    if type(values) is np.ndarray and values.dtype is FLOAT:  # nearly always, and quickly seen
        flat = values.ravel()
        with np.errstate(over="ignore", invalid="ignore"):  # 1e200 is finite, its square is not
            squares = flat.dot(flat)
        if math.isfinite(squares):
            return
    elif hasattr(values, "tape"):  # the compiler's stand-in
        return
    array = floats(what, values)
    if array.ndim == 2:
        finite(what, array)


def samples(what: str, inputs: Any, targets: Any, sizes: Sequence[int]) -> tuple[Array, Array]:
    """Inputs and targets as finite columns, as many of each, for a network of these sizes."""
    features, classes = sizes[0], sizes[-1]
    inputs, targets = floats(f"{what} inputs", inputs), floats(f"{what} targets", targets)
    n = inputs.shape[1] if inputs.ndim == 2 else 0
    if n < 1 or inputs.shape != (features, n) or targets.shape != (classes, n):
        hint = ""
        if inputs.ndim == 2 and inputs.shape[1] == features:
            hint = ": rows? pass inputs.T"
        elif targets.ndim == 1:
            hint = f": labels become columns by one_hot(labels, {classes})"
        raise ValueError(
            f"{what} inputs and targets have shapes {inputs.shape} and {targets.shape}, "
            f"expected ({features}, n) and ({classes}, n) with n of 1 or more{hint}"
        )
    return finite(f"{what} inputs", inputs), finite(f"{what} targets", targets)


def labels_of(what: str, labels: Any, classes: int) -> Integers:
    """Whole numbers (n,), each the index of one of so many classes."""
    array = np.asarray(labels)
    numeric = array.dtype.kind in "biuf"
    if not numeric or not (np.isfinite(array).all() and (array == np.floor(array)).all()):
        raise ValueError(
            f"{what} has other things than whole numbers: "
            "a label is the index of its class in class_names, from 0 on"
        )
    if array.ndim != 1:
        raise ValueError(
            f"{what} has shape {array.shape}, expected (n,): one label for each sample"
        )
    if array.size and not (array.min() >= 0 and array.max() < classes):
        low, high = int(array.min()), int(array.max())
        raise ValueError(f"{what} run from {low} to {high}, expected 0 to {classes - 1}")
    return array.astype(np.intp)
