"""Between Python and JavaScript: the only file that imports pyodide or js."""

import gc
import platform
import sys
from functools import cached_property
from typing import Any

import numpy as np
import pyodide_js
from js import Float64Array, Math, Object, Uint8Array, WebAssembly
from pyodide.ffi import JsException, JsProxy, to_js

from .rest import RestFinder
from .session import Session

AS_OBJECT: dict[str, Any] = {"create_pyproxies": False, "dict_converter": Object.fromEntries}


class BrowserMachine:
    """A compiled module at work, in a memory of its own: see `nnlab.compile.machine.Machine`."""

    def __init__(self, instance: JsProxy) -> None:
        self.run = instance.exports.run
        self._buffer = instance.exports.memory.buffer

    def write(self, address: int, values: Any) -> None:
        data = np.ascontiguousarray(values).reshape(-1).view(np.uint8)
        Uint8Array.new(self._buffer, address, data.size).assign(data)

    def read(self, address: int, count: int) -> Any:
        return np.asarray(Float64Array.new(self._buffer, address, count).to_py())


class BrowserHost:
    """Runs compiled training through the browser's WebAssembly: see `nnlab.compile.machine.Host`.

    exp, log and tanh come from the C library inside Python, the one that NumPy calls, so that every
    bit is NumPy's. Pyodide does not document that one can reach it, so a later version may hide it:
    then JavaScript's Math serves, which differs in the last digit.
    """

    brings_math = True
    functions = ("exp", "log", "tanh")

    def __init__(self) -> None:
        self._modules: dict[bytes, JsProxy] = {}

    @cached_property
    def exact(self) -> bool:
        """Whether the C library's functions are there and give NumPy's bits."""
        samples = np.linspace(0.01, 20.0, 64)
        for name in self.functions:
            function = getattr(pyodide_js._module, f"_{name}", None)
            expected = getattr(np, name)(samples).tolist()
            if function is None or [function(x) for x in samples.tolist()] != expected:
                return False
        return True

    @cached_property
    def _imports(self) -> JsProxy:
        if self.exact:
            library = {name: getattr(pyodide_js._module, f"_{name}") for name in self.functions}
        else:
            library = {name: getattr(Math, name) for name in self.functions}
        return to_js({"math": library}, **AS_OBJECT)

    def start(self, module: bytes) -> BrowserMachine:
        if module not in self._modules:
            self._modules = {module: WebAssembly.Module.new(to_js(module))}  # the latest is enough
        return BrowserMachine(WebAssembly.Instance.new(self._modules[module], self._imports))


session = Session(BrowserHost())

if not gc.isenabled():  # the built page's sitecustomize has prepared the start
    sys.modules["sitecustomize"].started()


def handle(request: JsProxy) -> JsProxy:
    """Runs the worker's request; gives the reply, without an id.

    Errors of a method become a reply. What is raised here stopped Python itself.
    """
    message = request.to_py()
    return plain_js(session.handle(message["method"], message["params"]))


def versions() -> JsProxy:
    """The versions of Python and NumPy that run here."""
    return plain_js({"python": platform.python_version(), "numpy": np.__version__})


def provide_rest(archives: JsProxy, read: JsProxy) -> None:
    """From now on, modules that the start left out come from `archives`; `read` is synchronous."""

    def read_bytes(path: str) -> bytes:
        try:
            content: bytes = read(path).to_bytes()
        except JsException as error:
            raise OSError(str(error)) from error
        return content

    sys.meta_path.append(RestFinder(archives.to_py(), read_bytes))


def plain_js(value: Any) -> JsProxy:
    """Dicts as objects, arrays as `{data: Float64Array, shape}` copied out of Python's memory."""
    return to_js(without_arrays(value), **AS_OBJECT)


def without_arrays(value: Any) -> Any:
    """`value` with every array as a dict of its numbers in a row and its shape."""
    if isinstance(value, np.ndarray):
        return {"data": np.ascontiguousarray(value, np.float64).ravel(), "shape": [*value.shape]}
    if isinstance(value, dict):
        return {key: without_arrays(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_arrays(item) for item in value]
    return value
