"""A matrix product as WebAssembly.

Each number of the result is a sum over k, added up from 0 in the order of k, as NumPy does it
without a BLAS library. That order stays; speed comes from computing a block of the result at once:
its sums sit in local variables, which the engine keeps in registers, so a number that is loaded
serves several sums. Two columns side by side share a SIMD register.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .elementwise import address, advance, end_loop, start_loop
from .graph import Load, Map, MatMul, Statement
from .recent import base, load, store
from .views import Buffer
from .wasm import Function, Instruction

STRAIGHT = 72  # multiplications, up to which no loop is made
PACK_FROM = 8  # rows that use a rearranged right side, from which rearranging pays


def pack(statements: list[Statement]) -> list[Statement]:
    """Puts a copy in front where the right side's rows do not lie side by side in memory."""
    out: list[Statement] = []
    for statement in statements:
        if isinstance(statement, MatMul):
            m, n = statement.destination.shape
            right = statement.right
            if n > 1 and m >= PACK_FROM and right.strides[1] not in (0, 1):
                copy = Buffer(right.size, "temporary").full(right.shape)
                out.append(Map(copy, Load(right)))
                statement = MatMul(statement.destination, statement.left, copy)
        out.append(statement)
    return out


@dataclass(frozen=True)
class Blocks:
    """`count` blocks of `size` rows, or of `size` times `lanes` columns, from `start` on."""

    start: int
    count: int
    size: int
    lanes: int = 1


def cut(length: int, size: int, lanes: int = 1) -> list[Blocks]:
    """A length as whole blocks, and smaller ones for the rest."""
    blocks: list[Blocks] = []
    start = 0
    while start < length:
        width = size * lanes
        count = (length - start) // width
        if count:
            blocks.append(Blocks(start, count, size, lanes))
            start += count * width
        rest = length - start
        if rest >= lanes:
            size = min(size, rest // lanes)
        else:
            size, lanes = rest, 1
    return blocks


def emit_matmul(f: Function, statement: MatMul) -> None:
    s = statement
    if s.destination.shape[1] == 1 and s.left.strides[0] == 1:
        # One column: its transpose is one row, whose numbers lie side by side.
        s = MatMul(*(v.transpose((1, 0)) for v in (s.destination, s.right, s.left)))
    m, n = s.destination.shape
    k = s.left.shape[1]
    side_by_side = n > 1 and s.right.strides[1] == 1 and s.destination.strides[1] == 1
    lanes = 2 if side_by_side else 1
    rows, columns = (8, 1) if n == 1 else (4, 2) if m > 1 else (1, 4)
    straight = m * n * k <= STRAIGHT
    for row_blocks in cut(m, rows):
        for column_blocks in cut(n, columns, lanes):
            Block(f, s, row_blocks, column_blocks, straight).emit()
            f.give_back()


class Block:
    """The code for one size of block, and the loops over all blocks of that size."""

    def __init__(
        self, f: Function, s: MatMul, rows: Blocks, columns: Blocks, straight: bool
    ) -> None:
        self.f = f
        self.s = s
        self.rows = rows
        self.columns = columns
        self.straight = straight
        self.kind = "f64x2" if columns.lanes == 2 else "f64"
        self.type = "v128" if columns.lanes == 2 else "f64"

    def emit(self) -> None:
        s, rows, columns = self.s, self.rows, self.columns
        width = columns.size * columns.lanes
        with (
            self._over(rows.count, rows.size, s.left.strides[0], s.destination.strides[0]) as (
                in_rows,
                left,
                row,
            ),
            self._over(columns.count, width, s.right.strides[1], s.destination.strides[1]) as (
                in_columns,
                right,
                column,
            ),
        ):
            for i in in_rows:
                for j in in_columns:
                    at_row, at_column = rows.start + i * rows.size, columns.start + j * width
                    self._sums(at_row, at_column, left, right, row, column)

    @contextmanager
    def _over(
        self, count: int, size: int, source_step: int, target_step: int
    ) -> Iterator[tuple[range, int | None, int | None]]:
        """Blocks one after the other: as a loop with two cursors, or one by one in the code."""
        f = self.f
        if self.straight or count == 1:
            yield range(count), None, None
            return
        source, target = f.borrow("i32"), f.borrow("i32")
        for cursor in (source, target):
            f.emit("i32.const", 0)
            f.emit("local.set", cursor)
        counter = start_loop(f, count)
        yield range(1), source, target
        advance(f, source, 8 * size * source_step)
        advance(f, target, 8 * size * target_step)
        end_loop(f, counter)

    def _sums(
        self,
        i: int,
        j: int,
        left: int | None,
        right: int | None,
        row: int | None,
        column: int | None,
    ) -> None:
        """All sums of the block at (i, j), plus where the cursors are."""
        f, s = self.f, self.s
        k = s.left.shape[1]
        sums = [
            [f.borrow(self.type) for _ in range(self.columns.size)] for _ in range(self.rows.size)
        ]
        for local in [local for row_of_sums in sums for local in row_of_sums]:
            f.number(0.0)
            if self.columns.lanes == 2:
                f.emit("f64x2.splat")
            f.emit("local.set", local)
        self.factors = [f.borrow(self.type) for _ in range(self.columns.size)]  # of the right side
        self.factor = f.borrow(self.type)  # of the left side
        unrolled = k if self.straight or k <= 4 else 2
        trips = k // unrolled
        if trips > 1:
            left, right = self._copy(left), self._copy(right)
            counter = start_loop(f, trips)
            for at in range(unrolled):
                self._products(i, j, at, sums, left, right)
            advance(f, left, 8 * unrolled * s.left.strides[1])
            advance(f, right, 8 * unrolled * s.right.strides[0])
            end_loop(f, counter)
            rest = range(k % unrolled)
        else:
            rest = range(k)
        for at in rest:
            self._products(i, j, at, sums, left, right)
        for r, row_of_sums in enumerate(sums):
            for c, local in enumerate(row_of_sums):
                at = (i + r) * s.destination.strides[0]
                at += (j + c * self.columns.lanes) * s.destination.strides[1]
                f.emit_all((base(row),))
                if column is not None:
                    f.emit("local.get", column)
                    f.emit("i32.add")
                f.emit("local.get", local)
                known = row is None and column is None
                store(f, self.type, address(s.destination, at), known=known)

    def _products(
        self,
        i: int,
        j: int,
        k: int,
        sums: list[list[int]],
        left: int | None,
        right: int | None,
    ) -> None:
        """Adds one k's product to every sum."""
        f, s, lanes = self.f, self.s, self.columns.lanes
        row_step, column_step = 8 * s.right.strides[0], 8 * s.right.strides[1]
        at = address(s.right) + k * row_step + j * column_step
        for local in self.factors:
            load(f, f"{self.type}.load", at, right)
            f.emit("local.set", local)
            at += lanes * column_step
        row_step, column_step = 8 * s.left.strides[0], 8 * s.left.strides[1]
        at = address(s.left) + i * row_step + k * column_step
        name = "v128.load64_splat" if lanes == 2 else "f64.load"
        factor: Instruction = ("local.get", self.factor)
        products: tuple[Instruction, ...] = ((f"{self.kind}.mul",), (f"{self.kind}.add",))
        for row_of_sums in sums:
            load(f, name, at, left)
            f.emit("local.set", self.factor)
            at += row_step
            for column, local in zip(self.factors, row_of_sums, strict=True):
                f.emit_all((("local.get", local), factor, ("local.get", column)))
                f.emit_all((*products, ("local.set", local)))

    def _copy(self, cursor: int | None) -> int:
        copy = self.f.borrow("i32")
        self.f.emit_all((base(cursor), ("local.set", copy)))
        return copy
