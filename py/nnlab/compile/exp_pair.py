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

from .assemble import assemble
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

    def pair(value: float) -> str:
        """A constant, in both lanes."""
        return f"(v128.load (i32.const {table_address + ENTRY * (N + CONSTANTS.index(value))}))"

    def one_exp(lane: int) -> str:
        return f"(call $exp (f64x2.extract_lane {lane} (local.get $x)))"

    def entry(lane: int) -> str:
        """What the table has for this lane's k: t and h."""
        j = f"(i32.and (i32x4.extract_lane {2 * lane} (local.get $k)) (i32.const {N - 1}))"
        return f"(v128.load offset={table_address} (i32.mul {j} (i32.const {ENTRY})))"

    def line(low: float, high: float) -> str:
        """low + r high."""
        return f"(f64x2.add {pair(low)} (f64x2.mul (local.get $r) {pair(high)}))"

    text = f"""
    (func $exp_pair (param $x v128) (result v128)
      (local $k v128) (local $r v128) (local $square v128) (local $scale v128)
      (local $first v128) (local $second v128)
      (if
        (i32.ne
          (i64x2.bitmask (f64x2.lt (f64x2.abs (local.get $x)) {pair(LARGEST)}))
          (i32.const {0b11}))
        (then (return (f64x2.replace_lane 1 (f64x2.splat {one_exp(0)}) {one_exp(1)}))))

      ;; k is the whole number nearest to x N / ln 2: a float in $scale, the lowest bits of $k.
      (local.set $scale
        (f64x2.sub
          (local.tee $k
            (f64x2.add (f64x2.mul (local.get $x) {pair(ONE_BY_LN2)}) {pair(ROUNDER)}))
          {pair(ROUNDER)}))
      (local.set $square
        (f64x2.mul
          (local.tee $r
            (f64x2.add
              (f64x2.add (local.get $x) (f64x2.mul (local.get $scale) {pair(-LN2_HIGH)}))
              (f64x2.mul (local.get $scale) {pair(-LN2_LOW)})))
          (local.get $r)))

      ;; 2^(k / N), but for the table's rest: each h, and k at the place of the exponent.
      (local.set $first {entry(0)})
      (local.set $second {entry(1)})
      (local.set $scale
        (i64x2.add
          (f64x2.replace_lane 0 (local.get $second) (f64x2.extract_lane 1 (local.get $first)))
          (i64x2.shl (local.get $k) (i32.const {52 - BITS}))))

      ;; e^r - 1 and the table's rest: ((t + r) + r² (c2 + r c3)) + r⁴ (c4 + r c5)
      (f64x2.replace_lane 1 (local.get $first) (f64x2.extract_lane 0 (local.get $second)))
      (f64x2.add (local.get $r))
      (f64x2.add (f64x2.mul (local.get $square) {line(QUADRATIC, CUBIC)}))
      (f64x2.add
        (f64x2.mul
          (f64x2.mul (local.get $square) (local.get $square))
          {line(FOURTH, FIFTH)}))
      (f64x2.mul (local.get $scale))
      (f64x2.add (local.get $scale)))
    """
    return assemble(text, {"exp": exp})
