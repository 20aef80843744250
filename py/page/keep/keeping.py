"""What the page keeps, opens and takes home. Imported when first asked.

`host` runs compiled training: see `nnlab.training.Trainer`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Dataset
from nnlab.files.constraints import NotAllowed
from nnlab.files.csv_file import CsvFile
from nnlab.files.earlier import that_fits
from nnlab.files.model_file import COLUMNS, History, Model, read_model, write_model
from nnlab.files.phrases import Phrase
from nnlab.history import ERRORS
from nnlab.journal import Journal
from nnlab.setup import Setup
from page.lab.lab import Lab
from page.panels.csv_file import Csv
from page.requests import check_setup

from .take_home_file import write_take_home
from .weights_file import read_weights, write_weights


def as_history(columns: Mapping[str, Sequence[float]]) -> dict[str, Array]:
    """The page's history as arrays. Raises NotAllowed unless all columns are there and as long."""
    lengths = {len(columns.get(name, ())) for name in COLUMNS}  # of classes there are no errors
    if {*columns} - {*ERRORS} != {*COLUMNS} or len(lengths) != 1:
        raise NotAllowed(
            "history", [*columns], Phrase("allowed_one_length", names=", ".join(COLUMNS))
        )
    return {name: np.array(columns[name], np.float64) for name in COLUMNS}


def save_model(lab: Lab, setup: Setup, history: History, csv: CsvFile | None) -> str:
    return write_model(lab, setup, lab.recorder.journal, history, csv)


def open_model(text: str, host: Any) -> tuple[Lab, Model, Csv | None, bool]:
    """The lab that a model file holds, the own table that came with it, and whether the network
    has on it the loss that the file says.

    Raises NotAllowed, or TableError for that table, for the first thing wrong with the file.
    """
    model = read_model(text, check_setup)
    file, setup = model.csv, model.setup

    def make(own: Dataset | None) -> Lab:
        lab = Lab(setup, own, host)
        model.check_fits(lab)
        lab.install_model(model.checkpoint, model.journal)
        return lab

    if file is None:
        return make(None), model, None, True

    def make_of(file: CsvFile) -> Lab:
        return make(Csv(file.data, file.reading).dataset(setup))

    lab, file, fits = that_fits(file, model.loss, make_of)
    return lab, replace(model, csv=file), Csv(file.data, file.reading), fits


def open_weights(lab: Lab, data: bytes, host: Any) -> Lab:
    """A lab like `lab` that starts from the weights of an .npz file."""
    vector = read_weights(data, lab)
    new = Lab(lab.setup, lab.dataset, host)
    start = replace(new.trainer.checkpoint(), vector=vector)
    new.install_model(start, Journal(start=start))
    return new


def save_weights(lab: Lab) -> bytes:
    return write_weights(lab)


def take_home(
    lab: Lab, setup: Setup, history: History, csv: CsvFile | None, edits: Mapping[str, str]
) -> bytes:
    """`edits` are the visitor's own texts by file; those of files that are no more stay out."""
    from page.code.edited import can_be_edited, sources

    known = {
        name: text for name, text in edits.items() if name in sources() and can_be_edited(name)
    }
    return write_take_home(lab, setup, lab.recorder.journal, history, csv, known)
