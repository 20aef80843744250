"""A host for compiled training: wasmtime in CPython, the page's own inside Pyodide."""

import pytest

from in_page import IN_PAGE

if IN_PAGE:
    from nnlab.compile.browser import BrowserHost

    HOST = BrowserHost()
else:
    pytest.importorskip("wasmtime")
    from nnlab.compile import Wasmtime

    HOST = Wasmtime()

# In the page, with the C library's own exp, every bit is NumPy's. CPython's NumPy has another exp
# and other sums; the bar is 1e-12 after an epoch, and much closer is usual.
TOLERANCE = 0.0 if IN_PAGE else 1e-12
