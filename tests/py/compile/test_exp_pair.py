"""exp of two numbers at once is NumPy's."""

import numpy as np
import pytest
from hosts import HOST

from in_page import IN_PAGE
from nnlab.compile.elementwise import advance
from nnlab.compile.exp_pair import exp_pair, table
from nnlab.compile.mathlib import NAMES, own_functions
from nnlab.compile.wasm import Function, Module


@pytest.mark.skipif(not IN_PAGE, reason="only the page has the C library's exp")
def test_the_page_has_numpys_own_exp():
    assert HOST.exact


@pytest.mark.parametrize("spread", [1.0, 10.0, 300.0, 1e-15])
def test_exp_of_pairs_is_numpys(spread):
    """To the last bit in the page; and where exp overflows, underflows, or has no number."""
    one, first, count = ("f64",), 4096, 20_000
    numbers = np.random.default_rng(0).normal(size=count) * spread
    numbers[:8] = 0.0, -0.0, np.inf, -np.inf, np.nan, 512.0, -745.1, 709.8
    run, cursor = Function("run", ("i32",) * 3 + one, ("i32",), exported=True), 0
    run.emit("loop")
    run.emit("local.get", cursor)
    run.emit("local.get", cursor)
    run.emit("v128.load", first)
    run.emit("call", len(NAMES))
    run.emit("v128.store", first)
    advance(run, cursor, 16)
    run.emit("local.get", cursor)
    run.emit("i32.const", 8 * count)
    run.emit("i32.lt_s")
    run.emit("br_if", 0)
    run.emit("end")
    run.emit("i32.const", 0)
    imports = [("math", name, one, one) for name in NAMES] if HOST.brings_math else []
    functions = [] if imports else own_functions(0)
    functions += [exp_pair(NAMES.index("exp"), 64), run]
    machine = HOST.start(Module(imports, functions, pages=8).encode())
    machine.write(64, np.array(table()))
    machine.write(first, numbers)
    machine.run(0, 0, 0, 0.0)
    with np.errstate(all="ignore"):
        expected = np.exp(numbers)
    np.testing.assert_allclose(
        machine.read(first, count), expected, rtol=0.0 if IN_PAGE else 4e-16, atol=0.0
    )
