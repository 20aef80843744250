"""Where numbers live: a buffer is a piece of memory, a view an array of some of its numbers.

Like NumPy's own arrays: element (i, j) of a view lies at offset + i * strides[0] + j * strides[1],
counted in numbers, not bytes. A slice, a transpose or a broadcast is another view of one buffer.
"""

from dataclasses import dataclass
from math import prod

Shape = tuple[int, ...]


class Buffer:
    """`size` numbers. Who fills it: `kind` is state, input, scalar, constant or temporary."""

    def __init__(self, size: int, kind: str, name: str = "") -> None:
        self.size = size
        self.kind = kind
        self.name = name
        self.values: list[float] = []  # a constant's
        self.address = -1  # in bytes, once memory is laid out
        self.inside: tuple[Buffer, int] | None = None  # lies in another buffer, from that number on

    def full(self, shape: Shape) -> "View":
        """The whole buffer as an array in row-major order."""
        return View(self, 0, shape, row_major(shape))


@dataclass(frozen=True)
class View:
    buffer: Buffer
    offset: int
    shape: Shape
    strides: Shape

    @property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def is_whole(self) -> bool:
        """All of the buffer, in row-major order."""
        return self.size == self.buffer.size and self.is_contiguous and self.offset == 0

    @property
    def is_contiguous(self) -> bool:
        """One number right behind the other; an axis of length 1 may have any stride."""
        expected = row_major(self.shape)
        return all(
            n == 1 or have == want
            for n, have, want in zip(self.shape, self.strides, expected, strict=True)
        )

    def broadcast(self, shape: Shape) -> "View":
        """As NumPy repeats it to `shape`: a stride of 0 stays on the same number."""
        if shape == self.shape:
            return self
        missing = len(shape) - len(self.shape)
        strides = (0,) * missing + tuple(
            0 if n == 1 and want != 1 else s
            for n, s, want in zip(self.shape, self.strides, shape[missing:], strict=True)
        )
        return View(self.buffer, self.offset, shape, strides)

    def reshape(self, shape: Shape) -> "View | None":
        """Row-major in another shape, or None where only a copy can have it."""
        if shape == self.shape:
            return self
        if self.is_contiguous:
            return View(self.buffer, self.offset, shape, row_major(shape))
        # Axes of length 1 may come and go in any view.
        kept = [(n, s) for n, s in zip(self.shape, self.strides, strict=True) if n != 1]
        if [n for n, _ in kept] != [n for n in shape if n != 1]:
            return None
        left = iter(kept)
        return View(
            self.buffer, self.offset, shape, tuple(0 if n == 1 else next(left)[1] for n in shape)
        )

    def transpose(self, axes: tuple[int, ...]) -> "View":
        return View(
            self.buffer,
            self.offset,
            tuple(self.shape[a] for a in axes),
            tuple(self.strides[a] for a in axes),
        )

    def at(self, axis: int, index: int) -> "View":
        """What lies at `index` of an axis, which goes away."""
        shape, strides = list(self.shape), list(self.strides)
        del shape[axis], strides[axis]
        offset = self.offset + index * self.strides[axis]
        return View(self.buffer, offset, tuple(shape), tuple(strides))

    def part(self, axis: int, start: int, length: int) -> "View":
        """`length` places of an axis, from `start` on."""
        shape = (*self.shape[:axis], length, *self.shape[axis + 1 :])
        return View(self.buffer, self.offset + start * self.strides[axis], shape, self.strides)

    def overlaps(self, other: "View") -> bool:
        """Whether they may share a number: their buffer is one, and their ranges meet."""
        if self.buffer is not other.buffer:
            return False
        return self.offset <= other.last and other.offset <= self.last

    @property
    def last(self) -> int:
        return self.offset + sum((n - 1) * s for n, s in zip(self.shape, self.strides, strict=True))


def row_major(shape: Shape) -> Shape:
    """The strides of an array whose last axis is contiguous."""
    strides = []
    step = 1
    for n in reversed(shape):
        strides.append(step)
        step *= n
    return tuple(reversed(strides))
