"""Sums, maxima and the like along an axis, on views, in NumPy's order."""

from typing import Any

import numpy as np

from .graph import Const, Expression, Load, Map, MatMul, Op, PairwiseSum
from .tape import Tape, reject
from .views import Buffer, Shape, View

CHAIN = 16  # numbers that one statement compares


def axes_of(array: View, axis: Any) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(len(array.shape)))
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    return tuple(sorted(a % len(array.shape) for a in axes))


def without(array: View, axes: tuple[int, ...], keepdims: bool) -> Shape:
    if keepdims:
        return tuple(1 if a in axes else n for a, n in enumerate(array.shape))
    return tuple(n for a, n in enumerate(array.shape) if a not in axes)


def add_up(tape: Tape, array: View, axis: Any, keepdims: bool) -> View:
    """Sums in NumPy's order: pairwise along numbers that lie next to each other, else one by one.

    NumPy walks through memory; its inner loop runs along the axis of the smallest stride. If that
    is an axis to be summed, the loop sums pairwise; if not, whole rows are added to the result.
    """
    axes = axes_of(array, axis)
    shape = without(array, axes, keepdims)
    kept = [a for a in range(len(array.shape)) if a not in axes and array.shape[a] != 1]
    summed = [a for a in axes if array.shape[a] != 1]
    result = tape.temporary(shape)
    flat = tape.reshape(result, (result.size,))
    inner = min([*kept, *summed], key=lambda a: (array.strides[a], -a), default=None)
    rows = tuple(array.shape[a] for a in kept)
    length = int(np.prod([array.shape[a] for a in summed]))
    source = array.transpose(
        (*kept, *summed, *(a for a in range(len(array.shape)) if array.shape[a] == 1))
    )
    if len(kept) > 1 or (len(summed) > 1 and (kept or not array.is_contiguous)):
        raise reject("a sum over this choice of axes")
    matrix = source.reshape((rows[0] if rows else 1, length))
    assert matrix is not None
    if inner in kept:  # ones @ matrix^T: each column's sum from 0 on, in order
        ones = Buffer(1, "constant")
        ones.values = [1.0]
        ones_row = View(ones, 0, (1, length), (0, 0))
        across = flat.reshape((1, flat.size))
        assert across is not None
        tape.statements.append(MatMul(across, ones_row, matrix.transpose((1, 0))))
    elif length < 8:
        step = matrix.strides[1]
        columns = [
            Load(View(matrix.buffer, matrix.offset + i * step, flat.shape, (matrix.strides[0],)))
            for i in range(length)
        ]
        chain: Expression = columns[0]
        for column in columns[1:]:
            chain = Op("add", (chain, column))
        tape.statements.append(Map(flat, Op("add", (Const(0.0), chain))))
    else:
        tape.statements.append(PairwiseSum(flat, matrix))
    return result


def slices(array: View, axis: Any, name: str) -> list[View]:
    """The views along one axis, with that axis taken away."""
    axes = axes_of(array, axis)
    if len(axes) != 1:
        raise reject(f"{name} over {len(axes)} axes")
    (chosen,) = axes
    return [array.at(chosen, i) for i in range(array.shape[chosen])]


def fold(tape: Tape, array: View, name: str, axis: Any, keepdims: bool) -> View:
    """maximum or minimum along an axis, or of all, as a chain."""
    shape = without(array, axes_of(array, axis), keepdims)
    if axis is None:
        array, axis = tape.reshape(array, (array.size,)), 0
    first, *others = slices(array, axis, name)
    result = Load(first)
    for start in range(0, max(len(others), 1), CHAIN):
        expression: Expression = result
        for view in others[start : start + CHAIN]:
            expression = Op(name, (expression, Load(view)))
        result = Load(tape.compute(first.shape, expression))
    return tape.reshape(result.view, shape)


def index_of_largest(tape: Tape, array: View, axis: Any) -> View:
    """Of several largest numbers the first counts, and a NaN counts as the largest."""
    if axis is None and len(array.shape) == 1:
        axis = 0
    first, *others = slices(array, axis, "argmax")
    best: Expression = Load(first)
    index: Expression = Const(0.0)
    for i, view in enumerate(others, start=1):
        candidate = Load(view)
        not_less = Op("logical_not", (Op("less_equal", (candidate, best)),))
        better = Op("logical_and", (not_less, Op("equal", (best, best))))
        index = Op("where", (better, Const(float(i)), index))
        best = Op("where", (better, candidate, best))
        if i % CHAIN == 0:
            best, index = (Load(tape.compute(first.shape, e)) for e in (best, index))
    return tape.compute(first.shape, index)
