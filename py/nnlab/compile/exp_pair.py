"""e^x of two numbers at once, bit for bit as the C library inside the page's Python has it.

Training calls exp more than anything else; here both lanes of a SIMD register go the same way, and
no call leaves the module. With N = 128, x = (k / N) ln 2 + r, so that |r| <= ln 2 / 256, and

    e^x = 2^(k / N) e^r

A table has 2^(j / N) for j = 0 ... N - 1, which is rounded, and what is missing there; the whole
part of k / N goes into the bits of the exponent; a polynomial gives e^r - 1. The method is that of
musl and of Arm's Optimized Routines (S. Nagy, 2018); the polynomial's coefficients, which others
would make equally good, are theirs too, because the last bit depends on them.
"""

from functools import cache
from math import isqrt
from struct import pack, unpack

from .wasm import Function

BITS = 7
N = 1 << BITS
LARGEST = 512.0  # beyond it, and for NaN, the ordinary exp answers
ONE_BY_LN2 = float.fromhex("0x1.71547652b82fep0") * N
LN2_HIGH = float.fromhex("0x1.62e42fefa0000p-8")  # of ln 2 / N: k * LN2_HIGH is exact
LN2_LOW = float.fromhex("0x1.cf79abc9e3b39p-47")
ROUNDER = 1.5 * 2.0**52  # added to a number, it leaves the nearest whole one in the lowest bits
QUADRATIC, CUBIC, FOURTH, FIFTH = map(
    float.fromhex,
    (
        "0x1.ffffffffffdbdp-2",
        "0x1.555555555543cp-3",
        "0x1.55555cf172b91p-5",
        "0x1.1111167a4d017p-7",
    ),
)
ENTRY = 16  # bytes of the table for each j
CONSTANTS = (
    LARGEST, ONE_BY_LN2, ROUNDER, -LN2_HIGH, -LN2_LOW, QUADRATIC, CUBIC, FOURTH, FIFTH,
)  # fmt: skip
FRACTION_BITS = 200  # of the whole numbers with which the table is made


@cache
def table() -> list[float]:
    """Two numbers for each j: the relative rest t, and h as bits from which the j of k are taken.

    2^(j / N) = h (1 + t), h rounded. Adding k to its bits at the place of the exponent must give
    those of h 2^(k // N); so j, which is added there too, is subtracted here.

    Behind them the constants, each twice: a pair is loaded faster than an engine makes it.
    """
    one = 1 << FRACTION_BITS
    root = 2 * one
    for _ in range(BITS):
        root = isqrt(root << FRACTION_BITS)
    power, numbers = one, []
    for j in range(N):
        rounded = power / one
        exact = int(rounded * 2**52) << FRACTION_BITS - 52
        (bits,) = unpack("<q", pack("<d", rounded))
        numbers += [(power - exact) / exact, *unpack("<d", pack("<q", bits - (j << 52 - BITS)))]
        power = power * root >> FRACTION_BITS
    return numbers + [c for c in CONSTANTS for _ in (0, 1)]


def exp_pair(exp: int, table_address: int) -> Function:
    """exp_pair(x) -> e^x, lane by lane; `exp` is the number of the function for one number."""
    f = Function("exp_pair", ("v128",), ("v128",))
    x, k, r, square, scale, first, second = 0, *(f.local("v128") for _ in range(6))

    def splat(value: float) -> None:
        f.emit("i32.const", table_address + ENTRY * (N + CONSTANTS.index(value)))
        f.emit("v128.load", 0)

    def get(*names: int) -> None:
        for name in names:
            f.emit("local.get", name)

    get(x)
    f.emit("f64x2.abs")
    splat(LARGEST)
    f.emit("f64x2.lt")
    f.emit("i64x2.bitmask")
    f.emit("i32.const", 0b11)
    f.emit("i32.ne")
    f.emit("if")
    for lane in (0, 1):
        get(x)
        f.emit("f64x2.extract_lane", lane)
        f.emit("call", exp)
        f.emit(*(("f64x2.replace_lane", 1) if lane else ("f64x2.splat",)))
    f.emit("return")
    f.emit("end")

    # k is the whole number nearest to x N / ln 2: as a float, and in the lowest bits of another.
    get(x)
    splat(ONE_BY_LN2)
    f.emit("f64x2.mul")
    splat(ROUNDER)
    f.emit("f64x2.add")
    f.emit("local.tee", k)
    splat(ROUNDER)
    f.emit("f64x2.sub")
    f.emit("local.set", scale)
    get(x)
    for part in (LN2_HIGH, LN2_LOW):
        get(scale)
        splat(-part)
        f.emit("f64x2.mul")
        f.emit("f64x2.add")
    f.emit("local.tee", r)
    get(r)
    f.emit("f64x2.mul")
    f.emit("local.set", square)

    for lane, entry in ((0, first), (1, second)):
        get(k)
        f.emit("i32x4.extract_lane", 2 * lane)
        f.emit("i32.const", N - 1)
        f.emit("i32.and")
        f.emit("i32.const", ENTRY)
        f.emit("i32.mul")
        f.emit("v128.load", table_address)
        f.emit("local.set", entry)
    get(second, first)
    f.emit("f64x2.extract_lane", 1)
    f.emit("f64x2.replace_lane", 0)
    get(k)
    f.emit("i32.const", 52 - BITS)
    f.emit("i64x2.shl")
    f.emit("i64x2.add")
    f.emit("local.set", scale)

    # e^r - 1 and the table's rest: ((t + r) + r² (c2 + r c3)) + r⁴ (c4 + r c5)
    get(first, second)
    f.emit("f64x2.extract_lane", 0)
    f.emit("f64x2.replace_lane", 1)
    get(r)
    f.emit("f64x2.add")
    for even, odd in ((QUADRATIC, CUBIC), (FOURTH, FIFTH)):
        get(square)
        if even == FOURTH:
            get(square)
            f.emit("f64x2.mul")
        splat(even)
        get(r)
        splat(odd)
        f.emit("f64x2.mul")
        f.emit("f64x2.add")
        f.emit("f64x2.mul")
        f.emit("f64x2.add")
    get(scale)
    f.emit("f64x2.mul")
    get(scale)
    f.emit("f64x2.add")
    return f
