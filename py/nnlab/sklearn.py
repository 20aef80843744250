"""nnlab as scikit-learn has its estimators: in pipelines, searches and validation.

    from sklearn.model_selection import GridSearchCV
    from nnlab.sklearn import NNClassifier

    search = GridSearchCV(NNClassifier(), {"hidden_layer_sizes": [(8,), (32,), (16, 16)]}, n_jobs=2)
    search.fit(X, y).best_params_

Arguments have the names of scikit-learn's MLPClassifier and MLPRegressor where they mean the same.
Needs the package scikit-learn, 1.6 or later.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.utils import column_or_1d, compute_class_weight
from sklearn.utils.multiclass import check_classification_targets, unique_labels
from sklearn.utils.validation import _check_sample_weight, validate_data

from .arrays import Array
from .data import one_hot
from .estimator import NNEstimator
from .losses import WeightedCrossEntropy
from .split import Standardizer


class NNClassifier(ClassifierMixin, NNEstimator):  # type: ignore[misc]
    """A network with softmax and cross-entropy that classifies rows.

    Of MLPClassifier: hidden_layer_sizes, activation (one for all hidden layers, or one for each),
    solver, batch_size ("auto" is 200 or all), learning_rate_init, max_iter, shuffle, random_state,
    tol and n_iter_no_change, early_stopping and validation_fraction, verbose. Of many others:
    class_weight. Of nnlab: `solver` also takes nnlab's other optimizers, `l2` is the λ of
    1/2 λ ||W||^2, which no number of samples divides, `l1` that of λ ∑|W|, `initializer`
    and `engine` are a `Setup`'s.

    Fitted, it has classes_, coefs_ (inputs, outputs) and intercepts_ layer by layer, loss_curve_,
    loss_, n_iter_, validation_scores_ with early stopping, and network_, a `NeuralNetwork`.
    """

    def __init__(
        self,
        hidden_layer_sizes: Sequence[int] | int = (100,),
        activation: str | Sequence[str] = "relu",
        *,
        solver: str = "adam",
        l2: float = 0.0001,
        l1: float = 0.0,
        batch_size: int | str = "auto",
        learning_rate_init: float = 0.001,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        n_iter_no_change: int = 10,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        class_weight: Mapping[Any, float] | str | None = None,
        initializer: str = "xavier",
        engine: str = "auto",
        verbose: bool = False,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.l2 = l2
        self.l1 = l1
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.class_weight = class_weight
        self.initializer = initializer
        self.engine = engine
        self.verbose = verbose

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Trains anew on rows X (n, features) and labels y (n,), weighted if you like.

        Ends after max_iter epochs, or when the loss has not fallen by tol for n_iter_no_change of
        them; with early stopping it is the accuracy on rows kept back that must rise, and the best
        weights stay.
        """
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self._begin_with(X, np.unique(y))
        weights = self._weights(X, y, sample_weight)
        kept_back: dict[str, Array] = {}
        if self.early_stopping:
            X, x_test, y, y_test, weights, _ = self._split(X, y, weights, strata=y)
            kept_back = {"test_inputs": x_test.T, "test_targets": self._targets(y_test, None)}
        self._train(self._trainer(X, self._targets(y, weights), **kept_back))
        return self

    def partial_fit(self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None) -> Self:
        """Trains one epoch more; the first call must name all classes that will ever come.

        A class_weight of "balanced" is then of these rows alone.
        """
        first = self._before_one_epoch()
        X, y = validate_data(self, X, y, dtype=np.float64, reset=first)
        check_classification_targets(y)
        if first:
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit")
            self._begin_with(X, unique_labels(classes))
        elif classes is not None and not np.array_equal(self.classes_, unique_labels(classes)):
            raise ValueError(f"classes is {classes!r}, but was {self.classes_!r} before")
        unknown = np.setdiff1d(y, self.classes_)
        if unknown.size:
            raise ValueError(
                f"y has {unknown[0].item()!r}, which is none of classes {self.classes_!r}"
            )
        weights = self._weights(X, y, sample_weight)
        self._one_epoch(self._trainer(X, self._targets(y, weights)))
        return self

    def predict_proba(self, X: Any) -> Array:
        """How likely each of classes_ is, (n, classes)."""
        return self._forward(X)

    def predict_log_proba(self, X: Any) -> Array:
        """The logarithm of `predict_proba`."""
        logarithm: Array = np.log(self.predict_proba(X))
        return logarithm

    def predict(self, X: Any) -> Any:
        """The label of each row, (n,)."""
        found = self.predict_proba(X).argmax(axis=1)
        return self.classes_[found]

    def _begin_with(self, X: Array, classes: Any) -> None:
        self.classes_ = classes
        self._begin(X, len(classes), "softmax", "cross_entropy")
        self.network_.loss_function = WeightedCrossEntropy()

    def _weights(self, X: Array, y: Any, sample_weight: Any) -> Array:
        """A weight for each row, 1 on average, so that the learning rate means the same."""
        weights: Array = _check_sample_weight(sample_weight, X, ensure_non_negative=True)
        if self.class_weight is not None:
            present = np.unique(y)
            of_class = compute_class_weight(
                self.class_weight, classes=present, y=y, sample_weight=sample_weight
            )
            if (of_class < 0.0).any():
                raise ValueError(f"class_weight is {self.class_weight!r}, expected 0 or more each")
            weights = weights * of_class[np.searchsorted(present, y)]
        if not weights.sum() > 0.0:
            raise ValueError("every row has weight 0: there is nothing to learn from")
        on_average_one: Array = weights / weights.mean()
        return on_average_one

    def _targets(self, y: Any, weights: Array | None) -> Array:
        """(classes, n): one-hot columns, each times its weight."""
        targets = one_hot(np.searchsorted(self.classes_, y), len(self.classes_))
        return targets if weights is None else targets * weights


class NNRegressor(RegressorMixin, NNEstimator):  # type: ignore[misc]
    """A network with one output and half the squared error that predicts a number for each row.

    Arguments are NNClassifier's, but for class_weight. The numbers are brought to mean 0 and
    standard deviation 1 before training, and back for answers: target_scale_ has mean and scale.
    With early stopping it is R² on rows kept back that must rise. Fitted, it has what NNClassifier
    has, but for classes_.

    There is no sample_weight: a row that weighs 2 is a row that comes twice, so repeat rows by
    whole weights, fit(np.repeat(X, weights, axis=0), np.repeat(y, weights)).
    """

    _task = "numbers"

    def fit(self, X: Any, y: Any) -> Self:
        """Trains anew on rows X (n, features) and numbers y (n,); ends as NNClassifier's does."""
        X, y = self._checked(X, y, reset=True)
        self._begin_with(X, y)
        kept_back: dict[str, Array] = {}
        if self.early_stopping:
            X, x_test, y, y_test = self._split(X, y)
            kept_back = {"test_inputs": x_test.T, "test_targets": self._targets(y_test)}
        self._train(self._trainer(X, self._targets(y), **kept_back))
        return self

    def partial_fit(self, X: Any, y: Any) -> Self:
        """Trains one epoch more; the first call's numbers say what scale the answers have."""
        first = self._before_one_epoch()
        X, y = self._checked(X, y, reset=first)
        if first:
            self._begin_with(X, y)
        self._one_epoch(self._trainer(X, self._targets(y)))
        return self

    def predict(self, X: Any) -> Array:
        """The number of each row, (n,)."""
        outputs = self._forward(X)[:, 0]
        mean, scale = self.target_scale_
        answers: Array = outputs * scale + mean
        return answers

    def _checked(self, X: Any, y: Any, reset: bool) -> tuple[Array, Array]:
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True, reset=reset)
        return X, column_or_1d(y, dtype=np.float64, warn=True)

    def _begin_with(self, X: Array, y: Array) -> None:
        fitted = Standardizer.fit(y.reshape(1, -1))
        self.target_scale_ = fitted.mean[:, 0], fitted.scale[:, 0]
        self._begin(X, 1, "identity", "half_squared_error")

    def _targets(self, y: Array) -> Array:
        mean, scale = self.target_scale_
        return ((y - mean) / scale).reshape(1, -1)
