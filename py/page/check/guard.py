"""What a line of the console may change of a network: its numbers.

What it is made of is the set-up's, and how it works the code's: the views, the compiled step and
the kept model go by these. Whatever else a line has changed is put back, and said.
"""

from typing import Any

import numpy as np

from nnlab.training import Trainer
from page.protocol import Note

# Of the trainer's attributes; the others say how far it has come.
CHOSEN = (
    "network", "inputs", "targets", "test_inputs", "test_targets", "batch_size", "learning_rate",
    "shuffle", "rng", "measure_printed_loss", "target_loss", "patience", "engine", "host",
)  # fmt: skip
LISTS = ("sizes", "activations", "layers")
ABSENT = object()


class Guard:
    """Remembers a trainer and its network as they are now."""

    def __init__(self, trainer: Trainer) -> None:
        network = trainer.network
        parts: dict[str, Any] = {
            "net": network,
            "net.loss_function": network.loss_function,
            "net.optimizer": network.optimizer,
        }
        for name in ("activations", "layers"):
            parts |= {f"net.{name}[{k}]": one for k, one in enumerate(getattr(network, name))}
        classes = {type(part).__name__: type(part) for part in parts.values()}
        self._owners = [(path, one, dict(vars(one))) for path, one in (parts | classes).items()]
        chosen = {name: getattr(trainer, name) for name in CHOSEN}
        self._owners.append(("trainer", trainer, chosen))
        self._lists = [(name, getattr(network, name), [*getattr(network, name)]) for name in LISTS]
        values = [value for _, _, attributes in self._owners for value in attributes.values()]
        self._shapes = [(value, value.shape) for value in values if isinstance(value, np.ndarray)]

    def restore(self) -> list[Note]:
        """Puts back all but numbers. An array in the place of another gives it its values."""
        for array, shape in self._shapes:
            if array.shape != shape:
                array.shape = shape
        notes: list[Note] = []
        for name, was, items in self._lists:
            if len(was) != len(items) or any(a is not b for a, b in zip(was, items, strict=True)):
                was[:] = items
                notes.append(refused(f"net.{name}"))
        for path, owner, attributes in self._owners:
            for name, was in attributes.items():
                new = vars(owner).get(name, ABSENT)
                if new is was:
                    continue
                setattr(owner, name, was)
                if not (isinstance(was, np.ndarray) and was.flags.writeable):
                    notes.append(refused(f"{path}.{name}"))
                elif not fill(was, new):
                    shape = " × ".join(str(size) for size in was.shape)
                    values = {"name": f"{path}.{name}", "shape": shape}
                    notes.append({"key": "misfit", "values": values})
            if path != "trainer":
                for name in [name for name in vars(owner) if name not in attributes]:
                    if not name.startswith("__"):
                        delattr(owner, name)
                        notes.append(refused(f"{path}.{name}"))
        return notes


def refused(name: str) -> Note:
    return {"key": "refused", "values": {"name": name}}


def fill(array: Any, values: Any) -> bool:
    """Whether `values` are numbers of the array's shape, which it then holds."""
    try:
        if np.shape(values) != array.shape:
            return False
        array[...] = values
    except (TypeError, ValueError):
        return False
    return True
