"""A sum in NumPy's order.

NumPy adds numbers in a row pairwise, which keeps the rounding error small: below 8 numbers one
after the other, up to 128 with eight running sums, beyond that as the sum of two halves.
(numpy/_core/src/umath/loops_utils.h.src, `pairwise_sum`; Higham, 1993.)
"""

from .elementwise import address, advance, end_loop, start_loop
from .graph import PairwiseSum
from .wasm import Function

LANES = 8
BLOCK = 128


def pairwise_sum(index: int) -> Function:
    """pairwise_sum(address, count, bytes to the next number); its own number is `index`."""
    f = Function("pairwise_sum", ("i32", "i32", "i32"), ("f64",))
    pointer, count, step, half = 0, 1, 2, f.local("i32")
    sums = [f.local("f64") for _ in range(LANES)]

    def load_next() -> None:
        f.emit("local.get", pointer)
        f.emit("f64.load", 0)
        f.emit("local.get", pointer)
        f.emit("local.get", step)
        f.emit("i32.add")
        f.emit("local.set", pointer)

    def add_rest() -> None:
        """sums[0] += each of the `count` numbers that are left."""
        f.emit("block")
        f.emit("loop")
        f.emit("local.get", count)
        f.emit("i32.eqz")
        f.emit("br_if", 1)
        f.emit("local.get", sums[0])
        load_next()
        f.emit("f64.add")
        f.emit("local.set", sums[0])
        advance(f, count, -1)
        f.emit("br", 0)
        f.emit("end")
        f.emit("end")

    def if_count_below(limit: int) -> None:
        f.emit("local.get", count)
        f.emit("i32.const", limit)
        f.emit("i32.lt_s")
        f.emit("if")

    if_count_below(LANES)
    f.number(-0.0)
    f.emit("local.set", sums[0])
    add_rest()
    f.emit("local.get", sums[0])
    f.emit("return")
    f.emit("end")

    if_count_below(BLOCK + 1)
    for local in sums:
        load_next()
        f.emit("local.set", local)
    advance(f, count, -LANES)
    f.emit("block")
    f.emit("loop")
    f.emit("local.get", count)
    f.emit("i32.const", LANES)
    f.emit("i32.lt_s")
    f.emit("br_if", 1)
    for local in sums:
        f.emit("local.get", local)
        load_next()
        f.emit("f64.add")
        f.emit("local.set", local)
    advance(f, count, -LANES)
    f.emit("br", 0)
    f.emit("end")
    f.emit("end")
    for width in (1, 2, 4):  # ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7))
        for i in range(0, LANES, 2 * width):
            f.emit("local.get", sums[i])
            f.emit("local.get", sums[i + width])
            f.emit("f64.add")
            f.emit("local.set", sums[i])
    add_rest()
    f.emit("local.get", sums[0])
    f.emit("return")
    f.emit("end")

    # half = count // 2, down to a multiple of 8
    f.emit("local.get", count)
    f.emit("i32.const", 1)
    f.emit("i32.shr_u")
    f.emit("i32.const", -LANES)
    f.emit("i32.and")
    f.emit("local.set", half)
    f.emit("local.get", pointer)
    f.emit("local.get", half)
    f.emit("local.get", step)
    f.emit("call", index)
    f.emit("local.get", pointer)
    f.emit("local.get", half)
    f.emit("local.get", step)
    f.emit("i32.mul")
    f.emit("i32.add")
    f.emit("local.get", count)
    f.emit("local.get", half)
    f.emit("i32.sub")
    f.emit("local.get", step)
    f.emit("call", index)
    f.emit("f64.add")
    return f


def emit_pairwise(f: Function, calls: dict[str, int], statement: PairwiseSum) -> None:
    """Each row's sum, from 0 on."""
    source, target = statement.source, statement.destination
    rows, length = source.shape
    here, there = f.borrow("i32"), f.borrow("i32")
    f.emit("i32.const", address(source))
    f.emit("local.set", here)
    f.emit("i32.const", 0)
    f.emit("local.set", there)
    counter = start_loop(f, rows)
    f.emit("local.get", there)
    f.number(0.0)
    f.emit("local.get", here)
    f.emit("i32.const", length)
    f.emit("i32.const", 8 * source.strides[1])
    f.emit("call", calls["pairwise_sum"])
    f.emit("f64.add")
    f.emit("f64.store", address(target))
    advance(f, here, 8 * source.strides[0])
    advance(f, there, 8 * target.strides[0])
    end_loop(f, counter)
    f.give_back()
