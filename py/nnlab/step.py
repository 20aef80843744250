"""A step of an update taken apart: what went in, what came out, and the line that did it."""

from dataclasses import dataclass

from .arrays import Array


@dataclass(frozen=True)
class Source:
    """A line of Python, `line`, in the function that contains it."""

    file: str
    """As in "nnlab/layers.py"."""

    function: str
    first_line: int
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Operand:
    """A matrix that went into a step.

    `reads` says which of its entries made the entry (i, j) of the result: "entry", the same one;
    "row", its row i; "column", its column j; "bias", the entry (i, 0); "all", each.
    """

    symbol: str
    layer: int
    array: Array
    reads: str
    transposed: bool = False
    """Whether `array` is the transpose of what the symbol stands for."""


@dataclass(frozen=True)
class Step:
    """One operation. Layers count from 1; layer 0 means that the step belongs to none."""

    phase: str
    """"forward", "loss", "backward" or "update"."""

    kind: str
    """What is computed: see `trace`."""

    rule: str
    """The name of the activation, loss or optimizer whose formula is used, or ""."""

    equations: tuple[int, ...]
    """Numbers of the article's equations, the most special one last; () when it has none."""

    layer: int
    operands: tuple[Operand, ...]
    symbol: str
    result: Array
    source: Source
