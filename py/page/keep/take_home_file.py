"""The take-home zip: nnlab as it ran, data, weights, and what trains it again, asks it, goes on.

What is fixed of it stands as files in take_home/ beside this one.
"""

import csv
import dataclasses
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import nnlab
from nnlab.answers import as_text, as_texts
from nnlab.data import Dataset
from nnlab.experiment import Experiment
from nnlab.files.csv_file import CsvFile
from nnlab.files.model_file import COLUMNS, History, write_model
from nnlab.files.onnx import onnx_bytes
from nnlab.files.own_table import target_cells
from nnlab.files.saving import own_file
from nnlab.journal import Journal
from nnlab.setup import Setup
from nnlab.training import Checkpoint

from .weights_file import write_weights

PACKAGE = Path(nnlab.__file__).parent
FIXED = Path(__file__).parent / "take_home"
FIXED_FILES = ("README.md", "run.py", "predict.py", "continue.ipynb")
FOLDER = "nnlab-run"
MINE = "mine"
DATE = (2020, 1, 1, 0, 0, 0)  # the same run gives the same bytes


def write_take_home(
    experiment: Experiment,
    setup: Setup,
    journal: Journal,
    history: History,
    own: CsvFile | None = None,
    edits: Mapping[str, str] | None = None,
) -> bytes:
    """The zip file of `experiment` as it stands; `setup` is its own, with the latest values.

    Of the visitor's `own` file words, dates and gaps are needed, to read other rows alike; where it
    has none, only the columns that the network was given go home. `edits` are the visitor's own
    texts of nnlab's files, such as "nnlab/layers.py": with them the whole package stands beside
    the one that ran.
    """
    with_file, csv_file = own_file(experiment, setup)
    if own and experiment.dataset.sources:
        with_file, csv_file = setup, own
    files: dict[str, str | bytes] = {
        **{name: (FIXED / name).read_text("utf-8") for name in FIXED_FILES},
        "model.json": write_model(experiment, with_file, journal, history, csv_file),
        "network.onnx": onnx_bytes(experiment),
        "run.json": json.dumps(run_fields(experiment, setup, journal, history), indent=1),
        "data.csv": csv_text(data_rows(experiment.dataset)),
        "history.csv": csv_text(history_rows(history)),
        "weights.npz": write_weights(experiment),
        **package_files(),
    }
    if edits:
        theirs: dict[str, str | bytes] = {**package_files(), **edits}
        files |= {f"{MINE}/{name}": content for name, content in theirs.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            info.external_attr = 0o644 << 16
            zipped.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def run_fields(
    experiment: Experiment, setup: Setup, journal: Journal, history: History
) -> dict[str, Any]:
    """What run.json holds."""
    return {
        "setup": dataclasses.asdict(dataclasses.replace(setup, engine="plain")),
        "feature_names": experiment.dataset.feature_names,
        "class_names": experiment.dataset.class_names,
        "target_name": experiment.dataset.target_name,
        "unit": experiment.dataset.unit,
        "epochs": int(max(history["epoch"], default=0)),
        "start": journal.start and start_fields(journal.start),
        "changes": [dataclasses.asdict(change) for change in journal.changes],
    }


def start_fields(start: Checkpoint) -> dict[str, Any]:
    state = {name: numbers.tolist() for name, numbers in start.optimizer_state.items()}
    vector = start.vector.tolist()
    return {**dataclasses.asdict(start), "vector": vector, "optimizer_state": state}


def package_files() -> dict[str, bytes]:
    """Every source and data file of nnlab, by its path in the zip."""
    import_module("nnlab.large_tables")  # which may have to be fetched
    return {
        path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes()
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", ".csv", ".json")
    }


def data_rows(dataset: Dataset) -> Iterator[list[str]]:
    """A header, then the samples; every number as the shortest text that gives it back.

    No name or class is a formula to a spreadsheet: see `nnlab.answers.as_text`.
    """
    targets = target_cells(
        dataclasses.replace(dataset, class_names=tuple(as_texts(dataset.class_names)))
    )
    yield [as_text(name) for name in (*dataset.feature_names, dataset.target_name or "class")]
    for features, target in zip(dataset.features.tolist(), targets, strict=True):
        yield [*map(repr, features), target]


def history_rows(history: History) -> Iterator[list[str]]:
    """A header, then the epochs; a cell stays empty where nothing was measured."""
    yield [*COLUMNS]
    for row in zip(*(history[name].tolist() for name in COLUMNS), strict=True):
        epoch, *figures = row
        yield [str(int(epoch)), *("" if figure != figure else repr(figure) for figure in figures)]


def csv_text(rows: Iterable[list[str]]) -> str:
    """With a byte order mark, without which a Chinese Excel takes the text for GBK."""
    buffer = io.StringIO("\ufeff")
    buffer.seek(0, io.SEEK_END)
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
