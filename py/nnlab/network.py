"""A feed-forward network: layers in a row, trained by gradient descent."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .activations import ACTIVATIONS, Activation
from .arrays import Array, flatten
from .checks import (
    all_finite,
    columns,
    finite,
    floats,
    generator,
    not_negative,
    one_of,
    pick,
    same_shape,
    step_size,
    whole,
)
from .facts import fact
from .initializers import INITIALIZERS
from .layers import DenseLayer
from .losses import LOSSES
from .optimizers import OPTIMIZERS, Optimizer
from .parameters import check_views, matrices


class NeuralNetwork:
    """The note's network is `NeuralNetwork([4, 6, 3])`: 4 inputs, 6 hidden neurons, 3 outputs.

    x is (inputs, n) and t is (outputs, n), for a batch of n columns. All parameters live in one
    vector, `vector`; every layer's W and b are views of a piece of it, so that an optimizer
    updates all layers at once and a copy of one vector is a copy of the network.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        hidden: str | Sequence[str] = "sigmoid",
        output: str = "sigmoid",
        loss: str = "half_squared_error",
        initializer: str = "uniform",
        optimizer: str = "sgd",
        l2: float = 0.0,
        l1: float = 0.0,
        rng: np.random.Generator | int = 0,
    ) -> None:
        """Draws the weights from `rng` (a generator, or the seed of one), first layer first.

        `hidden` is one activation's name for all hidden layers, alone or in a list, or one name for
        each. `l2` is the factor λ of the penalty 1/2 λ ||W||^2 on all weights, never on biases, and
        `l1` that of λ times the sum of all |W_ij|.
        Raises ValueError naming what is wrong and what is allowed.
        """
        self.sizes = check_sizes(sizes)
        names = activation_names(hidden, output, len(self.sizes) - 1)
        one_of("loss", loss, LOSSES)
        if (output == "softmax") != (loss == "cross_entropy"):
            raise ValueError(
                f"output {output!r} does not go with loss {loss!r}: "
                "softmax and cross_entropy go only with each other"
            )
        self.activations = [pick("activation", name, ACTIVATIONS) for name in names]
        for activation in self.activations[:-1]:
            if not fact(activation, "element_wise"):
                raise ValueError(f"hidden has {activation.name!r}, which goes only at the output")
        self.loss_function = pick("loss", loss, LOSSES)
        self.l2 = not_negative("l2", l2)
        self.l1 = not_negative("l1", l1)

        initialize = pick("initializer", initializer, INITIALIZERS)
        rng = generator("rng", rng)
        start: list[Array] = []
        for inputs, outputs in pairwise(self.sizes):
            start += [initialize(rng, outputs, inputs), np.zeros((outputs, 1))]
        self.vector = flatten(start)
        self.layers = layers_on(self.vector, self.sizes, self.activations)
        self.optimizer: Optimizer = pick("optimizer", optimizer, OPTIMIZERS)(self.vector.size)

    @property
    def parameters(self) -> list[Array]:
        """[W1, b1, W2, b2, ...]: the live arrays, not copies."""
        return [array for layer in self.layers for array in (layer.W, layer.b)]

    def forward(self, x: Array) -> list[Array]:
        """[x, a1, a2, ..., y]: the input and every layer's output."""
        outputs = [columns("x", x, self.sizes[0])]
        for layer in self.layers:
            outputs.append(layer.forward(outputs[-1]))
        return outputs

    def predict(self, x: Array) -> Array:
        """The last layer's output y, shape (outputs, n). Raises ValueError unless x is finite."""
        all_finite("x", x)
        with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
            return self.forward(x)[-1]

    def loss(self, x: Array, t: Array) -> float:
        """What training makes small: the mean loss over the columns, plus the penalties.

        Raises ValueError unless x and t are finite.
        """
        penalty = sum(float((layer.W * layer.W).sum()) for layer in self.layers)
        x = columns("x", x, self.sizes[0])
        t = same_shape("t", t, (self.sizes[-1], x.shape[1]))
        all_finite("t", t)
        loss = self.loss_function.value(self.predict(x), t) + 0.5 * self.l2 * penalty
        if self.l1:
            loss += self.l1 * sum(float(np.abs(layer.W).sum()) for layer in self.layers)
        return loss

    def gradients(self, x: Array, t: Array) -> list[Array]:
        """The derivatives of `loss` by each parameter: [dW1, db1, dW2, db2, ...].

        Back-propagation: delta starts at the output (eq. 8) and goes back layer by layer (eq. 3),
        leaving each layer's gradients behind (eq. 4, 5).
        """
        *inputs, y = self.forward(x)
        t = same_shape("t", t, (self.sizes[-1], inputs[0].shape[1]))
        last = self.layers[-1]
        delta = self.loss_function.delta(y, t, last.activation)
        gradients = [*last.gradients(inputs[-1], delta)]
        for k in reversed(range(len(self.layers) - 1)):
            layer, next_layer = self.layers[k], self.layers[k + 1]
            delta = layer.delta(inputs[k + 1], next_layer, delta)
            gradients[:0] = layer.gradients(inputs[k], delta)
        if self.l2:  # 1/2 λ W_ij^2 changes with W_ij by λ W_ij
            for k, layer in enumerate(self.layers):
                gradients[2 * k] += self.l2 * layer.W
        if self.l1:  # λ |W_ij| changes with W_ij by λ or -λ; where it is 0, nothing pulls at it
            for k, layer in enumerate(self.layers):
                gradients[2 * k] += self.l1 * np.sign(layer.W)
        return gradients

    def train_step(self, x: Array, t: Array, learning_rate: float) -> None:
        """One update from one batch: every parameter goes a step against its gradient.

        Raises ValueError when `learning_rate` is no number above 0, one in x or t not finite, or a
        W or b no view of `vector` any more.
        """
        if isinstance(self.vector, np.ndarray):  # not the compiler's stand-in
            check_views(self.layers, self.vector)
        all_finite("x", x)
        all_finite("t", t)
        learning_rate = step_size("learning_rate", learning_rate)
        self.optimizer.step(self.vector, flatten(self.gradients(x, t)), learning_rate)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Of a copy, by `copy` or `pickle`: its W and b are views of its own `vector` again."""
        self.__dict__.update(state)
        if not isinstance(self.vector, np.ndarray):
            return  # the compiler's copy, whose arrays have no numbers, and are views already
        views = layers_on(self.vector, self.sizes, self.activations)
        for layer, view in zip(self.layers, views, strict=True):
            if np.array_equal(layer.W, view.W, equal_nan=True):
                layer.W = view.W
            if np.array_equal(layer.b, view.b, equal_nan=True):
                layer.b = view.b

    def get_parameters(self) -> list[Array]:
        """Copies of `parameters`."""
        return [array.copy() for array in self.parameters]

    def set_parameters(self, parameters: Sequence[Array]) -> None:
        """Copies `parameters`, as `get_parameters` gives them, into the network.

        Raises ValueError when their number or a shape is not this network's, or one of them is not
        finite; nothing has changed then.
        """
        shapes = [np.shape(array) for array in parameters]
        expected = [array.shape for array in self.parameters]
        if shapes != expected:
            raise ValueError(f"parameters have shapes {shapes}, expected {expected}")
        arrays = [floats(f"parameters[{k}]", array) for k, array in enumerate(parameters)]
        for k, array in enumerate(arrays):
            finite(f"parameters[{k}]", array, hint="give a finite number")
        self.vector[:] = flatten(arrays)

    def predict_with(self, vectors: Array, xs: Array) -> Array:
        """What `predict` would give with other parameters, for many steps at once.

        vectors is (steps, parameters), xs (steps, inputs, n); returns (steps, outputs, n).
        """
        a = xs
        for layer in layers_on(vectors, self.sizes, self.activations):
            # As in DenseLayer.forward, where `dot` is quicker; only @ takes stacks of matrices.
            a = layer.activation.forward(layer.W @ a + layer.b)
        return a


def layers_on(
    vector: Array, sizes: Sequence[int], activations: Sequence[Activation]
) -> list[DenseLayer]:
    """Layers whose W and b are views of `vector`, which holds [W1, b1, W2, b2, ...] in a row.

    `vector` may also be (steps, parameters), one vector for each of many steps. Every W is then
    (steps, outputs, inputs), and the layers take x of shape (steps, inputs, n).
    """
    places = matrices(sizes)
    return [
        DenseLayer(W.of(vector), b.of(vector), activation)
        for W, b, activation in zip(places[::2], places[1::2], activations, strict=True)
    ]


def check_sizes(sizes: Sequence[int]) -> list[int]:
    """The layer sizes as a list. Raises ValueError unless they are two or more positive ints."""
    try:
        found = [whole("size", size, 1) for size in sizes]
    except (TypeError, ValueError):
        found = []
    if len(found) < 2:
        raise ValueError(f"sizes is {sizes!r}, expected two or more positive whole numbers")
    return found


def activation_names(hidden: str | Sequence[str], output: str, layers: int) -> list[str]:
    """One name a layer. Raises ValueError when `hidden` has not one for each hidden layer."""
    if not isinstance(hidden, Sequence):
        raise ValueError(f"hidden is {hidden!r}, expected the name of an activation, or a list")
    names = [hidden] * (layers - 1) if isinstance(hidden, str) else list(hidden)
    if len(names) == 1:
        names *= layers - 1
    if len(names) != layers - 1:
        raise ValueError(
            f"hidden names {len(names)} activations, expected {layers - 1}, one for each hidden "
            "layer, or one for all"
        )
    return [*names, output]
