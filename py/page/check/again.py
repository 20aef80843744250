"""What a function answers when it is asked again: each call has to start anew.

A cache, a sum that is kept from call to call, an array that is filled once more: one call alone
does not show them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from nnlab.arrays import Array

from . import activation_pieces, layer_pieces, loss_pieces, one_hot_pieces
from .asking import Outcome
from .naming import Named, close
from .probes import Activation, Given, Piece, Together, Widths

Call = Callable[[Given], Any]
Prepare = Callable[[Any, Given], Call]
"""Gives what answers questions, one after another, by the same object of a package."""


def again(piece: Piece, prepare: Prepare) -> Piece:
    """The same question, then with all numbers in another order, then as at first."""

    def given(widths: Widths) -> Given:
        first = piece.given(widths)
        return first | {f"other {name}": shifted(value) for name, value in first.items()}

    def run(package: Any, both: Given) -> Any:
        first, other = apart(both)
        once_more = {name: copied(value) for name, value in first.items()}
        call = prepare(package, first)
        return Together(np.copy(call(one)) for one in (first, other, once_more))

    spoils = {*piece.spoils, *(f"other {name}" for name in piece.spoils)}
    return replace(
        piece, run=run, given=given, spoils=frozenset(spoils), probes=piece.probes[:1],
        far="again", slips=lambda widths: {}, factors=lambda widths: {}, added=lambda widths: {},
        known=None,
    )  # fmt: skip


def reused(piece: Piece, prepare: Prepare) -> Piece:
    """What the first answer is once another one has been given: a catch."""

    def run(package: Any, both: Given) -> Any:
        first, other = apart(both)
        call = prepare(package, first)
        answer = call(first)
        call(other)
        return answer

    return replace(again(piece, prepare), name="reused", run=run, far="", remark=True)


def copied(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def shifted(value: Any) -> Any:
    """In another order; of a matrix, both its rows and its columns."""
    if not isinstance(value, np.ndarray):
        return value
    return np.roll(value, 1, axis=tuple(range(value.ndim)))


def apart(both: Given) -> tuple[Given, Given]:
    names = [name for name in both if not name.startswith("other ")]
    return {name: both[name] for name in names}, {name: both[f"other {name}"] for name in names}


def of_slope(name: str) -> Prepare:
    def prepare(package: Any, first: Given) -> Call:
        slope = package.activations.ACTIVATIONS[name].derivative
        return lambda given: slope(given["a"])

    return prepare


def of_output_delta(name: str) -> Prepare:
    def prepare(package: Any, first: Given) -> Call:
        delta = package.losses.LOSSES[name].delta
        return lambda g: delta(g["y"], g["t"], Activation(g["slope"], g["y"]))

    return prepare


def of_hidden_delta(package: Any, first: Given) -> Call:
    """By the same two layers, whose weights change on the way, as in training."""
    make = package.layers.DenseLayer
    own = make(first["self.W"].copy(), first["self.b"].copy(), Activation(first["slope"]))
    next_W, next_b = first["next_layer.W"].copy(), first["next_layer.b"].copy()
    following = make(next_W, next_b, Activation(first["next_slope"]))

    def call(g: Given) -> Any:
        own.W[:], own.b[:] = g["self.W"], g["self.b"]
        following.W[:], following.b[:] = g["next_layer.W"], g["next_layer.b"]
        own.activation = Activation(g["slope"], g["a"])
        following.activation = Activation(g["next_slope"])
        return own.delta(g["a"], following, g["next_delta"])

    return call


def of_gradient(which: int) -> Prepare:
    def prepare(package: Any, first: Given) -> Call:
        W, b = first["self.W"].copy(), first["self.b"].copy()
        layer = package.layers.DenseLayer(W, b, Activation(first["slope"]))

        def call(g: Given) -> Any:
            layer.W[:], layer.b[:] = g["self.W"], g["self.b"]
            return layer_pieces.one_of_two(layer.gradients(g["x"], g["delta"]), which)

        return call

    return prepare


def of_one_hot(package: Any, first: Given) -> Call:
    return lambda given: package.data.one_hot(given["labels"], given["classes"])


MADE: list[tuple[Piece, Prepare]] = [
    *((piece, of_slope(piece.rule)) for piece in activation_pieces.SLOPES),
    *((piece, of_output_delta(piece.rule)) for piece in loss_pieces.DELTAS),
    *((piece, of_hidden_delta) for piece in layer_pieces.DELTAS),
    *((piece, of_gradient(which)) for which, piece in enumerate(layer_pieces.GRADIENTS)),
    *((piece, of_one_hot) for piece in one_hot_pieces.PIECES),
]
AGAIN = [again(piece, prepare) for piece, prepare in MADE]
REUSED = [reused(piece, prepare) for piece, prepare in MADE]


def of_again(failed: Outcome) -> Named:
    """Why the answers to the first question, the other one and the first again are not right."""
    got, want = (np.split(each, failed.parts) for each in (failed.numbers, failed.want))
    if all_alike(got):
        return Named("answer_of_before")
    if close(got[1] - got[0], want[1]):
        return Named("answers_added_up")
    return Named("answers_change")


def of_parts(outcome: Outcome) -> Named | None:
    """Several answers that are all the first one, or one array."""
    if not outcome.fits or outcome.parts == 1:
        return None
    got, want = (np.split(each, outcome.parts) for each in (outcome.numbers, outcome.want))
    if all_alike(got) and not all_alike(want) and close(got[0], want[0]):
        return Named("answer_of_before")
    return Named("array_reused") if outcome.one_array else None


def all_alike(parts: list[Array]) -> bool:
    return all(close(part, parts[0]) for part in parts)


def of_another(outcomes: list[Outcome]) -> Named | None:
    """The right answer to an earlier question, once it was right."""
    for k, one in enumerate(outcomes):
        for earlier in outcomes[:k]:
            if (
                one.got is not None
                and one.got.shape == earlier.want.shape != one.want.shape
                and close(one.got, earlier.want)
            ):
                return Named("answer_of_before")
    return None


def changes(first: Outcome, second: Outcome) -> bool:
    """Whether the same question was answered in two ways."""
    if first.got is None or second.got is None:
        return first.got is not None
    return first.got.shape != second.got.shape or not close(first.got, second.got)
