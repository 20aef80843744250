"""Slips of a layer that take, in a product or a sum, something else than what belongs there."""

import numpy as np

from nnlab.arrays import Array

from .probes import Activation, Slips, Widths, elsewhere, numbers


def in_delta(widths: Widths) -> Slips:
    n = numbers(widths)
    W, delta, slope, a = n["next_W"], n["next_delta"], n["slope"], n["z"]
    back, own = W.T @ delta, W.sum(axis=0)[:, None]
    made = {
        "signs_alone:back": np.sign(back) * slope,
        "signs_alone:delta": W.T @ np.sign(delta) * slope,
        "signs_alone:W": np.sign(W).T @ delta * slope,
        "signs_alone:all": np.sign(back * slope),
        "factor_sign_lost:delta": W.T @ np.abs(delta) * slope,
        "factor_sign_lost:W": np.abs(W).T @ delta * slope,
        "slope_of_handed_back": elsewhere(slope),
        "output_too_many": back * slope * a,
        "slope_from_one": back * (1 - slope),
        "squared_factor:W": (W * W).T @ delta * slope,
        "delta_passed_on": delta,
        "next_output": Activation(n["next_slope"]).forward(W @ a + n["next_b"]),
    }
    for name, one in (("sum", W.sum()), ("mean", W.mean()), ("max", W.max()), ("min", W.min())):
        made[f"weights_summed:{name}"] = one * delta.sum(axis=0) * slope
    for name, count in (("sum", 1), ("mean", len(W))):
        made[f"summed_apart:{name}"] = own / count * delta.sum(axis=0) * slope
    return made


def in_weights(widths: Widths) -> Slips:
    n = numbers(widths)
    x, delta, z = n["x"], n["delta"], n["W"] @ n["x"] + n["b"]
    return {
        "signs_alone": np.sign(delta @ x.T),
        "signs_alone:delta": np.sign(delta) @ x.T,
        "signs_alone:x": delta @ np.sign(x).T,
        "factor_sign_lost:delta": np.abs(delta) @ x.T,
        "factor_sign_lost:x": delta @ np.abs(x).T,
        "bias_in_sum": delta @ x.T + n["b"],
        "sums_for_input": delta @ z.T,
        "output_for_input": delta @ Activation(n["slope"]).forward(z).T,
    }


def in_biases(widths: Widths) -> Slips:
    n = numbers(widths)
    delta, right = n["delta"], n["delta"].sum(axis=1, keepdims=True)
    products: Array = n["delta"] @ n["x"].T
    return {
        "signs_alone": np.sign(right),
        "signs_alone:delta": np.sign(delta).sum(axis=1, keepdims=True),
        "factor_sign_lost:delta": np.abs(delta).sum(axis=1, keepdims=True),
        "bias_in_gradient": right * n["b"],
        "median_for_sum": np.median(delta, axis=1, keepdims=True),
        "sums_on_the_way": np.cumsum(delta, axis=1),
        "weight_gradient_summed": products.sum(axis=1, keepdims=True),
        "weight_gradient_summed:mean": products.mean(axis=1, keepdims=True),
    }
