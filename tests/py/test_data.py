"""The bundled tables and their columns, against scikit-learn where it is installed."""

import numpy as np
import pytest

from nnlab import load_iris, one_hot
from nnlab.data import BUNDLED


def test_iris_has_fishers_values_where_the_uci_file_is_wrong():
    """Rows 35 and 38 as Fisher printed them; the UCI file has other numbers there."""
    iris = load_iris()
    assert iris.features[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert iris.features[37].tolist() == [4.9, 3.6, 1.4, 0.1]


def test_iris_is_fifty_of_each_species_in_order():
    iris = load_iris()
    assert iris.labels.tolist() == [0] * 50 + [1] * 50 + [2] * 50
    assert iris.class_names == ("setosa", "versicolor", "virginica")
    assert iris.inputs.shape == (4, 150)
    assert iris.inputs.flags.c_contiguous
    assert iris.targets[:, [0, 50, 100]].tolist() == np.eye(3).tolist()


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_bundled_data_equal_scikit_learn_value_by_value(name):
    datasets = pytest.importorskip("sklearn.datasets")
    measured = {"scaled": False} if name == "diabetes" else {}
    expected = getattr(datasets, f"load_{name}")(**measured)
    dataset = BUNDLED[name]()
    assert dataset.name == name
    assert dataset.feature_names == tuple(expected.feature_names)
    np.testing.assert_array_equal(dataset.features, expected.data)
    if dataset.numbers is not None:
        np.testing.assert_array_equal(dataset.numbers, expected.target)
        return
    assert dataset.class_names == tuple(map(str, expected.target_names))  # digits' are numbers
    np.testing.assert_array_equal(dataset.features, expected.data)
    np.testing.assert_array_equal(dataset.labels, expected.target)


def test_features_can_be_left_out_by_name():
    iris = load_iris()
    petals = iris.without(["sepal width (cm)", "sepal length (cm)"])
    assert petals.feature_names == ("petal length (cm)", "petal width (cm)")
    np.testing.assert_array_equal(petals.inputs, iris.inputs[2:])
    np.testing.assert_array_equal(petals.targets, iris.targets)
    with pytest.raises(ValueError, match="'petal', which is no feature"):
        iris.without(["petal"])
    with pytest.raises(ValueError, match="every feature"):
        iris.without(iris.feature_names)


def test_one_hot_equals_scikit_learn():
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    labels = np.random.default_rng(0).integers(0, 5, 200)
    encoder = preprocessing.OneHotEncoder(categories=[range(5)], sparse_output=False)
    np.testing.assert_array_equal(one_hot(labels, 5), encoder.fit_transform(labels[:, None]).T)


@pytest.mark.parametrize("labels", [[0, 3], [-1, 2]])
def test_one_hot_refuses_labels_that_are_no_class(labels):
    with pytest.raises(ValueError, match="expected 0 to 2"):
        one_hot(np.array(labels), 3)
