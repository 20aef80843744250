"""Which features matter: the figures of scikit-learn, on the very permutations that it drew."""

from statistics import fmean, pstdev

import numpy as np
import pytest

from nnlab import Experiment, Setup
from nnlab.importance import importances, partial_dependence, permuted_scores
from nnlab.metrics import accuracy
from page.session import Session

CHOICES = {
    "dataset": "wine", "test_ratio": 0.3, "standardize": True, "hidden_sizes": [8],
    "hidden_activations": ["tanh"], "output": "softmax", "epochs": 15, "learning_rate": 0.05,
}  # fmt: skip


@pytest.fixture(scope="module")
def experiment():
    made = Experiment(Setup(**CHOICES))
    made.trainer.advance(15, lambda: False)
    return made


def wrapped(experiment):
    """The network as scikit-learn's functions take an estimator, raw rows in."""
    base = pytest.importorskip("sklearn.base")

    class Wrapped(base.ClassifierMixin, base.BaseEstimator):
        classes_ = np.arange(3)

        def fit(self, X, y):
            return self

        def predict_proba(self, X):
            return experiment.predict(X)

        def predict(self, X):
            return self.predict_proba(X).argmax(axis=1)

        def __sklearn_is_fitted__(self):
            return True

    return Wrapped()


def test_importances_equal_scikit_learns_on_the_same_permutations(experiment):
    inspection = pytest.importorskip("sklearn.inspection")
    data, rows, repeats = experiment.dataset, experiment.test_rows, 6
    X, labels = data.features[rows], data.labels[rows]
    expected = inspection.permutation_importance(
        wrapped(experiment), X, labels, n_repeats=repeats, random_state=4
    ).importances
    # scikit-learn shuffles what it has shuffled before, for every feature alike.
    drawn = np.random.RandomState(4).randint(np.iinfo(np.int32).max + 1)
    inputs = experiment.scaled(np.ascontiguousarray(X.T))
    layers = experiment.network.layers
    whole = accuracy(experiment.network.predict(inputs), labels)
    for feature in range(X.shape[1]):
        rng, order, orders = np.random.RandomState(drawn), np.arange(len(X)), [np.arange(len(X))]
        for _ in range(repeats):
            rng.shuffle(order)
            orders.append(orders[-1][order])
        got = permuted_scores(
            layers, inputs, lambda y: accuracy(y, labels), [feature], np.array(orders[1:])
        )
        np.testing.assert_allclose(whole - got, expected[feature], atol=1e-12)
    assert expected.max() > 0.05  # something does matter


def test_partial_dependence_equals_scikit_learns(experiment):
    inspection = pytest.importorskip("sklearn.inspection")
    X = experiment.dataset.features
    for feature in (0, 6, 12):
        expected = inspection.partial_dependence(
            wrapped(experiment), X, [feature], kind="average", grid_resolution=9, method="brute"
        )
        (values,) = expected["grid_values"]
        scaler = experiment.standardizer
        scaled = (values - scaler.mean[feature]) / scaler.scale[feature]
        inputs = experiment.scaled(experiment.dataset.inputs)
        got = partial_dependence(
            experiment.network.layers, inputs, [feature], scaled[:, np.newaxis]
        )
        np.testing.assert_allclose(got, expected["average"], rtol=1e-10)


def test_a_feature_that_the_network_does_not_see_has_no_importance(experiment):
    layers = experiment.network.layers
    kept = layers[0].W[:, 2].copy()
    try:
        layers[0].W[:, 2] = 0.0
        inputs = experiment.scaled(experiment.dataset.inputs)
        labels = experiment.dataset.labels
        falls = [
            *importances(
                layers,
                inputs,
                lambda y: accuracy(y, labels),
                4,
                np.random.default_rng(0),
                [[feature] for feature in range(13)],
            )
        ]
        assert falls[2].tolist() == [0.0] * 4
        assert len(falls) == 13 and max(fall.mean() for fall in falls) > 0.02
    finally:
        layers[0].W[:, 2] = kept


LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}


@pytest.mark.parametrize("dataset", ["wine", "diabetes"])
def test_the_page_gets_all_features_piece_by_piece(dataset):
    session = Session()
    try:
        session.ask("configure", run=1, setup=CHOICES | {"dataset": dataset})
    except ValueError:
        pytest.skip("there are no such data yet")
    session.ask("train", run=1, epochs=15, budget_ms=1e6, live=LIVE)
    lab = session.lab
    begun = session.ask("start_importance", repeats=5, seed=1)
    assert begun["tested"] and begun["rows"] == len(lab.test_rows)
    found = "test_accuracy" if dataset == "wine" else "test_r2"
    measured = lab.measured()
    assert begun["score"] == pytest.approx(measured.get(found, measured["test_accuracy"]))
    falls, done = [], False
    while not done:
        part = session.ask("advance_importance", budget_ms=0)
        assert part["first"] == len(falls)
        falls += [*part["falls"]]
        done = part["done"]
    assert np.shape(falls) == (lab.network.sizes[0], 5)
    again = session.ask("start_importance", repeats=5, seed=1)
    assert again == begun
    whole = session.ask("advance_importance", budget_ms=1e6)
    np.testing.assert_array_equal(whole["falls"], falls)
    for statistic, answer in ((fmean, "means"), (pstdev, "spreads")):
        expected = [statistic(fall.tolist()) for fall in falls]
        np.testing.assert_allclose(whole[answer], expected, atol=1e-15)
    nothing_left = session.ask("advance_importance", budget_ms=1e6)
    assert nothing_left["done"] and len(nothing_left["means"]) == 0
    curve = session.ask("partial_dependence", feature=0)
    assert curve["means"].shape == (lab.network.sizes[-1], len(curve["values"]))
    if dataset == "wine":
        np.testing.assert_allclose(curve["means"].sum(axis=0), 1.0)
    else:
        assert 25 < curve["means"].mean() < 346  # in the target's unit


def test_a_column_of_words_is_dealt_out_as_one_and_moves_from_word_to_word():
    session = Session()
    rng = np.random.default_rng(2)
    words = rng.choice(["red", "green", "blue"], 90)
    rows = "".join(
        f"{w},{n:.3f},{'yes' if w == 'red' else 'no'}\n"
        for w, n in zip(words, rng.normal(size=90), strict=True)
    )
    session.ask("read_csv", data=f"color,noise,hot\n{rows}".encode())
    setup = {
        "dataset": "own",
        "target": "hot",
        "engine": "plain",
        "output": "softmax",
        "hidden_sizes": [4],
        "hidden_activations": ["tanh"],
        "epochs": 40,
    }
    session.ask("configure", run=1, setup=setup, new_csv=True)
    session.ask("train", run=1, epochs=40, budget_ms=1e6, live=LIVE)
    session.ask("start_importance", repeats=4, seed=0)
    falls = session.ask("advance_importance", budget_ms=1e6)
    assert falls["falls"].shape == (2, 4) and falls["done"]
    assert falls["falls"][0].mean() > 0.2 > falls["falls"][1].mean()
    curve = session.ask("partial_dependence", feature=0)
    assert sorted(curve["words"]) == ["blue", "green", "red"]
    hot = curve["means"][session.lab.dataset.class_names.index("yes")]
    assert curve["words"][int(hot.argmax())] == "red"
    assert session.ask("partial_dependence", feature=1)["words"] == []
