"""What the page may ask of the past: an epoch that is kept, and to go on from it."""

from nnlab.files.constraints import Whole, check
from page.lab.current import CurrentLab
from page.lab.lab import as_snapshot
from page.protocol import Snapshot

EPOCH = Whole(0, 2**53)


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def look(self, epoch: int) -> Snapshot:
        """The snapshot of an epoch, or of the nearest kept before it. Changes nothing."""
        return as_snapshot(self._current.lab.checkpoint_at(check("epoch", epoch, EPOCH)))

    def go_back(self, epoch: int) -> Snapshot:
        """Training will go on from what `look(epoch)` gives."""
        lab = self._current.lab
        lab.go_back(check("epoch", epoch, EPOCH))
        return lab.snapshot()
