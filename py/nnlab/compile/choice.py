"""The engine "auto": compiled or plain, whichever is faster for this network on this machine.

Small networks are compiled without asking: what NumPy takes for a call alone is longer than their
arithmetic. Of larger ones a few steps are timed, on copies, and the answer is kept for other runs
of the same kind. A short run is not worth a compiler's work. The numbers are equal either way.
"""

import copy
from collections import OrderedDict
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np

from ..run import Run
from ..steppers import Ended, PlainStepper, Stepper, stack
from .machine import NO_HOST, Host, default_host
from .stepper import KERNELS, CompiledStepper, job_of, kernel_key
from .tape import Untraceable

COMPILE_SECONDS = 0.012  # what it takes to compile a layer for batches of one size
CALL_SECONDS = 20e-6  # what plain NumPy takes for a layer of one update at least
SECONDS_PER_MULTIPLICATION = 1e-9  # of compiled code, roughly
TIMED_STEPS = 8
MAYBE = 10.0  # times as long as compiling takes, a plain run of a large network must last

CHOICES: OrderedDict[Any, bool] = OrderedDict()
"""Whether the kernel of this key is faster than plain NumPy."""

CHOICES_KEPT = 64


class AutoStepper:
    """Hands each epoch to the stepper that is faster; chooses anew when the batches change."""

    def __init__(self, run: Run, host: Host | None) -> None:
        self.run = run
        self.host = host or default_host()
        self._plain = PlainStepper(run, "" if self.host else NO_HOST)
        self._compiled: CompiledStepper | None = None
        self._chosen: Stepper | None = None
        self._chosen_for: tuple[object, ...] = ()

    @property
    def chosen(self) -> Stepper:
        """The stepper of the epoch that has begun, or of the next one."""
        job = job_of(self.run)
        now = (job, self.run.planned)
        if self._chosen is None or (now != self._chosen_for and not self._chosen.begun):
            self._chosen, self._chosen_for = self._choose(), now
        return self._chosen

    @property
    def engine(self) -> str:
        return self.chosen.engine

    @property
    def why_plain(self) -> str:
        return self.chosen.why_plain

    @property
    def begun(self) -> bool:
        return self._chosen is not None and self._chosen.begun

    def advance(self, max_epochs: int, out_of_time: Callable[[], bool]) -> Iterator[Ended]:
        yield from self.chosen.advance(max_epochs, out_of_time)

    def restart(self) -> None:
        if self._chosen:
            self._chosen.restart()

    def _choose(self) -> Stepper:
        run = self.run
        if self.host is None or self._plain.why_plain:
            return self._plain
        job, layers = job_of(run), len(run.network.layers)
        steps = -(-job.samples // job.batch_size)
        work = run.network.vector.size * job.batch_size
        arithmetic, calls = work * SECONDS_PER_MULTIPLICATION, CALL_SECONDS * layers
        small = arithmetic < calls
        updates = run.planned * steps
        sizes = 2 if steps > 1 and job.samples % job.batch_size else 1  # the last batch's too
        compiling = COMPILE_SECONDS * layers * sizes
        if small:
            worth = updates * (calls - arithmetic) > compiling
        else:
            worth = updates * calls > MAYBE * compiling
        try:
            key = kernel_key(run, self.host)
            if self._compiled is None:
                if not worth and key not in KERNELS:
                    return self._plain
                self._compiled = CompiledStepper(run, self.host)
        except Untraceable as reason:
            self._plain.why_plain = str(reason)
            return self._plain
        if small:
            return self._compiled
        if key not in CHOICES:
            some = min(TIMED_STEPS, steps)
            compiled = self._compiled.seconds_per_step(some)
            CHOICES[key] = compiled <= plain_seconds_per_step(run, some)
            while len(CHOICES) > CHOICES_KEPT:
                CHOICES.popitem(last=False)
        return self._compiled if CHOICES[key] else self._plain


def plain_seconds_per_step(run: Run, steps: int) -> float:
    """What plain NumPy takes, the better of two times. Trains a copy."""
    n = min(run.batch_size, run.inputs.shape[1])
    steps = max(1, min(steps, run.inputs.shape[1] // n))
    copied = Run(
        copy.deepcopy(run.network), run.inputs, run.targets, n, run.learning_rate, False, None,
        run.measure_printed_loss, None, None, 0.0, 0,
    )  # fmt: skip
    batches = [stack(columns[:, : steps * n], n) for columns in (run.inputs, run.targets)]
    stepper = PlainStepper(copied)
    seconds = []
    with np.errstate(all="ignore"):
        for _ in range(2):
            started = perf_counter()
            stepper._train_on(*batches)
            seconds.append(perf_counter() - started)
    return min(seconds) / steps
