"""What a layer is asked, and what well-known slips would answer."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.arrays import Array

from . import wrong_factors
from .activation_pieces import HIDDEN
from .probes import (
    OTHER_SHAPE,
    PROBES,
    SQUARE,
    Activation,
    Given,
    NotTwo,
    Piece,
    Slips,
    Together,
    Widths,
    elsewhere,
    numbers,
)


def for_forward(widths: Widths) -> Given:
    n = numbers(widths)
    return {"self.W": n["W"], "self.b": n["b"], "x": n["x"], "slope": n["slope"]}


def run_forward(package: Any, given: Given) -> Any:
    activation = Activation(given["slope"])
    return package.layers.DenseLayer(given["self.W"], given["self.b"], activation).forward(
        given["x"]
    )


def forward_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    W, x, b, f = n["W"], n["x"], n["b"], Activation(n["slope"]).forward
    z = W @ x + b
    slips = {
        "no_bias": f(W @ x),
        "bias_taken_off": f(W @ x - b),
        "bias_multiplied": f((W @ x) * b),
        "bias_outside": f(W @ x) + b,
        "no_activation": z,
        "no_activation+no_bias": W @ x,
        "activation_twice": f(f(z)),
        "slope_for_activation": n["slope"],
    }
    if widths == SQUARE:
        slips["transpose_too_many"] = f(W.T @ x + b)
        slips["factors_swapped"] = f(x @ W + b)
        slips["entry_product"] = f(W * x + b)
        slips["bias_along_columns"] = f(W @ x + b.T)
    return slips


def added_to_sum(widths: Widths) -> Mapping[str, Array]:
    n = numbers(widths)
    more = Activation(n["slope"]).forward(n["b"]) - Activation(n["slope"]).forward(0.0 * n["b"])
    return {"bias_too_much": more + np.zeros((widths.outputs, widths.columns))}


def for_delta(widths: Widths) -> Given:
    n = numbers(widths)
    return {
        "self.W": n["W"], "self.b": n["b"], "a": n["z"], "slope": n["slope"],
        "next_layer.W": n["next_W"], "next_layer.b": n["next_b"],
        "next_delta": n["next_delta"], "next_slope": n["next_slope"],
    }  # fmt: skip


def run_delta(package: Any, given: Given) -> Any:
    make = package.layers.DenseLayer
    own = make(given["self.W"], given["self.b"], Activation(given["slope"], given["a"]))
    following = make(given["next_layer.W"], given["next_layer.b"], Activation(given["next_slope"]))
    return own.delta(given["a"], following, given["next_delta"])


def run_known_delta(package: Any, given: Given) -> Any:
    """With each of the activations that there are in the place of the stub."""
    make = package.layers.DenseLayer
    answers = Together()
    known = package.activations.ACTIVATIONS
    for name, other in zip(HIDDEN, (*HIDDEN[1:], HIDDEN[0]), strict=True):
        own = make(given["self.W"], given["self.b"], known[name])
        following = make(given["next_layer.W"], given["next_layer.b"], known[other])
        a = ACTIVATIONS[name].forward(given["a"]).copy()
        answers.append(own.delta(a, following, given["next_delta"]))
    return answers


def delta_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    W, delta, slope, a = n["next_W"], n["next_delta"], n["slope"], n["z"]
    back = W.T @ delta
    columns = widths.columns
    slips = {
        "missing_slope": back,
        "squared_factor": W.T @ (delta * delta) * slope,
        "missing_delta": W.sum(axis=0)[:, None] * slope,
        "missing_weights_and_delta": slope,
        "slope_elsewhere": back * elsewhere(slope),
        "slope_twice": back * slope * slope,
        "sigmoid_only": back * a * (1 - a),
        "one_activation_only:tanh": back * (1 - a * a),
        "one_activation_only:relu": back * (a > 0),
        "next_slope_again": W.T @ (delta * n["next_slope"]) * slope,
        "forward_for_derivative": back * (2.0 * a + 1.0),
        "output_for_slope": back * a,
        "divided_by_slope": back / slope,
        "slope_added": back + slope,
        "bias_added": (back + n["b"]) * slope,
        "bias_added:next": W.T @ (delta + n["next_b"]) * slope,
        "summed_early": back.sum(axis=1, keepdims=True) * slope,
        "summed_early:mean": back.mean(axis=1, keepdims=True) * slope,
        "entries_joined": back.sum(axis=0) * slope,
        "entries_joined:mean": back.mean(axis=0) * slope,
        "columns_summed": (back * slope).sum(axis=1, keepdims=True),
        "columns_averaged": (back * slope).mean(axis=1, keepdims=True),
        "neuron_left_out:1": W[:1].T @ delta[:1] * slope,
        "neuron_left_out:2": W[:-1].T @ delta[:-1] * slope,
        "last_neuron_only": W[-1:].T @ delta[-1:] * slope,
        "slope_twice:sigmoid": back * slope * a * (1 - a),
        "missing_slope+next_slope_again": W.T @ (delta * n["next_slope"]),
        "neuron_left_out:3": W[1:].T @ delta[1:] * slope,
        "last_column_left_out": back * slope * (np.arange(columns) < columns - 1),
        "first_column_left_out": back * slope * (np.arange(columns) > 0),
    }
    if widths != SQUARE:
        slips["reshaped"] = W.reshape(W.T.shape) @ delta * slope
    if widths.following != widths.inputs:
        slips["slope_of_next_layer"] = back * OTHER_SHAPE
    if widths == SQUARE:
        slips["missing_transpose"] = W @ delta * slope
        slips["missing_slope+missing_transpose"] = W @ delta
        slips["own_weights"] = n["W"].T @ delta * slope
        slips["own_weights+missing_transpose"] = n["W"] @ delta * slope
        slips["missing_weights"] = delta * slope
        slips["factors_swapped"] = delta @ W.T * slope
        slips["factors_swapped+missing_transpose"] = delta @ W * slope
        slips["entry_product"] = W.T * delta * slope
        slips["entry_product+missing_transpose"] = W * delta * slope
        slips["matrix_product"] = back @ slope
        slips["slope_of_next_layer"] = back * n["next_slope"]
        slips["slope_inside"] = W.T @ (delta * slope)
        slips["missing_delta:product"] = W.T @ slope
        following = Activation(n["next_slope"]).forward(W @ a + n["next_b"])
        slips["forward_for_derivative:next"] = back * following
        slips["product_transposed"] = (W @ delta).T * slope
        slips["weights_summed"] = W.sum() * delta * slope
        slips["slope_inside:elsewhere"] = W.T @ (delta * elsewhere(slope))
        slips["delta_transposed"] = W.T @ delta.T * slope
    return {**slips, **wrong_factors.in_delta(widths)}


def delta_factors(widths: Widths) -> Mapping[str, float]:
    return {
        "mean_twice": 1.0 / widths.columns,
        "times_columns": float(widths.columns),
        "over_neurons": 1.0 / widths.outputs,
        "over_neurons:next": 1.0 / widths.following,
    }


def for_gradients(widths: Widths) -> Given:
    n = numbers(widths)
    return {
        key: n[key.removeprefix("self.")] for key in ("self.W", "self.b", "x", "delta", "slope")
    }


def run_gradient(which: int) -> Callable[[Any, Given], Any]:
    def run(package: Any, given: Given) -> Any:
        make = package.layers.DenseLayer
        layer = make(given["self.W"], given["self.b"], Activation(given["slope"]))
        results = layer.gradients(given["x"], given["delta"])
        one = one_of_two(results, which)
        if one is not None and is_one_array(*results, given["x"], given["delta"]):
            raise NotTwo("one array")
        return one

    return run


def one_of_two(results: Any, which: int) -> Any:
    if results is None:
        return None
    pair = isinstance(results, tuple | list) or (
        isinstance(results, np.ndarray) and results.dtype == object
    )
    if pair and any(one is None for one in results):
        raise NotTwo("one is None")
    if not pair or len(results) != 2:
        raise NotTwo("dictionary" if isinstance(results, dict) else "")
    return results[which]


def is_one_array(dW: Any, db: Any, *given: Any) -> bool:
    """Whether what is written into the one gradient stands in the other too."""
    own = not any(np.shares_memory(dW, one) for one in given)
    return own and bool(np.shares_memory(dW, db))


def weight_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    x, delta, W = n["x"], n["delta"], n["W"]
    right, half = delta @ x.T, widths.columns // 2
    slips = {
        "swapped": delta.sum(axis=1, keepdims=True),
        "slope_again": (delta * n["slope"]) @ x.T,
        "flattened": np.outer(delta, x),
        "flattened:x": np.outer(x, delta),
        "last_column_left_out": delta[:, :-1] @ x[:, :-1].T,
        "first_column_left_out": delta[:, 1:] @ x[:, 1:].T,
        "rows_for_columns:inputs": delta[:, : len(x)] @ x[:, : len(x)].T,
        "rows_for_columns:neurons": delta[:, : len(W)] @ x[:, : len(W)].T,
        "one_column": delta[:, :1] @ x[:, :1].T,
        "last_column_only": delta[:, -1:] @ x[:, -1:].T,
        "input_missing": delta.sum(axis=1, keepdims=True) + np.zeros_like(W),
        "delta_alone": delta,
        "x_alone": x,
        "squared_factor:x": delta @ (x * x).T,
        "squared_factor:delta": (delta * delta) @ x.T,
        "half_of_batch": delta[:, :half] @ x[:, :half].T,
        "delta_missing": x.sum(axis=1) + np.zeros_like(W),
        "sums_multiplied": delta.sum(axis=1, keepdims=True) * x.sum(axis=1),
        "sums_multiplied:means": delta.mean(axis=1, keepdims=True) * x.mean(axis=1),
        "weights_multiplied": right * W,
        "update_returned": W - right,
        "products_not_summed": delta[:, None, :] * x[None],
    }
    if widths != SQUARE:
        slips["reshaped"] = delta @ x.reshape(x.T.shape)
    if widths == SQUARE:
        slips["missing_transpose"] = delta @ x
        slips["wrong_transpose"] = delta.T @ x
        slips["samples_in_rows"] = x.T @ delta
        slips["samples_in_rows:bare"] = x @ delta
        slips["both_transposed"] = delta.T @ x.T
        slips["entry_product"] = delta * x.T
        slips["entry_product+missing_transpose"] = delta * x
    return {**slips, **wrong_factors.in_weights(widths)}


def added_to_weights(widths: Widths) -> Mapping[str, Array]:
    W = numbers(widths)["W"]
    return {"penalty_in_layer": W, "penalty_in_layer_of_signs": np.sign(W)}


def added_to_biases(widths: Widths) -> Mapping[str, Array]:
    return {"penalty_in_layer": numbers(widths)["b"]}


def weight_factors(widths: Widths) -> Mapping[str, float]:
    return {
        "mean_twice": 1.0 / widths.columns,
        "times_columns": float(widths.columns),
        "over_neurons": 1.0 / widths.outputs,
        "over_neurons:inputs": 1.0 / widths.inputs,
    }


def bias_slips(widths: Widths) -> Slips:
    n = numbers(widths)
    x, delta = n["x"], n["delta"]
    right, half = delta.sum(axis=1, keepdims=True), widths.columns // 2
    slips = {
        "not_summed": delta,
        "squared_factor:delta": (delta * delta).sum(axis=1, keepdims=True),
        "half_of_batch": delta[:, :half].sum(axis=1, keepdims=True),
        "rows_for_columns:inputs": delta[:, : len(x)].sum(axis=1, keepdims=True),
        "rows_for_columns:neurons": delta[:, : len(n["W"])].sum(axis=1, keepdims=True),
        "one_column": delta[:, :1],
        "one_column+axis_dropped": delta[:, 0],
        "last_column_only": delta[:, -1:],
        "last_column_only+axis_dropped": delta[:, -1],
        "last_column_left_out": delta[:, :-1].sum(axis=1, keepdims=True),
        "first_column_left_out": delta[:, 1:].sum(axis=1, keepdims=True),
        "slope_again": (delta * n["slope"]).sum(axis=1, keepdims=True),
        "summed_over_neurons": delta.sum(axis=0, keepdims=True),
        "summed_over_neurons+axis_dropped": delta.sum(axis=0),
        "summed_over_neurons+mean_twice": delta.mean(axis=0, keepdims=True),
        "summed_over_neurons+mean_twice+axis_dropped": delta.mean(axis=0),
        "summed_over_all": delta.sum(keepdims=True),
        "summed_over_all+mean_twice": delta.mean(keepdims=True),
        "summed_over_all+axis_dropped": delta.sum(),
        "swapped": delta @ x.T,
        "lost_axis": delta.sum(axis=1),
        "mean_twice+axis_dropped": delta.mean(axis=1),
        "column_as_row": right.T,
        "update_returned": n["b"] - right,
        "ones": np.ones_like(right),
        "biggest_for_sum": delta.max(axis=1, keepdims=True),
        "input_summed": x.sum(axis=1, keepdims=True),
    }
    slips.update(wrong_factors.in_biases(widths))
    if widths.inputs != widths.outputs:
        return slips
    return slips | {"input_multiplied": (delta * x).sum(axis=1, keepdims=True)}


PIECES = [
    Piece(
        "weighted_sum", "", "layers", "DenseLayer.forward", "z", run_forward, for_forward,
        forward_slips, added=added_to_sum, probes=PROBES,
    ),
]  # fmt: skip
DELTAS = [
    Piece(
        "hidden_delta", "", "layers", "DenseLayer.delta", "delta", run_delta, for_delta,
        delta_slips, delta_factors, spoils=frozenset({"a"}), probes=PROBES, known=run_known_delta,
    ),
]  # fmt: skip
GRADIENTS = [
    Piece(
        "weight_gradient", "", "layers", "DenseLayer.gradients", "W", run_gradient(0),
        for_gradients, weight_slips, weight_factors, probes=PROBES, added=added_to_weights,
    ),
    Piece(
        "bias_gradient", "", "layers", "DenseLayer.gradients", "b", run_gradient(1),
        for_gradients, bias_slips, weight_factors, probes=PROBES, added=added_to_biases,
    ),
]  # fmt: skip
