"""Features made of two: the network has them as if the table had, and nobody else does."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nnlab import Dataset, Experiment, Setup
from nnlab.files.model_file import read_model
from nnlab.files.onnx import onnx_bytes
from nnlab.files.saving import model_text, read_experiment
from nnlab.made import MADE
from page.session import Session

SETUP = Setup(
    dataset="spiral", made=tuple(MADE), standardize=True, output="softmax", optimizer="adam",
    learning_rate=0.03, batch_size=10, test_ratio=0.25, epochs=5, engine="plain",
    hidden_sizes=(4,), hidden_activations=("tanh",),
)  # fmt: skip


def by_hand(features):
    x, y = features.T
    return np.column_stack([x, y, x**2, y**2, x * y, np.sin(x), np.sin(y)])


@pytest.fixture(scope="module")
def trained():
    experiment = Experiment(SETUP)
    experiment.train()
    return experiment


def test_it_learns_what_a_table_with_those_columns_teaches(trained):
    plain = trained.dataset
    wide = Dataset.from_arrays(by_hand(plain.features), plain.labels)
    other = Experiment(replace(SETUP, made=()), wide)
    other.train()
    np.testing.assert_allclose(trained.network.vector, other.network.vector, rtol=1e-12)
    rows = np.array([[0.5, -2.0], [3.0, 4.0]])
    np.testing.assert_allclose(trained.predict(rows), other.predict(by_hand(rows)), rtol=1e-12)
    assert trained.input_names[2:] == ("x1²", "x2²", "x1·x2", "sin x1", "sin x2")
    assert trained.dataset.feature_names == ("x1", "x2")


def test_their_order_is_one_and_other_data_than_of_two_features_have_none():
    assert Setup(made=("product", "square_x")).made == ("square_x", "product")
    with pytest.raises(ValueError, match="made"):
        Setup(made=("cube",))
    assert Experiment(replace(SETUP, dataset="iris")).network.sizes[0] == 4
    two = replace(SETUP, dataset="iris", left_out=("sepal length (cm)", "sepal width (cm)"))
    assert Experiment(two).input_names[4] == "petal length·petal width"


def test_one_product_is_all_that_a_lone_layer_needs_for_a_chessboard():
    """No line parts the four squares of xor; the product's sign does, and its curve the circle."""
    lone = replace(SETUP, hidden_sizes=(), hidden_activations=(), epochs=40, learning_rate=0.1)
    for dataset, made in (("xor", ("product",)), ("circle", ("square_x", "square_y"))):
        found = []
        for chosen in ((), made):
            experiment = Experiment(replace(lone, dataset=dataset, noise=0.0, made=chosen))
            found.append(experiment.train()["test_accuracy"][-1])
        assert found[0] < 0.75 and found[1] >= 0.95


def test_a_model_file_has_them_and_one_from_before_none(trained):
    text = model_text(trained)
    opened = read_experiment(text)
    np.testing.assert_array_equal(opened.predict([[1.0, 2.0]]), trained.predict([[1.0, 2.0]]))
    plain = Experiment(replace(SETUP, made=()))
    fields = json.loads(model_text(plain))
    del fields["setup"]["made"]
    assert read_model(json.dumps(fields)).setup.made == ()


def test_other_programs_get_two_features_and_make_the_rest(trained):
    runtime = pytest.importorskip("onnxruntime", reason="only the tests need it")
    content = onnx_bytes(trained)
    rows = trained.dataset.features[:9]
    (outputs, labels) = runtime.InferenceSession(content).run(None, {"rows": rows})
    np.testing.assert_allclose(outputs, trained.predict(rows), rtol=1e-12)
    assert labels.tolist() == trained.classify(rows).tolist()


def test_the_page_asks_two_fields_and_shows_what_the_network_gets():
    session = Session()
    setup = {"dataset": "xor", "made": ["product", "sine_x"], "standardize": True,
             "engine": "plain", "hidden_sizes": [], "hidden_activations": [],
             "test_ratio": 0.25, "output": "softmax", "learning_rate": 0.5}  # fmt: skip
    lab = session.ask("configure", run=1, setup=setup)
    assert lab["sizes"] == [4, 2] and lab["feature_names"] == ["x1", "x2"]
    assert lab["input_names"] == ["x1", "x2", "x1·x2", "sin x1"]
    live = {"learning_rate": 0.5, "batch_size": 10, "l2": 0.0, "target_loss": 0.0, "patience": 0}
    session.ask("train", run=1, epochs=30, budget_ms=1e6, live=live)
    prediction = session.ask("predict", values=[2.0, -3.0])
    assert prediction["inputs"].tolist() == [2.0, -3.0, -6.0, np.sin(2.0)]
    assert prediction["name"] == "B"
    plane = session.ask(
        "regions", x_feature=0, y_feature=1, values=[2.0, -3.0], side=9, neurons=True
    )
    top, bottom = plane["predicted"][-1], plane["predicted"][0]
    assert (top[0], top[-1], bottom[0], bottom[-1]) == (1, 0, 0, 1)  # curved, as the product is


def test_a_feature_matters_with_all_that_is_made_of_it():
    """Of a product both do: dealt out, either spoils it."""
    session = Session()
    setup = {"dataset": "xor", "made": ["product"], "standardize": True, "engine": "plain",
             "hidden_sizes": [], "hidden_activations": [], "test_ratio": 0.25,
             "output": "softmax"}  # fmt: skip
    session.ask("configure", run=1, setup=setup)
    live = {"learning_rate": 0.5, "batch_size": 10, "l2": 0.0, "target_loss": 0.0, "patience": 0}
    session.ask("train", run=1, epochs=30, budget_ms=1e6, live=live)
    whole = session.ask("start_importance", repeats=10, seed=0)["score"]
    answer = session.ask("advance_importance", budget_ms=1e6)
    assert answer["done"] and len(answer["means"]) == 2
    rows, lab = session.lab.test_rows, session.lab
    raw = lab.dataset.features[rows]
    assert whole == (lab.predict(raw).argmax(axis=1) == lab.dataset.labels[rows]).mean()
    assert (answer["means"] > 0.3).all()
    curve = session.ask("partial_dependence", feature=0)
    by_hand = []
    for value in curve["values"]:
        moved = raw.copy()
        moved[:, 0] = value
        by_hand.append(lab.predict(moved).mean(axis=0))
    np.testing.assert_allclose(curve["means"].T, by_hand, rtol=1e-12)
