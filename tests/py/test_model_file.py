"""A lab comes back from its model file as it was, and a wrong file is told what is wrong."""

import copy
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.experiment import Experiment
from nnlab.files.constraints import NotAllowed
from nnlab.files.csv_file import CsvFile
from nnlab.files.earlier import as_it_was
from nnlab.files.model_file import COLUMNS, read_model, write_model
from nnlab.journal import Change, Journal
from nnlab.presets import PRESETS
from nnlab.reports import EpochReport
from page.requests import check_setup


def trained(preset: str = "paper", epochs: int = 3, **changes: Any) -> Experiment:
    experiment = Experiment(replace(PRESETS[preset], **changes))
    assert len(list(experiment.trainer.epochs(epochs))) == epochs
    return experiment


def history_of(reports: list[EpochReport]) -> dict[str, Any]:
    return {
        name: np.array([getattr(report, name) for report in reports], np.float64)
        for name in COLUMNS
    }


EMPTY = {name: np.zeros(0) for name in COLUMNS}


def written(experiment: Experiment, **parts: Any) -> dict[str, Any]:
    """The file as its fields."""
    text = write_model(
        experiment,
        experiment.setup,
        parts.get("journal", Journal()),
        parts.get("history", EMPTY),
        parts.get("csv"),
    )
    fields: dict[str, Any] = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    return fields


def read(fields: Any) -> Any:
    return read_model(json.dumps(fields), check_setup)  # as the page does


@pytest.mark.parametrize("preset", PRESETS)
def test_a_model_comes_back_and_trains_on_as_if_nothing_had_been(preset: str) -> None:
    one = trained(preset)
    model = read(written(one))
    assert model.setup == one.setup
    other = Experiment(model.setup)
    model.check_fits(other)
    other.trainer.restore(model.checkpoint)
    x = one.dataset.inputs
    np.testing.assert_array_equal(other.outputs(x), one.outputs(x))
    assert list(other.trainer.epochs(4)) == list(one.trainer.epochs(4))
    np.testing.assert_array_equal(other.network.vector, one.network.vector)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=51, max_size=51))
def test_every_weight_comes_back_exactly(numbers: list[float]) -> None:
    experiment = Experiment(PRESETS["paper"])
    good = experiment.trainer.checkpoint()
    experiment.trainer.restore(replace(good, vector=np.array(numbers)))
    vector = read(written(experiment)).checkpoint.vector
    assert vector.tobytes() == np.array(numbers).tobytes()


def test_the_history_comes_back_with_what_was_not_measured() -> None:
    experiment = Experiment(PRESETS["paper"])
    history = history_of(list(experiment.trainer.epochs(5)))
    history["train_loss"][4] = math.inf
    back = read(written(experiment, history=history)).history
    assert np.isnan(back["test_loss"]).all()
    for name in COLUMNS:
        np.testing.assert_array_equal(back[name], history[name])


def test_the_journal_and_the_own_file_come_back() -> None:
    experiment = trained("modern")
    checkpoint = experiment.trainer.checkpoint()
    journal = Journal(checkpoint, (Change(3, 0.1, 8, 0.0), Change(9, 1 / 3, 8, 1e-300)))
    fields = written(experiment, journal=journal)
    back = read(fields).journal
    assert back.changes == journal.changes
    assert back.start.vector.tobytes() == checkpoint.vector.tobytes()
    assert back.start.random_state == checkpoint.random_state
    for name, numbers in checkpoint.optimizer_state.items():
        np.testing.assert_array_equal(back.start.optimizer_state[name], numbers)

    table = replace(experiment.dataset, name="own")
    own = Experiment(replace(PRESETS["paper"], dataset="own", target="species"), table)
    csv = CsvFile("我的.csv", bytes(range(256)))
    assert read(written(own, csv=csv)).csv == csv
    csv = CsvFile("x.csv", b"plz,kind\n01037,a\n")  # from before: a number, not a word
    assert as_it_was({}, csv.data) == {"codes": ()}
    utf16 = CsvFile("x.csv", "plz,since\n01037,2009-10\n".encode("utf-16"))
    reading = {"codes": (), "dates": "words", "seasons": ()}
    assert as_it_was({}, utf16.data) == reading
    csv = CsvFile("x.csv", csv.data, {"codes": ("plz",)})
    assert read(written(own, csv=csv)).csv.reading == {"codes": ("plz",)}


FILE = written(trained("modern", dataset="wine"))


def changed(path: str, value: Any) -> dict[str, Any]:
    """The file with the value at `path`, such as "weights/0/W/2/3", in place of its own."""
    fields = copy.deepcopy(FILE)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = fields
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return fields


MISSING = object()

WRONG = [
    ("format", "keras", "format is 'keras', expected nnlab-model"),
    ("format", MISSING, "format is None"),
    ("version", 2, "version is 2, expected a whole number from 1 to 1"),
    ("version", "1", "version is '1'"),
    ("__proto__", {"polluted": True}, "file is '__proto__', expected only format"),
    ("weights", MISSING, "file is 'without weights'"),
    ("setup/hidden_sizes", [10**9, 10**9], "hidden_sizes is"),
    ("setup/hidden_sizes", [1] * 100_000, "hidden_sizes is"),
    ("setup/learning_rate", 0, "learning_rate is 0, expected a number above 0"),
    ("setup/learning_rate", 10**400, "learning_rate is"),
    ("setup/constructor", 1, "setup is 'constructor'"),
    ("setup/seed", MISSING, "setup is 'without seed'"),
    ("setup/dataset", "iris", "data.name is 'wine', expected one of iris"),
    ("setup", [], "setup is []"),
    ("data/rows", 10**12, "data.rows is"),
    ("data/feature_names", [], "data.feature_names is []"),
    ("data/feature_names", ["a"], "scaler.mean is 'a list of 13', expected a list of 1 numbers"),
    ("data/class_names", ["a"] * 10**5, "data.class_names is"),
    ("data/csv", {}, "data is 'csv', expected only"),
    ("scaler", None, "scaler is None, expected mean and scale"),
    ("scaler/mean/0", 1e6, "scaler.mean is"),
    ("scaler/scale/3", 0, "scaler.scale[3] is 0, expected a number above 0"),
    ("scaler/mean", [1, 2], "scaler.mean is 'a list of 2', expected a list of 13 numbers"),
    ("weights", [], "weights is 'a list of 0', expected a list of 3 layers"),
    ("weights/0/W/2/3", "NaN", "weights[0].W[2][3] is 'NaN', expected a number"),
    ("weights/0/W/2/3", None, "weights[0].W[2][3] is None"),
    ("weights/0/W/2/3", True, "weights[0].W[2][3] is True"),
    ("weights/0/W/2/3", 10**400, "weights[0].W[2][3] is"),
    ("weights/0/W/2/3", [0], "weights[0].W[2][3] is [0]"),
    ("weights/1/b", "x", "weights[1].b is 'x', expected a list of 16 numbers"),
    ("weights/1", {"W": []}, "weights[1] is 'without b'"),
    ("training/epoch", -1, "training.epoch is -1"),
    ("training/epoch", 1.5, "training.epoch is 1.5"),
    ("training/optimizer_state", {}, "training.optimizer_state is 'without mean'"),
    ("training/optimizer_state/mean", [0.0], "training.optimizer_state.mean is 'a list of 1'"),
    ("training/random_state", "{}", "training.random_state is '{}', expected the state of a PCG64"),
    ("training/random_state", "[" * 900, "training.random_state is"),
    ("training/first_loss", "nan", "training.first_loss is 'nan'"),
    ("replay/start", {}, "replay.start is 'without weights'"),
    ("replay/start", {"weights": [], "training": {}}, "replay.start.weights is 'a list of 0'"),
    ("replay/changes", {}, "replay.changes is {}"),
    ("replay/changes", [{"epoch": 0}], "replay.changes[0] is 'without learning_rate'"),
    (
        "replay/changes",
        [{"epoch": 0, "learning_rate": 1, "batch_size": 1, "l2": 0}] * 2,
        "replay.changes[1].epoch is 0, expected more than 0",
    ),
    ("history/epoch", [0, 0], "history.train_loss is 'a list of 0', expected a list of 2 numbers"),
    ("history/epoch", "all", "history.epoch is 'all'"),
    ("history/code", ["alert(1)"], "history is 'code'"),
]


@pytest.mark.parametrize(("path", "value", "says"), WRONG)
def test_a_wrong_value_is_named_with_what_is_allowed(path: str, value: Any, says: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        model = read(changed(path, value))
        model.check_fits(Experiment(model.setup))
    assert says in str(refused.value)
    assert "expected" in str(refused.value)
    assert len(str(refused.value)) < 2500  # a file's own content is not poured out


def test_the_file_that_those_start_from_is_right() -> None:
    model = read(FILE)
    model.check_fits(Experiment(model.setup))


def test_the_epochs_of_a_history_rise() -> None:
    fields = changed("history", {name: [1.0, 1.0] for name in COLUMNS})
    with pytest.raises(NotAllowed, match=r"history\.epoch"):
        read(fields)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "JSON"),
        ("not JSON at all", "JSON"),
        ("[]", "a JSON object"),
        ('{"format": NaN}', "NaN"),
        ("[" * 100_000, "in each other"),
        ('{"a": ' * 100_000, "in each other"),
        ('{"a": ' + "9" * 10_000 + "}", "JSON"),
        ("\ud800", "JSON"),
        ("x" * 100_000_001, "100 MB"),
    ],
)
def test_what_is_no_model_file_is_refused(text: str, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        read_model(text)


@pytest.mark.parametrize("text", ["a", "$$$$", "é", "QUJD\n"])
def test_an_own_file_that_is_not_base64_is_refused(text: str) -> None:
    table = replace(Experiment(PRESETS["paper"]).dataset, name="own")
    own = Experiment(replace(PRESETS["paper"], dataset="own", target="species"), table)
    fields = written(own, csv=CsvFile("x.csv", b"a,b"))
    fields["data"]["csv"]["base64"] = text
    with pytest.raises(NotAllowed, match=r"data\.csv\.base64"):
        read(fields)


@pytest.mark.parametrize(
    "changes", [{"dataset": "iris"}, {"left_out": ("ash",)}, {"split_seed": 1}]
)
def test_a_model_of_other_data_does_not_fit(changes: dict[str, Any]) -> None:
    model = read(FILE)
    with pytest.raises(NotAllowed, match=r"data\.|scaler\."):
        model.check_fits(Experiment(replace(model.setup, **changes)))
