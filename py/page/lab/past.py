"""The past of a training run: the checkpoint of every epoch, for as long as they fit."""

from collections.abc import Callable

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
        # Made when first asked for, most of them never.
        self._kept: dict[int, Checkpoint | Callable[[int], Checkpoint]] = {}
        self._cost = 0  # of one of them: they all take the same

    @property
    def epochs(self) -> list[int]:
        """The epochs that are kept, in rising order."""
        return sorted(self._kept)

    def keep(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint, in place of an earlier one of the same epoch."""
        self.keep_all(range(checkpoint.epoch, checkpoint.epoch + 1), lambda _: checkpoint)

    def keep_all(self, epochs: range, checkpoint: Callable[[int], Checkpoint]) -> None:
        """Adds those of `epochs`, which `checkpoint` gives when asked."""
        new = [epoch for epoch in epochs if epoch % self.every == 0]
        self._kept.update((epoch, checkpoint) for epoch in new)
        self._cost = cost(checkpoint(epochs[-1]))
        every = self.every
        while self._cost * len(self._kept) > self.limit and len(self._kept) > 1:
            self.every *= 2
            self._kept = {e: kept for e, kept in self._kept.items() if e % self.every == 0}
        # What gives a checkpoint may hold all those beside it too: then better the checkpoint.
        for epoch in self._kept if self.every > every else new if every > 1 else ():
            self._made(epoch)

    def forget_after(self, epoch: int) -> None:
        """Drops all later ones: training goes another way from there."""
        self._kept = {e: kept for e, kept in self._kept.items() if e <= epoch}

    def at(self, epoch: int) -> Checkpoint | None:
        """The checkpoint of `epoch`, else of the nearest one kept before it, else None."""
        if epoch not in self._kept:
            epoch = max((kept for kept in self._kept if kept < epoch), default=-1)
        return self._made(epoch) if epoch in self._kept else None

    def _made(self, epoch: int) -> Checkpoint:
        kept = self._kept[epoch]
        if not isinstance(kept, Checkpoint):
            kept = self._kept[epoch] = kept(epoch)
        return kept


def cost(checkpoint: Checkpoint) -> int:
    """About how many bytes a checkpoint takes: its numbers, its text, and 1 kB for the objects.

    Measured with tracemalloc: 0.9 kB for the note's network, where this says 1.5; within 5 % with
    an optimizer's state or many parameters.
    """
    numbers = checkpoint.vector.nbytes
    for array in checkpoint.optimizer_state.values():
        numbers += array.nbytes
    return numbers + len(checkpoint.random_state) + 1024
