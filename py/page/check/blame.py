"""Which gradient of a whole network is wrong, nearest the output; or where it stops."""

import ast
import traceback
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array, flatten
from nnlab.gradient_check import RIGHT, WRONG, MatrixCheck, WrongShape, check_gradients
from page.code.edited import Edited
from page.protocol import Blame, CodeError

from .activation_pieces import HIDDEN
from .naming import roughly
from .network_pieces import L2, a_batch, a_network

Checked = tuple[Blame | None, list[MatrixCheck], CodeError | None]


def check_all_gradients(edited: Edited) -> Checked:
    """The gradient check on six networks: the first that fails, or the first one."""
    first: list[MatrixCheck] = []
    x, t = a_batch()
    plain = [*((name, "sigmoid", 0.0) for name in HIDDEN), ("tanh", "softmax", 0.0)]
    for hidden, output, l2 in [*plain, ("sigmoid", "sigmoid", L2)]:
        network = None
        try:
            network = a_network(edited, hidden, output, l2)
            checks = check_gradients(network, x.copy(), t.copy())
        except WrongShape as error:
            return blame_shape(error, misshapen(network, x, t), hidden, output), [], None
        except (Exception, SystemExit) as error:
            explained = edited.explain(error)
            return blame_crash(error, network, hidden, output, explained), [], explained
        blame = blame_nearest(checks, hidden, output)
        if blame and not as_original(network, a_network(nnlab, hidden, output, l2), x, t):
            return blame, checks, None
        first = first or checks
    return None, first, None


def as_original(network: Any, original: Any, x: Array, t: Array) -> bool:
    """Whether loss and gradients are the original's to the digits of float32, which are too few for
    a difference of losses."""
    pairs = [
        (flatten([np.asarray(g, np.float64) for g in n.gradients(x.copy(), t.copy())]),
         np.array(n.loss(x.copy(), t.copy())))
        for n in (network, original)
    ]  # fmt: skip
    return all(roughly(mine, theirs) for mine, theirs in zip(*pairs, strict=True))


def misshapen(network: Any, x: Array, t: Array) -> list[str]:
    """All gradients that have not their parameters' shapes."""
    pairs = zip(network.gradients(x.copy(), t.copy()), network.parameters, strict=True)
    return [
        f"{'Wb'[k % 2]}{k // 2 + 1}"
        for k, (gradient, matrix) in enumerate(pairs)
        if gradient.shape != matrix.shape
    ]


def blame_shape(error: WrongShape, wrong: list[str], hidden: str, output: str) -> Blame:
    return {
        "symbol": error.symbol,
        "layer": error.layer,
        "layers": 3,
        "wrong": wrong,
        "factor": float("nan"),
        "shapes": [[*error.shape], [*error.expected]],
        "hidden": hidden,
        "output": output,
        "says": [],
    }


def blame_crash(
    error: BaseException, network: Any, hidden: str, output: str, explained: CodeError
) -> Blame | None:
    """In which layer an error arose, and on which way; None when in no layer."""
    for frame, _ in reversed([*traceback.walk_tb(error.__traceback__)]):
        owner, way = frame.f_locals.get("self"), frame.f_code.co_name
        parts = [*network.layers, network.loss_function] if network else []
        layer = 1 + next((k for k, part in enumerate(parts) if part is owner), len(parts))
        if layer > len(parts) or way not in ("forward", "delta", "gradients"):
            continue
        if owner is network.loss_function:
            layer, way = len(network.layers), "output_delta"
        return {
            "symbol": f"crash_{way}",
            "layer": layer,
            "layers": len(network.layers),
            "wrong": [],
            "factor": float("nan"),
            "shapes": [[*ast.literal_eval(side["shape"])] for side in explained["meets"]],
            "hidden": hidden,
            "output": output,
            "says": [],
        }
    return None


def blame_nearest(checks: list[MatrixCheck], hidden: str, output: str) -> Blame | None:
    """The wrong matrix nearest the output: one bad delta spoils every layer before its own.

    When W and b of a layer are both wrong, it is its delta.
    """
    wrong = [check for check in checks if check.verdict == "wrong"]
    if not wrong:
        return None
    layer = max(check.layer for check in wrong)
    here = [check for check in wrong if check.layer == layer]
    analytic = np.concatenate([check.analytic.ravel() for check in here])
    numeric = np.concatenate([check.numeric.ravel() for check in here])
    judged = np.concatenate([check.state.ravel() for check in here])
    sure = (judged == RIGHT) | (judged == WRONG)
    factor = ratio_of(analytic[sure], numeric[sure])
    return {
        "symbol": "delta" if len(here) == 2 else here[0].symbol,
        "layer": layer,
        "layers": max(check.layer for check in checks),
        "wrong": [f"{check.symbol}{check.layer}" for check in wrong],
        "factor": factor,
        "shapes": [],
        "hidden": hidden,
        "output": output,
        "says": [],
    }


def ratio_of(analytic: Array, numeric: Array) -> float:
    """As `naming.common_factor`, for numbers of which one side is only as good as a difference."""
    sure = np.abs(numeric) > 1e-6
    if not sure.any():
        return float("nan")
    c = float(np.median(analytic[sure] / numeric[sure]))
    close = np.allclose(analytic, c * numeric, rtol=1e-4, atol=1e-7)
    return c if close else float("nan")
