"""A host in any Pyodide: the browser's own WebAssembly, or Node's.

Imported only there.
"""

from functools import cached_property
from typing import Any

import numpy as np
import pyodide_js
from js import Float64Array, Math, Object, Uint8Array, WebAssembly
from pyodide.ffi import JsException, JsProxy, to_js

from .tape import Untraceable

AS_OBJECT: dict[str, Any] = {"create_pyproxies": False, "dict_converter": Object.fromEntries}


class BrowserMachine:
    """A compiled module at work, in a memory of its own: see `machine.Machine`."""

    def __init__(self, instance: JsProxy) -> None:
        self.run = instance.exports.run
        self._buffer = instance.exports.memory.buffer

    def write(self, address: int, values: Any) -> None:
        data = np.ascontiguousarray(values).reshape(-1).view(np.uint8)
        Uint8Array.new(self._buffer, address, data.size).assign(data)

    def read(self, address: int, count: int) -> Any:
        return np.asarray(Float64Array.new(self._buffer, address, count).to_py())


class BrowserHost:
    """Runs compiled training through the browser's WebAssembly: see `machine.Host`.

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
            try:
                made = WebAssembly.Module.new(to_js(module))
            except JsException as error:  # a browser may want large ones made outside its window
                raise Untraceable(f"the browser does not compile here: {error}") from error
            self._modules = {module: made}  # the latest is enough
        return BrowserMachine(WebAssembly.Instance.new(self._modules[module], self._imports))
