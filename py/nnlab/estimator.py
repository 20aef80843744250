"""What the estimators of nnlab.sklearn have in common: arguments, epochs, when to stop."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from .activations import ACTIVATIONS
from .arrays import Array
from .checks import flag, not_negative, number, one_of, positive, whole
from .facts import fact
from .network import NeuralNetwork
from .optimizers import OPTIMIZERS
from .training import Trainer
from .warn import warn

HIDDEN = (*(name for name, f in ACTIVATIONS.items() if fact(f, "element_wise")), "logistic")
FULL_BATCH = 200  # "auto" takes all samples at once up to here


class NNEstimator(BaseEstimator):  # type: ignore[misc]
    """What a classifier and a regressor have in common."""

    _task = "classes"

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
        self.initializer = initializer
        self.engine = engine
        self.verbose = verbose

    def _begin(self, X: Array, outputs: int, output: str, loss: str) -> None:
        """First weights, for these features and so many outputs."""
        self._rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31 - 1))
        hidden = self._hidden_sizes()
        positive("learning_rate_init", self.learning_rate_init)
        not_negative("tol", self.tol)
        flag("early_stopping", self.early_stopping)
        if self.n_iter_no_change != np.inf:  # which MLPClassifier takes, too
            whole("n_iter_no_change", self.n_iter_no_change, 1)
        self.network_ = NeuralNetwork(
            [X.shape[1], *hidden, outputs],
            hidden=self._hidden_activations(len(hidden)),
            output=output,
            loss=loss,
            initializer=self.initializer,
            optimizer=one_of("solver", self.solver, OPTIMIZERS),
            l2=not_negative("l2", self.l2),
            l1=not_negative("l1", self.l1),
            rng=self._rng,
        )
        self.n_iter_ = 0
        self.loss_curve_: list[float] = []
        self.validation_scores_: list[float] | None = [] if self.early_stopping else None
        self.out_activation_ = output
        self.n_outputs_, self.n_layers_ = outputs, len(hidden) + 2

    def _hidden_sizes(self) -> list[int]:
        given = self.hidden_layer_sizes
        sizes = given if isinstance(given, Sequence | np.ndarray) else [given]
        return [whole("hidden_layer_sizes", size, 1) for size in sizes]

    def _hidden_activations(self, layers: int) -> list[str]:
        """nnlab's name for each hidden layer's; scikit-learn's "logistic" is understood."""
        given = self.activation
        if not isinstance(given, Sequence | np.ndarray):
            raise ValueError(f"activation is {given!r}, expected a name, or one for each layer")
        names = [given] * layers if isinstance(given, str) else [*given]
        if len(names) != layers:
            raise ValueError(
                f"activation names {len(names)}, expected {layers}, one for each of "
                "hidden_layer_sizes, or one for all"
            )
        known = [one_of("activation", name, HIDDEN) for name in names]
        return ["sigmoid" if name == "logistic" else name for name in known]

    def _split(self, *arrays: Any, strata: Any = None) -> Any:
        """Each array's rows to train on and those kept back, of which early stopping asks."""
        fraction = number(
            "validation_fraction", self.validation_fraction, "above 0 and less than 1",
            lambda x: 0.0 < x < 1.0,
        )  # fmt: skip
        seed = int(self._rng.integers(2**31))
        return train_test_split(*arrays, test_size=fraction, stratify=strata, random_state=seed)

    def _forward(self, X: Any) -> Array:
        """The outputs for rows, (n, outputs)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.ascontiguousarray(self.network_.predict(np.ascontiguousarray(X.T)).T)

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
            task=self._task,
            **kept_back,
        )

    def _train(self, trainer: Trainer) -> None:
        trainer.planned = whole("max_iter", self.max_iter, 1)
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

    def _before_one_epoch(self) -> bool:
        """Whether `partial_fit` is called for the first time. Raises ValueError, as MLPClassifier's
        does, for early stopping, which only `fit` can keep rows back for."""
        if self.early_stopping:
            raise ValueError("early_stopping=True is for fit: partial_fit keeps no rows back")
        return not hasattr(self, "network_")

    def _one_epoch(self, trainer: Trainer) -> None:
        (report,) = trainer.advance(1, lambda: False)
        self.n_iter_ += 1
        self._note(report.train_loss)

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
            raise AttributeError(f"this {type(self).__name__} is not fitted yet")
        return self.network_
