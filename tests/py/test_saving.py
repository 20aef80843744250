"""nnlab.save and nnlab.load: the page's own model format, from Python and back."""

import json
from dataclasses import replace

import numpy as np
import pytest
from test_rows import IRIS, QUICK, WORDS, frame, trained

import nnlab
from nnlab import PRESETS, Dataset, Experiment
from nnlab.files.constraints import NotAllowed
from nnlab.files.saving import model_text, read_experiment
from nnlab.table_columns import MOST_CLASSES
from nnlab.tables import read_table
from page.keep.keeping import open_model, save_model

MANY = [[i, i * i] for i in range(60)]


def same(one, other):
    assert other.network.vector.tobytes() == one.network.vector.tobytes()
    assert other.dataset.feature_names == one.dataset.feature_names
    np.testing.assert_array_equal(other.classify(IRIS.features), one.classify(IRIS.features))
    for name, column in one.history.items():
        np.testing.assert_array_equal(other.history[name], column)


def test_what_is_no_experiment_is_told_what_to_do(tmp_path):
    with pytest.raises(ValueError, match=r"NeuralNetwork, expected an Experiment.*save_onnx"):
        nnlab.save(nnlab.NeuralNetwork([4, 6, 3]), tmp_path / "model.json")


@pytest.mark.parametrize("y", [WORDS, IRIS.labels, IRIS.labels == 1])
def test_own_rows_come_back_and_train_on_as_if_nothing_had_been(tmp_path, y):
    experiment, _ = trained(frame(), y)
    path = tmp_path / "model.json"
    nnlab.save(experiment, path)
    back = nnlab.load(path)
    if y.dtype.kind == "b":
        assert back.classify(IRIS.features[:1]).tolist() == ["False"]  # a table has words
        y = y.astype(str)
        experiment.dataset = replace(experiment.dataset, class_values=())
    same(experiment, back)
    assert back.classify(IRIS.features).dtype == experiment.classify(IRIS.features).dtype
    assert back.train(5)["train_loss"].tolist() == experiment.train(5)["train_loss"].tolist()
    assert model_text(back) == model_text(experiment)


def test_classes_keep_the_name_of_their_column(tmp_path):
    rows = [f"{a},{b},{kind}" for (a, b, *_), kind in zip(IRIS.features, WORDS, strict=True)]
    table = read_table("\n".join(["long,wide,species", *rows]).encode())
    for setup in (QUICK, replace(QUICK, dataset="own")):
        experiment = Experiment(setup, table.select("species", []).dataset)
        experiment.train(2)
        back = read_experiment(model_text(experiment))
        assert back.setup.target == back.dataset.target_name == "species"
        assert b"long,wide,species" in back.csv.data


def test_a_bundled_set_needs_no_table():
    experiment = Experiment(QUICK)
    experiment.train(3)
    text = model_text(experiment)
    assert "base64" not in text
    same(experiment, read_experiment(text))


def test_the_page_opens_it_and_python_what_the_page_saves():
    experiment, _ = trained(frame())
    lab, model, csv, _ = open_model(model_text(experiment), None)
    same(experiment, replace_history(lab, experiment))
    assert csv.table.guess_target() == model.setup.target == "class"
    assert lab.recorder.journal.start is None
    back = read_experiment(save_model(lab, model.setup, model.history, model.csv))
    same(experiment, back)
    assert back.csv == experiment.csv


def replace_history(lab, experiment):
    lab.reports = experiment.reports
    return lab


def test_a_rate_that_was_changed_on_the_way_is_in_the_journal():
    experiment, _ = trained()
    experiment.trainer.learning_rate = 0.002
    experiment.train(2)
    experiment.network.vector[0] += 1.0  # by hand, inside no epoch
    back = read_experiment(model_text(experiment))
    assert [change.learning_rate for change in back.recorder.journal.changes] == [0.01, 0.002]
    assert back.setup.learning_rate == 0.002
    assert back.recorder.journal.start is None


def test_epochs_that_somebody_else_trained_start_a_journal_of_their_own():
    experiment = Experiment(QUICK)
    list(experiment.trainer.epochs(2))
    assert read_experiment(model_text(experiment)).recorder.journal.start.epoch == 2


@pytest.mark.parametrize(
    ("X", "y", "says"),
    [
        ([[1.0, 2.0], [3.0, 1.0]] * 3, ["NA", "b", "c"] * 2, "class_names has 'NA'.*another name"),
        ([[1.0, 2.0], [3.0, 2.0]] * 3, ["a", "b"] * 3, "x2.* is 2 in every usable row"),
        (MANY, [f"c{i}" for i in range(60)], f"60 different values.* {MOST_CLASSES} at most"),
    ],
)
def test_what_a_table_cannot_hold_is_said(X, y, says):
    with pytest.raises(ValueError, match=says):
        model_text(Experiment(QUICK, Dataset.from_arrays(X, y)))


def test_a_class_column_finds_a_name_of_its_own():
    data = Dataset.from_arrays(IRIS.features, WORDS, feature_names=["class", "b", "class_", "d"])
    back = read_experiment(model_text(Experiment(QUICK, data)))
    assert back.setup.target == "class__"
    assert back.dataset.feature_names == ("class", "b", "class_", "d")


def test_a_wrong_file_is_named(tmp_path):
    path = tmp_path / "model.json"
    fields = json.loads(model_text(Experiment(PRESETS["paper"])))
    for place, value, says in [
        ("hidden_sizes", [2.5], "hidden_sizes has 2.5"),
        ("hidden_sizes", [10**9], r"weights\[0\]\.W is 'a list of 6'"),
        ("learning_rate", 10**400, "learning_rate is 1000"),
        ("target", 5, "setup.target is 5"),
    ]:
        wrong = {**fields, "setup": {**fields["setup"], place: value}}
        path.write_text(json.dumps(wrong), "utf-8")
        with pytest.raises(ValueError, match=says):
            nnlab.load(path)
    path.write_text("{}", "utf-8")
    with pytest.raises(NotAllowed, match="format is None, expected nnlab-model"):
        nnlab.load(path)


def test_a_larger_network_than_the_page_s_is_saved_all_the_same(tmp_path):
    experiment = Experiment(replace(QUICK, hidden_sizes=(100,), hidden_activations=("relu",)))
    nnlab.save(experiment, tmp_path / "m.json")
    assert nnlab.load(tmp_path / "m.json").network.sizes == [4, 100, 3]
    with pytest.raises(NotAllowed, match="hidden_sizes is"):
        open_model((tmp_path / "m.json").read_text("utf-8"), None)
