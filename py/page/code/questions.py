"""What the page may ask of the package's own code, and of the visitor's version of it."""

from typing import TYPE_CHECKING

from nnlab.files.constraints import check
from page.lab.current import CurrentLab
from page.protocol import Assembled, Compared, CompiledModule, Diagnosis, Exercises, SetupFields
from page.requests import CONSTRAINTS, check_setup

from . import edited

if TYPE_CHECKING:  # what tries code out is imported when it is first asked
    from .workshop import Workshop


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current
        self._shop: Workshop | None = None

    def sources(self) -> dict[str, str]:
        """The package's Python files, by name."""
        return edited.sources()

    def compiled_module(self) -> CompiledModule:
        """The WebAssembly that trains the network, to be read."""
        from nnlab.compile import text
        from nnlab.compile.stepper import CompiledStepper, compile_run

        trainer = self._current.lab.trainer
        stepper = trainer.stepper
        if trainer.engine == "auto":  # also where plain NumPy happens to be faster
            stepper = compile_run(trainer, trainer.host)
        if isinstance(stepper, CompiledStepper) and stepper.engine == "compiled":
            return {"text": text(stepper.kernel.module), "why_plain": ""}
        return {"text": "", "why_plain": stepper.why_plain}

    def exercises(self) -> Exercises:
        """The exercises, in order: see `page.check.exercises`."""
        from page.check import exercises

        return {"exercises": exercises.exercises()}

    def diagnose(self, files: dict[str, str]) -> Diagnosis:
        """What is wrong with the package when `files` take the place of its own."""
        return self._workshop().diagnose(files)

    def assemble(self, answers: dict[str, dict[str, str]], solved: list[str]) -> Assembled:
        """The package with what the learner wrote in the exercises that are solved."""
        from page.check.assembling import assemble

        files, used = assemble(answers, solved)
        return {"files": files, "exercises": used}

    def compare(self, setup: SetupFields, epochs: int, budget_ms: float, restart: bool) -> Compared:
        """Trains the package that was diagnosed last beside the original."""
        count = check("epochs", epochs, CONSTRAINTS["epochs"])
        checked = check_setup(setup)
        own = self._current.lab.dataset if checked.dataset == "own" else None
        return self._workshop().compare(checked, count, budget_ms, restart, own)

    def _workshop(self) -> "Workshop":
        from .workshop import Workshop

        self._shop = self._shop or Workshop(self._current.host)
        return self._shop
