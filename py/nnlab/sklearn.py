"""nnlab as scikit-learn has its estimators: NNClassifier, in pipelines, searches and validation.

    from sklearn.model_selection import GridSearchCV
    from nnlab.sklearn import NNClassifier

    search = GridSearchCV(NNClassifier(), {"hidden_layer_sizes": [(8,), (32,), (16, 16)]}, n_jobs=2)
    search.fit(X, y).best_params_

Arguments have the names of scikit-learn's MLPClassifier where they mean the same. Needs the package
scikit-learn, 1.6 or later.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state, compute_class_weight
from sklearn.utils.multiclass import check_classification_targets, unique_labels
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from .activations import Activation
from .arrays import Array
from .checks import not_negative, part, whole
from .data import one_hot
from .losses import CrossEntropy, mean_over_columns
from .network import NeuralNetwork
from .training import Trainer
from .warn import warn

FULL_BATCH = 200  # "auto" takes all samples at once up to here


class WeightedCrossEntropy(CrossEntropy):
    """The loss of samples with weights, which are in t: each column of it sums to its weight."""

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        """y_j sum_i t_i - t_j: see `CrossEntropy.delta`, where that sum is 1."""
        return mean_over_columns(y * t.sum(axis=0, keepdims=True) - t)


class NNClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A network with softmax and cross-entropy that classifies rows.

    Of MLPClassifier: hidden_layer_sizes, activation (one for all hidden layers, or one for each),
    solver, batch_size ("auto" is 200 or all), learning_rate_init, max_iter, shuffle, random_state,
    tol and n_iter_no_change, early_stopping and validation_fraction, verbose. Of many others:
    class_weight. Of nnlab: `solver` also takes nnlab's other optimizers, `l2` is the λ of
    1/2 λ ||W||^2, which no number of samples divides, `initializer` and `engine` are a `Setup`'s.

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
        self._begin(X, np.unique(y))
        weights = self._weights(X, y, sample_weight)
        kept_back: dict[str, Array] = {}
        if self.early_stopping:
            fraction = part("validation_fraction", self.validation_fraction)
            seed = self._rng.integers(2**31)
            split = train_test_split(
                X, y, weights, test_size=fraction, stratify=y, random_state=int(seed)
            )
            X, x_test, y, y_test, weights, _ = split
            kept_back = {"test_inputs": x_test.T, "test_targets": self._targets(y_test, None)}
        trainer = self._trainer(X, self._targets(y, weights), **kept_back)
        trainer.planned = whole("max_iter", self.max_iter, 1)
        self._train(trainer)
        return self

    def partial_fit(self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None) -> Self:
        """Trains one epoch more; the first call must name all classes that will ever come."""
        first = not hasattr(self, "network_")
        X, y = validate_data(self, X, y, dtype=np.float64, reset=first)
        check_classification_targets(y)
        if first:
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit")
            self._begin(X, unique_labels(classes))
        elif classes is not None and not np.array_equal(self.classes_, unique_labels(classes)):
            raise ValueError(f"classes is {classes!r}, but was {self.classes_!r} before")
        unknown = np.setdiff1d(y, self.classes_)
        if unknown.size:
            raise ValueError(
                f"y has {unknown[0].item()!r}, which is none of classes {self.classes_!r}"
            )
        weights = self._weights(X, y, sample_weight)
        (report,) = self._trainer(X, self._targets(y, weights)).advance(1, lambda: False)
        self.n_iter_ += 1
        self._note(report.train_loss)
        return self

    def predict_proba(self, X: Any) -> Array:
        """How likely each of classes_ is, (n, classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.ascontiguousarray(self.network_.predict(np.ascontiguousarray(X.T)).T)

    def predict_log_proba(self, X: Any) -> Array:
        """The logarithm of `predict_proba`."""
        logarithm: Array = np.log(self.predict_proba(X))
        return logarithm

    def predict(self, X: Any) -> Any:
        """The label of each row, (n,)."""
        found = self.predict_proba(X).argmax(axis=1)
        return self.classes_[found]

    def _begin(self, X: Array, classes: Any) -> None:
        """First weights, for these features and classes."""
        self._rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31 - 1))
        self.classes_ = classes
        sizes = self.hidden_layer_sizes
        hidden = [*sizes] if isinstance(sizes, Sequence | np.ndarray) else [sizes]
        given = self.activation
        names = [given] * len(hidden) if isinstance(given, str) else [*given]
        self.network_ = NeuralNetwork(
            [X.shape[1], *hidden, len(classes)],
            hidden=["sigmoid" if name == "logistic" else name for name in names],
            output="softmax",
            loss="cross_entropy",
            initializer=self.initializer,
            optimizer=self.solver,
            l2=not_negative("l2", self.l2),
            rng=self._rng,
        )
        self.network_.loss_function = WeightedCrossEntropy()
        self.n_iter_ = 0
        self.loss_curve_: list[float] = []
        self.validation_scores_: list[float] | None = [] if self.early_stopping else None
        self.out_activation_ = "softmax"
        self.n_outputs_, self.n_layers_ = len(classes), len(hidden) + 2

    def _weights(self, X: Array, y: Any, sample_weight: Any) -> Array:
        """A weight for each row, 1 on average, so that the learning rate means the same."""
        weights: Array = _check_sample_weight(sample_weight, X, ensure_non_negative=True)
        if self.class_weight is not None:
            present = np.unique(y)
            of_class = compute_class_weight(
                self.class_weight, classes=present, y=y, sample_weight=sample_weight
            )
            weights = weights * of_class[np.searchsorted(present, y)]
        if not weights.sum() > 0.0:
            raise ValueError("every row has weight 0: there is nothing to learn from")
        on_average_one: Array = weights / weights.mean()
        return on_average_one

    def _targets(self, y: Any, weights: Array | None) -> Array:
        """(classes, n): one-hot columns, each times its weight."""
        targets = one_hot(np.searchsorted(self.classes_, y), len(self.classes_))
        return targets if weights is None else targets * weights

    def _trainer(self, X: Array, targets: Array, **kept_back: Any) -> Trainer:
        n = min(FULL_BATCH, len(X)) if self.batch_size == "auto" else self.batch_size
        return Trainer(
            self.network_,
            np.ascontiguousarray(X.T),
            targets,
            batch_size=n,  # type: ignore[arg-type]  # what it may be is checked there
            learning_rate=self.learning_rate_init,
            shuffle=self.shuffle,
            rng=self._rng,
            measure_printed_loss=False,
            engine=self.engine,
            **kept_back,
        )

    def _train(self, trainer: Trainer) -> None:
        best, waited = -np.inf, 0
        best_vector = self.network_.vector.copy()
        for report in trainer.epochs(self.max_iter):
            if report.breakdown:
                break
            self.n_iter_ = report.epoch
            score = -report.train_loss
            if report.test_accuracy is not None and self.validation_scores_ is not None:
                score = report.test_accuracy
                self.validation_scores_.append(score)
            self._note(report.train_loss)
            if self.verbose:
                print(f"Iteration {report.epoch}, loss = {report.train_loss:.8f}")
            waited = 0 if score > best + self.tol else waited + 1
            if score > best:
                best = score
                if self.early_stopping:
                    best_vector[:] = self.network_.vector
            if waited >= self.n_iter_no_change:
                break
        else:
            warn(f"max_iter={self.max_iter} epochs were not enough to converge", ConvergenceWarning)
        if self.early_stopping:
            self.network_.vector[:] = best_vector
            self.best_validation_score_ = best
        self.engine_used_ = trainer.engine_used[0]

    def _note(self, loss: float) -> None:
        self.loss_ = loss
        self.loss_curve_.append(loss)

    @property
    def coefs_(self) -> list[Array]:
        """Each layer's weights, (inputs, outputs)."""
        return [layer.W.T.copy() for layer in self._fitted().layers]

    @property
    def intercepts_(self) -> list[Array]:
        """Each layer's biases, (outputs,)."""
        return [layer.b[:, 0].copy() for layer in self._fitted().layers]

    def _fitted(self) -> NeuralNetwork:
        if not hasattr(self, "network_"):
            raise AttributeError("this NNClassifier is not fitted yet")
        return self.network_
