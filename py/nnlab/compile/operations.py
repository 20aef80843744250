"""NumPy's functions that fill a new array, on views: element by element, products, and pieces."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .graph import Const, Expression, Load, Map, MatMul, Op
from .tape import Tape, reject
from .views import Shape, View

ARITHMETIC = {
    "add", "subtract", "multiply", "divide", "negative", "absolute", "sqrt", "exp", "log", "tanh",
    "maximum", "minimum",
}  # fmt: skip
COMPARISONS = {"greater", "greater_equal", "less", "less_equal", "equal", "not_equal"}
LOGIC = {
    "logical_and": "logical_and", "logical_or": "logical_or", "logical_not": "logical_not",
    "bitwise_and": "logical_and", "bitwise_or": "logical_or", "invert": "logical_not",
}  # fmt: skip


def element_wise(tape: Tape, name: str, inputs: Sequence[Any], bools: bool = False) -> View:
    """One of NumPy's functions of single numbers, on views that broadcast to one shape.

    `bools` says whether all inputs are truths.
    """
    shape = np.broadcast_shapes(*(np.shape(value) for value in inputs))
    arguments = tuple(tape.expression(value, shape) for value in inputs)
    if name in COMPARISONS:
        return tape.compute(shape, Op(name, arguments))
    if name in LOGIC and bools:
        return tape.compute(shape, Op(LOGIC[name], arguments))
    if bools or name in LOGIC:
        raise reject(f"np.{name} of {'bool' if bools else 'float'} arrays")
    if name == "power":
        return tape.compute(shape, power(arguments[0], arguments[1]))
    if name == "square":
        return tape.compute(shape, Op("multiply", arguments * 2))
    if name == "reciprocal":
        return tape.compute(shape, Op("divide", (Const(1.0), *arguments)))
    if name == "positive":
        return tape.compute(shape, arguments[0])
    if name == "sign":
        return tape.compute(shape, sign(arguments[0]))
    if name not in ARITHMETIC:
        raise reject(f"np.{name}")
    return tape.compute(shape, Op(name, arguments))


def sign(x: Expression) -> Expression:
    """1, -1 or 0; of NaN, NaN."""
    zero = Const(0.0)
    small = Op("where", (Op("equal", (x, zero)), zero, x))
    small = Op("where", (Op("less", (x, zero)), Const(-1.0), small))
    return Op("where", (Op("greater", (x, zero)), Const(1.0), small))


def power(base: Expression, exponent: Expression) -> Expression:
    """The powers that NumPy itself turns into something quicker; no other."""
    value = exponent.value if isinstance(exponent, Const) else None
    if value == 2.0:
        return Op("multiply", (base, base))
    if value == 1.0:
        return base
    if value == 0.5:
        return Op("sqrt", (base,))
    if value == -1.0:
        return Op("divide", (Const(1.0), base))
    raise reject("np.power with an exponent other than 2, 1, 0.5 and -1")


def gives_truths(name: str, bools: bool) -> bool:
    """Whether `element_wise` gives truths, 1 and 0."""
    return name in COMPARISONS or (name in LOGIC and bools)


def matrix_product(tape: Tape, left: Any, right: Any) -> View:
    """left @ right, of matrices; a vector counts as one row or one column, as in NumPy."""
    a, b = (v if isinstance(v, View) else tape.constant(np.asarray(v)) for v in (left, right))
    rows, columns = len(a.shape) == 1, len(b.shape) == 1
    if rows:
        a = View(a.buffer, a.offset, (1, *a.shape), (0, *a.strides))
    if columns:
        b = View(b.buffer, b.offset, (*b.shape, 1), (*b.strides, 0))
    if len(a.shape) != 2 or len(b.shape) != 2:
        raise reject("a product of more than two axes")
    if a.shape[1] != b.shape[0]:
        raise ValueError(f"matmul: shapes {a.shape} and {b.shape} do not go together")
    shape = (a.shape[0], b.shape[1])
    result = tape.temporary(shape)
    if a.shape[1] == 1:
        # One product each. 0 + it, as NumPy's loop has it: -0 becomes 0.
        outer = Op("multiply", (Load(a.broadcast(shape)), Load(b.broadcast(shape))))
        tape.statements.append(Map(result, Op("add", (Const(0.0), outer))))
    else:
        tape.statements.append(MatMul(result, a, b))
    kept = tuple(n for n, drop in zip(shape, (rows, columns), strict=True) if not drop)
    return tape.reshape(result, kept)


def concatenate(tape: Tape, arrays: Sequence[Any], axis: int = 0) -> View:
    shapes = [np.shape(array) for array in arrays]
    axis %= len(shapes[0])
    shape = list(shapes[0])
    shape[axis] = sum(s[axis] for s in shapes)
    result = tape.temporary(tuple(shape))
    start = 0
    for array, piece in zip(arrays, shapes, strict=True):
        destination = result.part(axis, start, piece[axis])
        source = tape.expression(array, piece)
        # A raveled array is copied in the shape that it has, so that `fuse` sees through it.
        if isinstance(source, Load) and source.view.is_contiguous and destination.is_contiguous:
            whole = last_shape(tape, source.view)
            view, into = source.view.reshape(whole), destination.reshape(whole)
            if view and into:
                source, destination = Load(view), into
        tape.statements.append(Map(destination, source))
        start += piece[axis]
    return result


def last_shape(tape: Tape, view: View) -> Shape:
    """The shape in which a whole buffer was last filled; the view's own if it is not that."""
    if view.is_whole:
        for statement in reversed(tape.statements):
            if statement.destination.buffer is view.buffer:
                return statement.destination.shape if statement.destination.is_whole else view.shape
    return view.shape


def where(tape: Tape, condition: Any, yes: Any, no: Any) -> View:
    shape = np.broadcast_shapes(*(np.shape(value) for value in (condition, yes, no)))
    arguments = tuple(tape.expression(value, shape) for value in (condition, yes, no))
    return tape.compute(shape, Op("where", arguments))


def clip(tape: Tape, array: Any, low: Any = None, high: Any = None) -> Any:
    result = array
    if low is not None:
        result = element_wise(tape, "maximum", (result, low))
    if high is not None:
        result = element_wise(tape, "minimum", (result, high))
    return result


def allow_only(options: dict[str, Any], name: str) -> None:
    """Defaults that NumPy itself passes along may stay; any other option is not traced."""
    harmless = {"dtype": (None,), "out": (None,), "where": (True,), "initial": (np._NoValue,)}
    for option, value in options.items():
        if not any(value is allowed for allowed in harmless.get(option, ())):
            raise reject(f"{name} with {option}")


def filled(value: float | None) -> Callable[..., View]:
    def make(tape: Tape, like: Any, fill: float = 0.0, **options: Any) -> View:
        allow_only(options, "a new array")
        return tape.compute(np.shape(like), Const(fill if value is None else value))

    return make
