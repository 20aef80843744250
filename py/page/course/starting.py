"""The lab from which a step starts: its set-up, the variant's seed, and weights that it gives."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nnlab.arrays import Array
from nnlab.files.constraints import NotAllowed
from nnlab.files.phrases import Phrase
from nnlab.journal import Journal
from nnlab.parameters import matrices
from page.lab.lab import Lab

from .reading import joined, read_weights, setup_of
from .shapes import LessonStep
from .slips import SLIPS

if TYPE_CHECKING:
    from nnlab.compile import Host


def lab_of(step: LessonStep, seed: int, option: int | None, host: "Host | None" = None) -> Lab:
    """`option` is that of the step's options that was pressed; None is the start itself."""
    if "start" not in step:
        raise NotAllowed("step", step["kind"], Phrase("allowed_object", names="start"))
    options = step.get("options", [])
    start = step["start"] if option is None else joined(step["start"], options[option])
    setup = setup_of(start, seed)
    lab = Lab(setup, host=host)
    if "slip" in start:
        lab.slip = start["slip"]
        SLIPS[lab.slip](lab.network)
    if start.get("weights"):
        given = read_weights("weights", start["weights"], setup)
        first = lab.trainer.checkpoint()
        begun = replace(first, vector=with_weights(first.vector, given, lab.network.sizes))
        lab.install_model(begun, Journal(start=begun))
    return lab


def with_weights(vector: Array, given: dict[str, "Array | float"], sizes: Sequence[int]) -> Array:
    """A copy of the network's vector with the matrices that are given by name."""
    copy = vector.copy()
    if "all" in given:
        copy[:] = given["all"]
    for matrix in matrices(sizes):
        entries = given.get(f"{matrix.symbol}{matrix.layer}")
        if entries is not None and not isinstance(entries, float):
            matrix.of(copy)[:] = entries.reshape(matrix.shape)
    return copy
