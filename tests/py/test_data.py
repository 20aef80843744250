"""The iris table and its columns, against scikit-learn where it is installed."""

import numpy as np
import pytest

from nnlab import load_iris, one_hot


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


def test_iris_equals_scikit_learn_value_by_value():
    expected = pytest.importorskip("sklearn.datasets").load_iris()
    iris = load_iris()
    assert iris.feature_names == tuple(expected.feature_names)
    assert iris.class_names == tuple(expected.target_names)
    np.testing.assert_array_equal(iris.features, expected.data)
    np.testing.assert_array_equal(iris.labels, expected.target)


def test_one_hot_equals_scikit_learn():
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    labels = np.random.default_rng(0).integers(0, 5, 200)
    encoder = preprocessing.OneHotEncoder(categories=[range(5)], sparse_output=False)
    np.testing.assert_array_equal(one_hot(labels, 5), encoder.fit_transform(labels[:, None]).T)


@pytest.mark.parametrize("labels", [[0, 3], [-1, 2]])
def test_one_hot_refuses_labels_that_are_no_class(labels):
    with pytest.raises(ValueError, match="expected 0 to 2"):
        one_hot(np.array(labels), 3)
