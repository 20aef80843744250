"""The model file: one JSON text that holds an experiment as it stands, for the page and for Python.

Every number comes back exactly as it was: see `strict_json`. A file may come from
anybody, so nothing in it is believed: each field is checked, and a refusal names the field, its
value and what is allowed.

    format, version   "nnlab-model", 1
    setup             every field of nnlab.setup.Setup
    data              its name, rows, feature_names, class_names; for an own table also the CSV
                      file itself: {name, base64, reading}. Where the target is a number there is
                      no class, but target: {name, unit, mean, scale}
    scaler            null, or mean and scale of each feature, and of those that are made of two
    weights           a list of layers: {W: rows of numbers, b: numbers}
    training          epoch, optimizer_state, random_state, first_loss, best_test_loss,
                      waiting_since: see nnlab.training.Checkpoint
    replay            start: null, or {weights, training}; changes: see nnlab.journal
    history           columns of one number an epoch; index 0 is the untrained network
"""

import base64
import dataclasses
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np

from ..arrays import Array, flatten, seeded
from ..experiment import Experiment
from ..journal import Change, Journal
from ..made import made_for
from ..network import layers_on
from ..optimizers import OPTIMIZERS
from ..setup import ADDED, Setup
from ..training import Checkpoint
from .constraints import Constraint, ListOf, NotAllowed, Number, OneOf, Text, Whole, check
from .csv_file import CsvFile
from .number_target import NumberTarget, check_target, number_target, read_target
from .phrases import Phrase
from .reading import check_reading
from .strict_json import MOST_ENTRIES, as_json, items, members, number, numbers, parse

FORMAT = "nnlab-model"
VERSION = 1
MOST_CSV_BYTES = 64_000_000

COLUMNS = (
    "epoch", "train_loss", "train_accuracy", "printed_loss", "test_loss", "test_accuracy",
)  # fmt: skip

History = Mapping[str, Array]
EPOCH = Whole(0, MOST_ENTRIES)
NAMES, NO_NAMES = ListOf(Text(), 1000), ListOf(Text(), 0)
ROWS = Whole(1, 1_000_000)


@dataclass(frozen=True)
class DataDescription:
    name: str
    rows: int
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    target: NumberTarget | None = None

    @classmethod
    def of(cls, experiment: Experiment) -> "DataDescription":
        data = experiment.dataset
        target = number_target(experiment)
        return cls(data.name, data.rows, data.feature_names, data.class_names, target)


@dataclass(frozen=True)
class Model:
    """What a model file holds."""

    setup: Setup
    data: DataDescription
    csv: CsvFile | None
    scaler: tuple[Array, Array] | None
    """Mean and scale, each (features,)."""

    checkpoint: Checkpoint
    journal: Journal
    history: History

    @property
    def loss(self) -> float:
        """Of the training rows, when it was kept; NaN where the history has it not."""
        epochs, losses = self.history["epoch"], self.history["train_loss"]
        last = epochs.size > 0 and int(epochs[-1]) == self.checkpoint.epoch
        return float(losses[-1]) if last else math.nan

    def check_fits(self, experiment: Experiment) -> None:
        """Raises NotAllowed unless the model was trained on this experiment's very data."""
        described = DataDescription.of(experiment)
        check_target(self.data.target, described.target)
        for field in ("name", "rows", "feature_names", "class_names"):
            value, expected = getattr(self.data, field), getattr(described, field)
            if value != expected:
                raise NotAllowed(
                    f"data.{field}", value, Phrase("allowed_same", expected=repr(expected))
                )
        fitted = experiment.standardizer
        if fitted is None or self.scaler is None:
            if (fitted is None) != (self.scaler is None):
                raise NotAllowed("scaler", self.scaler, Phrase("allowed_scaler"))
            return
        for name, value, here in [
            ("mean", self.scaler[0], fitted.mean[:, 0]),
            ("scale", self.scaler[1], fitted.scale[:, 0]),
        ]:
            if not np.allclose(value, here, rtol=1e-9, atol=1e-12):
                raise NotAllowed(
                    f"scaler.{name}",
                    value.tolist(),
                    Phrase("allowed_same", expected=str(here.tolist())),
                )


def write_model(
    experiment: Experiment, setup: Setup, journal: Journal, history: History, csv: CsvFile | None
) -> str:
    """The model file of `experiment` as it stands; `setup` is its own, with the latest values."""
    sizes = experiment.network.sizes
    fitted = experiment.standardizer
    data: dict[str, Any] = dataclasses.asdict(DataDescription.of(experiment))
    if data["target"] is None:
        del data["target"]
    if csv is not None:
        encoded = base64.b64encode(csv.data).decode("ascii")
        data["csv"] = {"name": csv.name, "base64": encoded}
        if csv.reading:
            data["csv"]["reading"] = {**csv.reading}
    model = {
        "format": FORMAT,
        "version": VERSION,
        "setup": dataclasses.asdict(setup),
        "data": data,
        "scaler": fitted and {"mean": fitted.mean[:, 0], "scale": fitted.scale[:, 0]},
        **checkpoint_fields(experiment.trainer.checkpoint(), sizes),
        "replay": {
            "start": journal.start and checkpoint_fields(journal.start, sizes),
            "changes": [dataclasses.asdict(change) for change in journal.changes],
        },
        "history": {name: history[name] for name in COLUMNS},
    }
    return json.dumps(as_json(model), allow_nan=False, ensure_ascii=False)


def checkpoint_fields(checkpoint: Checkpoint, sizes: Sequence[int]) -> dict[str, Any]:
    """The fields weights and training."""
    training = dataclasses.asdict(checkpoint)
    weights = [{"W": W, "b": b[:, 0]} for W, b in matrices(training.pop("vector"), sizes)]
    return {"weights": weights, "training": training}


def matrices(vector: Array, sizes: Sequence[int]) -> list[tuple[Array, Array]]:
    """W (out, in) and b (out, 1) of each layer, as they lie in `vector`."""
    identity: Any = [None] * (len(sizes) - 1)  # activations: not needed to cut a vector up
    return [(layer.W, layer.b) for layer in layers_on(vector, sizes, identity)]


def setup_of(fields: Mapping[str, Any]) -> Setup:
    """The set-up of a file, which may be any that Python takes; the page takes fewer."""
    check("setup.target", fields["target"], Text())
    return Setup(**fields)


def read_model(text: str, check_setup: Callable[[Mapping[str, Any]], Setup] = setup_of) -> Model:
    """The model in a file's text. Raises NotAllowed for the first thing that is wrong with it.

    `check_setup` is given every field of a set-up, and raises ValueError for what may not be.
    """
    fields = parse(text)
    if fields.get("format") != FORMAT:
        raise NotAllowed("format", fields.get("format"), Phrase("allowed_format", format=FORMAT))
    check("version", fields.get("version"), Whole(VERSION, VERSION))
    required = ("setup", "data", "scaler", "weights", "training", "replay", "history")
    members("file", fields, ("format", "version", *required))

    names = [field.name for field in dataclasses.fields(Setup)]
    setup_fields = fields["setup"]
    if isinstance(setup_fields, dict):
        setup_fields = {**ADDED, **setup_fields}
    setup = check_setup(members("setup", setup_fields, names))
    data, csv = read_data(fields["data"], setup)
    features = len(data.feature_names)
    inputs = features + len(made_for(setup.made, features))
    sizes = [inputs, *setup.hidden_sizes, len(data.class_names) or 1]
    replay = members("replay", fields["replay"], ("start", "changes"))
    start = replay["start"]
    if start is not None:
        start = members("replay.start", start, ("weights", "training"))
        start = read_checkpoint("replay.start.", start, sizes, setup)
    return Model(
        setup=setup,
        data=data,
        csv=csv,
        scaler=read_scaler(fields["scaler"], inputs),
        checkpoint=read_checkpoint("", fields, sizes, setup),
        journal=Journal(start, read_changes(replay["changes"])),
        history=read_history(fields["history"]),
    )


def read_data(value: Any, setup: Setup) -> tuple[DataDescription, CsvFile | None]:
    own = setup.dataset == "own"
    plain: tuple[str, ...] = ("name", "rows", "feature_names", "class_names")
    numeric = isinstance(value, dict) and "target" in value
    if numeric:
        plain = (*plain, "target")
    fields = members("data", value, (*plain, "csv") if own else plain)
    data = DataDescription(
        name=check("data.name", fields["name"], OneOf([setup.dataset])),
        rows=check("data.rows", fields["rows"], ROWS),
        feature_names=check("data.feature_names", fields["feature_names"], NAMES),
        class_names=check(
            "data.class_names", fields["class_names"], NO_NAMES if numeric else NAMES
        ),
        target=read_target(fields["target"]) if numeric else None,
    )
    for field in ("feature_names",) if numeric else ("feature_names", "class_names"):
        if not getattr(data, field):
            raise NotAllowed(f"data.{field}", [], Phrase("allowed_some"))
    if not own:
        return data, None
    known = isinstance(fields["csv"], dict) and "reading" in fields["csv"]
    names = ("name", "base64", "reading") if known else ("name", "base64")  # files of old have none
    csv = members("data.csv", fields["csv"], names)
    encoded = check("data.csv.base64", csv["base64"], Text())
    if len(encoded) > MOST_CSV_BYTES * 4 / 3 + 4:
        allowed = Phrase("allowed_size", most=MOST_CSV_BYTES // 10**6)
        raise NotAllowed("data.csv.base64", f"{len(encoded)} characters", allowed)
    try:
        content = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise NotAllowed("data.csv.base64", encoded, Phrase("allowed_base64")) from None
    name = check("data.csv.name", csv["name"], Text())[:200]
    reading = check_reading(csv["reading"]) if known else {}
    return data, CsvFile(name, content, reading)


def read_scaler(value: Any, features: int) -> tuple[Array, Array] | None:
    if value is None:
        return None
    fields = members("scaler", value, ("mean", "scale"))
    mean = numbers("scaler.mean", fields["mean"], (features,))
    return mean, numbers("scaler.scale", fields["scale"], (features,), Number(0, open_below=True))


def read_checkpoint(
    prefix: str, fields: Mapping[str, Any], sizes: Sequence[int], setup: Setup
) -> Checkpoint:
    """`prefix` is where the fields weights and training are, for what a refusal says."""
    name = f"{prefix}weights"
    layers = items(name, fields["weights"], len(sizes) - 1, "all_layers")
    parts: list[Array] = []
    for k, (layer, (inputs, outputs)) in enumerate(zip(layers, pairwise(sizes), strict=True)):
        both = members(f"{name}[{k}]", layer, ("W", "b"))
        parts.append(numbers(f"{name}[{k}].W", both["W"], (outputs, inputs)))
        parts.append(numbers(f"{name}[{k}].b", both["b"], (outputs,)))
    vector = flatten(parts)

    at = f"{prefix}training"
    known = [field.name for field in dataclasses.fields(Checkpoint) if field.name != "vector"]
    training = members(at, fields["training"], known)
    state = OPTIMIZERS[setup.optimizer](vector.size).state()
    given = members(f"{at}.optimizer_state", training["optimizer_state"], state)
    anything = Number(-math.inf)
    return Checkpoint(
        epoch=check(f"{at}.epoch", training["epoch"], EPOCH),
        vector=vector,
        optimizer_state={
            field: numbers(f"{at}.optimizer_state.{field}", given[field], array.shape)
            for field, array in state.items()
        },
        random_state=read_random_state(f"{at}.random_state", training["random_state"]),
        first_loss=number(f"{at}.first_loss", training["first_loss"], anything, finite=False),
        best_test_loss=number(
            f"{at}.best_test_loss", training["best_test_loss"], anything, finite=False
        ),
        waiting_since=check(f"{at}.waiting_since", training["waiting_since"], EPOCH),
    )


def read_random_state(field: str, value: Any) -> str:
    """A generator's state as `Trainer` writes it, checked by putting it into a generator."""
    text: str = check(field, value, Text())
    if not text:
        return text
    try:
        seeded(0).bit_generator.state = cast(Any, json.loads(text[:1000]))
    except Exception:  # NumPy raises half a dozen kinds
        raise NotAllowed(field, text, Phrase("allowed_generator")) from None
    return text


def read_changes(value: Any) -> tuple[Change, ...]:
    if not isinstance(value, list):
        raise NotAllowed("replay.changes", value, Phrase("allowed_any_list"))
    constraints: dict[str, Constraint] = {
        "epoch": EPOCH,
        "learning_rate": Number(0.0, open_below=True),
        "batch_size": ROWS,
        "l2": Number(0.0),
    }
    changes: list[Change] = []
    for k, item in enumerate(value):
        at = f"replay.changes[{k}]"
        fields = members(at, item, constraints)
        change = Change(**{n: check(f"{at}.{n}", fields[n], c) for n, c in constraints.items()})
        if changes and change.epoch <= changes[-1].epoch:
            raise NotAllowed(
                f"{at}.epoch", change.epoch, Phrase("allowed_more", least=changes[-1].epoch)
            )
        changes.append(change)
    return tuple(changes)


def read_history(value: Any) -> History:
    fields = members("history", value, COLUMNS)
    epochs = items("history.epoch", fields["epoch"], None, "epochs")
    columns: dict[str, Array] = {}
    for name in COLUMNS:
        finite = name == "epoch"
        columns[name] = numbers(f"history.{name}", fields[name], (len(epochs),), finite=finite)
    rising = columns["epoch"]
    if not ((np.diff(rising) > 0).all() and (rising == np.floor(rising)).all()):
        raise NotAllowed("history.epoch", epochs, Phrase("allowed_rising"))
    return columns
