"""One update taken apart: forward, loss, backward and update, step by step, with every number.

The steps are not computed here. A copy of the network makes one `train_step` while `recording`
watches; each step below is a call that happened, with what went in, what came out, and the line
that did it.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .arrays import Array
from .layers import DenseLayer
from .network import NeuralNetwork
from .recording import Call, recording


@dataclass(frozen=True)
class Source:
    """A line of Python, `line`, in the function that contains it."""

    file: str
    """As in "nnlab/layers.py"."""

    function: str
    first_line: int
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Operand:
    """A matrix that went into a step.

    `reads` says which of its entries made the entry (i, j) of the result: "entry", the same one;
    "row", its row i; "column", its column j; "bias", the entry (i, 0); "all", each.
    """

    symbol: str
    layer: int
    array: Array
    reads: str
    transposed: bool = False
    """Whether `array` is the transpose of what the symbol stands for."""


@dataclass(frozen=True)
class Step:
    """One operation. Layers count from 1; layer 0 means that the step belongs to none."""

    phase: str
    """"forward", "loss", "backward" or "update"."""

    kind: str
    """What is computed: see `trace`."""

    rule: str
    """The name of the activation, loss or optimizer whose formula is used, or ""."""

    equations: tuple[int, ...]
    """Numbers of the article's equations, the most special one last; () when it has none."""

    layer: int
    operands: tuple[Operand, ...]
    symbol: str
    result: Array
    source: Source


@dataclass(frozen=True)
class Trace:
    steps: tuple[Step, ...]
    loss: float
    """The batch's loss before the update, without the L2 penalty."""

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
    - "penalty": what the L2 penalty adds to a layer's weight gradient, when there is one;
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
    copy = type(network)(
        network.sizes,
        hidden=hidden,
        output=output,
        loss=network.loss_function.name,
        optimizer=network.optimizer.name,
        l2=network.l2,
    )
    copy.vector[:] = network.vector
    copy.optimizer.restore(network.optimizer.state())
    return copy


Named = dict[tuple[str, int], Array]


def named(network: NeuralNetwork, vector: Array) -> Named:
    """A vector of a number for each parameter as matrices: ("W", 1), ("b", 1), ("W", 2), ..."""
    matrices: Named = {}
    start = 0
    for layer, like in enumerate(network.layers, 1):
        for symbol, shape in (("W", like.W.shape), ("b", like.b.shape)):
            end = start + shape[0] * shape[1]
            matrices[symbol, layer] = vector[start:end].reshape(shape).copy()
            start = end
    return matrices


def forward_steps(network: NeuralNetwork, calls: list[Call], before: Named) -> list[Step]:
    steps: list[Step] = []
    for layer, function, call in calls_of_layers(network, calls):
        if function != "forward":
            continue
        inner = next(c for c in calls if c.caller is call and c.name == "forward")
        z, x = inner.arguments["z"], call.arguments["x"]
        operands = (
            Operand("W", layer, before["W", layer], "row"),
            Operand("X", layer, x, "column"),
            Operand("b", layer, before["b", layer], "bias"),
        )
        line = inner.caller_line
        steps.append(
            Step("forward", "weighted_sum", "", (), layer, operands, "z", z, source(call, line))
        )
        rule = network.activations[layer - 1].name
        reads = "column" if rule == "softmax" else "entry"
        line = inner.line_that_made(inner.result)
        steps.append(
            Step(
                "forward",
                "activation",
                rule,
                (),
                layer,
                (Operand("z", layer, z, reads),),
                "a",
                inner.returned,
                source(inner, line),
            )
        )
    return steps


def loss_steps(network: NeuralNetwork, calls: list[Call]) -> list[Step]:
    call = next(c for c in calls if c.name == "per_sample")
    rule = network.loss_function.name
    last = len(network.layers)
    operands = (
        Operand("y", last, call.arguments["y"], "column"),
        Operand("t", 0, call.arguments["t"], "column"),
    )
    result = np.atleast_2d(call.returned)
    equations = (6,) if rule == "half_squared_error" else ()
    line = call.line_that_made(call.result)
    return [Step("loss", "loss", rule, equations, 0, operands, "Loss", result, source(call, line))]


def backward_steps(network: NeuralNetwork, calls: list[Call], before: Named) -> list[Step]:
    steps: list[Step] = []
    last = len(network.layers)
    for call in calls:
        if call.name == "delta" and call.owner is network.loss_function:
            steps += output_delta_steps(network, calls, call)
    for layer, function, call in calls_of_layers(network, calls):
        if function == "delta":
            slope = derivative_step(network, calls, call, layer)
            operands = (
                Operand("W", layer + 1, before["W", layer + 1].T, "row", transposed=True),
                Operand("delta", layer + 1, call.arguments["next_delta"], "column"),
                Operand("slope", layer, slope.result, "entry"),
            )
            rule = network.activations[layer - 1].name
            equations = (1, 3) if rule == "sigmoid" else (1,)
            line = call.line_that_made(call.result)
            delta = Step(
                "backward",
                "hidden_delta",
                rule,
                equations,
                layer,
                operands,
                "delta",
                call.returned,
                source(call, line),
            )
            steps += [slope, delta]
        elif function == "gradients":
            steps += gradient_steps(call, layer)
    whole = next((c for c in calls if c.name == "gradients" and c.owner is network), None)
    if network.l2 and whole:
        for layer in range(last, 0, -1):
            steps.append(penalty_step(network, steps, whole, before, layer))
    return steps


def output_delta_steps(network: NeuralNetwork, calls: list[Call], call: Call) -> list[Step]:
    last = len(network.layers)
    operands = [
        Operand("y", last, call.arguments["y"], "entry"),
        Operand("t", 0, call.arguments["t"], "entry"),
    ]
    steps: list[Step] = []
    if any(c.caller is call and c.name == "derivative" for c in calls):
        steps.append(derivative_step(network, calls, call, last))
        operands.append(Operand("slope", last, steps[0].result, "entry"))
    rule = network.loss_function.name
    equations = (7, 8) if rule == "half_squared_error" else ()
    result, line = call.returned, call.line_that_made(call.result)
    where = source(call, line)
    steps.append(
        Step(
            "backward",
            "output_delta",
            rule,
            equations,
            last,
            tuple(operands),
            "delta",
            result,
            where,
        )
    )
    return steps


def derivative_step(network: NeuralNetwork, calls: list[Call], caller: Call, layer: int) -> Step:
    """f'(z) from a, as the delta of `layer` asked for it."""
    call = next(c for c in calls if c.caller is caller and c.name == "derivative")
    rule = network.activations[layer - 1].name
    operands = (Operand("a", layer, call.arguments["a"], "entry"),)
    equations = (2,) if rule == "sigmoid" else ()
    line = call.line_that_made(call.result)
    return Step(
        "backward",
        "derivative",
        rule,
        equations,
        layer,
        operands,
        "slope",
        call.returned,
        source(call, line),
    )


def gradient_steps(call: Call, layer: int) -> list[Step]:
    delta = Operand("delta", layer, call.arguments["delta"], "row")
    x = Operand("X", layer, call.arguments["x"].T, "column", transposed=True)
    dW, db = call.returned
    at_dW, at_db = (source(call, call.line_that_made(made)) for made in call.result)
    return [
        Step("backward", "weight_gradient", "", (4,), layer, (delta, x), "dW", dW, at_dW),
        Step("backward", "bias_gradient", "", (5,), layer, (delta,), "db", db, at_db),
    ]


def penalty_step(
    network: NeuralNetwork, steps: list[Step], call: Call, before: Named, layer: int
) -> Step:
    """The gradient of 1/2 λ ||W||^2 is λ W: it is added to dW in place."""
    place = 2 * (layer - 1)
    plain = next(s for s in steps if s.kind == "weight_gradient" and s.layer == layer)
    operands = (
        Operand("dW", layer, plain.result, "entry"),
        Operand("lambda", 0, np.array([[network.l2]]), "all"),
        Operand("W", layer, before["W", layer], "entry"),
    )
    where = source(call, call.line_that_changed("gradients", place))
    result = call.returned[place]
    return Step("backward", "penalty", "l2", (), layer, operands, "dW", result, where)


def update_steps(
    network: NeuralNetwork,
    calls: list[Call],
    before: Named,
    state_before: Mapping[str, Array],
    learning_rate: float,
) -> list[Step]:
    call = next(c for c in calls if c.name == "step" and c.owner is network.optimizer)
    where = source(call, call.line_that_changed("parameters"))
    gradients = named(network, call.arguments["gradients"])
    after = named(network, network.vector)
    rate = np.array([[learning_rate]])
    steps: list[Step] = []
    for (symbol, layer), result in after.items():
        memory = [
            operand
            for name, now in network.optimizer.state().items()
            for operand in memory_operands(network, name, state_before[name], now, symbol, layer)
        ]
        operands = (
            Operand(symbol, layer, before[symbol, layer], "entry"),
            Operand("learning_rate", 0, rate, "all"),
            Operand(f"d{symbol}", layer, gradients[symbol, layer], "entry"),
            *memory,
            Operand("change", layer, result - before[symbol, layer], "entry"),
        )
        rule = network.optimizer.name
        steps.append(Step("update", "update", rule, (), layer, operands, symbol, result, where))
    return steps


def memory_operands(
    network: NeuralNetwork, name: str, old: Array, new: Array, symbol: str, layer: int
) -> list[Operand]:
    """What the optimizer remembered of a matrix, and what it remembers now."""
    pick: Callable[[Array], Array]
    if old.size == network.vector.size:
        reads, pick = "entry", lambda vector: named(network, vector)[symbol, layer]
    else:
        reads, pick = "all", np.atleast_2d
    return [
        Operand(f"{name}_before", layer, pick(old), reads),
        Operand(name, layer, pick(new), reads),
    ]


def calls_of_layers(network: NeuralNetwork, calls: list[Call]) -> list[tuple[int, str, Call]]:
    """(layer, method, call) of the calls that the network's layers got, in order."""
    return [
        (number, call.name, call)
        for call in calls
        for number, layer in enumerate(network.layers, 1)
        if isinstance(call.owner, DenseLayer) and call.owner is layer
    ]


def source(call: Call, line: int) -> Source:
    """The line in its function, found through the code object that ran."""
    lines, first_line = inspect.getsourcelines(call.code)
    path = Path(call.code.co_filename)
    return Source(
        file=f"{path.parent.name}/{path.name}",
        function=call.code.co_qualname,
        first_line=first_line,
        lines=tuple(text.rstrip("\n") for text in lines),
        line=line,
    )
