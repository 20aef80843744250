"""Where a module runs: in a browser's Python the browser, in CPython the package wasmtime."""

import sys
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from ..arrays import Array


class Machine(Protocol):
    """A module at work, and its memory; addresses are in bytes."""

    def write(self, address: int, values: Any) -> None:
        """Copies a contiguous array's bytes into memory."""
        ...

    def read(self, address: int, count: int) -> Array:
        """A copy of `count` numbers."""
        ...

    def run(self, position: int, epochs: int, work: int, first_loss: float) -> int:
        """Calls the module's `run`: see `driver`."""
        ...


class Host(Protocol):
    """Makes machines."""

    brings_math: bool
    """Whether it hands exp, log and tanh to the module."""

    def start(self, module: bytes) -> Machine: ...


class Wasmtime:
    """A host for CPython: the package wasmtime (the `fast` extra)."""

    brings_math = False

    def start(self, module: bytes) -> "WasmtimeMachine":
        return WasmtimeMachine(module)


class WasmtimeMachine:
    def __init__(self, module: bytes) -> None:
        import wasmtime

        self._store = wasmtime.Store(wasmtime.Engine())
        compiled = wasmtime.Module(self._store.engine, module)
        exports = wasmtime.Instance(self._store, compiled, []).exports(self._store)
        self._run: Any = exports["run"]
        memory: Any = exports["memory"]
        size = memory.data_len(self._store)
        self._bytes = np.ctypeslib.as_array(memory.data_ptr(self._store), (size,))

    def write(self, address: int, values: Any) -> None:
        data = np.ascontiguousarray(values).reshape(-1).view(np.uint8)
        self._bytes[address : address + data.size] = data

    def read(self, address: int, count: int) -> Array:
        return self._bytes[address : address + 8 * count].view(np.float64).copy()

    def run(self, position: int, epochs: int, work: int, first_loss: float) -> int:
        return int(self._run(self._store, position, epochs, work, first_loss))


NO_HOST = "the package wasmtime is not installed (pip install wasmtime)"


def default_host() -> Host | None:
    """The browser in which this Python runs, or wasmtime if it is installed."""
    if sys.platform == "emscripten":
        from .browser import BrowserHost

        return BrowserHost()
    return Wasmtime() if find_spec("wasmtime") else None
