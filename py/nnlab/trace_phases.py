"""The steps of one update, read off the calls that were recorded: see `trace`."""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from .arrays import Array
from .facts import fact
from .layers import DenseLayer
from .network import NeuralNetwork
from .parameters import matrices
from .recording import Call
from .step import Operand, Source, Step

Named = dict[tuple[str, int], Array]


def named(network: NeuralNetwork, vector: Array) -> Named:
    """A vector of a number for each parameter as matrices: ("W", 1), ("b", 1), ("W", 2), ..."""
    return {(m.symbol, m.layer): m.of(vector).copy() for m in matrices(network.sizes)}


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
        weighted_sum = Step(
            phase="forward",
            kind="weighted_sum",
            rule="",
            equations=(),
            layer=layer,
            operands=operands,
            symbol="z",
            result=z,
            source=source(call, inner.caller_line),
        )
        f = network.activations[layer - 1]
        activation = Step(
            phase="forward",
            kind="activation",
            rule=f.name,
            equations=(),
            layer=layer,
            operands=(Operand("z", layer, z, "entry" if fact(f, "element_wise") else "column"),),
            symbol="a",
            result=inner.returned,
            source=source(inner, inner.line_that_made(inner.result)),
        )
        steps += [weighted_sum, activation]
    return steps


def loss_steps(network: NeuralNetwork, calls: list[Call]) -> list[Step]:
    call = next(c for c in calls if c.name == "per_sample")
    last = len(network.layers)
    loss = Step(
        phase="loss",
        kind="loss",
        rule=network.loss_function.name,
        equations=fact(network.loss_function, "equations"),
        layer=0,
        operands=(
            Operand("y", last, call.arguments["y"], "column"),
            Operand("t", 0, call.arguments["t"], "column"),
        ),
        symbol="Loss",
        result=np.atleast_2d(call.returned),
        source=source(call, call.line_that_made(call.result)),
    )
    return [loss]


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
            activation = network.activations[layer - 1]
            delta = Step(
                phase="backward",
                kind="hidden_delta",
                rule=activation.name,
                equations=(1, *fact(activation, "delta_equations")),
                layer=layer,
                operands=operands,
                symbol="delta",
                result=call.returned,
                source=source(call, call.line_that_made(call.result)),
            )
            steps += [slope, delta]
        elif function == "gradients":
            steps += gradient_steps(call, layer)
    whole = next((c for c in calls if c.name == "gradients" and c.owner is network), None)
    penalties = {"l2": network.l2, "l1": fact(network, "l1")}
    rules = [(rule, factor) for rule, factor in penalties.items() if factor]
    if whole and rules:
        for layer in range(last, 0, -1):
            steps += penalty_steps(rules, steps, whole, before, layer)
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
    delta = Step(
        phase="backward",
        kind="output_delta",
        rule=network.loss_function.name,
        equations=fact(network.loss_function, "delta_equations"),
        layer=last,
        operands=tuple(operands),
        symbol="delta",
        result=call.returned,
        source=source(call, call.line_that_made(call.result)),
    )
    return [*steps, delta]


def derivative_step(network: NeuralNetwork, calls: list[Call], caller: Call, layer: int) -> Step:
    """f'(z) from a, as the delta of `layer` asked for it."""
    call = next(c for c in calls if c.caller is caller and c.name == "derivative")
    activation = network.activations[layer - 1]
    return Step(
        phase="backward",
        kind="derivative",
        rule=activation.name,
        equations=fact(activation, "derivative_equations"),
        layer=layer,
        operands=(Operand("a", layer, call.arguments["a"], "entry"),),
        symbol="slope",
        result=call.returned,
        source=source(call, call.line_that_made(call.result)),
    )


def gradient_steps(call: Call, layer: int) -> list[Step]:
    delta = Operand("delta", layer, call.arguments["delta"], "row")
    x = Operand("X", layer, call.arguments["x"].T, "column", transposed=True)
    dW, db = call.returned
    at_dW, at_db = (source(call, call.line_that_made(made)) for made in call.result)
    weight_gradient = Step(
        phase="backward",
        kind="weight_gradient",
        rule="",
        equations=(4,),
        layer=layer,
        operands=(delta, x),
        symbol="dW",
        result=dW,
        source=at_dW,
    )
    bias_gradient = Step(
        phase="backward",
        kind="bias_gradient",
        rule="",
        equations=(5,),
        layer=layer,
        operands=(delta,),
        symbol="db",
        result=db,
        source=at_db,
    )
    return [weight_gradient, bias_gradient]


def penalty_steps(
    rules: list[tuple[str, float]], steps: list[Step], call: Call, before: Named, layer: int
) -> list[Step]:
    """The gradient of 1/2 λ ||W||^2 is λ W, that of λ ∑|W| is λ sign(W): added to dW in place."""
    place = 2 * (layer - 1)
    found = next(s for s in steps if s.kind == "weight_gradient" and s.layer == layer).result
    changes = call.changes_of("gradients", place)[-len(rules) :]
    if len(changes) < len(rules):  # of weights that all are 0
        changes = [(call.line_that_changed("gradients", place), call.returned[place])] * len(rules)
    added: list[Step] = []
    for (rule, factor), (line, result) in zip(rules, changes, strict=True):
        operands = (
            Operand("dW", layer, found, "entry"),
            Operand("lambda", 0, np.array([[factor]]), "all"),
            Operand("W", layer, before["W", layer], "entry"),
        )
        step = Step(
            phase="backward",
            kind="penalty",
            rule=rule,
            equations=(),
            layer=layer,
            operands=operands,
            symbol="dW",
            result=result,
            source=source(call, line),
        )
        found = result
        added.append(step)
    return added


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
        update = Step(
            phase="update",
            kind="update",
            rule=network.optimizer.name,
            equations=(),
            layer=layer,
            operands=operands,
            symbol=symbol,
            result=result,
            source=where,
        )
        steps.append(update)
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
