"""Rows and labels, as people have them at home, in; classes, probabilities and a history out."""

import copy
import math
from dataclasses import replace

import numpy as np
import pytest

import nnlab
from nnlab import PRESETS, Dataset, Experiment, Setup, load_iris

IRIS = load_iris()
WORDS = np.array(IRIS.class_names)[IRIS.labels]
QUICK = replace(PRESETS["modern"], epochs=15, engine="plain")


class Frame:
    """What pandas and polars have in common, and all that nnlab asks of them."""

    def __init__(self, columns):
        self._columns = columns
        self.columns = [*columns]

    def __getitem__(self, name):
        return Column(self._columns[name])


class Column:
    def __init__(self, values):
        self._values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self._values, dtype=dtype)


def frame(*, without=()):
    columns = dict(zip(IRIS.feature_names, IRIS.features.T, strict=True))
    return Frame({name: values for name, values in columns.items() if name not in without})


def trained(X=IRIS.features, y=WORDS, setup=QUICK):
    experiment = Experiment(setup, Dataset.from_arrays(X, y))
    return experiment, experiment.train()


def test_rows_and_words_train_as_the_bundled_table_does():
    experiment, history = trained(frame())
    bundled = Experiment(QUICK)
    expected = bundled.trainer.advance(15, lambda: False)
    assert history["train_loss"][1:].tolist() == [report.train_loss for report in expected]
    assert experiment.dataset.feature_names == IRIS.feature_names
    assert experiment.setup.dataset == "own"
    assert (experiment.classify(IRIS.features) == WORDS).mean() > 0.9
    np.testing.assert_array_equal(experiment.predict(IRIS.features).T, bundled.outputs(IRIS.inputs))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", "b", "c"], "U"), ([7, 3, 5], "i"), ([0.0, 2.0, 1.0], "f"),
        (["1", "2", "3"], "U"),
    ],
)  # fmt: skip
def test_classes_come_back_as_the_labels_were(values, kind):
    y = [values[label] for label in IRIS.labels]
    experiment, _ = trained(y=y)
    found = experiment.classify(IRIS.features)
    assert found.dtype.kind == kind
    assert (found == np.array(y)).mean() > 0.9


def test_truths_and_columns_of_labels_are_labels():
    y = (IRIS.labels == 2)[:, np.newaxis]
    data = Dataset.from_arrays(IRIS.features, y)
    assert data.class_names == ("False", "True")
    assert data.labels.tolist() == y[:, 0].astype(int).tolist()


def test_the_order_of_classes_is_that_of_a_table():
    assert Dataset.from_arrays([[1.0]] * 3, [10, 9, 2]).class_names == ("2", "9", "10")
    assert Dataset.from_arrays([[1.0]] * 3, ["z", "b", "a"]).class_names == ("z", "b", "a")
    assert Dataset.from_arrays([[1.0]] * 2, [1.0, 2.0]).class_names == ("1", "2")
    assert Dataset("own", ("x",), ("0", "1"), [[1.0]], [0]).class_values == (0, 1)
    assert Dataset("own", ("x",), ("0", "01"), [[1.0]], [0]).class_values == ("0", "01")


def test_a_frame_s_columns_are_found_by_name():
    experiment, _ = trained(frame())
    columns = dict(zip(IRIS.feature_names, IRIS.features.T, strict=True))
    turned = Frame({"species": WORDS, **dict(reversed(columns.items()))})
    np.testing.assert_array_equal(experiment.predict(turned), experiment.predict(IRIS.features))
    name = IRIS.feature_names[1]
    with pytest.raises(ValueError, match=r"rows has no column 'sepal width \(cm\)'.*rename"):
        experiment.classify(frame(without=[name]))


@pytest.mark.parametrize("unit", ["ns", "s", "D"])
def test_a_frame_s_dates_are_days_from_1970_on(unit):
    dates = np.array(["1970-01-02", "2024-02-29", "1969-12-31"], f"datetime64[{unit}]")
    spans = np.array([1, 36, 48], "timedelta64[h]")
    data = Dataset.from_arrays(Frame({"sold": dates, "took": spans}), ["a", "b", "a"])
    assert data.features.T.tolist() == [[1.0, 19782.0, -1.0], [1 / 24, 1.5, 2.0]]
    dates[1] = "NaT"
    with pytest.raises(ValueError, match="nan in row 1, sold"):
        Dataset.from_arrays(Frame({"sold": dates}), ["a", "b", "a"])


@pytest.mark.parametrize("unit", ["M", "Y"])
def test_spans_that_are_of_no_one_length_are_refused(unit):
    spans = np.array([1, 2], f"timedelta64[{unit}]")
    with pytest.raises(ValueError, match=r"X, column 'took', holds .*months or years.*astype"):
        Dataset.from_arrays(Frame({"took": spans}), ["a", "b"])


@pytest.mark.parametrize(
    ("X", "y", "says"),
    [
        (IRIS.inputs, WORDS, r"4 rows and y 150 labels: columns\? pass X\.T"),
        (IRIS.features[:, 0], WORDS, r"X has shape \(150,\), expected \(rows, features\)"),
        (IRIS.features[:9], WORDS, "X has 9 rows and y 150 labels"),
        (IRIS.features, IRIS.targets, r"y has shape \(3, 150\).*one label for each row"),
        (IRIS.features, [None, *WORDS[1:]], "y has None in row 0"),
        (IRIS.features, [math.nan, *IRIS.labels[1:]], "y has nan in row 0"),
        (IRIS.features, IRIS.features[:, 0], "y holds numbers with decimals"),
        (IRIS.features.astype(str), WORDS, "X is an array of .*, expected numbers"),
        (Frame({"a": WORDS}), WORDS, "X, column 'a', is .*, expected numbers: .*read_table"),
        (Frame({"a": [1.0, math.nan]}), [0, 1], "nan in row 1, a: drop that sample"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_where_it_is_given(X, y, says):
    with pytest.raises(ValueError, match=says):
        Dataset.from_arrays(X, y)


@pytest.mark.parametrize("method", ["classify", "probabilities", "predict"])
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (IRIS.inputs, r"rows has shape \(4, 150\), expected \(n, 4\): columns\? pass rows\.T"),
        (IRIS.features[0], r"rows has shape \(4,\), expected \(n, 4\).*rows\.reshape\(1, -1\)"),
        (IRIS.features[:, :3], r"rows has shape \(150, 3\), expected \(n, 4\)"),
        (np.full((1, 4), np.nan), r"rows has nan in row 0, sepal length \(cm\)"),
    ],
)
def test_questions_take_rows_only(method, rows, says):
    experiment = Experiment(QUICK)
    with pytest.raises(ValueError, match=says):
        getattr(experiment, method)(rows)


def test_what_takes_columns_says_what_to_do_with_rows():
    network = Experiment(QUICK).network
    with pytest.raises(ValueError, match=r"rows\? pass x\.T"):
        network.predict(IRIS.features)
    with pytest.raises(ValueError, match=r"rows\? pass inputs\.T"):
        nnlab.Trainer(network, IRIS.features, IRIS.targets)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_probabilities_are_shares_of_one(output):
    experiment = Experiment(Setup(output=output, engine="plain"))
    experiment.train(3)
    p = experiment.probabilities(IRIS.features)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-14)
    y = experiment.predict(IRIS.features)
    np.testing.assert_allclose(p, y / y.sum(axis=1, keepdims=True))
    experiment.network.vector[:] = 0.0
    experiment.network.layers[-1].b[:] = -1e9
    shares = experiment.probabilities(IRIS.features[:2])
    assert shares.tolist() == [[1 / 3] * 3] * 2


def test_the_history_begins_untrained_and_grows():
    experiment, history = trained()
    assert history["epoch"].tolist() == [*range(16)]
    assert math.isnan(history["printed_loss"][0])
    first = Experiment(QUICK)
    untrained = first.trainer.measure(first.trainer.inputs, first.trainer.targets)
    assert (history["train_loss"][0], history["train_accuracy"][0]) == untrained
    assert np.isfinite(history["test_loss"]).all()
    assert "History of 15 epochs: " in repr(history)
    more = experiment.train(5)
    assert more["epoch"].tolist() == [*range(21)]
    other = Experiment(QUICK)
    assert other.train(20)["train_loss"].tolist() == more["train_loss"].tolist()
    assert copy.deepcopy(experiment).train(2)["epoch"][-1] == 22


def test_the_history_says_how_training_ended():
    seen = []
    experiment = Experiment(replace(QUICK, patience=1, epochs=200))
    history = experiment.train(progress=seen.append)
    assert history.stopped == "patience"
    assert len(seen) == history["epoch"][-1] < 200
    broken = Experiment(Setup(learning_rate=1e9, engine="plain"))
    with pytest.warns(UserWarning, match="broken down"):
        history = broken.train()
    assert history.breakdown
    assert f"({history.breakdown})" in repr(history)
    assert np.isfinite(history["train_loss"]).all()


def test_what_is_exported_is_there():
    for name in nnlab.__all__:
        assert getattr(nnlab, name) is not None
        assert name in dir(nnlab)
    with pytest.raises(AttributeError, match="has no attribute 'fit'"):
        nnlab.fit  # noqa: B018
