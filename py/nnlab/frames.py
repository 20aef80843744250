"""Rows and labels as people have them: lists, arrays, and the frames of pandas, polars and others.

A frame is asked for its columns by name; each becomes an array by `__array__`. Nothing of pandas or
polars is imported.
"""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np

from .arrays import Array, Integers
from .checks import finite, floats, not_masked


def column_keys(values: Any) -> list[Any]:
    """What a frame calls its columns; [] for what is no frame."""
    if hasattr(values, "column_names"):  # pyarrow's
        return list(values.column_names)
    columns = getattr(values, "columns", None)
    if columns is None and hasattr(values, "__dataframe__"):
        columns = values.__dataframe__().column_names()
    return [] if columns is None else list(columns)


def check_listed(what: str, values: Any) -> None:
    """Raises ValueError for what NumPy would take for one single thing, such as a file's name."""
    hint = ""
    if isinstance(values, str | bytes | PathLike):
        hint = "a file is read by read_table(Path(file).read_bytes())"
    elif any(hasattr(values, name) for name in ARRAYS):
        return
    elif isinstance(values, Mapping):
        hint = f"pandas.DataFrame({what}) makes a frame of columns, list({what}.values()) a list"
    elif hasattr(values, "toarray"):  # scipy's sparse ones
        hint = f"pass {what}.toarray()"
    elif isinstance(values, Iterable) and not isinstance(values, Sequence):
        hint = f"pass list({what})"
    if hint:
        kind = type(values).__name__
        raise ValueError(f"{what} is of type {kind}, expected an array or a list: {hint}")


ARRAYS = ("__array__", "__array_interface__", "__dataframe__", "__buffer__", "column_names")


def read_features(what: str, values: Any) -> tuple[Array, tuple[str, ...]]:
    """Rows as an array (rows, features), and the features' names, which a frame brings.

    Raises ValueError for what is no table of numbers, naming the column.
    """
    check_listed(what, values)
    keys = column_keys(values)
    if keys:
        columns = [numbers_of(f"{what}, column {key!r},", values[key]) for key in keys]
        return np.column_stack(columns), tuple(str(key) for key in keys)
    array = floats(what, values)
    if array.ndim != 2:
        hint = f": one row is {what}.reshape(1, -1)" if array.ndim == 1 else ""
        raise ValueError(f"{what} has shape {array.shape}, expected (rows, features){hint}")
    return array, tuple(f"x{i}" for i in range(1, array.shape[1] + 1))


def in_days(what: str, cells: Any) -> Any:
    """Dates as days from 1970 on, spans of time as days; all else as it is.

    Raises ValueError for spans of months or years, which are of no one length.
    """
    if cells.dtype.kind == "M":
        cells = cells - np.datetime64(0, "D")
    if cells.dtype.kind != "m":
        return cells
    try:
        days = cells / np.timedelta64(1, "D")
    except TypeError:
        raise ValueError(
            f"{what} holds {cells.dtype}, months or years, which are of different lengths: give "
            "their number, .astype(float), or days"
        ) from None
    return np.where(np.isnat(cells), np.nan, days)


def numbers_of(what: str, column: Any) -> Array:
    """A frame's column. Raises ValueError for words and the like, and says what can be done."""
    cells = in_days(what, np.asarray(column))
    try:
        return floats(what, cells)
    except ValueError as error:
        raise ValueError(
            f"{error}: leave it out, make columns of 0 and 1 of its words (pandas.get_dummies), or "
            "give the file itself to read_table, which takes words and gaps"
        ) from None


def read_rows(what: str, values: Any, feature_names: Sequence[str]) -> Array:
    """Rows (n, features) for a network that was trained on these features.

    Of a frame the columns of these names are taken, wherever they stand.
    Raises ValueError for other features, or what is no finite number.
    """
    keys = {str(key): key for key in column_keys(values)}
    if keys:
        missing = [name for name in feature_names if name not in keys]
        if missing:
            raise ValueError(
                f"{what} has no column {missing[0]!r}, expected {', '.join(feature_names)}: "
                f"rename its columns, or pass numbers alone, np.asarray({what})"
            )
        values = {name: values[keys[name]] for name in feature_names}
        own = {f"{what}, column {name!r},": np.asarray(v) for name, v in values.items()}
        array = np.column_stack([floats(of, in_days(of, cells)) for of, cells in own.items()])
    else:
        array = floats(what, values)
    expected = len(feature_names)
    if array.ndim != 2 or array.shape[1] != expected:
        hint = ""
        if array.shape == (expected,):
            hint = f": one row is {what}.reshape(1, -1)"
        elif array.ndim == 2 and array.shape[0] == expected:
            hint = f": columns? pass {what}.T"
        raise ValueError(f"{what} has shape {array.shape}, expected (n, {expected}){hint}")
    return finite(what, array, feature_names)


def read_labels(what: str, values: Any) -> tuple[Integers, tuple[Any, ...]]:
    """Labels of any kind as whole numbers (n,), and the value that each of these stands for.

    Values are in the order of a table's classes: numbers by size, words as they first appear.
    Raises ValueError for a gap, or for what holds no labels.
    """
    check_listed(what, values)
    not_masked(what, values)
    array = np.asarray(values)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        one_hot = array.ndim == 2 and array.dtype.kind in "biuf" and is_one_hot(array)
        hint = f": one-hot? pass {what}.argmax(axis=1)" if one_hot else ""
        raise ValueError(
            f"{what} has shape {array.shape}, expected (rows,): one label for each row{hint}"
        )
    labels = array.tolist()
    for row, label in enumerate(labels):
        if isinstance(label, complex):
            raise ValueError(f"{what} has {label} in row {row}, expected words or whole numbers")
        missing = label is None or label != label or str(label) in ("<NA>", "NaT", "inf", "-inf")
        if missing and not isinstance(label, str):
            raise ValueError(f"{what} has {label} in row {row}: drop that sample, or say its class")
    numeric = all(isinstance(label, int | float) for label in labels)
    if numeric and not all(label == int(label) for label in labels):
        raise ValueError(
            f"{what} holds numbers with decimals, expected a class for each row; "
            'task="numbers" learns numbers'
        )
    found = [*dict.fromkeys(labels)]
    values_in_order = sorted(found) if numeric else found
    place = {value: code for code, value in enumerate(values_in_order)}
    return np.array([place[label] for label in labels], np.intp), tuple(values_in_order)


def is_one_hot(rows: Any) -> bool:
    """Whether each row has a single 1 among zeros."""
    return bool(((rows == 0) | (rows == 1)).all() and (rows.sum(axis=1) == 1).all())


def class_name(value: Any) -> str:
    """What a class is called: 1 for 1.0."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def class_values(names: Sequence[str]) -> tuple[Any, ...]:
    """The labels that a table means by these names: whole numbers where all are, else the names."""
    whole = all(name.removeprefix("-").isdecimal() and str(int(name)) == name for name in names)
    return tuple(int(name) for name in names) if whole else tuple(names)
