"""What well-known slips in δ of the output layer would answer."""

import numpy as np

from nnlab.arrays import Array

from .probes import Activation, Slips, elsewhere


def products(error: Array, slope: Array, square: bool) -> dict[str, Array]:
    """Matrix products where entries are multiplied; a mean divides by what columns these have."""
    made = {"rows": error @ slope.T, "columns": error.T @ slope}
    if square:
        made[""] = error @ slope
    columns = error.shape[1]
    return {
        f"matrix_product:{how}, {mean}": product * columns / n
        for how, product in made.items()
        for mean, n in (("none", 1), ("mean", columns), ("own", product.shape[1]))
    }


def without_brackets(y: Array, t: Array, right: Array, columns: int) -> dict[str, Array]:
    """y - t, of which only t or only y is multiplied and divided."""
    slope = right / (y - t)
    made = {
        "t": y - t * slope, "t, mean": (y - t * slope) / columns, "t / n": y - t * slope / columns,
        "y": y * slope - t, "y, mean": (y * slope - t) / columns,
        "y / n": y * slope / columns - t,
    }  # fmt: skip
    return {f"error_in_brackets:{name}": wrong for name, wrong in made.items()}


def joined(right: Array) -> Slips:
    """Columns or rows made one, with the mean over the columns in it or not."""
    place = np.arange(right.shape[1]) + 0.0 * right
    made: dict[str, Array] = {
        "last_column_left_out": right * (place < right.shape[1] - 1) / right.shape[1],
        "first_column_left_out": right * (place > 0) / right.shape[1],
    }
    made["columns_averaged:spread"] = right.mean(axis=1, keepdims=True) + 0.0 * right
    made["columns_averaged:spread twice"] = made["columns_averaged:spread"] / right.shape[1]
    made["one_column_written"] = right[:, -1:] * (place == 0) / right.shape[1]
    made["running_sums"] = np.cumsum(right, axis=1) / right.shape[1]
    for kept in (True, False):
        made[f"columns_averaged:{kept}"] = right.mean(axis=1, keepdims=kept)
        made[f"columns_summed:{kept}"] = right.sum(axis=1, keepdims=kept)
        rows, columns = right.shape
        for name, n in (("columns", columns), ("", 1), ("rows", rows), ("all", right.size)):
            made[f"rows_averaged:{kept}{name}"] = right.sum(axis=0, keepdims=kept) / n
    return made


def of_squared_error(y: Array, t: Array, slope: Array) -> Slips:
    error, own = y - t, y * (1 - y)
    return {
        "missing_slope": error,
        "missing_error": slope,
        "true_class_only": t * error * slope,
        "true_class_left_out": (1 - t) * error * slope,
        "sigmoid_only": error * own,
        "one_activation_only:tanh": error * (1 - y * y),
        "slope_twice": error * slope * slope,
        "summed_early": error.sum(axis=1, keepdims=True) * slope,
        "summed_early:mean": error.mean(axis=1, keepdims=True) * slope,
        "squared_error": error**2 * slope,
        "squared_error+missing_slope": error**2,
        "absolute_error": np.abs(error) * slope,
        "sign_of_error": np.sign(error) * slope,
        "answer_rounded": (np.round(y) - t) * slope,
        "loss_itself": 0.5 * error**2,
        "slope_elsewhere": error * elsewhere(slope),
        "slope_elsewhere:error": error * Activation(slope, y).derivative(error),
        "targets_added": (y + t) * slope,
        "targets_reordered:rows": (y - t[::-1]) * slope,
        "targets_reordered:columns": (y - t[:, ::-1]) * slope,
        "output_for_slope": error * y,
        "part_of_slope": error * (1 - y),
        "slope_from_one": error * (1 - slope),
        "one_for_targets": (y - 1.0) * slope,
        "targets_missing": y * slope,
        "targets_multiplied": y * t * slope,
        "forward_for_derivative": error * (2.0 * y + 1.0),
        "divided_by_slope": error / slope,
        "slope_added": error + slope,
        "of_binary_cross_entropy": error / own * slope,
        "of_cross_entropy": -t / y * slope,
    }


def of_cross_entropy(y: Array, t: Array, slope: Array) -> Slips:
    error = y - t
    return {
        "slope_too_many": error * slope,
        "own_slope_too_many": error * y * (1 - y),
        "missing_error": y * (1 - y),
        "by_output": -t / y,
        "by_output+slope_too_many": -t / y * slope,
        "loss_itself": -t * np.log(y),
        "true_class_only": t * error,
        "log_taken": np.log(y) - t,
        "summed_early:targets": y - t.mean(axis=1, keepdims=True),
        "summed_early:outputs": y.mean(axis=1, keepdims=True) - t,
        "diagonal_only": -t * (1 - y),
        "true_class_left_out": (1 - t) * y,
        "squared_error": error**2,
        "absolute_error": np.abs(error),
        "sign_of_error": np.sign(error),
        "targets_missing": y,
        "output_missing": t,
        "targets_added": y + t,
        "of_separate_outputs": error / (y * (1 - y)),
        "squared_through_softmax": y * (error - (error * y).sum(axis=0)),
        "output_multiplied": y * error,
        "one_for_targets": y - 1.0,
        "softmax_twice": np.exp(y) / np.exp(y).sum(axis=0) - t,
        "softmax_twice:forward": Activation(slope, y).forward(y) - t,
        "answer_rounded": (y == y.max(axis=0)) - t,
        "own_answer_for_target": y - (y == y.max(axis=0)),
    }
