"""What it takes to train the page's run again: where it starts, and what was changed on the way.

Most runs start from the set-up's own first weights. When the weights are changed by hand, nothing
but those weights leads to what follows: the journal then starts anew from there.
"""

from dataclasses import dataclass, replace

from .training import Checkpoint


@dataclass(frozen=True)
class Change:
    """From the end of `epoch` on, these fields of the set-up, which may change, are as here."""

    epoch: int
    learning_rate: float
    batch_size: int
    l2: float


@dataclass(frozen=True)
class Journal:
    """`start` is None when the run starts from the set-up's own first weights."""

    start: Checkpoint | None = None
    changes: tuple[Change, ...] = ()


class Recorder:
    """Keeps the journal of one trainer: `before` belongs before a call to train, `after` behind
    every epoch."""

    def __init__(self, checkpoint: Checkpoint, journal: Journal | None = None) -> None:
        """`checkpoint` is where the trainer stands, and `journal` leads to it."""
        self.journal = journal or Journal()
        self._seen = checkpoint
        self._unclean = False  # a value changed inside an epoch

    def before(self, checkpoint: Checkpoint, change: Change, *, cut: bool) -> None:
        """Training goes on from `checkpoint` with `change`; `cut` says that it is in an epoch."""
        if checkpoint is not self._seen:  # somebody put other weights there
            self.journal = Journal(start=checkpoint)
            self._seen, self._unclean = checkpoint, False
        changes = self.journal.changes
        if not changes or replace(change, epoch=changes[-1].epoch) != changes[-1]:
            self._unclean = self._unclean or cut
            kept = tuple(c for c in changes if c.epoch < change.epoch)
            self.journal = replace(self.journal, changes=(*kept, change))

    def after(self, checkpoint: Checkpoint) -> None:
        """Training has come to `checkpoint`."""
        if self._unclean and checkpoint is not self._seen:
            last = replace(self.journal.changes[-1], epoch=checkpoint.epoch)
            self.journal = Journal(start=checkpoint, changes=(last,))
            self._unclean = False
        self._seen = checkpoint

    def go_back(self, checkpoint: Checkpoint) -> None:
        """The trainer now stands at `checkpoint`, where this run once was."""
        start = self.journal.start
        if start is not None and checkpoint.epoch < start.epoch:
            self.journal = Journal(start=checkpoint)
        else:
            kept = tuple(c for c in self.journal.changes if c.epoch < checkpoint.epoch)
            self.journal = replace(self.journal, changes=kept)
        self._seen, self._unclean = checkpoint, False
