"""Runs epochs in WebAssembly, in calls of a few milliseconds."""

import atexit
import json
import math
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np

from ..run import Run
from ..steppers import Ended, PlainStepper, Row, State, Stepper
from .batch import columns_at_once
from .driver import BEST, COLUMNS, ENDED, ORDER_STEP, PATIENCE, TARGET_LOSS, WAITED
from .kernel import Job, Kernel, compile_network
from .machine import NO_HOST, Host, Machine, default_host
from .state import find_state
from .tape import Untraceable

CALL_SECONDS = 0.006  # aimed at: a call that takes three times as long still ends within 20 ms
LEAST_WORK = 1_000_000  # multiplications in a call, also in the first, before the speed is known
MOST_WORK = 1_000_000_000
NEVER = math.inf
CHECKED_STEPS = 3
CHECK_TOLERANCE = 1e-9

# Kernels of the latest networks: changing a seed or a rate needs no other.
KERNELS: OrderedDict[Any, tuple[Kernel, bytes]] = OrderedDict()
KERNELS_KEPT = 8
IDLE_PAGES = 64  # of memory: no larger machine waits for another trainer
atexit.register(KERNELS.clear)  # machines that wait must go before the package wasmtime does


def compile_run(run: Run, host: Host | None) -> Stepper:
    """A stepper on `host`, or on the default one; a plain one where that cannot be."""
    host = host or default_host()
    if host is None:
        return PlainStepper(run, why_plain=NO_HOST)
    try:
        return CompiledStepper(run, host)
    except Untraceable as reason:
        return PlainStepper(run, why_plain=str(reason))


def job_of(run: Run) -> Job:
    """What a kernel for `run` has to do."""
    return Job(
        samples=run.inputs.shape[1],
        tests=0 if run.test_inputs is None else run.test_inputs.shape[1],
        batch_size=min(run.batch_size, run.inputs.shape[1]),
        measure_printed_loss=run.measure_printed_loss,
        task=run.task,
    )


def kernel_key(run: Run, host: Host) -> Any:
    """Equal for two runs that one kernel serves. Raises Untraceable when none can."""
    return (find_state(run.network).key(), job_of(run), host.brings_math)


def give_back(kernel: Kernel, machine: Machine) -> None:
    """The next trainer with this kernel may have the machine."""
    if kernel.module.pages <= IDLE_PAGES:
        kernel.idle = machine


class CompiledStepper:
    """One call of a kernel's `run` for a few milliseconds of epochs.

    The network's arrays are copied into the kernel's memory before the calls of one `run`, and back
    whenever somebody may look at them. When the network's code changes to what cannot be compiled,
    a plain stepper takes over.
    """

    def __init__(self, run: Run, host: Host) -> None:
        """Raises Untraceable when the network's code cannot be compiled."""
        self.run = run
        self.host = host
        self._plain: PlainStepper | None = None
        self._position = 0  # the step in the current epoch
        self._order: Any = None  # of the current epoch, once it has begun
        self._key: Any = None
        self._lent: weakref.finalize[..., Any] | None = None
        self._build()

    @property
    def engine(self) -> str:
        return self._plain.engine if self._plain else "compiled"

    @property
    def why_plain(self) -> str:
        return self._plain.why_plain if self._plain else ""

    @property
    def begun(self) -> bool:
        return self._plain.begun if self._plain else self._position > 0

    def seconds_per_step(self, steps: int) -> float:
        """What a step of the compiled code takes, the better of two times."""
        if self._plain:
            return math.inf
        seconds = []
        for _ in range(2):
            self._load()  # as `advance` will, too
            started = perf_counter()
            for step in range(steps):
                self.machine.run(step, 1, 0, NEVER)
            seconds.append(perf_counter() - started)
        return min(seconds) / steps

    def restart(self) -> None:
        self._position = 0
        self._order = None
        if self._plain:
            self._plain.restart()

    def advance(self, max_epochs: int, out_of_time: Callable[[], bool]) -> Iterator[Ended]:
        if self._position == 0 and not self._plain:  # a new batch size counts from here on
            try:
                self._build()
            except Untraceable as reason:
                self._plain = PlainStepper(self.run, why_plain=str(reason))
        if self._plain:
            yield from self._plain.advance(max_epochs, out_of_time)
            return
        self._load()
        left = max_epochs
        while left > 0:
            orders, generators = self._draw_orders(min(left, self.kernel.rows))
            ended, suspect = self._call(len(orders))
            self._order = orders[ended] if self._position > 0 else None
            left -= ended
            figures, state = self._figures(ended), self._states(ended, generators)
            healthy = ended - 1 if suspect else ended
            for first, end in ((0, healthy), (healthy, ended)):
                if first < end:
                    self._put_generator(generators[end])
                    self._store(self._history(end - 1))
                    yield Ended(figures[first:end], state)
            if suspect:
                self._load()  # rules that the kernel has left to the trainer
            self._put_generator(generators[ended + (self._position > 0)])
            if out_of_time():
                break
        self._store(self.kernel.memory["state"])

    def _build(self) -> None:
        """Makes, or finds, the kernel for the network and the job as they are now."""
        self.state = find_state(self.run.network)
        job = job_of(self.run)
        key = (self.state.key(), job, self.host.brings_math)
        if key == self._key:
            return
        fresh = key not in KERNELS
        if fresh:
            kernel = compile_network(self.run.network, job, imports=self.host.brings_math)
            KERNELS[key] = kernel, kernel.module.encode()
            while len(KERNELS) > KERNELS_KEPT:
                KERNELS.popitem(last=False)
        KERNELS.move_to_end(key)
        self.kernel, self.bytes = KERNELS[key]
        idle, self.kernel.idle = self.kernel.idle, None
        self.machine: Machine = idle or self.host.start(self.bytes)
        if self._lent:
            self._lent.detach()
        # Not in __del__: in a cycle of garbage the machine would be finalised as well.
        self._lent = weakref.finalize(self, give_back, self.kernel, self.machine)
        self._key = key
        self._upload()
        if fresh:
            try:
                self._check()
            except Untraceable:
                del KERNELS[key]
                raise

    def _upload(self) -> None:
        """The data, one sample behind the other, and all that never changes."""
        run, memory = self.run, self.kernel.memory
        for address, values in self.kernel.constants:
            self.machine.write(address, np.array(values))
        columns = {"inputs": run.inputs, "targets": run.targets}
        if run.test_inputs is not None and run.test_targets is not None:
            columns |= {"test_inputs": run.test_inputs, "test_targets": run.test_targets}
        for name, array in columns.items():
            self.machine.write(memory[name], np.ascontiguousarray(array.T))
        job = self.kernel.job
        in_order = np.arange(max(job.samples, job.tests), dtype=np.int32)
        self._file_order = in_order[: job.samples]
        self.machine.write(memory["in_file_order"], in_order)
        self.machine.write(memory["orders"], self._file_order)

    def _load(self) -> None:
        """Network, rates and rules, as they are now, into the machine."""
        run, machine = self.run, self.machine
        for owner, (address, _) in zip(self.state.owners, self.kernel.state, strict=True):
            machine.write(address, owner)
        for name, address in self.kernel.scalars.items():
            value = run.learning_rate if name == "learning_rate" else getattr(run.network, name[8:])
            machine.write(address, np.array([value], np.float64))
        for address, number in {
            TARGET_LOSS: run.target_loss if run.target_loss > 0.0 else -NEVER,
            BEST: run.best_test_loss,
            WAITED: run.epoch - run.waiting_since,
            PATIENCE: run.patience if run.patience > 0 else NEVER,
        }.items():
            machine.write(address, np.array([number], np.float64))

    def _history(self, row: int) -> int:
        """Where the state at the end of the row-th epoch of the last call lies."""
        return self.kernel.memory["history"] + row * self.kernel.memory["state_bytes"]

    def _store(self, region: int) -> None:
        """The machine's arrays, current or of its history, into the network."""
        shift = region - self.kernel.memory["state"]
        for owner, (address, size) in zip(self.state.owners, self.kernel.state, strict=True):
            owner.reshape(-1)[:] = self.machine.read(address + shift, size)

    def _call(self, epochs: int) -> tuple[int, bool]:
        """Runs for a few milliseconds; how many epochs ended, and whether the last looks broken."""
        run = self.run
        work = self._work()
        started = perf_counter()
        self._position = self.machine.run(self._position, epochs, work, run.first_loss)
        seconds = perf_counter() - started
        ended, suspect, work_left = (int(x) for x in self.machine.read(ENDED, 3))
        done = work - work_left
        # A clock may stand still for a millisecond, and a call may have had little to do.
        if done >= LEAST_WORK / 2:
            speed = done / max(seconds, 1e-6)
            self.kernel.speed = min(speed, 8.0 * max(self.kernel.speed, work / CALL_SECONDS))
        return ended, bool(suspect)

    def _work(self) -> int:
        """Multiplications that fill a call."""
        return int(min(max(self.kernel.speed * CALL_SECONDS, LEAST_WORK), MOST_WORK))

    def _states(self, count: int, generators: list[Any]) -> Callable[[int], State]:
        """Gives the state at the end of each epoch that the last call has ended."""
        network, size = self.run.network, self.kernel.memory["state_bytes"] // 8
        history = self.machine.read(self.kernel.memory["history"], count * size)
        remembered = {name: getattr(network.optimizer, name) for name in network.optimizer.state()}
        places = {name: self._place(array) for name, array in remembered.items()}
        shapes = {name: array.shape for name, array in remembered.items()}
        vector_place = self._place(network.vector)
        rng = self.run.rng
        still = None if rng is None else rng.bit_generator.state

        def state(row: int) -> State:
            numbers = history[row * size : (row + 1) * size]
            generator = generators[row + 1] or still
            return State(
                numbers[vector_place].copy(),
                {name: numbers[p].reshape(shapes[name]).copy() for name, p in places.items()},
                json.dumps(generator) if generator else "",
            )

        return state

    def _place(self, array: Any) -> slice:
        """Where in the state one of the network's arrays lies."""
        owner, offset = self.state.place(array)
        start = (self.kernel.state[owner][0] - self.kernel.memory["state"]) // 8 + offset
        return slice(start, start + array.size)

    def _figures(self, count: int) -> list[Row]:
        """What was measured at the end of each epoch that the last call has ended."""
        job, missing = self.kernel.job, [None] * count
        numbers = self.machine.read(self.kernel.memory["results"], count * len(COLUMNS))
        printed, loss, hits, *tests = numbers.reshape(count, len(COLUMNS)).T.tolist()
        columns = (
            printed if job.measure_printed_loss else missing,
            loss,
            hits,
            *(tests if job.tests else (missing, missing)),
        )
        return [*zip(*columns, strict=True)]

    def _draw_orders(self, epochs: int) -> tuple[list[Any], list[Any]]:
        """The orders of the next epochs, as many as a call may need, put into the machine.

        Also the generator's states before each was drawn and after the last, since a call may end
        before it has used them all.
        """
        run, kernel = self.run, self.kernel
        likely = 2 + self._work() // kernel.cost
        room = kernel.orders if run.shuffle else kernel.rows
        count = min(epochs, likely, room)
        orders = [self._file_order] * count
        states: list[Any] = [None] * (count + 1)
        begun, self._order = self._order, None
        if run.shuffle and run.rng:
            for i in range(0 if begun is None else 1, count):
                states[i] = run.rng.bit_generator.state
                orders[i] = run.rng.permutation(kernel.job.samples).astype(np.int32)
            states[count] = run.rng.bit_generator.state
        if begun is not None:
            orders[0] = begun  # drawn by an earlier call
        same = all(order is orders[0] for order in orders)
        step = 0 if same else 4 * kernel.job.samples
        self.machine.write(ORDER_STEP, np.array([step], np.int32))
        self.machine.write(kernel.memory["orders"], orders[0] if same else np.array(orders))
        return orders, states

    def _put_generator(self, state: Any) -> None:
        if state is not None and self.run.rng is not None:
            self.run.rng.bit_generator.state = state

    def _check(self) -> None:
        """Compares a few steps, and a measurement after them, with plain NumPy's.

        A trace cannot see everything: code may draw random numbers, or count in a variable of its
        own. Raises Untraceable when the numbers differ. Leaves the network as it was.
        """
        run, machine, n = self.run, self.machine, self.kernel.job.batch_size
        before = [owner.copy() for owner in self.state.owners]
        batches = -(-self.kernel.job.samples // n)
        try:
            with np.errstate(all="ignore"):
                self._load()
                for step in range(min(CHECKED_STEPS, batches)):
                    batch = slice(step * n, (step + 1) * n)
                    x, y = run.inputs[:, batch].copy(), run.targets[:, batch].copy()
                    run.network.train_step(x, y, run.learning_rate)
                    machine.run(step, 1, 0, NEVER)
                self.state = find_state(run.network)  # an update may have made new arrays
                for owner, (address, size) in zip(
                    self.state.owners, self.kernel.state, strict=True
                ):
                    agree(machine.read(address, size), owner.reshape(-1))
                machine.run(self.kernel.steps, 1, 0, NEVER)
                some = slice(0, min(columns_at_once(self.kernel.job.samples), run.inputs.shape[1]))
                y = run.network.predict(run.inputs[:, some])
                measured = run.network.loss_function.per_sample(y, run.targets[:, some])
                agree(machine.read(self.kernel.memory["train_losses"], some.stop), measured)
        finally:
            for owner, values in zip(self.state.owners, before, strict=True):
                owner[...] = values


def agree(compiled: Any, plain: Any) -> None:
    size = np.abs(plain[np.isfinite(plain)]).max(initial=0.0)
    tolerance = CHECK_TOLERANCE * size
    if not np.allclose(compiled, plain, rtol=CHECK_TOLERANCE, atol=tolerance, equal_nan=True):
        raise Untraceable("its numbers depend on something outside the network's arrays")
