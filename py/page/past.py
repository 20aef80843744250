"""The past of a training run: the checkpoint of every epoch, for as long as they fit."""

from nnlab.training import Checkpoint

# What the past may take, in bytes: some 45,000 epochs of the note's network with its 59 parameters,
# or 90 of one with 30,000 trained by Adam.
LIMIT = 64 * 2**20


class Past:
    """Checkpoints by epoch.

    When they outgrow `limit` bytes, every second one is dropped, and from then on only every
    second epoch is kept: so those that remain stay evenly spread over the whole run.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.every = 1
        self._kept: dict[int, Checkpoint] = {}
        self._bytes = 0

    @property
    def epochs(self) -> list[int]:
        """The epochs that are kept, in rising order."""
        return sorted(self._kept)

    def keep(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint, in place of an earlier one of the same epoch."""
        if checkpoint.epoch % self.every:
            return
        self._drop(checkpoint.epoch)
        self._kept[checkpoint.epoch] = checkpoint
        self._bytes += cost(checkpoint)
        while self._bytes > self.limit and len(self._kept) > 1:
            self.every *= 2
            for epoch in [epoch for epoch in self._kept if epoch % self.every]:
                self._drop(epoch)

    def forget_after(self, epoch: int) -> None:
        """Drops all later ones: training goes another way from there."""
        for later in [kept for kept in self._kept if kept > epoch]:
            self._drop(later)

    def at(self, epoch: int) -> Checkpoint | None:
        """The checkpoint of `epoch`, else of the nearest one kept before it, else None."""
        if epoch in self._kept:
            return self._kept[epoch]
        return self._kept.get(max((kept for kept in self._kept if kept < epoch), default=-1))

    def _drop(self, epoch: int) -> None:
        checkpoint = self._kept.pop(epoch, None)
        if checkpoint is not None:
            self._bytes -= cost(checkpoint)


def cost(checkpoint: Checkpoint) -> int:
    """About how many bytes a checkpoint takes: its numbers, its text, and 1 kB for the objects.

    Measured with tracemalloc: 0.9 kB for the note's network, where this says 1.5; within 5 % with
    an optimizer's state or many parameters.
    """
    numbers = checkpoint.vector.nbytes
    for array in checkpoint.optimizer_state.values():
        numbers += array.nbytes
    return numbers + len(checkpoint.random_state) + 1024
