"""Warnings of what goes on, but not as was asked for."""

import sys
import warnings
from pathlib import Path

PACKAGE = str(Path(__file__).parent)


class TrainingWarning(UserWarning):
    """Training has broken down, or another engine runs than was asked for."""


def warn(message: str, kind: type[Warning] = TrainingWarning) -> None:
    """Warns at the line of the caller's code that called the package."""
    level = 1
    frame = sys._getframe(0)
    while frame.f_back and frame.f_code.co_filename.startswith(PACKAGE):
        frame = frame.f_back
        level += 1
    warnings.warn(message, kind, stacklevel=level)
