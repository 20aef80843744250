"""A sum in NumPy's order.

NumPy adds numbers in a row pairwise, which keeps the rounding error small: below 8 numbers one
after the other, up to 128 with eight running sums, beyond that as the sum of two halves.
(numpy/_core/src/umath/loops_utils.h.src, `pairwise_sum`; Higham, 1993.)
"""

from . import assemble as text
from .elementwise import address, advance, end_loop, start_loop
from .graph import PairwiseSum
from .wasm import Function

LANES = 8
BLOCK = 128


# The number at $pointer, which then points at the next one.
NEXT = """
(f64.load (local.get $pointer))
(local.set $pointer (i32.add (local.get $pointer) (local.get $step)))
"""
# $sum0 += each of the $count numbers that are left.
ADD_REST = f"""
(block $done
  (loop $next
    (br_if $done (i32.eqz (local.get $count)))
    (local.set $sum0 (f64.add (local.get $sum0) {NEXT}))
    {text.advance("$count", -1)}
    (br $next)))
"""


def each_sum(value: str) -> str:
    """Sets all eight sums, each from `value` with its number in place of the #."""
    return " ".join(f"(local.set $sum{i} {value.replace('#', str(i))})" for i in range(LANES))


def pairwise_sum(index: int) -> Function:
    """pairwise_sum(address, count, bytes to the next number); its own number is `index`."""
    together = " ".join(  # ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7))
        f"(local.set $sum{i} (f64.add (local.get $sum{i}) (local.get $sum{i + width})))"
        for width in (1, 2, 4)
        for i in range(0, LANES, 2 * width)
    )
    code = f"""
    (func $pairwise_sum (param $pointer i32) (param $count i32) (param $step i32) (result f64)
      (local $half i32) {" ".join(f"(local $sum{i} f64)" for i in range(LANES))}
      (if (i32.lt_s (local.get $count) (i32.const {LANES}))
        (then
          (local.set $sum0 (f64.const -0.0))
          {ADD_REST}
          (return (local.get $sum0))))

      (if (i32.lt_s (local.get $count) (i32.const {BLOCK + 1}))
        (then
          {each_sum(NEXT)}
          {text.advance("$count", -LANES)}
          (block $done
            (loop $next
              (br_if $done (i32.lt_s (local.get $count) (i32.const {LANES})))
              {each_sum(f"(f64.add (local.get $sum#) {NEXT})")}
              {text.advance("$count", -LANES)}
              (br $next)))
          {together}
          {ADD_REST}
          (return (local.get $sum0))))

      ;; half the numbers, down to a multiple of 8
      (local.set $half
        (i32.and (i32.shr_u (local.get $count) (i32.const 1)) (i32.const {-LANES})))
      (f64.add
        (call $pairwise_sum (local.get $pointer) (local.get $half) (local.get $step))
        (call $pairwise_sum
          (i32.add (local.get $pointer) (i32.mul (local.get $half) (local.get $step)))
          (i32.sub (local.get $count) (local.get $half))
          (local.get $step))))
    """
    return text.assemble(code, {"pairwise_sum": index})


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
