"""The bytes, the text and the mathematics of a module, against wasmtime's and Python's own."""

import math
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnlab import NeuralNetwork
from nnlab.compile import Job, compile_network, text
from nnlab.compile.mathlib import own_functions
from nnlab.compile.pairwise import pairwise_sum
from nnlab.compile.recent import load, store
from nnlab.compile.wasm import Function, Module, signed, unsigned

if sys.platform == "emscripten":
    pytest.skip("needs wasmtime, which is no package of Pyodide's", allow_module_level=True)
wasmtime = pytest.importorskip("wasmtime")


@pytest.mark.parametrize("imports", [True, False])
@pytest.mark.parametrize("batch_size", [1, 16])
@pytest.mark.parametrize("sizes", [[4, 6, 3], [5, 33, 7]])
def test_the_text_is_the_bytes(sizes, batch_size, imports):
    network = NeuralNetwork(sizes, hidden="relu", output="softmax", loss="cross_entropy")
    module = compile_network(network, Job(50, 7, batch_size, True), imports=imports).module
    code = bytes(wasmtime.wat2wasm(text(module)))
    expected = module.encode()
    # The text's names of functions are in a last section of their own.
    assert code[: len(expected)] == expected
    assert code[len(expected)] == 0


@given(st.integers(0, 2**64))
@example(127)
@example(128)
def test_unsigned_numbers_are_read_back(number):
    data = unsigned(number)
    assert sum((byte & 127) << 7 * i for i, byte in enumerate(data)) == number
    assert all(byte & 128 for byte in data[:-1])
    assert data[-1] < 128


@given(st.integers(-(2**63), 2**63 - 1))
@example(-64)
@example(64)
def test_signed_numbers_are_read_back(number):
    data = signed(number)
    value = sum((byte & 127) << 7 * i for i, byte in enumerate(data))
    assert value - (data[-1] >> 6 & 1) * (1 << 7 * len(data)) == number


def functions(*parts):
    module = Module(functions=[*parts])
    for function in parts:
        function.exported = True
    machine = wasmtime.Store()
    compiled = wasmtime.Module(machine.engine, module.encode())
    exports = wasmtime.Instance(machine, compiled, []).exports(machine)
    return machine, exports


PLACES = 3  # numbers at the beginning of memory
accesses = st.tuples(
    st.sampled_from(["f64.load", "v128.load", "v128.load64_splat", "f64.store", "v128.store"]),
    st.integers(0, PLACES - 2),
    st.sampled_from(["known", "cursor", "skipped"]),
)


@given(st.lists(accesses, min_size=8, max_size=30))
def test_what_is_loaded_is_what_was_stored_last(steps):
    """Plain memory is the oracle: a list."""
    f = Function("go", ("i32",), ())  # gets 0, which is added to addresses behind a cursor
    memory, seen = [-1.0 - place for place in range(PLACES)], []
    before = np.array(memory).tobytes()
    for at, (name, place, how) in enumerate(steps):
        kind, pair = name[:4].rstrip("."), name.startswith("v128")
        cursor = 0 if how == "cursor" else None
        if name.endswith("store"):
            if how == "skipped":
                f.emit("i32.const", 0)
                f.emit("if")
            f.emit(*(("i32.const", 0) if cursor is None else ("local.get", cursor)))
            for lane in range(1 + pair):
                f.number(at + lane / 2)
                if pair:
                    f.emit(*(("f64x2.replace_lane", 1) if lane else ("f64x2.splat",)))
            store(f, kind, 8 * place, known=how != "cursor")
            if how == "skipped":
                f.emit("end")
            else:
                memory[place : place + 1 + pair] = [at + lane / 2 for lane in range(1 + pair)]
        else:
            f.emit("i32.const", 0)
            load(f, name, 8 * place, cursor)
            f.emit(f"{kind}.store", 8 * (PLACES + len(seen)))
            seen += [memory[place], memory[place + 1]][: 1 + pair]
            if name.endswith("splat"):
                seen[-1] = memory[place]
    machine, exports = functions(f)
    exports["memory"].write(machine, before)
    exports["go"](machine, 0)
    data = bytes(exports["memory"].read(machine, 0, 8 * (PLACES + len(seen))))
    assert [*np.frombuffer(data)] == memory + seen


@pytest.fixture(scope="module")
def mathlib():
    return functions(*own_functions(0))


@pytest.mark.parametrize(
    ("name", "low", "high"), [("exp", -708.0, 709.0), ("log", 1e-300, 1e4), ("tanh", -25.0, 25.0)]
)
def test_own_functions_are_within_some_ulps_of_pythons(mathlib, name, low, high):
    machine, exports = mathlib
    rng = np.random.default_rng(0)
    points = [*rng.uniform(low, high, 2000), *rng.normal(size=500) * 1e-3, *rng.normal(size=500)]
    for x in points:
        if name == "log" and x <= 0:
            continue
        expected = getattr(math, name)(x)
        assert abs(exports[name](machine, x) - expected) <= 1e-15 * max(abs(expected), 1e-300) * 2


@pytest.mark.parametrize("name", ["exp", "log", "tanh"])
def test_own_functions_at_the_ends(mathlib, name):
    machine, exports = mathlib
    with np.errstate(all="ignore"):
        for x in (0.0, math.inf, -math.inf, math.nan, 1e308, -1e308, 5e-324, -740.0, 1e-310):
            expected = float(getattr(np, name)(x))
            value = exports[name](machine, x)
            assert value == pytest.approx(expected, rel=1e-14, abs=5e-324, nan_ok=True), x


@pytest.mark.parametrize("count", [*range(1, 20), 127, 128, 129, 150, 1000, 4099])
@pytest.mark.parametrize("step", [1, 3])
def test_sums_are_numpys_bit_for_bit(count, step):
    """NumPy itself is the oracle, on numbers side by side and on a column of a matrix."""
    sum_function = pairwise_sum(0)
    module = Module(functions=[sum_function], pages=2)
    sum_function.exported = True
    machine = wasmtime.Store()
    compiled = wasmtime.Module(machine.engine, module.encode())
    exports = wasmtime.Instance(machine, compiled, []).exports(machine)
    numbers = np.random.default_rng(count).normal(size=(count, step))
    exports["memory"].write(machine, numbers.tobytes())
    value = exports["pairwise_sum"](machine, 0, count, 8 * step)
    assert 0.0 + value == numbers[:, 0].sum()
