"""One update taken apart: forward, loss, backward and update, step by step, with every number.

The steps are not computed here. A copy of the network makes one `train_step` while `recording`
watches; each step below is a call that happened, with what went in, what came out, and the line
that did it.
"""

from dataclasses import dataclass

from .arrays import Array
from .facts import fact
from .network import NeuralNetwork
from .recording import recording
from .step import Step
from .trace_phases import backward_steps, forward_steps, loss_steps, named, update_steps


@dataclass(frozen=True)
class Trace:
    steps: tuple[Step, ...]
    loss: float
    """The batch's loss before the update, without any penalty."""

    loss_after: float
    """The same batch's loss after it."""


def trace(network: NeuralNetwork, x: Array, t: Array, learning_rate: float) -> Trace:
    """Takes apart the update that `network.train_step(x, t, learning_rate)` would make.

    x is (features, n) and t (classes, n). The network stays as it is. Kinds of steps, in order:

    - "weighted_sum", "activation": forward, layer by layer;
    - "loss": a row of one loss for each column (eq. 6 for half_squared_error);
    - "derivative" (eq. 2 for sigmoid), then "output_delta" (eq. 8) or "hidden_delta" (eq. 1 and,
      for sigmoid, 3), "weight_gradient" (eq. 4), "bias_gradient" (eq. 5), from the last layer to
      the first;
    - "penalty": what the L2 or the L1 penalty adds to a layer's weight gradient, when there is one;
    - "update": W and b of each layer. Among its operands are what the optimizer remembered
      before and remembers now, and the change itself.
    """
    copy = copy_of(network)
    y = copy.predict(x)
    with recording() as loss_calls:
        loss = copy.loss_function.value(y, t)
    before = named(copy, copy.vector)
    state_before = copy.optimizer.state()
    with recording() as calls:
        copy.train_step(x, t, learning_rate)
    steps = [
        *forward_steps(copy, calls, before),
        *loss_steps(copy, loss_calls),
        *backward_steps(copy, calls, before),
        *update_steps(copy, calls, before, state_before, learning_rate),
    ]
    after = copy.loss_function.value(copy.predict(x), t)
    return Trace(steps=tuple(steps), loss=loss, loss_after=after)


def copy_of(network: NeuralNetwork) -> NeuralNetwork:
    """Another network of the same class with the same parameters and optimizer state."""
    *hidden, output = [activation.name for activation in network.activations]
    l1 = fact(network, "l1")
    copy = type(network)(
        network.sizes,
        hidden=hidden,
        output=output,
        loss=network.loss_function.name,
        optimizer=network.optimizer.name,
        l2=network.l2,
        **({"l1": l1} if l1 else {}),
    )
    copy.vector[:] = network.vector
    copy.optimizer.restore(network.optimizer.state())
    return copy
