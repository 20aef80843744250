"""The engines: what runs a run's epochs, by name."""

from typing import TYPE_CHECKING

from .checks import one_of
from .run import Run
from .steppers import PlainStepper, Stepper

if TYPE_CHECKING:
    from .compile import Host

ENGINES = ("auto", "compiled", "plain")


def make_stepper(run: Run, engine: str, host: "Host | None") -> Stepper:
    """The stepper for `run`: see `training.Trainer` for the arguments.

    It is a plain one, which says why, where the compiled one cannot run.
    """
    if one_of("engine", engine, ENGINES) == "plain":
        return PlainStepper(run)
    if engine == "auto":
        from .compile.choice import AutoStepper

        return AutoStepper(run, host)
    from .compile.stepper import compile_run  # only now: plain NumPy needs no compiler

    return compile_run(run, host)
