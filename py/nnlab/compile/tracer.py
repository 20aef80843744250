"""An array that has a shape but no numbers, and notes what NumPy is asked to do with it.

NumPy hands every operation on such an object to the object itself, by two documented protocols:
`__array_ufunc__` (NEP 13) for +, *, @, exp and their like, and `__array_function__` (NEP 18) for
the rest. So `network.train_step(x, t, learning_rate)` with tracers in place of arrays runs as
always, only once, and leaves behind the list of its array operations.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from .graph import Const, Expression, Load, Map, MatMul, Op, PairwiseSum, Statement, nodes
from .views import Buffer, Shape, View

NOT_THE_TRACED_CODE = (str(Path(__file__).parent), str(Path(np.__file__).parent))

ARITHMETIC = {
    "add", "subtract", "multiply", "divide", "negative", "absolute", "sqrt", "exp", "log", "tanh",
    "maximum", "minimum",
}  # fmt: skip
COMPARISONS = {"greater", "greater_equal", "less", "less_equal", "equal", "not_equal"}
LOGIC = {
    "logical_and": "logical_and", "logical_or": "logical_or", "logical_not": "logical_not",
    "bitwise_and": "logical_and", "bitwise_or": "logical_or", "invert": "logical_not",
}  # fmt: skip
CHAIN = 16  # numbers that one statement compares


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

    def compute(self, shape: Shape, expression: Expression, is_bool: bool = False) -> "Tracer":
        """A new array that holds the expression's values."""
        view = self.temporary(shape)
        self.statements.append(Map(view, expression))
        return Tracer(self, view, is_bool)

    def expression(self, value: Any, shape: Shape) -> Expression:
        """A tracer, array or number as part of an expression of that shape."""
        if isinstance(value, Tracer):
            return Load(value.view.broadcast(shape))
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


class Tracer(NDArrayOperatorsMixin):
    """Stands for the array at `view`. With `is_bool`, 1 is True and 0 is False."""

    __array_priority__ = 1000

    def __init__(self, tape: Tape, view: View, is_bool: bool = False, name: str = "") -> None:
        self.tape = tape
        self.view = view
        self.is_bool = is_bool
        self.name = name

    # What straight-line code may ask of any array.

    @property
    def shape(self) -> Shape:
        return self.view.shape

    @property
    def ndim(self) -> int:
        return len(self.view.shape)

    @property
    def size(self) -> int:
        return self.view.size

    @property
    def dtype(self) -> Any:
        return np.dtype(np.bool_ if self.is_bool else np.float64)

    @property
    def T(self) -> "Tracer":  # noqa: N802
        return self.transpose()

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of an array without axes")
        return self.shape[0]

    def transpose(self, *axes: Any) -> "Tracer":
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = tuple(axes[0] or ())
        order = tuple(a % self.ndim for a in axes) if axes else tuple(reversed(range(self.ndim)))
        return self._see(self.view.transpose(order))

    def reshape(self, *shape: Any, **_order: Any) -> "Tracer":
        if len(shape) == 1 and not isinstance(shape[0], int):
            shape = tuple(shape[0])
        if -1 in shape:
            rest = -int(np.prod(shape))
            shape = tuple(self.size // rest if n == -1 else n for n in shape)
        view = self.view.reshape(shape)
        if view is None:
            view = self.copy().view.reshape(shape)
            assert view is not None
        return self._see(view)

    def ravel(self) -> "Tracer":
        return self.reshape(self.size)

    def flatten(self) -> "Tracer":
        return self.copy().ravel()

    def copy(self, *_order: Any) -> "Tracer":
        return self.tape.compute(self.shape, Load(self.view), self.is_bool)

    def astype(self, dtype: Any, **_options: Any) -> "Tracer":
        if np.dtype(dtype) != np.float64:
            raise reject(f"astype({np.dtype(dtype)})")
        return self.tape.compute(self.shape, Load(self.view))

    def __getitem__(self, index: Any) -> "Tracer":
        return self._see(self._index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        destination = self._index(index)
        self.tape.assign(destination, self.tape.expression(value, destination.shape))

    def sum(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "sum")
        return add_up(self, axis, keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "mean")
        total = add_up(self, axis, keepdims)
        return element_wise(self.tape, "divide", (total, float(self.size // total.size)))

    def max(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "max")
        return fold(self, "maximum", axis, keepdims)

    def min(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "min")
        return fold(self, "minimum", axis, keepdims)

    def argmax(self, axis: Any = None, **options: Any) -> "Tracer":
        allow_only(options, "argmax")
        return index_of_largest(self, axis)

    def dot(self, other: Any) -> "Tracer":
        return matrix_product(self.tape, self, other)

    # What would need the numbers.

    def __bool__(self) -> bool:
        guard = self.tape.guards.get(self.name)
        if guard is None:
            raise reject("a branch on the value of an array")
        return guard

    def __float__(self) -> float:
        raise reject("float() of an array")

    def __int__(self) -> int:
        raise reject("int() of an array")

    def __index__(self) -> int:
        raise reject("an array as an index")

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise reject("a conversion to a plain NumPy array")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise reject(f"ndarray.{name}")

    # NumPy's two protocols.

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        name = ufunc.__name__
        out = options.pop("out", (None,))[0]
        if method == "reduce" and name in REDUCTIONS:
            axis = options.pop("axis", 0)
            keepdims = options.pop("keepdims", False)
            allow_only(options, name)
            result = REDUCTIONS[name](inputs[0], axis, keepdims)
        elif method != "__call__":
            raise reject(f"{name}.{method}")
        elif options:
            raise reject(f"{name} with {', '.join(options)}")
        elif name == "matmul":
            result = matrix_product(self.tape, *inputs)
        else:
            result = element_wise(self.tape, name, inputs)
        if out is None:
            return result
        if not isinstance(out, Tracer):
            raise reject(f"{name} into a plain NumPy array")
        if out.is_bool != result.is_bool:
            raise reject(f"{name} into an array of {out.dtype}")
        if np.broadcast_shapes(result.shape, out.shape) != out.shape:
            raise ValueError(f"shape {result.shape} does not go into shape {out.shape}")
        self.tape.assign(out.view, Load(result.view.broadcast(out.shape)))
        return out

    def __array_function__(
        self, function: Any, _types: Any, args: Sequence[Any], options: dict[str, Any]
    ) -> Any:
        name = function.__name__
        if name not in FUNCTIONS:
            raise reject(f"np.{name}")
        return FUNCTIONS[name](self.tape, *args, **options)

    # Helpers.

    def _see(self, view: View) -> "Tracer":
        return Tracer(self.tape, view, self.is_bool)

    def _index(self, index: Any) -> View:
        """The view that basic indexing gives: numbers, slices, None and `...`."""
        items = list(index) if isinstance(index, tuple) else [index]
        taken = sum(item is not None and item is not Ellipsis for item in items)
        if any(item is Ellipsis for item in items):
            at = next(i for i, item in enumerate(items) if item is Ellipsis)
            items[at : at + 1] = [slice(None)] * (self.ndim - taken)
        else:
            items += [slice(None)] * (self.ndim - taken)
        offset, shape, strides = self.view.offset, [], []
        axis = 0
        for item in items:
            if item is None:
                shape.append(1)
                strides.append(0)
                continue
            n, stride = self.shape[axis], self.view.strides[axis]
            axis += 1
            if isinstance(item, slice):
                start, stop, step = item.indices(n)
                if step < 1:
                    raise reject("a slice that goes backward")
                offset += start * stride if start < n else 0
                shape.append(len(range(start, stop, step)))
                strides.append(stride * step)
            elif isinstance(item, int | np.integer) and -n <= item < n:
                offset += int(item) % n * stride
            else:
                raise reject(f"an index {type(item).__name__}")
        return View(self.view.buffer, offset, tuple(shape), tuple(strides))


def allow_only(options: dict[str, Any], name: str) -> None:
    """Defaults that NumPy itself passes along may stay; any other option is not traced."""
    harmless = {"dtype": (None,), "out": (None,), "where": (True,), "initial": (np._NoValue,)}
    for option, value in options.items():
        if not any(value is allowed for allowed in harmless.get(option, ())):
            raise reject(f"{name} with {option}")


def element_wise(tape: Tape, name: str, inputs: Sequence[Any]) -> Tracer:
    """One of NumPy's functions of single numbers, on arrays that broadcast to one shape."""
    bools = [getattr(value, "dtype", np.dtype(type(value))).kind == "b" for value in inputs]
    shape = np.broadcast_shapes(*(np.shape(value) for value in inputs))
    arguments = tuple(tape.expression(value, shape) for value in inputs)
    if name in COMPARISONS:
        return tape.compute(shape, Op(name, arguments), is_bool=True)
    if name in LOGIC and all(bools):
        return tape.compute(shape, Op(LOGIC[name], arguments), is_bool=True)
    if all(bools) or name in LOGIC:
        raise reject(f"np.{name} of {'bool' if all(bools) else 'float'} arrays")
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


def matrix_product(tape: Tape, left: Any, right: Any) -> Tracer:
    """left @ right, of matrices; a vector counts as one row or one column, as in NumPy."""
    a, b = (
        v.view if isinstance(v, Tracer) else tape.constant(np.asarray(v)) for v in (left, right)
    )
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
    view = result.reshape(kept)
    assert view is not None
    return Tracer(tape, view)


def axes_of(array: Tracer, axis: Any) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(array.ndim))
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    return tuple(sorted(a % array.ndim for a in axes))


def without(array: Tracer, axes: tuple[int, ...], keepdims: bool) -> Shape:
    if keepdims:
        return tuple(1 if a in axes else n for a, n in enumerate(array.shape))
    return tuple(n for a, n in enumerate(array.shape) if a not in axes)


def add_up(array: Tracer, axis: Any, keepdims: bool) -> Tracer:
    """Sums in NumPy's order: pairwise along numbers that lie next to each other, else one by one.

    NumPy walks through memory; its inner loop runs along the axis of the smallest stride. If that
    is an axis to be summed, the loop sums pairwise; if not, whole rows are added to the result.
    """
    tape = array.tape
    axes = axes_of(array, axis)
    shape = without(array, axes, keepdims)
    kept = [a for a in range(array.ndim) if a not in axes and array.shape[a] != 1]
    summed = [a for a in axes if array.shape[a] != 1]
    result = tape.temporary(shape)
    flat = result.reshape((result.size,))
    assert flat is not None
    inner = min([*kept, *summed], key=lambda a: (array.view.strides[a], -a), default=None)
    rows = tuple(array.shape[a] for a in kept)
    length = int(np.prod([array.shape[a] for a in summed]))
    source = array.view.transpose(
        (*kept, *summed, *(a for a in range(array.ndim) if array.shape[a] == 1))
    )
    if len(kept) > 1 or (len(summed) > 1 and (kept or not array.view.is_contiguous)):
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
    return Tracer(tape, result)


def slices(array: Tracer, axis: Any, name: str) -> list[View]:
    """The views along one axis, with that axis taken away."""
    axes = axes_of(array, axis)
    if len(axes) != 1:
        raise reject(f"{name} over {len(axes)} axes")
    (chosen,) = axes
    index = (slice(None),) * chosen
    return [array._index((*index, i)) for i in range(array.shape[chosen])]


def fold(array: Tracer, name: str, axis: Any, keepdims: bool) -> Tracer:
    """maximum or minimum along an axis, or of all, as a chain."""
    shape = without(array, axes_of(array, axis), keepdims)
    if axis is None:
        array, axis = array.ravel(), 0
    first, *others = slices(array, axis, name)
    result = Load(first)
    for start in range(0, max(len(others), 1), CHAIN):
        expression: Expression = result
        for view in others[start : start + CHAIN]:
            expression = Op(name, (expression, Load(view)))
        result = Load(array.tape.compute(first.shape, expression).view)
    return Tracer(array.tape, result.view).reshape(shape)


def index_of_largest(array: Tracer, axis: Any) -> Tracer:
    """Of several largest numbers the first counts, and a NaN counts as the largest."""
    if axis is None and array.ndim == 1:
        axis = 0
    tape = array.tape
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
            best, index = (Load(tape.compute(first.shape, e).view) for e in (best, index))
    return tape.compute(first.shape, index)


def concatenate(tape: Tape, arrays: Sequence[Any], axis: int = 0) -> Tracer:
    shapes = [np.shape(array) for array in arrays]
    axis %= len(shapes[0])
    shape = list(shapes[0])
    shape[axis] = sum(s[axis] for s in shapes)
    result = Tracer(tape, tape.temporary(tuple(shape)))
    start = 0
    for array, piece in zip(arrays, shapes, strict=True):
        destination = result._index((*(slice(None),) * axis, slice(start, start + piece[axis])))
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


def where(tape: Tape, condition: Any, yes: Any, no: Any) -> Tracer:
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


def filled(value: float | None) -> Callable[..., Tracer]:
    def make(tape: Tape, like: Any, fill: float = 0.0, **options: Any) -> Tracer:
        allow_only(options, "a new array")
        return tape.compute(np.shape(like), Const(fill if value is None else value))

    return make


def method(name: str) -> Callable[..., Any]:
    def call(_tape: Tape, array: Any, *args: Any, **options: Any) -> Any:
        return getattr(array, name)(*args, **options)

    return call


def shape_of(_tape: Tape, array: Tracer) -> Shape:
    return array.shape


REDUCTIONS: dict[str, Callable[[Tracer, Any, bool], Tracer]] = {
    "add": add_up,
    "maximum": lambda array, axis, keepdims: fold(array, "maximum", axis, keepdims),
    "minimum": lambda array, axis, keepdims: fold(array, "minimum", axis, keepdims),
}

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "concatenate": concatenate,
    "where": where,
    "clip": clip,
    "dot": matrix_product,
    "shape": shape_of,
    "ones_like": filled(1.0),
    "zeros_like": filled(0.0),
    "empty_like": filled(0.0),
    "full_like": filled(None),
    **{
        name: method(name)
        for name in ("sum", "mean", "max", "min", "argmax", "reshape", "ravel", "transpose", "copy")
    },
    "amax": method("max"),
    "amin": method("min"),
}
