"""Where the visitor's code prints to, and what it leaves as it was."""

import contextlib
import io
from collections.abc import Iterator

from .modules import modules_kept


class Paper(io.StringIO):
    """Takes what is printed, and keeps no more of it than is shown: `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, text: str) -> int:
        return super().write(text[: max(0, self.most + 1 - self.tell())])

    @property
    def text(self) -> str:
        """What is shown: the rest of a longer text is left out, with a mark."""
        text = self.getvalue()
        return text if len(text) <= self.most else text[: self.most] + "\n…\n"


MOST_PRINTED = 2000
"""Of a version that is checked: a function is asked many times, and once is enough to see."""


@contextlib.contextmanager
def prints_kept() -> Iterator[Paper]:
    """What is printed stands on a paper, not in the browser's console; shared modules stay."""
    paper = Paper(MOST_PRINTED)
    with contextlib.redirect_stdout(paper), modules_kept():
        yield paper
