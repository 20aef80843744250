"""What the page may ask of a whole file: every row answered."""

from typing import TypedDict

import numpy as np

from nnlab.answers import answer_table
from nnlab.table_reading import Given
from page.lab.current import CurrentLab
from page.protocol import Buffer

from .outputs import forward


class FilledColumn(TypedDict):
    """A column in which `count` cells hold nothing, or nothing that is known.

    `value` is what they are taken for, "" of words that are not known.
    """

    column: str
    count: int
    value: str


class FileAnswers(TypedDict):
    """See `nnlab.answers.Answers`; `data` is the file, as UTF-8. The score is NaN without truth."""

    data: bytes
    rows: int
    header: list[str]
    preview: list[list[str]]
    added: int
    missing: list[str]
    filled: list[FilledColumn]
    unknown: list[FilledColumn]
    unused: list[str]
    moved: bool
    truth: str
    known: int
    strange: list[str]
    score: float


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def answer_file(self, data: Buffer, epoch: int | None = None) -> FileAnswers:
        """Answers every row of a file. What it lacks is taken for the training rows' median."""
        lab, own = self._current.lab, self._current.own
        given: Given = {}
        if own is not None and lab.dataset.name == "own":
            reading = own.table.reading
            given = {
                "decimal": reading.decimal,
                "thousands": reading.thousands,
                "gap_numbers": reading.gap_numbers,
                "gaps_in": reading.gaps_in,
                "clocks": reading.clocks,
                "ways": reading.ways,
                "version": reading.version,
            }
        layers = lab.layers_at(epoch)
        middle = np.median(lab.dataset.features[lab.train_rows], axis=0)
        found = answer_table(
            bytes(data),
            lab.dataset,
            lambda inputs: lab.answers(forward(lab, layers, inputs)[-1]),
            middle,
            given,
        )
        return {
            "data": found.text.encode(),
            "rows": found.rows,
            "header": found.header,
            "preview": found.preview,
            "added": found.added,
            "missing": found.missing,
            "filled": [
                {"column": name, "count": n, "value": value} for name, n, value in found.filled
            ],
            "unknown": [{"column": name, "count": n, "value": ""} for name, n in found.unknown],
            "unused": found.unused,
            "moved": found.moved,
            "truth": found.truth,
            "known": found.known,
            "strange": found.strange,
            "score": found.score,
        }
