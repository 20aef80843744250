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
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .elementwise import advance
from .wasm import Function

# Addresses: of an i32, how many bytes lie between the orders of two epochs (0 if all are the same);
# of numbers for `run`, and of its answers.
ORDER_STEP = 0
TARGET_LOSS, BEST, WAITED, PATIENCE = 8, 16, 24, 32
ENDED, SUSPECT, WORK_LEFT = 40, 48, 56
HEALTHY, STOP, BROKEN = 0, 1, 2  # what end_epoch returns
COLUMNS = ("printed_loss", "train_loss", "train_accuracy", "test_loss", "test_accuracy")


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
        self.phases = phases
        self.job = job
        self.memory = memory
        self.parameters = parameters
        self.pairwise = calls["pairwise_sum"]

    def functions(self, first: int) -> list[Function]:
        """`end_epoch`, which gets the number `first`, and `run`."""
        return [self._end_epoch(), self._run(first)]

    def _run(self, end_epoch: int) -> Function:
        f = Function("run", ("i32", "i32", "i32", "f64"), ("i32",), exported=True)
        position, epochs, work, first_loss = range(4)
        ended, order, verdict = (f.local("i32") for _ in range(3))
        row, step, history = (f.local("i32") for _ in range(3))
        f.emit("i32.const", self.memory["orders"])
        f.emit("local.set", order)
        f.emit("i32.const", self.memory["results"])
        f.emit("local.set", row)
        f.emit("i32.const", self.memory["history"])
        f.emit("local.set", history)
        f.emit("block")  # left when this call is done
        f.emit("loop")
        before = 0
        for phase in self.phases:
            f.emit("local.get", position)
            f.emit("i32.const", before + phase.count)
            f.emit("i32.lt_s")
            f.emit("if")
            f.emit("local.get", position)
            f.emit("i32.const", before)
            f.emit("i32.sub")
            f.emit("local.set", step)
            self._call(f, phase, step, order)
            advance(f, position, 1)
            advance(f, work, -phase.cost)
            f.emit("else")
            before += phase.count
        f.emit("local.get", history)
        f.emit("i32.const", self.memory["state"])
        f.emit("i32.const", self.memory["state_bytes"])
        f.emit("memory.copy")
        advance(f, history, self.memory["state_bytes"])
        f.emit("local.get", row)
        f.emit("local.get", first_loss)
        f.emit("call", end_epoch)
        f.emit("local.set", verdict)
        f.emit("i32.const", 0)
        f.emit("local.set", position)
        advance(f, ended, 1)
        advance(f, row, 8 * len(COLUMNS))
        f.emit("local.get", order)
        f.emit("i32.const", 0)
        f.emit("i32.load", ORDER_STEP)
        f.emit("i32.add")
        f.emit("local.set", order)
        f.emit("local.get", verdict)
        f.emit("local.get", ended)
        f.emit("local.get", epochs)
        f.emit("i32.ge_s")
        f.emit("i32.or")
        f.emit("br_if", len(self.phases) + 1)
        for _ in self.phases:
            f.emit("end")
        f.emit("local.get", work)
        f.emit("i32.const", 0)
        f.emit("i32.gt_s")
        f.emit("br_if", 0)
        f.emit("end")
        f.emit("end")
        f.emit("i32.const", 0)
        f.emit("local.get", ended)
        f.emit("f64.convert_i32_s")
        f.emit("f64.store", ENDED)
        f.emit("i32.const", 0)
        f.emit("local.get", verdict)
        f.emit("i32.const", BROKEN)
        f.emit("i32.eq")
        f.emit("f64.convert_i32_s")
        f.emit("f64.store", SUSPECT)
        f.emit("i32.const", 0)
        f.emit("local.get", work)
        f.emit("f64.convert_i32_s")
        f.emit("f64.store", WORK_LEFT)
        f.emit("local.get", position)
        return f

    def _call(self, f: Function, phase: Phase, step: int, order: int) -> None:
        """Calls the phase's function for its step, and puts its results where they belong."""

        def sample(bytes_each: int) -> None:
            f.emit("local.get", step)
            f.emit("i32.const", phase.width * bytes_each)
            f.emit("i32.mul")

        if phase.data["order"] == "orders":
            f.emit("local.get", order)
        else:
            f.emit("i32.const", phase.at["order"])
        sample(4)
        f.emit("i32.add")
        f.emit("i32.const", 4 * phase.first_sample)
        f.emit("i32.add")
        f.emit("i32.const", phase.at["inputs"])
        f.emit("i32.const", phase.at["targets"])
        f.emit("call", phase.function)
        for name, source in zip(phase.results, phase.outputs, strict=True):
            first = phase.first_sample - phase.width * phase.late
            f.emit("i32.const", phase.at[name] + 8 * first)
            sample(8)
            f.emit("i32.add")
            if phase.width == 1:
                f.emit("i32.const", source)
                f.emit("f64.load", 0)
                f.emit("f64.store", 0)
            else:
                f.emit("i32.const", source)
                f.emit("i32.const", 8 * phase.width)
                f.emit("memory.copy")

    def _end_epoch(self) -> Function:
        """end_epoch(where its results go, first_loss) -> HEALTHY, STOP or BROKEN."""
        f = Function("end_epoch", ("i32", "f64"), ("i32",))
        row, first_loss, pointer, count, sum_ = 0, 1, f.local("i32"), f.local("i32"), f.local("f64")
        job = self.job
        sums = [("train_losses", job.samples, 1), ("train_hits", job.samples, 2)]
        if job.measure_printed_loss:
            sums.insert(0, ("losses", job.samples, 0))
        if job.tests:
            sums += [("test_losses", job.tests, 3), ("test_hits", job.tests, 4)]
        for name, length, column in sums:
            f.emit("local.get", row)
            f.number(0.0)
            f.emit("i32.const", self.memory[name])
            f.emit("i32.const", length)
            f.emit("i32.const", 8)
            f.emit("call", self.pairwise)
            f.emit("f64.add")
            if column:
                f.number(float(length))
                f.emit("f64.div")
            f.emit("f64.store", 8 * column)
        # v - v is 0 for a finite number and NaN for any other.
        address, size = self.parameters
        f.emit("i32.const", size)
        f.emit("local.set", count)
        f.emit("loop")
        f.emit("local.get", pointer)
        f.emit("f64.load", address)
        f.emit("local.get", pointer)
        f.emit("f64.load", address)
        f.emit("f64.sub")
        f.emit("local.get", sum_)
        f.emit("f64.add")
        f.emit("local.set", sum_)
        advance(f, pointer, 8)
        f.emit("local.get", count)
        f.emit("i32.const", 1)
        f.emit("i32.sub")
        f.emit("local.tee", count)
        f.emit("br_if", 0)
        f.emit("end")
        f.emit("local.get", sum_)
        f.number(0.0)
        f.emit("f64.eq")
        f.emit("local.get", row)
        f.emit("f64.load", 8)
        f.emit("local.get", first_loss)
        f.emit("f64.le")
        f.emit("i32.and")
        f.emit("if")
        self._stop_rules(f, row)
        f.emit("return")
        f.emit("end")
        f.emit("i32.const", BROKEN)
        return f

    def _stop_rules(self, f: Function, row: int) -> None:
        """Leaves HEALTHY or STOP on the stack."""

        def load(place: int) -> None:
            f.emit("i32.const", 0)
            f.emit("f64.load", place)

        if self.job.tests:
            f.emit("i32.const", 0)
            load(WAITED)
            f.number(1.0)
            f.emit("f64.add")
            f.emit("f64.store", WAITED)
            f.emit("local.get", row)
            f.emit("f64.load", 24)
            load(BEST)
            f.emit("f64.lt")
            f.emit("if")
            f.emit("i32.const", 0)
            f.emit("local.get", row)
            f.emit("f64.load", 24)
            f.emit("f64.store", BEST)
            f.emit("i32.const", 0)
            f.number(0.0)
            f.emit("f64.store", WAITED)
            f.emit("end")
        f.emit("local.get", row)
        f.emit("f64.load", 8)
        load(TARGET_LOSS)
        f.emit("f64.le")
        load(WAITED)
        load(PATIENCE)
        f.emit("f64.ge")
        f.emit("i32.or")
