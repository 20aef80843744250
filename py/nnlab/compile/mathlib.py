"""exp, log and tanh in WebAssembly's own instructions, for hosts that have none to offer.

The page hands in the C library's own, and then every bit is NumPy's. CPython's would have to be
called back for each number, so there these serve, exp only for numbers that `exp_pair` passes on:
a reduction of the argument and the first terms of a Taylor series, right to about 1e-15 of the
value (Muller, Elementary Functions, ch. 11).
"""

from math import factorial, inf, log, nan, sqrt

from .wasm import Function

LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # ln 2 in two parts: k * LN2_HIGH is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
NAMES = ("exp", "log", "tanh")


def own_functions(first: int) -> list[Function]:
    """exp, log and tanh as functions `first`, `first` + 1 and `first` + 2 of a module."""
    return [exp_function(), log_function(), tanh_function(first)]


def series(f: Function, x: int, coefficients: list[float]) -> None:
    """Leaves c0 + x (c1 + x (c2 + ...)) on the stack, for the local x. (Horner)"""
    f.number(coefficients[-1])
    for c in reversed(coefficients[:-1]):
        f.emit("local.get", x)
        f.emit("f64.mul")
        f.number(c)
        f.emit("f64.add")


def return_if(f: Function, x: int, comparison: str, limit: float, value: float) -> None:
    f.emit("local.get", x)
    f.number(limit)
    f.emit(comparison)
    f.emit("if")
    f.number(value)
    f.emit("return")
    f.emit("end")


def return_nan(f: Function, x: int) -> None:
    f.emit("local.get", x)
    f.emit("local.get", x)
    f.emit("f64.ne")
    f.emit("if")
    f.emit("local.get", x)
    f.emit("return")
    f.emit("end")


def power_of_two(f: Function, k: int) -> None:
    """Leaves 2 ** k on the stack, for the i32 local k: k goes into the bits of the exponent."""
    f.emit("local.get", k)
    f.emit("i64.extend_i32_s")
    f.emit("i64.const", 1023)
    f.emit("i64.add")
    f.emit("i64.const", 52)
    f.emit("i64.shl")
    f.emit("f64.reinterpret_i64")


def exp_function() -> Function:
    """e^x = 2^k e^r with k = round(x / ln 2), so that |r| <= 0.35."""
    f = Function("exp", ("f64",), ("f64",))
    x, k, r, half, rest = 0, f.local("f64"), f.local("f64"), f.local("i32"), f.local("i32")
    return_nan(f, x)
    return_if(f, x, "f64.gt", 710.0, inf)
    return_if(f, x, "f64.lt", -746.0, 0.0)
    f.emit("local.get", x)
    f.number(1.0 / log(2.0))
    f.emit("f64.mul")
    f.emit("f64.nearest")
    f.emit("local.set", k)
    f.emit("local.get", x)
    for part in (LN2_HIGH, LN2_LOW):
        f.emit("local.get", k)
        f.number(part)
        f.emit("f64.mul")
        f.emit("f64.sub")
    f.emit("local.set", r)
    series(f, r, [1.0 / factorial(i) for i in range(14)])
    # In two steps, because 2^k alone may be out of range where the result is not.
    f.emit("local.get", k)
    f.emit("i32.trunc_f64_s")
    f.emit("local.tee", rest)
    f.emit("i32.const", 1)
    f.emit("i32.shr_s")
    f.emit("local.set", half)
    f.emit("local.get", rest)
    f.emit("local.get", half)
    f.emit("i32.sub")
    f.emit("local.set", rest)
    for k_part in (half, rest):
        power_of_two(f, k_part)
        f.emit("f64.mul")
    return f


def log_function() -> Function:
    """x = 2^k m with m between √½ and √2; ln m = 2 (f + f³/3 + f⁵/5 ...), f = (m - 1) / (m + 1)."""
    f = Function("log", ("f64",), ("f64",))
    x, k, m, q, square = 0, f.local("f64"), f.local("f64"), f.local("f64"), f.local("f64")
    return_nan(f, x)
    return_if(f, x, "f64.lt", 0.0, nan)
    return_if(f, x, "f64.eq", 0.0, -inf)
    return_if(f, x, "f64.eq", inf, inf)
    f.emit("local.get", x)
    f.number(2.0**-1022)
    f.emit("f64.lt")
    f.emit("if")  # a subnormal number: 54 binary places up
    f.emit("local.get", x)
    f.number(2.0**54)
    f.emit("f64.mul")
    f.emit("local.set", x)
    f.number(-54.0)
    f.emit("local.set", k)
    f.emit("end")
    f.emit("local.get", k)
    f.emit("local.get", x)
    f.emit("i64.reinterpret_f64")
    f.emit("i64.const", 52)
    f.emit("i64.shr_u")
    f.emit("i64.const", 1023)
    f.emit("i64.sub")
    f.emit("f64.convert_i64_s")
    f.emit("f64.add")
    f.emit("local.set", k)
    f.emit("local.get", x)
    f.emit("i64.reinterpret_f64")
    f.emit("i64.const", (1 << 52) - 1)
    f.emit("i64.and")
    f.emit("i64.const", 1023 << 52)
    f.emit("i64.or")
    f.emit("f64.reinterpret_i64")
    f.emit("local.tee", m)
    f.number(sqrt(2.0))
    f.emit("f64.gt")
    f.emit("if")
    f.emit("local.get", m)
    f.number(0.5)
    f.emit("f64.mul")
    f.emit("local.set", m)
    f.emit("local.get", k)
    f.number(1.0)
    f.emit("f64.add")
    f.emit("local.set", k)
    f.emit("end")
    for sign in ("sub", "add"):
        f.emit("local.get", m)
        f.number(1.0)
        f.emit(f"f64.{sign}")
    f.emit("f64.div")
    f.emit("local.tee", q)
    f.emit("local.get", q)
    f.emit("f64.mul")
    f.emit("local.set", square)
    f.emit("local.get", k)
    f.number(LN2_HIGH)
    f.emit("f64.mul")
    f.emit("local.get", q)
    series(f, square, [2.0 / (2 * i + 1) for i in range(11)])
    f.emit("f64.mul")
    f.emit("local.get", k)
    f.number(LN2_LOW)
    f.emit("f64.mul")
    f.emit("f64.add")
    f.emit("f64.add")
    return f


def tanh_function(exp: int) -> Function:
    """tanh x = (e^2x - 1) / (e^2x + 1); near 0, where that loses digits, e^2x - 1 by its series."""
    f = Function("tanh", ("f64",), ("f64",))
    x, t, e = 0, f.local("f64"), f.local("f64")
    f.emit("local.get", x)
    f.emit("f64.abs")
    f.emit("local.get", x)
    f.emit("f64.abs")
    f.emit("f64.add")
    f.emit("local.tee", t)
    f.number(44.0)
    f.emit("f64.gt")
    f.emit("if")
    f.number(1.0)
    f.emit("local.get", x)
    f.emit("f64.copysign")
    f.emit("return")
    f.emit("end")
    f.emit("local.get", t)
    f.number(0.35)
    f.emit("f64.lt")
    f.emit("if")
    series(f, t, [1.0 / factorial(i + 1) for i in range(13)])
    f.emit("local.get", t)
    f.emit("f64.mul")
    f.emit("local.set", e)
    f.emit("else")
    f.emit("local.get", t)
    f.emit("call", exp)
    f.number(1.0)
    f.emit("f64.sub")
    f.emit("local.set", e)
    f.emit("end")
    f.emit("local.get", e)
    f.emit("local.get", e)
    f.number(2.0)
    f.emit("f64.add")
    f.emit("f64.div")
    f.emit("local.get", x)
    f.emit("f64.copysign")
    return f
