"""Between Python and JavaScript: the only file of the page's that imports pyodide or js."""

import gc
import sys
import warnings
from typing import Any

import numpy as np
from js import Object
from pyodide.ffi import JsException, JsProxy, to_js

from nnlab.compile.browser import BrowserHost

from .late_modules import LateFinder
from .session import Session

AS_OBJECT: dict[str, Any] = {"create_pyproxies": False, "dict_converter": Object.fromEntries}


# The page itself shows what these say.
warnings.filterwarnings("ignore", "training has broken down|plain NumPy trains")

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
    return plain_js({"python": sys.version.split()[0], "numpy": np.__version__})


def provide_rest(archives: JsProxy, read: JsProxy) -> None:
    """From now on, modules that the start left out come from `archives`; `read` is synchronous."""

    def read_bytes(path: str) -> bytes:
        try:
            content: bytes = read(path).to_bytes()
        except JsException as error:
            raise OSError(str(error)) from error
        return content

    sys.meta_path.append(LateFinder(archives.to_py(), read_bytes))


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
