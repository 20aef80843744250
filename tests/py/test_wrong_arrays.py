"""An array that does not fit is an error where it is given, and says what to do."""

import math
import re

import numpy as np
import pytest

from nnlab import Dataset, Experiment, NeuralNetwork, Setup, Trainer, load_iris, one_hot
from nnlab.metrics import accuracy, confusion_matrix
from nnlab.split import Standardizer

IRIS = load_iris()
X, T = IRIS.inputs, IRIS.targets


class Sparse:
    """As scipy has them."""

    def __iter__(self):
        return iter([])

    def toarray(self):
        return IRIS.features


def network(**options):
    return NeuralNetwork([4, 6, 3], **options)


@pytest.mark.parametrize("method", ["predict", "forward"])
@pytest.mark.parametrize(
    ("x", "says"),
    [
        (X[:, 0], r"x has shape \(4,\), expected \(4, n\).*one sample.*reshape\(4, 1\)"),
        (IRIS.features, r"x has shape \(150, 4\), expected \(4, n\).*x\.T"),
        (X[:3], r"x has shape \(3, 150\), expected \(4, n\)"),
        (np.float64(1.0), r"x has shape \(\), expected \(4, n\)"),
        (X[np.newaxis], r"x has shape \(1, 4, 150\), expected \(4, n\)"),
        (X.astype(str), "x is an array of .*, expected numbers"),
        ([["a"], ["b"], ["c"], ["d"]], "x is .*, expected numbers"),
        (X.astype(complex), "x is an array of complex128, expected numbers"),
    ],
)
def test_a_shape_that_would_broadcast_is_refused(method, x, says):
    with pytest.raises(ValueError, match=says):
        getattr(network(), method)(x)


@pytest.mark.parametrize("method", ["loss", "gradients", "train_step"])
def test_inputs_and_targets_that_do_not_fit_each_other_are_refused(method):
    more = [0.05] if method == "train_step" else []

    def call(x, t):
        getattr(network(), method)(x, t, *more)

    with pytest.raises(ValueError, match=r"x has shape \(4,\)"):
        call(X[:, 0], T[:, :1])
    with pytest.raises(ValueError, match=r"t has shape \(3,\), expected \(3, 1\)"):
        call(X[:, :1], T[:, 0])
    with pytest.raises(ValueError, match=r"t has shape \(3, 1\), expected \(3, 150\)"):
        call(X, T[:, :1])
    with pytest.raises(ValueError, match=r"t has shape \(150,\).*one_hot"):
        call(X, IRIS.labels)


def test_lists_and_integers_count_as_arrays_of_floats():
    plain = network()
    expected = plain.predict(np.array([[5.0], [3.0], [1.0], [0.0]]))
    np.testing.assert_array_equal(plain.predict([[5], [3], [1], [0]]), expected)
    np.testing.assert_array_equal(plain.predict(np.array([[5], [3], [1], [0]])), expected)
    reports = [
        list(Trainer(network(), x, t).epochs(2))
        for x, t in ((X, T), (X.tolist(), T.astype(int)), (X.tolist(), T.astype(bool).tolist()))
    ]
    assert reports[0] == reports[1] == reports[2]
    halves = X.astype(np.float32)
    expected = list(Trainer(network(), halves.astype(np.float64), T).epochs(2))
    assert list(Trainer(network(), halves, T).epochs(2)) == expected


@pytest.mark.parametrize("what", ["inputs", "targets", "test_inputs", "test_targets"])
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_number_that_is_none_is_found_before_training(what, bad):
    arrays = {"inputs": X, "targets": T, "test_inputs": X, "test_targets": T}
    arrays[what] = arrays[what].copy()
    arrays[what][2, 7] = bad
    with pytest.raises(ValueError, match=rf"{what.replace('_', ' ')}.* {bad} in row 2, column 7"):
        Trainer(network(), **arrays)


@pytest.mark.parametrize(
    ("x", "t", "says"),
    [
        (X, T[:, :100], r"150\) .* 100"),
        (IRIS.features, T, r"\(150, 4\).*rows\? pass inputs\.T"),
        (X, IRIS.labels, r"one_hot\(labels, 3\)"),
        (X, IRIS.labels[np.newaxis], r"\(1, 150\)"),
        (X[:, :0], T[:, :0], "n of 1 or more"),
    ],
)
def test_a_trainer_says_what_its_columns_should_be(x, t, says):
    with pytest.raises(ValueError, match=says):
        Trainer(network(), x, t)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"labels": IRIS.labels[:100]}, "150 rows of features, and 100 labels"),
        ({"features": IRIS.features[:, 0]}, r"features has shape \(150,\), expected \(rows, 4\)"),
        ({"features": X}, r"features has shape \(4, 150\), expected \(rows, 4\)"),
        ({"feature_names": ("a", "b")}, r"features has shape \(150, 4\), expected \(rows, 2\)"),
        ({"class_names": ("a", "b")}, "labels run from 0 to 2, expected 0 to 1"),
        ({"labels": IRIS.labels - 1}, "labels run from -1 to 1, expected 0 to 2"),
        ({"labels": IRIS.labels + 0.5}, "labels .*whole numbers"),
        ({"labels": np.array(["setosa"] * 150)}, "labels .*whole numbers.*class_names"),
        ({"labels": T.T}, r"labels has shape \(150, 3\), expected \(n,\)"),
        ({"class_names": ("a", "a", "b")}, "class_names has 'a' twice"),
        ({"feature_names": ("a", "b", "a", "c")}, "feature_names has 'a' twice"),
        ({"feature_names": "abcd"}, "feature_names is 'abcd', expected a list of names"),
        ({"features": IRIS.features.astype(str)}, "features is an array of .*, expected numbers"),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(changes, says):
    fields = {
        "name": "mine", "feature_names": IRIS.feature_names, "class_names": IRIS.class_names,
        "features": IRIS.features, "labels": IRIS.labels,
    }  # fmt: skip
    with pytest.raises(ValueError, match=says):
        Dataset(**{**fields, **changes})


@pytest.mark.parametrize(
    ("features", "labels", "says"),
    [
        (IRIS.features[:0], [], "X has no rows"),
        (IRIS.features[:, :0], IRIS.labels, "X has no columns"),
        (IRIS.features, ["oak"] * 150, "y has one class only, 'oak'"),
        (IRIS.features, IRIS.labels + 0.5, 'task="numbers"'),
        (IRIS.features.astype(object), IRIS.labels, r"array of object.*: astype\(float\)"),
        (IRIS.features.astype(str), IRIS.labels, r"array of .*: astype\(float\)"),
        (np.full((150, 4), None), IRIS.labels, "array of object, expected numbers$"),
        ("iris.csv", IRIS.labels, r"X is of type str, .*read_table\(Path\(file\)"),
        ({"a": [1, 2]}, [0, 1], r"X is of type dict, .*pandas\.DataFrame\(X\)"),
        ((row for row in [[1], [2]]), [0, 1], r"X is of type generator, .*pass list\(X\)"),
        (Sparse(), [0, 1], r"X is of type Sparse, .*pass X\.toarray\(\)"),
        (IRIS.features, (label for label in IRIS.labels), r"y is of type generator.*list\(y\)"),
        (IRIS.features, "ab" * 75, "y is of type str, expected an array or a list"),
        (IRIS.features, {0: 1}, r"y is of type dict.*list\(y\.values\(\)\)"),
        (IRIS.features, np.eye(3)[IRIS.labels], r"one-hot\? pass y\.argmax\(axis=1\)"),
        (IRIS.features, IRIS.labels + 0j, "y has 0j in row 0, expected words or whole numbers"),
        (IRIS.features, [1.0] * 149 + [math.inf], "y has inf in row 149: drop"),
        (IRIS.features, np.ma.array([1, 2] * 75, mask=[0, 1] * 75), "y is a masked array: drop"),
    ],
)
def test_arrays_that_teach_nothing_are_refused(features, labels, says):
    with pytest.raises(ValueError, match=says):
        Dataset.from_arrays(features, labels)


def test_what_is_meant_all_the_same_is_taken():
    """Labels as bytes, numbers as a column; and names are no text."""
    data = Dataset.from_arrays(IRIS.features, np.array([b"a", b"b", b"c"])[IRIS.labels])
    assert data.class_names == ("a", "b", "c")
    words = Dataset.from_arrays(IRIS.features, np.array(["NaT", "inf", "c"])[IRIS.labels])
    assert words.class_names == ("NaT", "inf", "c")
    column = IRIS.features[:, :1]
    assert Dataset.from_arrays(IRIS.features, column, task="numbers").numbers.shape == (150,)
    with pytest.raises(ValueError, match="feature_names is 'abcd', expected a list of names"):
        Dataset.from_arrays(IRIS.features, IRIS.labels, feature_names="abcd")


def test_a_table_with_a_gap_names_row_and_feature():
    features = IRIS.features.copy()
    features[3, 1] = np.nan
    name = re.escape(IRIS.feature_names[1])
    with pytest.raises(ValueError, match=rf"nan in row 3, {name}.*drop"):
        Dataset("mine", IRIS.feature_names, IRIS.class_names, features, IRIS.labels)


def test_a_table_of_lists_is_a_table():
    lists = Dataset(
        "mine", [*IRIS.feature_names], [*IRIS.class_names],
        IRIS.features.tolist(), IRIS.labels.astype(float).tolist(),
    )  # fmt: skip
    np.testing.assert_array_equal(lists.features, IRIS.features)
    np.testing.assert_array_equal(lists.targets, IRIS.targets)
    expected = Experiment(Setup()).trainer.advance(2, lambda: False)
    assert Experiment(Setup(), lists).trainer.advance(2, lambda: False) == expected


@pytest.mark.parametrize(
    ("labels", "classes", "says"),
    [
        ([0.5, 1.0], 2, "whole numbers"),
        (["a", "b"], 2, "whole numbers"),
        ([[0, 1]], 2, r"shape \(1, 2\), expected \(n,\)"),
        ([0, 1], 0, "classes is 0"),
        ([0, 1], 2.5, "classes is 2.5"),
        ([True, False], 2, ""),
        ([0.0, 1.0], 2, ""),
        ([0.0, math.nan], 2, "whole numbers"),
        ([0.0, math.inf], 2, "whole numbers"),
        ([0, -1], 2, "labels run from -1 to 0, expected 0 to 1"),
    ],
)
def test_one_hot_wants_whole_numbers(labels, classes, says):
    if not says:
        assert one_hot(labels, classes).sum() == len(labels)
        return
    with pytest.raises(ValueError, match=says):
        one_hot(labels, classes)


def test_an_experiment_predicts_for_columns_only():
    experiment = Experiment(Setup(standardize=True))
    with pytest.raises(ValueError, match=r"inputs has shape \(4,\), expected \(4, n\)"):
        experiment.outputs(X[:, 0])
    with pytest.raises(ValueError, match=r"nan in row 0, column 0"):
        experiment.outputs(np.full((4, 1), np.nan))
    np.testing.assert_array_equal(experiment.outputs(X.tolist()), experiment.outputs(X))


def test_a_standardizer_wants_the_features_it_was_fitted_on():
    fitted = Standardizer.fit(X)
    with pytest.raises(ValueError, match=r"inputs has shape \(4,\), expected \(4, n\)"):
        fitted.transform(X[:, 0])
    with pytest.raises(ValueError, match=r"inputs has shape \(4,\), expected \(features, n\)"):
        Standardizer.fit(X[:, 0])
    with pytest.raises(ValueError, match=r"\(4, 0\)"):
        Standardizer.fit(X[:, :0])


def test_a_feature_that_is_not_there_is_named_with_the_one_that_was_meant():
    with pytest.raises(
        ValueError, match=r"'petal widht', which .*did you mean 'petal width \(cm\)'"
    ):
        IRIS.without(["petal widht"])
    with pytest.raises(ValueError, match="left_out is 'petal width', expected a list of names"):
        IRIS.without("petal width")


@pytest.mark.parametrize(
    ("y", "labels"),
    [(T, IRIS.labels[:100]), (T.T, IRIS.labels), (T, T), (T[0], IRIS.labels), (T, 1)],
)
def test_an_accuracy_of_what_does_not_fit_is_refused(y, labels):
    with pytest.raises(ValueError, match=r"expected \(classes, n\) and \(n,\)"):
        accuracy(y, labels)


@pytest.mark.parametrize(
    ("true", "predicted", "says"),
    [
        ([0, 1], [0, 3], "predicted run from 0 to 3, expected 0 to 2"),
        ([0, -1], [0, 1], "true run from -1 to 0, expected 0 to 2"),
        ([0, 1, 2], [0, 1], "3 true and 2 predicted labels"),
        ([0.5], [0], "true .*whole numbers"),
    ],
)
def test_a_confusion_matrix_of_what_does_not_fit_is_refused(true, predicted, says):
    with pytest.raises(ValueError, match=says):
        confusion_matrix(true, predicted, 3)


def test_rows_for_columns_of_an_accuracy_are_told():
    with pytest.raises(ValueError, match=r"rows\? pass y\.T"):
        accuracy(T.T, IRIS.labels)


def test_a_trainer_measures_columns_that_fit():
    trainer = Trainer(network(), X, T)
    with pytest.raises(ValueError, match=r"targets has shape \(3, 1\), expected \(3, 150\)"):
        trainer.measure(X, T[:, :1])
    with pytest.raises(ValueError, match=r"inputs has shape \(150, 4\), .*inputs\.T"):
        trainer.measure(IRIS.features, T)


def test_a_masked_array_and_a_matrix_are_no_surprise():
    masked = np.ma.masked_greater(X, 5.0)
    with pytest.raises(ValueError, match="x is a masked array"):
        network().predict(masked)
    with pytest.warns(PendingDeprecationWarning):
        matrix = np.matrix(X)
    np.testing.assert_array_equal(network().predict(matrix), network().predict(X))
