"""What a trace records: a list of statements, each of which fills one view.

Three kinds do for a whole training step:

- `Map`: an expression, element by element;
- `MatMul`: a matrix product;
- `PairwiseSum`: a sum in the order in which NumPy sums numbers that lie in a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .views import View


@dataclass(frozen=True, eq=False)
class Load:
    """Reads the view, which has the shape of the statement's destination."""

    view: View


@dataclass(frozen=True, eq=False)
class Const:
    value: float


@dataclass(frozen=True, eq=False)
class Op:
    """A function of numbers by NumPy's name for it: "add", "exp", "where".

    One `Op` may be an argument at several places; it is computed once.
    """

    name: str
    arguments: tuple["Expression", ...]


Expression = Load | Const | Op


@dataclass(eq=False)
class Map:
    """destination[...] = expression"""

    destination: View
    expression: Expression

    def reads(self) -> list[View]:
        """The views that it reads, each once."""
        return self._reads

    @cached_property
    def _reads(self) -> list[View]:
        views = (node.view for node in nodes(self.expression) if isinstance(node, Load))
        return list(dict.fromkeys(views))


@dataclass(eq=False)
class MatMul:
    """destination (m, n) = left (m, k) @ right (k, n); each sum from 0 on, in the order of k."""

    destination: View
    left: View
    right: View

    def reads(self) -> list[View]:
        return [self.left, self.right]


@dataclass(eq=False)
class PairwiseSum:
    """destination (m,) = the sums of the rows of source (m, k)."""

    destination: View
    source: View

    def reads(self) -> list[View]:
        return [self.source]


Statement = Map | MatMul | PairwiseSum


def nodes(expression: Expression) -> Iterator[Expression]:
    """Every node of an expression, once."""
    seen: set[int] = set()
    stack = [expression]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Op):
            stack.extend(node.arguments)
