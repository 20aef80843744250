"""`run`: the loop over steps and epochs, in WebAssembly.

    run(position, epochs, work, first_loss) -> position

begins at step `position` of the current epoch and stops when `epochs` epochs have ended, or when
about `work` multiplications are done, or after an epoch that

- may have broken down: its loss is not at most `first_loss`, or a parameter is not finite;
- or ends training by a rule: its loss is at most the number at TARGET_LOSS, or the test loss found
  no new lowest value, BEST, for PATIENCE epochs, WAITED of them before this call.

How many epochs have ended is left at ENDED, and whether the last one looked broken at SUSPECT; at
WORK_LEFT what is left of `work`, which is below 0 when the last step went beyond it. At
the end of every epoch the state is copied to "history", one copy behind the other.

Both functions are written as text, in WebAssembly's own words: see `assemble`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .assemble import advance, assemble
from .wasm import Function

# Addresses: of an i32, how many bytes lie between the orders of two epochs (0 if all are the same);
# of numbers for `run`, and of its answers.
ORDER_STEP = 0
TARGET_LOSS, BEST, WAITED, PATIENCE = 8, 16, 24, 32
ENDED, SUSPECT, WORK_LEFT = 40, 48, 56
TOLD_BYTES = 64  # all of these
HEALTHY, STOP, BROKEN = 0, 1, 2  # what end_epoch returns
# What is measured at the end of an epoch: a row of results, and where in it, in bytes.
COLUMNS = ("printed_loss", "train_loss", "train_hits", "test_loss", "test_hits")
F64, I32 = 8, 4  # bytes
ROW_BYTES = F64 * len(COLUMNS)
IN_ROW = {name: F64 * place for place, name in enumerate(COLUMNS)}


@dataclass
class Phase:
    """A part of an epoch: `count` calls of one function, each on the next `width` samples."""

    function: int
    width: int
    count: int
    data: dict[str, str]
    results: tuple[str, ...]
    traced: Callable[..., Any]
    outputs: list[int]
    """Where the function leaves each result, `width` numbers."""

    cost: int
    first_sample: int = 0
    late: int = 0
    """How many calls after its own each batch's results come."""

    at: dict[str, int] = field(default_factory=dict)

    def resolve(self, memory: dict[str, int]) -> None:
        self.at = {key: memory[name] for key, name in self.data.items()}
        self.at |= {name: memory[name] for name in self.results}


class Driver:
    def __init__(
        self,
        phases: list[Phase],
        job: Any,
        memory: dict[str, int],
        parameters: tuple[int, int],
        calls: dict[str, int],
    ) -> None:
        """`calls` gives the numbers of the module's other functions."""
        self.phases = phases
        self.job = job
        self.memory = memory
        self.parameters = parameters
        self.calls = calls

    def functions(self, first: int) -> list[Function]:
        """`end_epoch`, which gets the number `first`, and `run`."""
        calls = {**self.calls, "end_epoch": first}
        return [assemble(self._end_epoch(), calls), assemble(self._run(), calls)]

    def _run(self) -> str:
        return f"""
        (func $run (export "run")
          (param $position i32) (param $epochs i32) (param $work i32) (param $first_loss f64)
          (result i32)
          (local $ended i32) (local $order i32) (local $verdict i32)
          (local $row i32) (local $step i32) (local $history i32)
          (local.set $order (i32.const {self.memory["orders"]}))
          (local.set $row (i32.const {self.memory["results"]}))
          (local.set $history (i32.const {self.memory["history"]}))
          (block $call_is_done
            (loop $next
              {self._step()}
              (br_if $next (i32.gt_s (local.get $work) (i32.const 0)))))
          (f64.store offset={ENDED} (i32.const 0) (f64.convert_i32_s (local.get $ended)))
          (f64.store offset={SUSPECT} (i32.const 0)
            (f64.convert_i32_s (i32.eq (local.get $verdict) (i32.const {BROKEN}))))
          (f64.store offset={WORK_LEFT} (i32.const 0) (f64.convert_i32_s (local.get $work)))
          (local.get $position))
        """

    def _step(self) -> str:
        """The step at $position, in its phase; or the epoch's end, behind the last phase."""
        code = f"""
        (memory.copy
          (local.get $history)
          (i32.const {self.memory["state"]})
          (i32.const {self.memory["state_bytes"]}))
        {advance("$history", self.memory["state_bytes"])}
        (local.set $verdict (call $end_epoch (local.get $row) (local.get $first_loss)))
        (local.set $position (i32.const 0))
        {advance("$ended", 1)}
        {advance("$row", ROW_BYTES)}
        (local.set $order
          (i32.add (local.get $order) (i32.load offset={ORDER_STEP} (i32.const 0))))
        (br_if $call_is_done
          (i32.or (local.get $verdict) (i32.ge_s (local.get $ended) (local.get $epochs))))
        """
        end = sum(phase.count for phase in self.phases)
        for phase in reversed(self.phases):
            begin = end - phase.count
            code = f"""
            (if (i32.lt_s (local.get $position) (i32.const {end}))
              (then
                (local.set $step (i32.sub (local.get $position) (i32.const {begin})))
                {call(phase)}
                {advance("$position", 1)}
                {advance("$work", -phase.cost)})
              (else {code}))
            """
            end = begin
        return code

    def _end_epoch(self) -> str:
        """end_epoch(where its results go, first_loss) -> HEALTHY, STOP or BROKEN."""
        job = self.job
        means = {"train_loss": ("train_losses", job.samples)}
        means["train_hits"] = "train_hits", job.samples
        if job.tests:
            means["test_loss"] = "test_losses", job.tests
            means["test_hits"] = "test_hits", job.tests
        figures = {
            column: f"(f64.div {self._sum(name, length)} (f64.const {length}))"
            for column, (name, length) in means.items()
        }
        if job.measure_printed_loss:
            figures = {"printed_loss": self._sum("losses", job.samples), **figures}
        stores = [
            f"(f64.store offset={IN_ROW[column]} (local.get $row) {figure})"
            for column, figure in figures.items()
        ]
        address, size = self.parameters
        parameter = f"(f64.load offset={address} (local.get $pointer))"
        # v - v is 0 for a finite number and NaN for any other.
        return f"""
        (func $end_epoch (param $row i32) (param $first_loss f64) (result i32)
          (local $pointer i32) (local $count i32) (local $sum f64)
          {" ".join(stores)}
          (local.set $count (i32.const {size}))
          (loop $next
            (local.set $sum (f64.add (f64.sub {parameter} {parameter}) (local.get $sum)))
            {advance("$pointer", F64)}
            (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
          (if (i32.and
                (f64.eq (local.get $sum) (f64.const 0))
                (f64.le {in_row("train_loss")} (local.get $first_loss)))
            (then {self._note_best() if job.tests else ""} (return {STOPS})))
          (i32.const {BROKEN}))
        """

    def _sum(self, name: str, length: int) -> str:
        """The sum of a figure of all samples, from 0 on."""
        first = self.memory[name]
        numbers = f"(i32.const {first}) (i32.const {length}) (i32.const {F64})"
        return f"(f64.add (f64.const 0) (call $pairwise_sum {numbers}))"

    def _note_best(self) -> str:
        return f"""
        (f64.store offset={WAITED} (i32.const 0) (f64.add {told(WAITED)} (f64.const 1)))
        (if (f64.lt {in_row("test_loss")} {told(BEST)})
          (then
            (f64.store offset={BEST} (i32.const 0) {in_row("test_loss")})
            (f64.store offset={WAITED} (i32.const 0) (f64.const 0))))
        """


def call(phase: Phase) -> str:
    """Calls the phase's function for its $step, and puts its results where they belong."""

    def sample(first: str, size: int) -> str:
        """The address of the step's first sample, `size` bytes each, from `first` on."""
        steps = f"(i32.mul (local.get $step) (i32.const {phase.width * size}))"
        return f"(i32.add {first} {steps})"

    own = phase.data["order"] == "orders"
    order = "(local.get $order)" if own else f"(i32.const {phase.at['order']})"
    code = f"""
    (call {phase.function}
      (i32.add {sample(order, I32)} (i32.const {I32 * phase.first_sample}))
      (i32.const {phase.at["inputs"]})
      (i32.const {phase.at["targets"]}))
    """
    for name, source in zip(phase.results, phase.outputs, strict=True):
        first = phase.at[name] + F64 * (phase.first_sample - phase.width * phase.late)
        target = sample(f"(i32.const {first})", F64)
        if phase.width == 1:
            code += f"(f64.store {target} (f64.load (i32.const {source})))"
        else:
            size = F64 * phase.width
            code += f"(memory.copy {target} (i32.const {source}) (i32.const {size}))"
    return code


def in_row(column: str) -> str:
    """A figure of the epoch that has ended."""
    return f"(f64.load offset={IN_ROW[column]} (local.get $row))"


def told(address: int) -> str:
    """One of the numbers that `run` is told."""
    return f"(f64.load offset={address} (i32.const 0))"


STOPS = f"""
(i32.or
  (f64.le {in_row("train_loss")} {told(TARGET_LOSS)})
  (f64.ge {told(WAITED)} {told(PATIENCE)}))
"""
