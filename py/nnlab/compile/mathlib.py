"""exp, log and tanh in WebAssembly's own instructions, for hosts that have none to offer.

The page hands in the C library's own, and then every bit is NumPy's. CPython's would have to be
called back for each number, so there these serve, exp only for numbers that `exp_pair` passes on:
a reduction of the argument and the first terms of a Taylor series, right to about 1e-15 of the
value (Muller, Elementary Functions, ch. 11).
"""

from math import factorial, inf, log, nan, sqrt

from .assemble import assemble, number
from .wasm import Function

LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # ln 2 in two parts: k * LN2_HIGH is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
NAMES = ("exp", "log", "tanh")


def own_functions(first: int) -> list[Function]:
    """exp, log and tanh as functions `first`, `first` + 1 and `first` + 2 of a module."""
    return [assemble(text, {"exp": first}) for text in (exp_text(), log_text(), tanh_text())]


def series(x: str, coefficients: list[float]) -> str:
    """c0 + x (c1 + x (c2 + ...)), for the local x. (Horner)"""
    sum_ = number(coefficients[-1])
    for c in reversed(coefficients[:-1]):
        sum_ = f"(f64.add (f64.mul {sum_} (local.get {x})) {number(c)})"
    return sum_


def return_if(comparison: str, limit: float, value: float) -> str:
    return f"""
    (if ({comparison} (local.get $x) {number(limit)})
      (then (return {number(value)})))
    """


RETURN_NAN = """
(if (f64.ne (local.get $x) (local.get $x))
  (then (return (local.get $x))))
"""


def power_of_two(k: str) -> str:
    """2 ** k, for the i32 local k: k goes into the bits of the exponent."""
    return f"""
    (f64.reinterpret_i64
      (i64.shl
        (i64.add (i64.extend_i32_s (local.get {k})) (i64.const 1023))
        (i64.const 52)))
    """


def exp_text() -> str:
    """e^x = 2^k e^r with k = round(x / ln 2), so that |r| <= 0.35."""
    return f"""
    (func $exp (param $x f64) (result f64)
      (local $k f64) (local $r f64) (local $half i32) (local $rest i32)
      {RETURN_NAN}
      {return_if("f64.gt", 710.0, inf)}
      {return_if("f64.lt", -746.0, 0.0)}
      (local.set $k (f64.nearest (f64.mul (local.get $x) {number(1.0 / log(2.0))})))
      (local.set $r
        (f64.sub
          (f64.sub (local.get $x) (f64.mul (local.get $k) {number(LN2_HIGH)}))
          (f64.mul (local.get $k) {number(LN2_LOW)})))
      {series("$r", [1.0 / factorial(i) for i in range(14)])}
      ;; In two steps, because 2^k alone may be out of range where the result is not.
      (local.set $half
        (i32.shr_s (local.tee $rest (i32.trunc_f64_s (local.get $k))) (i32.const 1)))
      (local.set $rest (i32.sub (local.get $rest) (local.get $half)))
      {power_of_two("$half")} f64.mul
      {power_of_two("$rest")} f64.mul)
    """


def log_text() -> str:
    """x = 2^k m with m between √½ and √2; ln m = 2 (q + q³/3 + q⁵/5 ...), q = (m - 1) / (m + 1)."""
    exponent = "(i64.shr_u (i64.reinterpret_f64 (local.get $x)) (i64.const 52))"
    fraction = f"(i64.and (i64.reinterpret_f64 (local.get $x)) (i64.const {(1 << 52) - 1}))"
    return f"""
    (func $log (param $x f64) (result f64)
      (local $k f64) (local $m f64) (local $q f64) (local $square f64)
      {RETURN_NAN}
      {return_if("f64.lt", 0.0, nan)}
      {return_if("f64.eq", 0.0, -inf)}
      {return_if("f64.eq", inf, inf)}
      (if (f64.lt (local.get $x) {number(2.0**-1022)})
        (then ;; a subnormal number: 54 binary places up
          (local.set $x (f64.mul (local.get $x) {number(2.0**54)}))
          (local.set $k {number(-54.0)})))
      (local.set $k
        (f64.add
          (local.get $k)
          (f64.convert_i64_s (i64.sub {exponent} (i64.const 1023)))))
      (if
        (f64.gt
          (local.tee $m (f64.reinterpret_i64 (i64.or {fraction} (i64.const {1023 << 52}))))
          {number(sqrt(2.0))})
        (then
          (local.set $m (f64.mul (local.get $m) {number(0.5)}))
          (local.set $k (f64.add (local.get $k) {number(1.0)}))))
      (local.set $square
        (f64.mul
          (local.tee $q
            (f64.div
              (f64.sub (local.get $m) {number(1.0)})
              (f64.add (local.get $m) {number(1.0)})))
          (local.get $q)))
      (f64.add
        (f64.mul (local.get $k) {number(LN2_HIGH)})
        (f64.add
          (f64.mul (local.get $q) {series("$square", [2.0 / (2 * i + 1) for i in range(11)])})
          (f64.mul (local.get $k) {number(LN2_LOW)}))))
    """


def tanh_text() -> str:
    """tanh x = (e^2x - 1) / (e^2x + 1); near 0, where that loses digits, e^2x - 1 by its series."""
    return f"""
    (func $tanh (param $x f64) (result f64)
      (local $t f64) (local $e f64)
      (if
        (f64.gt
          (local.tee $t (f64.add (f64.abs (local.get $x)) (f64.abs (local.get $x))))
          {number(44.0)})
        (then (return (f64.copysign {number(1.0)} (local.get $x)))))
      (if (f64.lt (local.get $t) {number(0.35)})
        (then
          (local.set $e
            (f64.mul
              {series("$t", [1.0 / factorial(i + 1) for i in range(13)])}
              (local.get $t))))
        (else
          (local.set $e (f64.sub (call $exp (local.get $t)) {number(1.0)}))))
      (f64.copysign
        (f64.div (local.get $e) (f64.add (local.get $e) {number(2.0)}))
        (local.get $x)))
    """
