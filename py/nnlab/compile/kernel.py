"""From a network to one WebAssembly module that trains it.

The module has one function for each kind of batch, made from a trace of the network's own code, and
`run`, which calls them: step after step, epoch after epoch, until its work for this call is done.
Nothing is allocated while it runs: every array has its place in memory from the start.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .batch import (
    EVALUATED_AT_ONCE,
    MEASURES,
    Model,
    Part,
    columns_at_once,
    cost_of,
    emit,
    gather,
    loss_only,
    side_by_side,
    trace,
    train,
    train_only,
)
from .driver import COLUMNS, TOLD_BYTES, Driver, Phase
from .exp_pair import exp_pair, table
from .fuse import optimize
from .graph import Statement
from .machine import Machine
from .mathlib import NAMES, own_functions
from .matmul import pack
from .pairwise import pairwise_sum
from .views import Buffer
from .wasm import Function, Module

RESULT_ROWS = 256  # epochs that one call of `run` may report,
HISTORY_BYTES = 1 << 22  # and fewer where that many copies of the state take more than this
ORDERED_AT_ONCE = 1 << 16  # sample numbers for the orders of shuffled epochs
PAGE = 1 << 16


@dataclass(frozen=True)
class Job:
    """What a kernel is made for, beside the network."""

    samples: int
    tests: int
    batch_size: int
    measure_printed_loss: bool
    task: str = "classes"


@dataclass
class Kernel:
    """A module, and where its numbers lie (in bytes)."""

    module: Module
    job: Job
    state: list[tuple[int, int]]
    """Address and size of each of the network's arrays, in the order of `State.owners`."""

    scalars: dict[str, int]
    memory: dict[str, int] = field(default_factory=dict)
    """Addresses of "inputs", "targets", "history", "orders" and so on."""

    constants: list[tuple[int, list[float]]] = field(default_factory=list)
    rows: int = 1
    """How many epochs one call may end."""

    orders: int = 1
    """How many epochs' orders there is room for."""

    steps: int = 0
    """The position in an epoch at which measuring begins."""

    cost: int = 0
    """Work of one epoch, roughly in multiplications."""

    speed: float = 0.0
    """Of these in a second, as last measured: a new run of the same network need not find out."""

    idle: Machine | None = None
    """One that ran this module for a trainer that is no more: the next one need not start it."""


def compile_network(network: Any, job: Job, imports: bool) -> Kernel:
    """Raises Untraceable, naming the operation, when the network's code cannot be compiled.

    With `imports`, the module asks its host for exp, log and tanh; otherwise it has its own.
    """
    return Compiler(network, job, imports).kernel()


class Compiler:
    def __init__(self, network: Any, job: Job, imports: bool) -> None:
        self.model = Model(network)
        self.job = job
        self.measure = MEASURES[job.task]
        one = ("f64",)
        self.module = Module([("math", name, one, one) for name in NAMES] if imports else [])
        if not imports:
            self.module.functions += own_functions(0)
        self.top = TOLD_BYTES  # the first free byte
        numbers = table()
        exp_table = self.reserve(8 * len(numbers))
        self.constants: list[tuple[int, list[float]]] = [(exp_table, numbers)]
        self.module.functions.append(pairwise_sum(len(NAMES)))
        self.module.functions.append(exp_pair(NAMES.index("exp"), exp_table))
        self.calls = {name: i for i, name in enumerate((*NAMES, "pairwise_sum", "exp_pair"))}

    def kernel(self) -> Kernel:
        job = self.job
        for buffer in [*self.model.scalars.values(), *self.model.buffers]:
            self.place(buffer)
        state_end = self.top
        memory = {"state": self.model.buffers[0].address}
        memory["state_bytes"] = state_end - memory["state"]
        rows = max(1, min(RESULT_ROWS, HISTORY_BYTES // memory["state_bytes"]))
        memory["history"] = self.reserve(rows * memory["state_bytes"])
        n_inputs, n_targets = self.model.network.sizes[0], self.model.network.sizes[-1]
        columns = max(job.samples, job.tests) + max(EVALUATED_AT_ONCE)
        before = min(job.batch_size, job.samples)  # a step's, before the first: see `late_losses`
        for name, numbers in {
            "inputs": job.samples * n_inputs,
            "targets": job.samples * n_targets,
            "test_inputs": job.tests * n_inputs,
            "test_targets": job.tests * n_targets,
            "results": rows * len(COLUMNS),
            "losses": before + job.samples,
            "train_losses": columns,
            "train_hits": columns,
            "test_losses": columns,
            "test_hits": columns,
            "in_file_order": -(-columns // 2),
        }.items():
            memory[name] = self.reserve(8 * numbers)
        memory["losses"] += 8 * before
        orders = max(1, min(rows, ORDERED_AT_ONCE // job.samples))
        memory["orders"] = self.reserve(4 * (before + orders * job.samples)) + 4 * before
        driver = Driver(self.phases(memory), job, memory, self.buffers_of("vector"), self.calls)
        self.module.functions += driver.functions(
            len(self.module.imports) + len(self.module.functions)
        )
        self.module.pages = -(-self.top // PAGE)
        return Kernel(
            module=self.module,
            job=job,
            state=[(buffer.address, buffer.size) for buffer in self.model.buffers],
            scalars={name: buffer.address for name, buffer in self.model.scalars.items()},
            memory=memory,
            constants=self.constants,
            rows=rows,
            orders=orders,
            cost=sum(phase.count * phase.cost for phase in driver.phases),
            steps=sum(phase.count for phase in driver.phases if phase.traced is not self.measure),
        )

    def reserve(self, size: int) -> int:
        address = self.top
        self.top += -(-size // 16) * 16
        return address

    def place(self, buffer: Buffer) -> None:
        if buffer.address < 0 and buffer.inside is None:
            buffer.address = self.reserve(8 * buffer.size)
            if buffer.kind == "constant":
                self.constants.append((buffer.address, buffer.values))

    def buffers_of(self, name: str) -> tuple[int, int]:
        """Address and size of the network's array of that name."""
        array = getattr(self.model.network, name)
        owner, offset = self.model.state.place(array)
        return self.model.buffers[owner].address + 8 * offset, array.size

    def phases(self, memory: dict[str, int]) -> list[Phase]:
        """An epoch: whole batches, the short last one, then the measuring."""
        job = self.job
        n = min(job.batch_size, job.samples)
        whole, rest = divmod(job.samples, n)
        training = {"order": "orders", "inputs": "inputs", "targets": "targets"}
        printed = job.measure_printed_loss
        results: tuple[str, ...] = ("losses",) if printed else ()
        traced = train if printed else train_only
        if printed and n == 1 < whole:
            phases = self.late_losses(whole, training)
        else:
            phases = [self.phase("train", n, whole, training, results, traced)]
        if rest:
            phases.append(self.phase("train_rest", rest, 1, training, results, traced))
            phases[-1].first_sample = whole * n
        for prefix, samples in (("train", job.samples), ("test", job.tests)):
            if not samples:
                continue
            part = "" if prefix == "train" else "test_"
            width = columns_at_once(samples)
            data = {
                "order": "in_file_order",
                "inputs": part + "inputs",
                "targets": part + "targets",
            }
            results = (f"{prefix}_losses", f"{prefix}_hits")
            same = next((p for p in phases if p.traced is self.measure and p.width == width), None)
            phase = self.phase(
                f"measure_{width}", width, -(-samples // width), data, results, self.measure, same
            )
            phases.append(phase)
        for phase in phases:
            phase.resolve(memory)
        return phases

    def phase(
        self,
        name: str,
        width: int,
        count: int,
        data: dict[str, str],
        results: tuple[str, ...],
        traced: Callable[..., Any],
        same: Phase | None = None,
    ) -> Phase:
        """Traces, and writes the function; or takes that of a phase that is the `same`."""
        if same is not None:
            return replace(same, count=count, data=data, results=results)
        part = self.part(traced, width)
        function = self.write(name, width, [(part, 0)], part.statements)
        return Phase(function, width, count, data, results, traced, part.outputs, part.cost)

    def late_losses(self, count: int, data: dict[str, str]) -> list[Phase]:
        """Steps of one sample; each begins with the loss that the one before it has left to do.

        A step is a chain of operations, each of which waits for the one before. The loss after it
        and the next step wait for the same weights, and so a processor works on both at once. The
        first step finds no sample before it, and its loss goes where nobody reads; the last loss
        has a call of its own.
        """
        step, loss = self.part(train_only, 1), self.part(loss_only, 1)
        statements = side_by_side(step.statements, loss.statements)
        both = self.write("train", 1, [(step, 0), (loss, 1)], statements)
        alone = self.write("last_loss", 1, [(loss, 0)], loss.statements)
        results, outputs, cost = ("losses",), loss.outputs, step.cost + loss.cost
        return [
            Phase(both, 1, count, data, results, train, outputs, cost, late=1),
            Phase(alone, 1, 1, data, results, loss_only, outputs, loss.cost, count - 1),
        ]

    def part(self, traced: Callable[..., Any], width: int) -> Part:
        """Traces, and gives each array its place."""
        x = Buffer(self.model.network.sizes[0] * width, "input")
        t = Buffer(self.model.network.sizes[-1] * width, "input")
        statements, results = trace(self.model, traced, x, t, width)
        statements = pack(optimize(statements, results))
        for buffer in (x, t):
            self.place(buffer)
        for statement in statements:
            for view in (statement.destination, *statement.reads()):
                buffer = view.buffer
                while buffer.inside:
                    buffer = buffer.inside[0]
                self.place(buffer)
        cost = sum(cost_of(statement) for statement in statements) + x.size + t.size
        return Part(x, t, statements, [view.buffer.address for view in results], cost)

    def write(
        self, name: str, width: int, parts: list[tuple[Part, int]], statements: list[Statement]
    ) -> int:
        """Adds a function; gives its number.

        Each of the parts comes with how many batches before the function's own its samples are.
        """
        f = Function(name, ("i32", "i32", "i32"), ())
        for part, before in parts:
            gather(f, part.x, 1, width, before)
            gather(f, part.t, 2, width, before)
        for statement in statements:
            emit(f, self.calls, statement)
        self.module.functions.append(f)
        return len(self.module.imports) + len(self.module.functions) - 1
