"""The estimators among scikit-learn's own: checks, searches, weights, and where numbers lie."""

import pickle
import warnings

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is an extra")

from sklearn import config_context
from sklearn.datasets import load_diabetes, load_iris
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from nnlab.gradient_check import check_gradients
from nnlab.sklearn import NNClassifier, NNRegressor

X, Y = load_iris(return_X_y=True)
WORDS = np.array(["setosa", "versicolor", "virginica"])[Y]

pytestmark = pytest.mark.filterwarnings(
    "ignore::sklearn.exceptions.ConvergenceWarning", "ignore::sklearn.exceptions.SkipTestWarning"
)


def quick(**options):
    return NNClassifier((8,), max_iter=60, learning_rate_init=0.01, random_state=0, **options)


@parametrize_with_checks([NNClassifier((16,)), NNRegressor((16,))])
def test_it_is_an_estimator(estimator, check):
    check(estimator)


def test_a_pipeline_in_a_search_with_two_processes():
    network = make_pipeline(StandardScaler(), quick(batch_size=16))
    grid = {"nnclassifier__hidden_layer_sizes": [(8,)], "nnclassifier__l2": [0.0, 10.0]}
    search = GridSearchCV(network, grid, n_jobs=2, cv=3).fit(X, WORDS)
    assert search.best_params_["nnclassifier__l2"] == 0.0
    assert search.score(X, WORDS) > 0.95
    assert cross_val_score(search.best_estimator_, X, WORDS, cv=3).min() > 0.9


def test_a_search_on_a_cluster_of_dask():
    """The example of docs/python.md, whose cluster may be on other machines."""
    joblib = pytest.importorskip("joblib")
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(processes=False, **options) as cluster,
        distributed.Client(cluster),
    ):
        warnings.simplefilter("ignore")
        with joblib.parallel_config("dask"):
            search = GridSearchCV(quick(), {"l2": [0.0, 10.0]}, cv=2).fit(X, Y)
    assert search.best_params_ == {"l2": 0.0}


def test_numbers_lie_as_scikit_learn_s_do():
    ours = quick().fit(X, WORDS)
    theirs = MLPClassifier((8,), max_iter=1).fit(X, WORDS)
    assert [w.shape for w in ours.coefs_] == [w.shape for w in theirs.coefs_]
    assert [b.shape for b in ours.intercepts_] == [b.shape for b in theirs.intercepts_]
    theirs.coefs_, theirs.intercepts_ = ours.coefs_, ours.intercepts_
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), rtol=1e-9)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    np.testing.assert_allclose(
        ours.predict_log_proba(X), theirs.predict_log_proba(X), rtol=1e-7, atol=1e-7
    )
    for name in ("n_layers_", "n_outputs_", "out_activation_", "n_features_in_"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert len(ours.loss_curve_) == ours.n_iter_
    assert ours.loss_ == ours.loss_curve_[-1]


def test_weights_of_samples_weigh_the_loss_and_its_gradient():
    network = quick().fit(X, Y).network_
    t = np.eye(3)[:, Y[::10]] * np.linspace(0.0, 3.0, 15)
    for matrix in check_gradients(network, X[::10].T, t):
        assert matrix.verdict in ("right", "kink")
    plain = quick().fit(X, WORDS)
    heavy = quick().fit(X, WORDS, sample_weight=np.where(WORDS == "virginica", 50.0, 1.0))
    assert (heavy.predict(X) == "virginica").sum() > (plain.predict(X) == "virginica").sum()
    classes = quick(class_weight={"virginica": 50.0, "setosa": 1.0, "versicolor": 1.0})
    np.testing.assert_array_equal(classes.fit(X, WORDS).coefs_[0], heavy.coefs_[0])
    with pytest.raises(ValueError, match="sample_weight"):
        quick().fit(X, WORDS, sample_weight=np.ones(3))
    nothing = dict.fromkeys(["setosa", "versicolor", "virginica"], 0.0)
    with pytest.raises(ValueError, match="nothing to learn from"):
        quick(class_weight=nothing).fit(X, WORDS)


def test_a_weight_of_two_is_a_row_that_comes_twice():
    """In full batches, of a network that begins with the same weights."""
    weights = np.random.default_rng(2).integers(1, 4, len(Y))
    options = {"solver": "sgd", "batch_size": 10_000, "shuffle": False, "l2": 0.0}
    twice = np.repeat(X, weights, axis=0), np.repeat(Y, weights)
    ours = quick(**options).fit(X, Y, sample_weight=weights)
    np.testing.assert_allclose(ours.coefs_[0], quick(**options).fit(*twice).coefs_[0], rtol=1e-8)
    even = quick(**options).fit(X, Y)
    assert not np.allclose(ours.coefs_[0], even.coefs_[0])


def test_balanced_classes_are_rarer_classes_heavier():
    rare = np.r_[0:50, 50:60, 100:103]
    plain, balanced = (quick(class_weight=w).fit(X[rare], Y[rare]) for w in (None, "balanced"))
    assert (
        balanced.predict_proba(X[100:]).mean(axis=0)[2]
        > plain.predict_proba(X[100:]).mean(axis=0)[2]
    )


def test_weights_are_routed_through_a_pipeline():
    with config_context(enable_metadata_routing=True):
        network = quick().set_fit_request(sample_weight=True)
        scaler = StandardScaler().set_fit_request(sample_weight=False)
        weights = np.where(WORDS == "setosa", 100.0, 1.0)
        routed = make_pipeline(scaler, network).fit(X, WORDS, sample_weight=weights)
    straight = quick().fit(StandardScaler().fit_transform(X), WORDS, sample_weight=weights)
    np.testing.assert_array_equal(routed[-1].coefs_[0], straight.coefs_[0])


def test_early_stopping_keeps_the_best_weights():
    network = quick(early_stopping=True, batch_size=8, validation_fraction=0.3)
    network.fit(X, WORDS)
    assert max(network.validation_scores_) == network.best_validation_score_ > 0.8
    assert len(network.validation_scores_) == network.n_iter_
    calm = NNClassifier((8,), tol=1e9, n_iter_no_change=3, random_state=0).fit(X, Y)
    assert calm.n_iter_ == 4
    with pytest.raises(ValueError, match="validation_fraction is 2"):
        quick(early_stopping=True).set_params(validation_fraction=2).fit(X, Y)


def test_it_says_when_it_has_not_converged():
    with pytest.warns(ConvergenceWarning, match="max_iter=2 epochs were not enough") as said:
        NNClassifier(max_iter=2, random_state=0).fit(X, Y)
    assert said[0].filename == __file__


def test_epochs_one_by_one_are_a_fit():
    whole = NNClassifier((8,), max_iter=5, shuffle=False, random_state=3).fit(X, WORDS)
    parts = NNClassifier((8,), shuffle=False, random_state=3)
    with pytest.raises(ValueError, match="classes must be passed"):
        parts.partial_fit(X, WORDS)
    for _ in range(5):
        parts.partial_fit(X, WORDS, classes=["virginica", "setosa", "versicolor"])
    np.testing.assert_allclose(parts.loss_curve_, whole.loss_curve_, rtol=1e-9)
    with pytest.raises(ValueError, match="'rose', which is none of classes"):
        parts.partial_fit(X, ["rose", *WORDS[1:]])
    for early in (NNClassifier(early_stopping=True), NNRegressor(early_stopping=True)):
        with pytest.raises(ValueError, match="early_stopping=True is for fit"):
            early.partial_fit(X, Y)


@pytest.mark.parametrize("engine", ["plain", "auto"])
def test_it_is_repeatable_pickles_and_says_its_engine(engine):
    one, two = (quick(engine=engine).fit(X, WORDS) for _ in range(2))
    np.testing.assert_allclose(one.coefs_[0], two.coefs_[0], rtol=1e-9)
    back = pickle.loads(pickle.dumps(one))
    np.testing.assert_array_equal(back.predict_proba(X), one.predict_proba(X))
    assert one.engine_used_ in (engine, "compiled", "plain")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"solver": "lbfgs"}, "solver is 'lbfgs', expected one of sgd"),
        ({"activation": "swish"}, "activation is 'swish', expected one of"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"max_iter": 0}, "max_iter is 0"),
        ({"l2": -1}, "l2 is -1"),
        ({"hidden_layer_sizes": (0,)}, "hidden_layer_sizes is 0, expected a whole number of 1"),
        ({"hidden_layer_sizes": (4, 4), "activation": ("tanh",)}, "activation names 1, expected 2"),
        ({"learning_rate_init": 0}, "learning_rate_init is 0, expected a number above 0"),
        ({"activation": None}, "activation is None, expected a name"),
        ({"tol": None}, "tol is None, expected 0 or more"),
        ({"n_iter_no_change": 0}, "n_iter_no_change is 0, expected a whole number of 1"),
        ({"n_iter_no_change": "3"}, "n_iter_no_change is '3'"),
        ({"early_stopping": "yes"}, "early_stopping is 'yes', expected True or False"),
        ({"early_stopping": True, "validation_fraction": 0.0}, "validation_fraction is 0.0, expec"),
        ({"class_weight": {0: -1, 1: 1, 2: 1}}, "class_weight is .*, expected 0 or more each"),
    ],
)
def test_a_wrong_argument_is_named(options, says):
    with pytest.raises(ValueError, match=says):
        NNClassifier(**options).fit(X, Y)


def test_scikit_learn_s_names_of_activations_are_understood():
    for name in ("identity", "logistic", "tanh", "relu", ("tanh", "relu")):
        sizes = (4, 4) if isinstance(name, tuple) else 4
        assert NNClassifier(sizes, name, max_iter=3).fit(X, Y).score(X, Y) >= 0.0


def test_numbers_are_predicted_as_well_as_by_scikit_learn():
    x, y = load_diabetes(return_X_y=True)
    options = {"max_iter": 100, "learning_rate_init": 0.003, "batch_size": 32, "random_state": 0}
    ours = NNRegressor((16,), **options)
    theirs = MLPRegressor(hidden_layer_sizes=(16,), **options)
    scaled = (y - y.mean()) / y.std()  # which ours does by itself
    mine, other = (
        cross_val_score(network, x * 20.0, target, cv=3).mean()
        for network, target in ((ours, y), (theirs, scaled))
    )
    assert mine > 0.4
    assert mine == pytest.approx(other, abs=0.05)
    ours.fit(x * 20.0, y)
    theirs.fit(x * 20.0, scaled)
    assert [w.shape for w in ours.coefs_] == [w.shape for w in theirs.coefs_]
    theirs.coefs_, theirs.intercepts_ = ours.coefs_, ours.intercepts_
    mean, scale = ours.target_scale_
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x) * scale + mean, rtol=1e-9)


def test_a_regressor_stops_early_and_goes_on_epoch_by_epoch():
    x, y = load_diabetes(return_X_y=True)
    early = NNRegressor((8,), early_stopping=True, batch_size=16, random_state=0).fit(x * 20.0, y)
    assert early.n_iter_ < 200
    assert early.best_validation_score_ == max(early.validation_scores_) > 0.3
    parts = NNRegressor((8,), shuffle=False, random_state=0)
    whole = NNRegressor((8,), shuffle=False, random_state=0, max_iter=3).fit(x, y)
    for _ in range(3):
        parts.partial_fit(x, y)
    np.testing.assert_allclose(parts.loss_curve_, whole.loss_curve_, rtol=1e-9)
