"""What the page may ask of the console: a line of Python on the network."""

import dataclasses

import numpy as np

from nnlab.arrays import Array
from nnlab.training import Checkpoint
from page.lab.current import CurrentLab
from page.lab.training import as_table
from page.protocol import ChangedByLine, ConsoleAnswer

from .console import Console


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current
        self._console = Console()

    def console(self, code: str) -> ConsoleAnswer:
        """Runs a line of Python on the network."""
        lab = self._current.lab
        self._console.use(lab)
        lab.go_back(None)
        before = lab.checkpoint_at(None)
        with lab.listening() as trained:
            output, slip, says, notes = self._console.run(code)
        good, network = lab.checkpoint_at(None), lab.network  # a line may have trained it
        vector, remembered = network.vector.copy(), network.optimizer.state()
        now = dataclasses.replace(good, vector=vector, optimizer_state=remembered)
        if not all_finite(now):
            now = good
            notes.append({"key": "not_finite", "values": {}})
        lab.install(now)
        changes: list[ChangedByLine] = []
        if good is not before or not same_numbers(good, now):
            new = [trained[e] for e in sorted(trained) if before.epoch < e <= now.epoch]
            changes = [
                {
                    "snapshot": lab.snapshot(),
                    "reports": as_table(lab, new),
                    "kept": lab.kept(),
                    **lab.measured(),
                }
            ]
        return {
            "output": output,
            "slip": slip,
            "says": says,
            "notes": notes,
            "changed": changes,
            "names": self._console.own_names,
        }


def same_numbers(one: Checkpoint, other: Checkpoint) -> bool:
    """Whether two checkpoints of a network have the same weights and memory."""
    pairs = zip(numbers_of(one), numbers_of(other), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def all_finite(checkpoint: Checkpoint) -> bool:
    return all(np.isfinite(numbers).all() for numbers in numbers_of(checkpoint))


def numbers_of(checkpoint: Checkpoint) -> list[Array]:
    return [checkpoint.vector, *checkpoint.optimizer_state.values()]
