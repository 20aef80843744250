"""What the page may ask of what it keeps: model and weights files, the zip to take home."""

import dataclasses
from typing import Any, NotRequired, TypedDict, cast

from nnlab.files import csv_file
from page.lab.current import CurrentLab
from page.panels.csv_shapes import CsvGiven
from page.protocol import Buffer, Configured, Reports, SetupFields

from . import keeping


class SavedModel(TypedDict):
    text: str


class SavedFile(TypedDict):
    data: bytes


class CsvFile(TypedDict):
    """The visitor's own file, as it was, and how it is read; what is not said is guessed."""

    name: str
    data: Buffer
    reading: NotRequired[CsvGiven]


class Opened(TypedDict):
    """A model file that was opened: the lab, its set-up, its history, and the data it brought."""

    lab: Configured
    setup: SetupFields
    history: Reports
    csv: NotRequired[CsvFile]
    fits: bool  # the network has on these data the loss that the file says


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def save_model(
        self, setup: SetupFields, history: dict[str, list[float]], csv: CsvFile | None = None
    ) -> SavedModel:
        """The model file of the lab as it stands: see `nnlab.files.model_file`.

        `setup` is the page's, for what may change on the way; `csv` is the visitor's own file.
        """
        now = self._current.setup_now(setup)
        columns = keeping.as_history(history)
        return {"text": keeping.save_model(self._current.lab, now, columns, own_file(csv))}

    def open_model(self, run: int, text: str) -> Opened:
        """The lab of a model file, in place of the present one unless the file is refused."""
        lab, model, csv, fits = keeping.open_model(text, self._current.host)
        opened: Opened = {
            "lab": self._current.install(run, lab, csv or self._current.own),
            "setup": dataclasses.asdict(model.setup),
            "history": cast(Reports, lab.with_errors(model.history)),
            "fits": fits,
        }
        if model.csv:
            opened["csv"] = {"name": model.csv.name, "data": model.csv.data}
            if model.csv.reading:
                opened["csv"]["reading"] = cast(Any, model.csv.reading)
        return opened

    def save_weights(self) -> SavedFile:
        """The weights as .npz: see `page.keep.weights_file`."""
        return {"data": keeping.save_weights(self._current.lab)}

    def open_weights(self, run: int, data: Buffer) -> Configured:
        """A new lab on the same data that starts from the weights of an .npz file."""
        lab = keeping.open_weights(self._current.lab, bytes(data), self._current.host)
        return self._current.install(run, lab, self._current.own)

    def save_onnx(self) -> SavedFile:
        """The trained network for other programs: see `nnlab.files.onnx`."""
        from nnlab.files.onnx import onnx_bytes

        return {"data": onnx_bytes(self._current.lab)}

    def take_home(
        self,
        setup: SetupFields,
        history: dict[str, list[float]],
        csv: CsvFile | None = None,
        edits: dict[str, str] | None = None,
    ) -> SavedFile:
        """The take-home zip: see `page.keep.take_home_file`. The arguments are `save_model`'s, and
        the visitor's own texts of the package's files."""
        now = self._current.setup_now(setup)
        columns = keeping.as_history(history)
        return {
            "data": keeping.take_home(self._current.lab, now, columns, own_file(csv), edits or {})
        }


def own_file(csv: CsvFile | None) -> csv_file.CsvFile | None:
    """The visitor's own file as nnlab has it."""
    if csv is None:
        return None
    return csv_file.CsvFile(csv["name"], bytes(csv["data"]), cast(Any, csv.get("reading", {})))
