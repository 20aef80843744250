"""Finds the arrays of a network, and makes a copy of it that has tracers in their place.

Works on any objects: it walks through attributes, lists, tuples and dicts. Arrays that are views of
one array stay views of one buffer, so code that updates all layers through one vector does so in
the trace as well.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .graph import Load
from .tape import Tape, Untraceable
from .tracer import Tracer
from .views import Buffer, View


@dataclass
class State:
    """The float arrays below an object, each with its path, and what they are views of."""

    arrays: list[tuple[str, Any]] = field(default_factory=list)
    owners: list[Any] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    """Every other plain value by its path: numbers, names, None, and each object's class."""

    @property
    def size(self) -> int:
        return sum(owner.size for owner in self.owners)

    def key(self) -> tuple[Any, ...]:
        """Equal for two objects for which the same code can run: same classes, shapes, numbers."""
        shapes = [(path, a.shape, a.strides, self.place(a)) for path, a in self.arrays]
        return (tuple(shapes), tuple(self.numbers.items()))

    def place(self, array: Any) -> tuple[int, int]:
        """Which owner an array is a view of, and at which of its numbers it begins."""
        owner = owner_of(array)
        at = next(i for i, known in enumerate(self.owners) if known is owner)
        return at, (address_of(array) - address_of(owner)) // array.itemsize


def find_state(root: Any) -> State:
    """Raises Untraceable when an array is not laid out as plain float64 numbers in a row."""
    state = State()
    for path, value in walk(root, "network", {}):
        if not isinstance(value, np.ndarray):
            state.numbers[path] = value
            continue
        if value.dtype != np.float64:
            raise Untraceable(f"{path} is an array of {value.dtype}")
        owner = owner_of(value)
        if not owner.flags.c_contiguous:
            raise Untraceable(f"{path} is not contiguous in memory")
        state.arrays.append((path, value))
        if not any(owner is known for known in state.owners):
            state.owners.append(owner)
    return state


def traced_copy(
    root: Any, state: State, buffers: list[Buffer], tape: Tape, scalars: dict[str, View]
) -> tuple[Any, dict[str, View]]:
    """A deep copy with tracers for arrays, and for the numbers at the paths in `scalars`.

    `buffers` has one for each of the state's owners. Returns the copy and where each array lies.
    """
    memo: dict[int, Any] = {}
    views: dict[str, View] = {}
    for path, array in state.arrays:
        owner, offset = state.place(array)
        strides = tuple(s // array.itemsize for s in array.strides)
        views[path] = View(buffers[owner], offset, array.shape, strides)
        memo[id(array)] = Tracer(tape, views[path])
    copied = copy.deepcopy(root, memo)
    for path, view in scalars.items():
        setattr(copied, path.split(".")[1], Tracer(tape, view, name=path))
    return copied, views


def record_replaced(
    copied: Any, state: State, views: dict[str, View], tape: Tape, scalars: dict[str, View]
) -> None:
    """Notes what a traced step did to the object itself, beside its recorded statements.

    An array that was replaced by a new one is copied into the old one's place. Raises Untraceable
    for changes that compiled code cannot carry on from step to step.
    """
    replaced: list[tuple[View, Tracer]] = []
    found: set[str] = set()
    for path, value in walk(copied, "network", {}):
        if path in scalars:
            continue
        if not isinstance(value, Tracer):
            if path not in state.numbers or not same(state.numbers[path], value):
                raise Untraceable(f"{path} changes from step to step, and is not an array")
            continue
        if path not in views:
            raise Untraceable(f"{path} appears while training")
        found.add(path)
        if value.view != views[path]:
            alone = sum(view.buffer is views[path].buffer for view in views.values()) == 1
            if not alone or value.shape != views[path].shape:
                raise Untraceable(f"{path} is replaced by another array, not changed in place")
            replaced.append((views[path], value.copy()))
    if found != set(views):
        raise Untraceable(f"{min(set(views) - found)} disappears while training")
    for view, value in replaced:
        tape.assign(view, Load(value.view))


def same(a: Any, b: Any) -> bool:
    return a is b or (type(a) is type(b) and a == b)


def walk(value: Any, path: str, seen: dict[int, str]) -> Iterator[tuple[str, Any]]:
    """Every array and plain value below `value`, with its path.

    An object is walked through once; at its further paths there is only the first one's name.
    """
    if isinstance(value, np.ndarray | Tracer | int | float | str | type(None)) or callable(value):
        yield path, value
        return
    if id(value) in seen:
        yield path, f"the same as {seen[id(value)]}"
        return
    seen[id(value)] = path
    if isinstance(value, list | tuple):
        yield path, len(value)
        for i, item in enumerate(value):
            yield from walk(item, f"{path}[{i}]", seen)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{path}[{key!r}]", seen)
    elif isinstance(value, np.generic):
        yield path, value
    else:
        yield f"{path}.__class__", type(value)
        for name, item in getattr(value, "__dict__", {}).items():
            yield from walk(item, f"{path}.{name}", seen)


def owner_of(array: Any) -> Any:
    """The array whose memory this is a view of; the array itself if it has its own."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def address_of(array: Any) -> int:
    return int(array.__array_interface__["data"][0])
