"""A `Map` as WebAssembly: a nest of loops around one expression.

Short arrays become straight lines of code without any loop. Where all numbers lie side by side,
two are computed at once (SIMD): every element's own operations stay the same, in the same order.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from math import prod

from .graph import Const, Expression, Load, Map, Op
from .recent import base, load, store
from .views import View
from .wasm import Function

STRAIGHT = 24  # elements, up to which no loop is made
UNROLLED = 10  # nodes, up to which a loop's body is written twice

BINARY = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "div"}
UNARY = {"negative": "neg", "absolute": "abs", "sqrt": "sqrt"}
COMPARE = {
    "greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le", "equal": "eq",
    "not_equal": "ne",
}  # fmt: skip
CHOOSE = {"maximum": "ge", "minimum": "le"}
CONDITIONS = {*COMPARE, "logical_and", "logical_or", "logical_not"}


def address(view: View, element: int = 0) -> int:
    """Where in memory the view begins, plus `element` numbers, in bytes."""
    place, offset = view.buffer, view.offset
    while place.inside:
        place, further = place.inside
        offset += further
    return place.address + 8 * (offset + element)


def emit_map(f: Function, calls: dict[str, int], statement: Map) -> None:
    views = [statement.destination, *statement.reads()]
    axes = merge_axes(views)
    if not axes:
        axes = [(1, (0,) * len(views))]
    *outer, (length, steps) = axes
    lanes = 2 if length > 1 and steps[0] == 1 and set(steps) <= {0, 1} else 1
    writer = Writer(f, calls, statement)
    if prod(n for n, _ in axes) <= STRAIGHT:
        for start in offsets(outer, len(views)):
            for at, width in cut(length, lanes):
                writer.element(
                    width, steps, [s + at * d for s, d in zip(start, steps, strict=True)]
                )
                f.give_back()
        return
    writer.loop(axes, lanes)
    f.give_back()


Axis = tuple[int, tuple[int, ...]]


def merge_axes(views: list[View]) -> list[Axis]:
    """The loops that are needed: (length, every view's step), the first view's step falling.

    Axes that all views pass through in one go become one loop.
    """
    axes: list[Axis] = [
        (n, tuple(view.strides[a] for view in views))
        for a, n in enumerate(views[0].shape)
        if n != 1
    ]
    axes.sort(key=lambda axis: -axis[1][0])
    merged: list[Axis] = []
    for n, steps in axes:
        if merged and all(
            outer == inner * n for outer, inner in zip(merged[-1][1], steps, strict=True)
        ):
            merged[-1] = (merged[-1][0] * n, steps)
        else:
            merged.append((n, steps))
    return merged


def offsets(axes: list[Axis], views: int) -> Iterator[list[int]]:
    """Every view's offset, for each index of the axes in turn."""
    for index in product(*(range(n) for n, _ in axes)):
        yield [
            sum(i * steps[view] for i, (_, steps) in zip(index, axes, strict=True))
            for view in range(views)
        ]


def cut(length: int, lanes: int) -> Iterator[tuple[int, int]]:
    """(start, how many at once) over a length."""
    whole = length - length % lanes
    yield from ((i, lanes) for i in range(0, whole, lanes))
    yield from ((i, 1) for i in range(whole, length))


class Writer:
    """Writes one statement's code, for one element or two at a time."""

    def __init__(self, f: Function, calls: dict[str, int], statement: Map) -> None:
        self.f = f
        self.calls = calls
        self.statement = statement
        self.slots = {view: i + 1 for i, view in enumerate(statement.reads())}
        self.cursors: list[int | None] = [None] * (len(statement.reads()) + 1)
        self.hoisted: dict[object, int] = {}
        self.uses = count_uses(statement.expression)

    def loop(self, axes: list[Axis], lanes: int) -> None:
        """Every view is read at a cursor, a byte offset that moves with the loops.

        Views that move alike share one; a view that stays is read once, in front.
        """
        f = self.f
        moves = list(zip(*(steps for _, steps in axes), strict=True))  # of each view
        shared: dict[tuple[int, ...], int] = {}
        for slot, move in enumerate(moves):
            if any(move):
                if move not in shared:
                    shared[move] = f.borrow("i32")
                    f.emit("i32.const", 0)
                    f.emit("local.set", shared[move])
                self.cursors[slot] = shared[move]
        for key in self.uses:
            if isinstance(key, View) and not any(moves[self.slots[key]]):
                self._hoist(key, lanes)
        self._nest(axes, shared, lanes, 0)

    def _hoist(self, view: View, lanes: int) -> None:
        f = self.f
        local = f.borrow("v128" if lanes == 2 else "f64")
        load(f, "v128.load64_splat" if lanes == 2 else "f64.load", address(view))
        f.emit("local.set", local)
        self.hoisted[(view, lanes)] = local

    def _nest(
        self, axes: list[Axis], cursors: dict[tuple[int, ...], int], lanes: int, depth: int
    ) -> None:
        f = self.f
        length, steps = axes[depth]
        if depth < len(axes) - 1:
            inner = axes[depth + 1][0]
            if depth + 1 == len(axes) - 1:
                inner -= inner % self._stride(lanes)
            counter = start_loop(f, length)
            self._nest(axes, cursors, lanes, depth + 1)
            for move, cursor in cursors.items():
                advance(f, cursor, 8 * (move[depth] - inner * move[depth + 1]))
            end_loop(f, counter)
            return
        stride = self._stride(lanes)
        trips = length // stride
        if trips:
            counter = start_loop(f, trips)
            for at in range(0, stride, lanes):
                self.element(lanes, steps, [at * s for s in steps])
            for move, cursor in cursors.items():
                advance(f, cursor, 8 * stride * move[depth])
            end_loop(f, counter)
        for at, width in cut(length % stride, lanes):
            self.element(width, steps, [at * s for s in steps])

    def _stride(self, lanes: int) -> int:
        """Elements in one turn of the innermost loop."""
        return lanes * (2 if len(self.uses) <= UNROLLED else 1)

    def element(self, lanes: int, steps: tuple[int, ...], offsets: list[int]) -> None:
        """One store: of one number, or of two side by side."""
        self.lanes, self.steps, self.offsets = lanes, steps, offsets
        self.known: dict[object, int] = {}
        cursor = self.cursors[0]
        self.f.emit(*base(cursor))
        self._value(self.statement.expression)
        kind = "v128" if lanes == 2 else "f64"
        place = address(self.statement.destination, offsets[0])
        store(self.f, kind, place, known=cursor is None)

    def _kind(self) -> str:
        return "f64x2" if self.lanes == 2 else "f64"

    def _local(self) -> int:
        return self.f.borrow("v128" if self.lanes == 2 else "f64")

    def _value(self, node: Expression) -> None:
        """Leaves the node's value on the stack; computes it only the first time."""
        f = self.f
        if isinstance(node, Const):
            f.number(node.value)
            if self.lanes == 2:
                f.emit("f64x2.splat")
            return
        key: object = node.view if isinstance(node, Load) else id(node)
        if (key, self.lanes) in self.hoisted:
            f.emit("local.get", self.hoisted[(key, self.lanes)])
            return
        if key in self.known:
            f.emit("local.get", self.known[key])
            return
        if isinstance(node, Load):
            self._load(node.view)
        else:
            self._operation(node)
        if self.uses[key] > 1:
            self.known[key] = self._local()
            f.emit("local.tee", self.known[key])

    def _load(self, view: View) -> None:
        slot = self.slots[view]
        name = "f64.load"
        if self.lanes == 2:
            name = "v128.load" if self.steps[slot] == 1 else "v128.load64_splat"
        load(self.f, name, address(view, self.offsets[slot]), self.cursors[slot])

    def _operation(self, node: Op) -> None:
        f, kind, name = self.f, self._kind(), node.name
        if name in BINARY:
            self._value(node.arguments[0])
            self._value(node.arguments[1])
            f.emit(f"{kind}.{BINARY[name]}")
        elif name in UNARY:
            self._value(node.arguments[0])
            f.emit(f"{kind}.{UNARY[name]}")
        elif name in CHOOSE:
            # a if a >= b or a is NaN, else b: so a NaN on either side is the result.
            a, b = self._kept(node.arguments[0]), self._kept(node.arguments[1])
            for local in (a, b, a, b):
                f.emit("local.get", local)
            f.emit(f"{kind}.{CHOOSE[name]}")
            f.emit("local.get", a)
            f.emit("local.get", a)
            f.emit(f"{kind}.ne")
            f.emit("v128.or" if self.lanes == 2 else "i32.or")
            f.emit("v128.bitselect" if self.lanes == 2 else "select")
        elif name == "where":
            condition, yes, no = node.arguments
            self._value(yes)
            self._value(no)
            self._condition(condition)
            f.emit("v128.bitselect" if self.lanes == 2 else "select")
        elif name in CONDITIONS:
            self._test(node)
            if self.lanes == 2:
                f.number(1.0)
                f.emit("f64x2.splat")
                f.emit("v128.and")
            else:
                f.emit("f64.convert_i32_s")
        else:
            self._call(node)

    def _kept(self, node: Expression) -> int:
        self._value(node)
        local = self._local()
        self.f.emit("local.set", local)
        return local

    def _call(self, node: Op) -> None:
        """exp takes two numbers at once; log and tanh take one, so a pair is taken apart."""
        f = self.f
        if node.name == "exp":
            self._value(node.arguments[0])
            if self.lanes == 1:
                f.emit("f64x2.splat")
            f.emit("call", self.calls["exp_pair"])
            if self.lanes == 1:
                f.emit("f64x2.extract_lane", 0)
            return
        function = self.calls[node.name]
        if self.lanes == 1:
            self._value(node.arguments[0])
            f.emit("call", function)
            return
        pair = self._kept(node.arguments[0])
        f.emit("local.get", pair)
        f.emit("f64x2.extract_lane", 0)
        f.emit("call", function)
        f.emit("f64x2.splat")
        f.emit("local.get", pair)
        f.emit("f64x2.extract_lane", 1)
        f.emit("call", function)
        f.emit("f64x2.replace_lane", 1)

    def _condition(self, node: Expression) -> None:
        """Leaves a truth on the stack: an i32, or all bits of a lane."""
        if isinstance(node, Op) and node.name in CONDITIONS and self.uses[id(node)] == 1:
            self._test(node)
            return
        self._value(node)
        self.f.number(0.0)
        if self.lanes == 2:
            self.f.emit("f64x2.splat")
        self.f.emit(f"{self._kind()}.ne")

    def _test(self, node: Op) -> None:
        f = self.f
        if node.name in COMPARE:
            self._value(node.arguments[0])
            self._value(node.arguments[1])
            f.emit(f"{self._kind()}.{COMPARE[node.name]}")
            return
        for argument in node.arguments:
            self._condition(argument)
        if node.name == "logical_not":
            f.emit("v128.not" if self.lanes == 2 else "i32.eqz")
        else:
            f.emit(f"{'v128' if self.lanes == 2 else 'i32'}.{node.name.removeprefix('logical_')}")


def count_uses(expression: Expression) -> Counter[object]:
    """How often each operation, and each view that is read, is an argument."""
    uses: Counter[object] = Counter()
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Const):
            continue
        key: object = node.view if isinstance(node, Load) else id(node)
        uses[key] += 1
        if isinstance(node, Op) and uses[key] == 1:
            stack.extend(node.arguments)
    return uses


def start_loop(f: Function, trips: int) -> int:
    """Opens a loop that runs `trips` times, once or more; gives its counter to `end_loop`."""
    counter = f.borrow("i32")
    f.emit("i32.const", trips)
    f.emit("local.set", counter)
    f.emit("loop")
    return counter


def end_loop(f: Function, counter: int) -> None:
    f.emit("local.get", counter)
    f.emit("i32.const", 1)
    f.emit("i32.sub")
    f.emit("local.tee", counter)
    f.emit("br_if", 0)
    f.emit("end")


def advance(f: Function, cursor: int, by: int) -> None:
    if by:
        add = ("local.get", cursor), ("i32.const", by), ("i32.add",), ("local.set", cursor)
        f.emit_all(add)
