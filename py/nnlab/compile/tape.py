"""The tape of a trace: the statements so far, and the views that they fill."""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from .graph import Const, Expression, Load, Map, Statement, nodes
from .views import Buffer, Shape, View

NOT_THE_TRACED_CODE = (str(Path(__file__).parent), str(Path(np.__file__).parent))


class Untraceable(Exception):
    """Something that straight-line array code does not do. The message names the operation."""


def reject(what: str) -> Untraceable:
    """The error, with the line of the traced code that asked for it."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename.startswith(NOT_THE_TRACED_CODE):
        frame = frame.f_back
    return Untraceable(f"{what} ({Path(frame.f_code.co_filename).name}, line {frame.f_lineno})")


class Tape:
    """The statements so far, in the order in which they ran."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.guards: dict[str, bool] = {}  # truth of a run-time number that a branch relied on

    def temporary(self, shape: Shape) -> View:
        return Buffer(int(np.prod(shape)), "temporary").full(shape)

    def assign(self, destination: View, expression: Expression) -> None:
        """Notes destination[...] = expression, as if all was read before any is written."""
        for node in nodes(expression):
            if not isinstance(node, Load) or node.view == destination:
                continue
            if destination.overlaps(node.view):
                copy = self.temporary(destination.shape)
                self.statements.append(Map(copy, expression))
                expression = Load(copy)
                break
        self.statements.append(Map(destination, expression))

    def compute(self, shape: Shape, expression: Expression) -> View:
        """A new array that holds the expression's values."""
        view = self.temporary(shape)
        self.statements.append(Map(view, expression))
        return view

    def reshape(self, view: View, shape: Shape) -> View:
        """The view in another shape, or a copy of it where it must be."""
        reshaped = view.reshape(shape) or self.compute(view.shape, Load(view)).reshape(shape)
        assert reshaped is not None
        return reshaped

    def expression(self, value: Any, shape: Shape) -> Expression:
        """A view, array or number as part of an expression of that shape."""
        if isinstance(value, View):
            return Load(value.broadcast(shape))
        array = np.asarray(value)
        if array.dtype.kind not in "fiub":
            raise reject(f"an array of {array.dtype}")
        if array.size == 1:
            return Const(float(array.reshape(())))
        return Load(self.constant(array).broadcast(shape))

    def constant(self, array: Any) -> View:
        buffer = Buffer(array.size, "constant")
        buffer.values = [float(x) for x in array.ravel()]
        return buffer.full(array.shape)
