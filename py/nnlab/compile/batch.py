"""One batch: what is done with it, traced, and the code that gathers its samples."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np

from ..measurement import right, squared_error
from .elementwise import advance, emit_map
from .graph import Map, MatMul, Op, PairwiseSum, Statement, nodes
from .mathlib import NAMES
from .matmul import emit_matmul
from .pairwise import emit_pairwise
from .recent import base, load, store
from .state import State, find_state, record_replaced, traced_copy
from .tape import Tape, Untraceable
from .tracer import Tracer
from .views import Buffer, View
from .wasm import Function

EVALUATED_AT_ONCE = (16, 14, 12, 10)  # samples in one call that measures
CALL_COST, NODE_COST = 12, 1  # of a tanh, and of another operation, in multiplications


class Model:
    """A network, and the buffers that stand for its arrays and numbers."""

    def __init__(self, network: Any) -> None:
        self.network = network
        self.state: State = find_state(network)
        self.buffers = [Buffer(owner.size, "state") for owner in self.state.owners]
        self.scalars = {"learning_rate": Buffer(1, "scalar"), **run_time_numbers(network)}


@dataclass
class Part:
    """What is done with one batch, x and t."""

    x: Buffer
    t: Buffer
    statements: list[Statement]
    outputs: list[int]
    """Where each result is left, a number for each sample."""

    cost: int


def trace(
    model: Model, traced: Callable[..., Any], x: Buffer, t: Buffer, width: int
) -> tuple[list[Statement], list[View]]:
    """The statements of one call of `traced` on `width` samples, and where its results are.

    Raises Untraceable, naming the operation.
    """
    tape = Tape()
    scalars = {name: buffer.full(()) for name, buffer in model.scalars.items()}
    learning_rate = scalars.pop("learning_rate")
    tape.guards = {name: bool(model.state.numbers[name]) for name in scalars}
    copied, views = traced_copy(model.network, model.state, model.buffers, tape, scalars)
    columns = [Tracer(tape, b.full((b.size // width, width))) for b in (x, t)]
    try:
        results = traced(copied, *columns, Tracer(tape, learning_rate))
    except Untraceable:
        raise
    except Exception as error:
        raise Untraceable(f"{type(error).__name__}: {error}") from error
    kept = []
    for result in results:
        if not isinstance(result, Tracer) or result.shape != (width,):
            raise Untraceable(f"a loss of shape {np.shape(result)}, expected ({width},)")
        kept.append(result.copy().view)  # its own place, which nothing else shares
    record_replaced(copied, model.state, views, tape, scalars)
    return tape.statements, kept


def columns_at_once(samples: int) -> int:
    """The width of EVALUATED_AT_ONCE that measures the fewest columns beside the samples.

    One sample alone stays alone: NumPy adds up a single column in another order.
    """
    if samples == 1:
        return 1
    return min(EVALUATED_AT_ONCE, key=lambda width: -samples % width)


def run_time_numbers(network: Any) -> dict[str, Buffer]:
    """Numbers of a network that may change without another compilation, by path."""
    return (
        {"network.l2": Buffer(1, "scalar")}
        if isinstance(getattr(network, "l2", None), float)
        else {}
    )


def train(network: Any, x: Any, t: Any, learning_rate: Any) -> list[Any]:
    """One update, and the loss of each sample after it."""
    network.train_step(x, t, learning_rate)
    return [network.loss_function.per_sample(network.predict(x), t)]


def train_only(network: Any, x: Any, t: Any, learning_rate: Any) -> list[Any]:
    network.train_step(x, t, learning_rate)
    return []


def loss_only(network: Any, x: Any, t: Any, _learning_rate: Any) -> list[Any]:
    return [network.loss_function.per_sample(network.predict(x), t)]


def measure(network: Any, x: Any, t: Any, _learning_rate: Any) -> list[Any]:
    """Each sample's loss, and whether its answer is right."""
    y = network.predict(x)
    return [network.loss_function.per_sample(y, t), right(y, t)]


def measure_numbers(network: Any, x: Any, t: Any, _learning_rate: Any) -> list[Any]:
    """Each sample's loss, and its squared error."""
    y = network.predict(x)
    return [network.loss_function.per_sample(y, t), squared_error(y, t)]


MEASURES = {"classes": measure, "numbers": measure_numbers}


def side_by_side(step: list[Statement], loss: list[Statement]) -> list[Statement]:
    """Both lists in one, in turn; all of `loss` before the step changes the network."""
    begins = (i for i, s in enumerate(step) if s.destination.buffer.kind == "state")
    changing = next(begins, len(step))
    in_turn = zip_longest(step[:changing], loss)
    return [s for pair in in_turn for s in pair if s is not None] + step[changing:]


def emit(f: Function, calls: dict[str, int], statement: Statement) -> None:
    if isinstance(statement, Map):
        emit_map(f, calls, statement)
    elif isinstance(statement, MatMul):
        emit_matmul(f, statement)
    else:
        emit_pairwise(f, calls, statement)


def cost_of(statement: Statement) -> int:
    if isinstance(statement, MatMul):
        return statement.destination.size * statement.left.shape[1]
    if isinstance(statement, PairwiseSum):
        return statement.source.size
    operations = [node for node in nodes(statement.expression) if isinstance(node, Op)]
    each = sum(CALL_COST if node.name in NAMES else NODE_COST for node in operations)
    return statement.destination.size * (each + 1)


def gather(f: Function, target: Buffer, source: int, width: int, before: int) -> None:
    """Copies a batch's samples, by the numbers at parameter 0, into the columns of `target`.

    Or those of the batch that is `before` that many others.
    Parameter `source` is where the samples lie, one behind the other.
    """
    rows = target.size // width

    def copy_sample(column: int | None) -> None:
        f.emit("i32.load", 0)
        f.emit("i32.const", 8 * rows)
        f.emit("i32.mul")
        f.emit("local.get", source)
        f.emit("i32.add")
        f.emit("local.set", row)
        for i in range(rows):
            f.emit(*base(column))
            load(f, "f64.load", 8 * i, row)
            store(f, "f64", target.address + 8 * i * width, known=column is None)

    order, column, row = f.borrow("i32"), f.borrow("i32"), f.borrow("i32")
    f.emit("local.get", 0)
    if before:
        f.emit("i32.const", 4 * width * before)
        f.emit("i32.sub")
    if width == 1:
        copy_sample(None)
    else:
        f.emit("local.set", order)
        f.emit("i32.const", 0)
        f.emit("local.set", column)
        f.emit("loop")
        f.emit("local.get", order)
        copy_sample(column)
        advance(f, order, 4)
        f.emit("local.get", column)
        f.emit("i32.const", 8)
        f.emit("i32.add")
        f.emit("local.tee", column)
        f.emit("i32.const", 8 * width)
        f.emit("i32.lt_u")
        f.emit("br_if", 0)
        f.emit("end")
    f.give_back()
