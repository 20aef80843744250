"""An array that has a shape but no numbers, and notes what NumPy is asked to do with it.

NumPy hands every operation on such an object to the object itself, by two documented protocols:
`__array_ufunc__` (NEP 13) for +, *, @, exp and their like, and `__array_function__` (NEP 18) for
the rest. So `network.train_step(x, t, learning_rate)` with tracers in place of arrays runs as
always, only once, and leaves behind the list of its array operations.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from .graph import Load
from .operations import (
    allow_only,
    clip,
    concatenate,
    element_wise,
    filled,
    gives_truths,
    matrix_product,
    where,
)
from .reductions import add_up, fold, index_of_largest
from .tape import Tape, reject
from .views import Shape, View


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
        return self._see(self.tape.reshape(self.view, shape))

    def ravel(self) -> "Tracer":
        return self.reshape(self.size)

    def flatten(self) -> "Tracer":
        return self.copy().ravel()

    def copy(self, *_order: Any) -> "Tracer":
        return self._see(self.tape.compute(self.shape, Load(self.view)))

    def astype(self, dtype: Any, **_options: Any) -> "Tracer":
        if np.dtype(dtype) != np.float64:
            raise reject(f"astype({np.dtype(dtype)})")
        return self._new(self.tape.compute(self.shape, Load(self.view)))

    def __getitem__(self, index: Any) -> "Tracer":
        return self._see(self._index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        destination = self._index(index)
        self.tape.assign(destination, self.tape.expression(view_of(value), destination.shape))

    def sum(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "sum")
        return self._new(add_up(self.tape, self.view, axis, keepdims))

    def mean(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "mean")
        total = add_up(self.tape, self.view, axis, keepdims)
        count = float(self.size // total.size)
        return self._new(element_wise(self.tape, "divide", (total, count)))

    def max(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "max")
        return self._new(fold(self.tape, self.view, "maximum", axis, keepdims))

    def min(self, axis: Any = None, keepdims: bool = False, **options: Any) -> "Tracer":
        allow_only(options, "min")
        return self._new(fold(self.tape, self.view, "minimum", axis, keepdims))

    def argmax(self, axis: Any = None, **options: Any) -> "Tracer":
        allow_only(options, "argmax")
        return self._new(index_of_largest(self.tape, self.view, axis))

    def dot(self, other: Any) -> "Tracer":
        return self._new(matrix_product(self.tape, self.view, view_of(other)))

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
            result = getattr(inputs[0], REDUCTIONS[name])(axis, keepdims)
        elif method != "__call__":
            raise reject(f"{name}.{method}")
        elif options:
            raise reject(f"{name} with {', '.join(options)}")
        elif name == "matmul":
            result = self._new(matrix_product(self.tape, *map(view_of, inputs)))
        else:
            bools = all(holds_truths(value) for value in inputs)
            view = element_wise(self.tape, name, [view_of(value) for value in inputs], bools)
            result = Tracer(self.tape, view, gives_truths(name, bools))
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
        if name == "shape":
            return args[0].shape
        if name in METHODS:
            return getattr(args[0], METHODS[name])(*args[1:], **options)
        if name not in FUNCTIONS:
            raise reject(f"np.{name}")
        views = [view_of(value) for value in args]
        return self._new(FUNCTIONS[name](self.tape, *views, **options))

    # Helpers.

    def _see(self, view: View) -> "Tracer":
        """Another view of the same kind of values."""
        return Tracer(self.tape, view, self.is_bool)

    def _new(self, view: View) -> "Tracer":
        """An array of numbers."""
        return Tracer(self.tape, view)

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


def holds_truths(value: Any) -> bool:
    """Whether it is True or False, or an array of such."""
    dtype = getattr(value, "dtype", None)
    return isinstance(value, bool) if dtype is None else bool(dtype.kind == "b")


def view_of(value: Any) -> Any:
    """A tracer's view, also of those in a list; anything else as it is."""
    if isinstance(value, list | tuple):
        return [view_of(item) for item in value]
    return value.view if isinstance(value, Tracer) else value


# What a ufunc's `reduce` is called as a method.
REDUCTIONS = {"add": "sum", "maximum": "max", "minimum": "min"}

METHODS = {
    name: name
    for name in ("sum", "mean", "max", "min", "argmax", "reshape", "ravel", "transpose", "copy")
} | {"amax": "max", "amin": "min"}

FUNCTIONS: dict[str, Callable[..., View]] = {
    "concatenate": concatenate,
    "where": where,
    "clip": clip,
    "dot": matrix_product,
    "ones_like": filled(1.0),
    "zeros_like": filled(0.0),
    "empty_like": filled(0.0),
    "full_like": filled(None),
}
