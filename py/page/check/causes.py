"""What a number that is found comes from: from the answer, and from what stands in the lines."""

import re
from collections.abc import Sequence

import numpy as np

from page.code.edited import Edited

from .asking import Outcome
from .flooring import floors
from .lines import UNNAMED
from .naming import Named, close
from .probes import Piece
from .repeats import repeated
from .update_reasons import stands_in
from .written import new_text

RATE = re.compile(r"\b(lr|eta|alpha|(learning_?)?rate|step_size)\b|[ηα]|学习率|步长")
GRADIENTS = ("output_delta", "hidden_delta", "weight_gradient", "bias_gradient")
UNEXPLAINED = (*UNNAMED, "brackets_missing")


def with_cause(
    piece: Piece, edited: Edited, outcomes: Sequence[Outcome], failed: Outcome, named: Named
) -> Named:
    """The same slip, or a plainer one."""
    if not failed.fits:
        return named
    text = new_text(edited, piece)
    if named.slip.startswith("ones_everywhere+"):
        return Named("same_everywhere", values={"number": f"{failed.numbers.flat[0]:.4g}"})
    if named.slip in UNEXPLAINED and is_whole(failed) and floors(edited, piece):
        return Named("floor_division")
    if piece.name in GRADIENTS and named.slip == "factor" and (cut := of_length(failed, text)):
        return cut
    if piece.name in (*GRADIENTS, "derivative") and named.slip in ("factor", "divided_by_number"):
        return of_factor(named, text, early=piece.name in GRADIENTS)
    if piece.name == "update" and named.slip == "factor":
        whole = edited.files.get(f"nnlab/{piece.module}.py", "")
        if slip := repeated(whole, piece.function, named.factor):
            return Named(slip, values={"number": f"{named.factor:.4g}"})
        return of_factor(named, text, early=False)
    if piece.name == "output_delta" and named.slip == "result_clipped":
        return of_limit(outcomes, named, text)
    return named


def is_whole(failed: Outcome) -> bool:
    """Whether all entries are whole numbers, or were before a mean over the columns."""
    columns = failed.numbers.shape[-1]
    return any(close(c * failed.numbers, np.round(c * failed.numbers)) for c in (1, columns))


def of_factor(named: Named, text: str, early: bool) -> Named:
    """Where the number stands in the lines; `early` is before the step, where no rate belongs."""
    c = named.factor
    if np.isclose(abs(c), 1.0):
        return named
    if not stands_in(c, text):
        divided = named.slip == "factor" and stands_in(1.0 / c, text)
        return Named("divided_by_number", c, {"number": f"{1.0 / c:.4g}"}) if divided else named
    if early and abs(c) < 1.0 and RATE.search(text):
        return Named("rate_in_gradient", c, {"number": f"{c:.4g}"})
    return Named("times_number", c, {"number": f"{c:.4g}"})


def of_length(failed: Outcome, text: str) -> Named | None:
    """An array made shorter, before a mean over the columns or without one; 1 may be unwritten."""
    if not re.search(r"norm|sqrt|\*\* *0?\.5", text):
        return None
    length = float(np.sqrt((failed.numbers**2).sum()))
    for most in (length, length * failed.numbers.shape[-1]):
        if np.isclose(most, 1.0) or stands_in(most, text):
            return Named("norm_clipped", values={"number": f"{most:.4g}"})
    return None


def of_limit(outcomes: Sequence[Outcome], named: Named, text: str) -> Named:
    """The limit as it stands in the lines, where the mean over the columns comes after it."""
    limits = [float(np.max(np.abs(o.numbers))) * o.numbers.shape[-1] for o in outcomes if o.fits]
    if np.allclose(limits, limits[0]) and stands_in(limits[0], text):
        return Named("clipped_before_mean", values={"number": f"{limits[0]:.4g}"})
    return named
