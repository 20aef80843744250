"""Modules that all of Python shares, which the visitor's code cannot change for everybody else."""

import contextlib
import sys
from collections.abc import Iterator

SHARED = {"builtins": "", "math": "math.", "numpy": "np.", "numpy.linalg": "np.linalg."}
"""Their names, and how they are called in front of what is in them."""

ABSENT = object()


@contextlib.contextmanager
def modules_kept() -> Iterator[list[str]]:
    """What is changed of them is put back; the list then says what that was, such as np.exp."""
    were = {name: dict(vars(sys.modules[name])) for name in SHARED if name in sys.modules}
    changed: list[str] = []
    try:
        yield changed
    finally:
        for name, values in were.items():
            module = sys.modules[name]
            now = vars(module)
            for attribute, value in values.items():
                if now.get(attribute, ABSENT) is not value:
                    setattr(module, attribute, value)
                    changed.append(SHARED[name] + attribute)
