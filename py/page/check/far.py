"""What the usual questions do not tell: the same ones with numbers far from the usual.

What is right for usual numbers may cut off large ones, lift or leave out small ones, or know only
so many columns or classes.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array
from page.protocol import CodeError

from . import activation_pieces, layer_pieces, loss_pieces, one_hot_pieces, updates
from .again import AGAIN, of_again
from .asking import Outcome
from .naming import Answer as Said
from .naming import Named, by_shape, close_each, common_factor
from .probes import UNEQUAL, Given, Piece, Widths
from .probes import numbers as drawn

MANY = Widths(20, 30, 25, 70)
"""More columns than a batch is likely to be tried with."""

RATES = (0.0004, 40.0)
LARGE, SMALL = 1e5, 1e-7
TOLD = ("result_clipped", "result_between", "result_lifted", "zeroed", "half_precision")


def scaled(piece: Piece, far: str, **by: float) -> Piece:
    """The question with some of the given made larger or smaller."""

    def given(widths: Widths) -> Given:
        return {name: by.get(name, 1.0) * value for name, value in piece.given(widths).items()}

    return asked(piece, far, given)


def asked(
    piece: Piece, far: str, given: Callable[[Widths], Given], widths: Widths = UNEQUAL
) -> Piece:
    """The question with other numbers, in which no slip but those of TOLD is looked for."""
    return Piece(
        piece.name, piece.rule, piece.module, piece.function, piece.matrix, piece.run, given,
        spoils=piece.spoils, probes=(widths,), least=piece.least, far=far,
        list_is_wrong=piece.list_is_wrong,
    )  # fmt: skip


def at_the_ends(name: str) -> Callable[[Widths], Given]:
    """Outputs of sums between -9 and 9, so that many are nearly as far as they can be."""

    def given(widths: Widths) -> Given:
        z = np.linspace(-9.0, 9.0, widths.outputs * widths.columns)
        z = z.reshape(widths.outputs, widths.columns)
        return {"a": nnlab.activations.ACTIVATIONS[name].forward(z)}

    return given


EXACT = {
    "sigmoid": (0.0, 0.25, 0.5, 0.75, 1.0),
    "tanh": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "relu": (0.0, 0.5, 1.0, 2.0, 10.0),
    "identity": (-1.0, 0.0, 0.5, 1.0, 2.0),
}
"""Outputs that a condition may single out; and the ends, which quite certain neurons reach."""


def exact_outputs(name: str) -> Callable[[Widths], Given]:
    def given(widths: Widths) -> Given:
        a = at_the_ends(name)(widths)["a"]
        a[:, : len(EXACT[name]) : 2] = np.array(EXACT[name])[: len(a), None]
        return {"a": a}

    return given


def exact_answers(widths: Widths) -> Given:
    """Outputs some of which are exactly 0 or 1, or their targets, or half."""
    n = drawn(widths)
    y = n["y"].copy()
    y[:, 0] = n["t"][:, 0]
    y[:, 1] = 0.5 * (n["t"][:, 1] + np.roll(n["t"][:, 1], 1))
    return {"y": y, "t": n["t"], "slope": n["slope"]}


def other_slopes(piece: Piece) -> Callable[[Widths], Given]:
    """Slopes that are 0, large or below 0 among those of usual size."""

    def given(widths: Widths) -> Given:
        usual = piece.given(widths)
        slope = 10.0 * usual["slope"] - 4.0
        slope[0, 0] = 0.0
        return usual | {"slope": slope}

    return given


def nearly_right(widths: Widths) -> Given:
    """Outputs of which some are hardly off their targets."""
    n = drawn(widths)
    hardly = n["t"] + 1e-3 * (n["y"] - n["t"])
    y = np.where(np.arange(widths.columns) % 2, hardly, n["y"])
    return {"y": y, "t": n["t"], "slope": n["slope"]}


def of_rates(name: str, rates: tuple[float, ...], by: float) -> Callable[[Any, Given], Array]:
    """Some steps with each rate, of gradients `by` times as large as usual."""

    def run(package: Any, given: Given) -> Array:
        return np.concatenate(
            [
                updates.changes_by(
                    updates.optimizer(package, name).step,
                    [by * g for g in updates.gradients()],
                    [rate] * updates.STEPS,
                )
                for rate in rates
            ]
        )

    return run


def of_updates(piece: Piece) -> list[Piece]:
    far, large, small = (asked(piece, kind, piece.given) for kind in ("rates", "large", "small"))
    return [
        replace(far, run=of_rates(piece.rule, RATES, 1.0)),
        replace(large, run=of_rates(piece.rule, (updates.RATE,), LARGE)),
        replace(small, run=of_rates(piece.rule, (updates.RATE,), SMALL), least=1e-6),
    ]


def many_labels(widths: Widths) -> Given:
    return {"labels": np.arange(widths.columns) % widths.outputs, "classes": widths.outputs}


def many_classes(widths: Widths) -> Given:
    return {"labels": np.array([0, 299, 12, 9, 130]), "classes": widths.outputs}


FAR = [
    *AGAIN,
    *(asked(piece, "ends", at_the_ends(piece.rule)) for piece in activation_pieces.SLOPES),
    *(scaled(piece, "large", x=1e3) for piece in layer_pieces.PIECES),
    *(scaled(piece, "large", y=100.0) for piece in loss_pieces.DELTAS if piece.rule[0] == "h"),
    *(asked(piece, "ends", nearly_right) for piece in loss_pieces.DELTAS),
    *(asked(piece, "exact", exact_outputs(piece.rule)) for piece in activation_pieces.SLOPES),
    *(asked(piece, "exact", exact_answers) for piece in loss_pieces.DELTAS),
    *(asked(piece, "many", piece.given, MANY) for piece in loss_pieces.DELTAS),
    *(
        scaled(piece, far, next_delta=by, **{"next_layer.W": up})
        for piece in layer_pieces.DELTAS
        for far, by, up in (("large", 1e3, 100.0), ("small", 1e-9, 1.0))
    ),
    *(asked(piece, "many", piece.given, MANY) for piece in layer_pieces.DELTAS),
    *(
        scaled(piece, far, delta=by, x=up)
        for piece in layer_pieces.GRADIENTS
        for far, by, up in (("large", 1e3, 100.0), ("small", 1e-9, 1.0))
    ),
    *(asked(piece, "many", piece.given, MANY) for piece in layer_pieces.GRADIENTS),
    *(far for piece in updates.UPDATES for far in of_updates(piece)),
    *(asked(piece, "many", many_labels, Widths(0, 5, 0, 300)) for piece in one_hot_pieces.PIECES),
    *(
        asked(piece, "classes", many_classes, Widths(0, 300, 0, 5))
        for piece in one_hot_pieces.PIECES
    ),
    *(
        asked(piece, "slopes", other_slopes(piece))
        for piece in (*loss_pieces.DELTAS, *layer_pieces.DELTAS)
    ),
]


def of_far(piece: Piece, outcomes: list[Outcome]) -> tuple[Named, Outcome, CodeError | None]:
    """As `reasons.reason`, where the usual questions were answered rightly."""
    (failed,) = outcomes
    named = Named()
    if failed.fits and piece.far == "again":
        return of_again(failed), failed, None
    if failed.fits and piece.name == "update":
        named = of_update(piece, failed)
    elif failed.fits:
        named = by_shape(Said(failed.widths, failed.numbers, failed.want))
    elif failed.error and failed.error["slip"]:
        return Named(failed.error["slip"], values=failed.error["values"]), failed, failed.error
    # Tiny numbers are all alike to `naming`, which looks at usual ones.
    plain = piece.far not in ("small", "exact", "slopes")
    if not (plain and named.slip in (*TOLD, "rate_misused", "clipped", "norm_clipped")):
        values = {"number": numbers_off(piece, failed)}
        answers = "_answers" if piece.far == "exact" and piece.name != "derivative" else ""
        named = Named(f"only_usual_{piece.far}{answers}", values=values)
    return named, failed, failed.error


def numbers_off(piece: Piece, failed: Outcome) -> str:
    """The outputs of which the slope is wrong; or how many columns there are."""
    if piece.far == "exact" and piece.name == "derivative" and failed.fits:
        off = ~close_each(failed.numbers, failed.want).astype(bool)
        return ", ".join(f"{one:g}" for one in np.unique(piece.given(failed.widths)["a"][off])[:3])
    return str(failed.widths.columns)


def of_update(piece: Piece, failed: Outcome) -> Named:
    """A rate that is not taken as it is given, or a gradient that is cut off."""
    got, want = failed.numbers, failed.want
    if piece.far == "rates":
        first, second = (
            common_factor(mine, right)
            for mine, right in zip(np.split(got, 2), np.split(want, 2), strict=True)
        )
        if np.isfinite([first, second]).all():
            values = {"first": f"{first:.4g}", "second": f"{second:.4g}"}
            rates = {"rate": f"{RATES[0]:g}", "other": f"{RATES[1]:g}"}
            return Named("rate_misused", values=values | rates)
    elif piece.rule == "sgd":
        cut = updates.cut_off(-got / updates.RATE, -want / updates.RATE)
        if cut:
            return cut
    return by_shape(Said(failed.widths, got, want))
