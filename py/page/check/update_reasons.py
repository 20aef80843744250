"""Why an update is not the rule's, where no well-known slip of it gives the answer."""

import re

import numpy as np

import nnlab
from nnlab.arrays import Array
from page.code.edited import Edited

from . import updates
from .asking import Outcome
from .naming import Named, close, close_each, common_factor
from .probes import Piece
from .written import new_text


def reason_of_update(piece: Piece, edited: Edited, failed: Outcome, named: Named) -> Named:
    got, want = failed.numbers, failed.want
    if not np.isfinite(got[got != 0.0]).any() and got.any():
        return Named("no_numbers") if named.slip not in ("correction_late",) else named
    if named.slip == "not_in_place" and "gradients" in failed.spoiled:
        return Named("gradients_changed")
    if named.slip.startswith("gradient_missing+"):
        return Named("gradient_missing")  # no factor makes up for it
    unclear = named.slip in ("", "factor", "approximate", "zeroed", "number_added")
    if not unclear and not named.slip.startswith("learning_rate_missing+"):
        return named
    fixed = updates.fixed_rate(got, want)
    if np.isfinite(fixed):
        sign = "+sign" if fixed < 0.0 else ""
        first_one = np.isclose(abs(fixed), updates.RATE)
        kept = first_one and not stands_in(fixed, new_text(edited, piece))
        slip = "rate_kept" if kept else "rate_fixed"
        return Named(slip + sign, values={"number": f"{abs(fixed):.4g}"})
    first, second = updates.by_rate(got, want)
    if np.isfinite([first, second]).all() and not np.isclose(first, second):
        values = {"first": f"{first:.4g}", "second": f"{second:.4g}"}
        rates = {"rate": f"{updates.RATE:g}", "other": f"{updates.OTHER_RATE:g}"}
        return Named("rate_misused", values=values | rates)
    off = ~close_each(got, want).astype(bool)
    if off.any() and not off.all() and not got[off].any():
        return Named("some_left_out")
    each = np.array(updates.RATES)[:, None]
    if piece.rule == "sgd" and (cut := updates.cut_off(-got / each, -want / each)):
        return cut
    decay = updates.decay(got, want, updates.start())
    if np.isfinite(decay):
        # With plain descent, a decay and a penalty are one and the same.
        slip = "decay_in_gradient" if piece.rule == "sgd" else "weight_decay"
        return Named(slip, values={"number": f"{decay:.4g}"})
    decay = updates.decay_without_rate(got, want, updates.start())
    if np.isfinite(decay):
        return Named("weight_decay_without_rate", values={"number": f"{decay:.4g}"})
    if piece.rule == "sgd" and (other := of_descent(got, want)):
        return other
    return constant_changed(piece, edited) or named


def stands_in(number: float, text: str) -> bool:
    """Whether a number is written in a text."""
    return any(
        np.isclose(abs(number), float(one)) for one in re.findall(r"\d*\.?\d+(?:e-?\d+)?", text)
    )


def of_descent(got: Array, want: Array) -> Named | None:
    """What plain descent is not: (steps, parameters) changes, with each of two rates."""
    first, second, third = got[: updates.STEPS]
    one, two, three = want[: updates.STEPS]
    c = common_factor(second - two, one)
    if close(first, one) and np.isfinite(c) and close(third, three + c * second):
        return Named("is_other_rule", values={"number": f"momentum ({c:g})"})
    rates, signs = np.array(updates.RATES)[:, None], np.sign(updates.start())
    share = (want - got) / (rates * signs)
    if np.allclose(share, share[0, 0], rtol=1e-5, atol=1e-9):
        return Named("penalty_in_layer_of_signs", values={"number": f"{share[0, 0]:.4g}"})
    if cut := weights_limited(got, want):
        return cut
    if close(got + updates.start(), -(want + updates.start())):
        return Named("difference_turned")
    factors = [common_factor(*both) for both in zip(got, want, strict=True)]
    if np.isfinite(factors).all() and not np.allclose(factors, factors[0]):
        names = ("first", "second", "third")
        values = {n: f"{c:.4g}" for n, c in zip(names, factors[: updates.STEPS], strict=True)}
        return Named("rate_changes", values=values)
    if np.allclose(np.sort(got, axis=1), np.sort(want, axis=1), rtol=1e-9, atol=1e-14):
        return Named("entries_reordered")
    return None


def weights_limited(got: Array, want: Array) -> Named | None:
    """The parameters themselves are cut off, or made shorter, after the step."""
    now, right = got + updates.start(), want + updates.start()
    most = float(np.max(np.abs(now)))
    if most < np.max(np.abs(right)) and close(now, np.clip(right, -most, most)):
        return Named("weights_clipped", values={"number": f"{most:.4g}"})
    factors = np.array([common_factor(*both) for both in zip(now, right, strict=True)])
    norms = np.sqrt((now**2).sum(axis=1))
    if np.isfinite(factors).all() and factors.max() < 1.0 and np.allclose(norms, norms[0]):
        return Named("weights_shortened", values={"number": f"{norms[0]:.4g}"})
    return None


def constant_changed(piece: Piece, edited: Edited) -> Named | None:
    """A number of the optimizer's class, such as its momentum, that is not the original's."""
    own, original = (p.optimizers.OPTIMIZERS[piece.rule] for p in (edited, nnlab))
    for name, was in vars(original).items():
        now = getattr(own, name, was)
        if isinstance(was, float) and isinstance(now, float | int) and now != was:
            return Named(
                "constant_changed", values={"name": name, "got": f"{now:g}", "was": f"{was:g}"}
            )
    return None
