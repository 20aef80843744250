"""What is wrong with an edited package, in the learner's terms.

Two questions, asked apart. Do its gradients fit its own loss? Only that can be wrong in itself: a
new activation with its own derivative is no mistake. And which of its functions answer otherwise
than the original's on the same random inputs? That says where the cause is, and finds what no
gradient check can see.
"""

import inspect
import traceback
from typing import Any, cast

import numpy as np

import nnlab
from nnlab.arrays import Array
from nnlab.gradient_check import RIGHT, WRONG, MatrixCheck, WrongShape, check_gradients
from page.code.edited import Edited
from page.protocol import Blame, Diagnosis, Finding, MatrixChecked

from .pieces import (
    HIDDEN,
    PIECES,
    SQUARE,
    UNEQUAL,
    WHOLES,
    NotTwo,
    Piece,
    Slips,
    a_batch,
    a_network,
)
from .updates import SIZES, where_off

FORWARD = ("activation", "weighted_sum", "loss", "predict", "network_loss")


def diagnose(edited: Edited) -> Diagnosis:
    """All that can be said about an edited package without training it."""
    with np.errstate(all="ignore"):
        findings = without_echoes([f for piece in PIECES if (f := judge(piece, edited))])
        if not findings:
            findings = [f for piece in WHOLES if (f := judge(piece, edited))][:1]
        blame, checks, failure = check_all_gradients(edited)
    if blame and blame["shapes"]:
        pass  # it did not even come to numbers
    elif blame and findings and all(f["piece"] in FORWARD for f in findings):
        blame |= {"symbol": "forward", "factor": np.nan}  # the gradients are the original's
    elif blame and blame["symbol"] == "delta" and {f["matrix"] for f in findings} == {"W", "b"}:
        blame["symbol"] = "both"  # whatever makes δ answers rightly
    explained = [edited.explain(failure)] if failure else []
    for found in findings:  # which were asked with other shapes
        for error in explained:
            if (found["file"], found["line"]) == (error["file"], error["line"]):
                found["message"] = error["message"]
    verdict = "wrong" if blame or failure else "different" if findings else "same"
    matrices: list[MatrixChecked] = [
        {
            "symbol": check.symbol,
            "layer": check.layer,
            "largest_error": check.largest_error,
            "verdict": cast(Any, check.verdict),
            "error": check.error,
            "state": check.state.astype(np.float64),
        }
        for check in checks
    ]
    return {
        "verdict": cast(Any, verdict),
        "findings": findings,
        "blame": [blame] if blame else [],
        "matrices": matrices,
        "failure": explained,
    }


def without_echoes(findings: list[Finding]) -> list[Finding]:
    """Each cause once: an error stops all that its function computes, the mean loss is off when
    the samples' losses are, and what an optimizer remembers when its update is."""
    causes: list[Finding] = []
    for found in sorted(findings, key=lambda f: not f["slip"]):
        echo = any(
            (found["message"] and found["message"] == cause["message"])
            or (found["piece"] in ("state", "loss") and found["rule"] == cause["rule"])
            for cause in causes
        )
        if not echo:
            causes.append(found)
    return sorted(causes, key=findings.index)


def judge(piece: Piece, edited: Edited) -> Finding | None:
    """None when the edited function answers as the original does."""
    want = piece.run(nnlab, UNEQUAL)
    slip, factor = "", np.nan
    got: Array | None = None
    message = slip_of_error = ""
    line_in_error = since = 0
    factor_since, wrong = np.nan, list[str]()
    try:
        answer: Array | None = piece.run(edited, UNEQUAL)
        if answer is None:
            slip = "nothing_returned"
        got = np.asarray(answer, np.float64)
        if got.shape == want.shape and close(got, want):
            return None
        if not slip:
            slip, factor = name_slip(got, want, piece.slips(UNEQUAL))
        if piece.name == "update" and got.shape == want.shape:
            right = close_each(got, want)
            if not np.isfinite(got[got != 0.0]).any() and got.any():
                slip, factor = "no_numbers", np.nan
            since, wrong = where_off(right)
            now = ~right[since - 1]
            factor_since = common_factor(got[since - 1, now], want[since - 1, now])
    except NotTwo:
        slip = "not_two"
    except Exception as error:
        explained = edited.explain(error)
        message, line_in_error = explained["message"], explained["line"]
        slip_of_error = explained["slip"]
    if not slip:  # on square matrices even a missing transpose gives numbers
        slip = square_slip(piece, edited)
    slip = slip or slip_of_error
    function = find(getattr(edited, piece.module), piece.function)
    original = find(getattr(nnlab, piece.module), piece.function)
    file = f"nnlab/{piece.module}.py"
    place = edited.place_of(function, original) if function else (file, line_in_error or 1)
    return {
        "piece": piece.name,
        "rule": piece.rule,
        "file": place[0],
        "function": piece.function,
        "line": place[1],
        "matrix": piece.matrix,
        "slip": slip,
        "factor": float(factor),
        "since": since,
        "factor_since": factor_since,
        "wrong": wrong,
        "got_shape": [] if got is None else [*got.shape],
        "want_shape": [*want.shape],
        "message": message,
    }


def square_slip(piece: Piece, edited: Edited) -> str:
    try:
        got = np.asarray(piece.run(edited, SQUARE), np.float64)
        slip, _ = name_slip(got, piece.run(nnlab, SQUARE), piece.slips(SQUARE))
    except Exception:  # the first error says it all
        return ""
    return "" if slip in ("factor", "sign") else slip  # these would have shown before


def find(module: Any, path: str) -> Any:
    """The function at a dotted path, or None."""
    for name in path.split("."):
        module = getattr(module, name, None)
    return module if inspect.isfunction(module) else None


def name_slip(got: Array, want: Array, slips: Slips) -> tuple[str, float]:
    """The slip that gives exactly `got`, and by what factor all of `got` is off, if by one."""
    whole = common_factor(got, want) if got.shape == want.shape else np.nan
    for sign, also in ((1.0, ""), (-1.0, "+sign")):
        for name, slipped in slips.items():
            if got.shape == slipped.shape and close(got, sign * slipped):
                # A stub's slope is made up, and so is the factor that it makes.
                made_up = name in ("slope_elsewhere", "slope_again")
                return name + also, np.nan if made_up else whole
    if np.isfinite(whole):
        return ("sign" if np.isclose(whole, -1.0) else "zero" if whole == 0.0 else "factor"), whole
    if got.shape == want.T.shape and close(got, want.T):
        return "transposed", np.nan
    if got.shape == want.shape:
        return "", np.nan
    if got.ndim == 0:
        return "one_number", np.nan
    lost = got.ndim < want.ndim and got.size == want.size
    return "lost_axis" if lost else "shape", np.nan


def close(got: Array, want: Array) -> bool:
    return bool(close_each(got, want).all())


def close_each(got: Array, want: Array) -> Any:
    return np.isclose(got, want, rtol=1e-7, atol=1e-10, equal_nan=True)


def common_factor(got: Array, want: Array) -> float:
    """c with got = c want in every entry; NaN when there is none."""
    sure = np.abs(want) > 1e-9
    if not sure.any() or not np.isfinite(got).all():
        return float("nan")
    ratios = got[sure] / want[sure]
    c = float(np.median(ratios))
    return c if close(got, c * want) else float("nan")


def check_all_gradients(
    edited: Edited,
) -> tuple[Blame | None, list[MatrixCheck], Exception | None]:
    """The gradient check on six networks: the first that fails, or the first one."""
    first: list[MatrixCheck] = []
    x, t = a_batch()
    plain = [*((name, "sigmoid", 0.0) for name in HIDDEN), ("tanh", "softmax", 0.0)]
    for hidden, output, l2 in [*plain, ("sigmoid", "sigmoid", 0.3)]:
        network = None
        try:
            network = a_network(edited, hidden, output, l2)
            checks = check_gradients(network, x, t)
        except WrongShape as error:
            return blame_shape(error, hidden, output), [], None
        except Exception as error:
            return blame_crash(error, network, hidden, output), [], error
        blame = blame_nearest(checks, hidden, output)
        if blame:
            return blame, checks, None
        first = first or checks
    return None, first, None


def blame_shape(error: WrongShape, hidden: str, output: str) -> Blame:
    return {
        "symbol": error.symbol,
        "layer": error.layer,
        "layers": 3,
        "wrong": [f"{error.symbol}{error.layer}"],
        "factor": float("nan"),
        "shapes": [],
        "hidden": hidden,
        "output": output,
    }


def blame_crash(error: Exception, network: Any, hidden: str, output: str) -> Blame | None:
    """In which layer an error arose, and on which way; None when in no layer."""
    for frame, _ in reversed([*traceback.walk_tb(error.__traceback__)]):
        owner, way = frame.f_locals.get("self"), frame.f_code.co_name
        parts = [*network.layers, network.loss_function] if network else []
        layer = 1 + next((k for k, part in enumerate(parts) if part is owner), len(parts))
        if layer > len(parts) or way not in ("forward", "delta", "gradients"):
            continue
        if owner is network.loss_function:
            layer, way = len(network.layers), "output_delta"
        inputs, outputs, columns = SIZES[layer - 1], SIZES[layer], UNEQUAL.columns
        x, delta = [inputs, columns], [outputs, columns]
        shapes = {"forward": [[outputs, inputs], x], "gradients": [delta, x]}
        shapes["output_delta"] = [delta, delta]
        if way == "delta":
            shapes["delta"] = [[SIZES[layer + 1], outputs], [SIZES[layer + 1], columns]]
        return {
            "symbol": f"crash_{way}",
            "layer": layer,
            "layers": len(network.layers),
            "wrong": [],
            "factor": float("nan"),
            "shapes": shapes[way],
            "hidden": hidden,
            "output": output,
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
    }


def ratio_of(analytic: Array, numeric: Array) -> float:
    """As `common_factor`, for numbers of which one side is only as good as a difference."""
    sure = np.abs(numeric) > 1e-6
    if not sure.any():
        return float("nan")
    c = float(np.median(analytic[sure] / numeric[sure]))
    close = np.allclose(analytic, c * numeric, rtol=1e-4, atol=1e-7)
    return c if close else float("nan")
