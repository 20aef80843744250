"""Why an answer is wrong: what is known of the slip, from the answers and from the lines."""

import re

import numpy as np

from page.code.edited import Edited
from page.protocol import CodeError

from . import updates
from .again import changes, of_another, of_parts
from .asking import Outcome, ask, told
from .causes import with_cause
from .far import of_far
from .naming import Answer, Named, close, close_each, common_factor, name_slip
from .network_pieces import scaled_initializer
from .probes import Piece
from .softmax_slips import TIMES
from .update_reasons import reason_of_update
from .written import new_text


def reason(
    piece: Piece, edited: Edited, outcomes: list[Outcome], spoiled: list[str]
) -> tuple[Named, Outcome, CodeError | None]:
    """The slip, the first outcome that is wrong, and the error if there is one."""
    if piece.far:
        return of_far(piece, outcomes)
    failed = next((o for o in outcomes if not o.nearly), outcomes[0])
    kinds = {
        "none": "nothing_returned", "two": "not_two", "dictionary": "not_two+a_dictionary",
        "no numbers": "not_numbers", "generator": "generator", "matrix": "a_matrix",
        "one in a list": "one_in_a_list", "several": "more_returned", "complex": "complex_numbers",
        "objects": "object_array", "function": "call_missing", "one is None": "not_two+one_is_none",
        "one array": "one_array_for_both",
    }  # fmt: skip
    if failed.kind in kinds:
        never = all(outcome.kind != "" for outcome in outcomes)
        often = "" if never or failed.kind != "none" else "_sometimes"
        return Named(kinds[failed.kind] + often), failed, None
    if kept := kept_from_before(piece, edited, outcomes):
        return kept, failed, failed.error
    explained = failed.error
    answers = [Answer(o.widths, o.got, o.want) for o in outcomes if o.got is not None]
    named = Named()
    if failed.got is not None:
        named = name_slip(piece, answers)
        if piece.list_is_wrong and failed.kind == "list" and all(o.nearly for o in outcomes):
            return Named("a_list"), failed, None
        if not failed.fits and named.slip in ("", "shape"):
            named = square_slip(piece, edited) or named
        if failed.kind == "list" and not failed.fits and named.slip == "shape":
            named = Named("more_returned")
        if failed.dtype == "float16":
            named = Named("half_precision")
        if piece.name == "activation" and piece.rule == "softmax" and failed.fits:
            named = reason_of_softmax(failed, named)
        if piece.name == "update" and failed.fits:
            named = reason_of_update(piece, edited, failed, named)
    elif not explained or not explained["slip"] or explained["slip"] in ("misfit", "out_of_bounds"):
        named = square_slip(piece, edited) or named
        if explained and not named.slip:
            named = Named(explained["slip"], values=explained["values"])
        if named.slip == "out_of_bounds" and piece.name == "one_hot":
            index, classes = named.values, str(failed.widths.outputs)
            if (index["axis"], index["size"]) == ("1", classes):
                named = Named("columns_are_classes")
    else:
        named = Named(explained["slip"], values=explained["values"])
    harmed = set(spoiled) - piece.spoils
    blurred = (
        "",
        "approximate",
        "slope_elsewhere",
        "error_in_brackets",
        "missing_slope",
        "zero",
        *(("factor",) if harmed else ()),
    )
    if spoiled and named.slip in blurred:
        slip = "updated_on_the_way" if "vector" in spoiled else "written_over_before_use"
        named = Named(slip, values={"name": told(spoiled)})
    if piece.name == "state" and failed.fits and not named.slip:
        right = close_each(failed.numbers, failed.want)
        named = Named("not_remembered", values={"name": updates.first_forgotten(piece.rule, right)})
    if named.slip in ("", "shape") and (size := size_written(outcomes)):
        named = Named("shape_fixed", values={"number": str(size)})
    if piece.name == "initial_weights" and failed.fits and not named.slip:
        named = scaled_initializer(failed.numbers, failed.want) or named
    rights = [o for o in outcomes if o.nearly]
    if rights and named.slip in ("", "shape", "misfit", "lost_axis", "one_number", "out_of_bounds"):
        named = only_for_some(piece, outcomes, named)
    return with_cause(piece, edited, outcomes, failed, named), failed, explained


def kept_from_before(piece: Piece, edited: Edited, outcomes: list[Outcome]) -> Named | None:
    """What shows that a call goes by more than it is given: by earlier calls, or by chance."""
    for outcome in outcomes:
        if of_all := of_parts(outcome):
            return of_all
    if earlier := of_another(outcomes):
        return earlier
    failed = next((o for o in outcomes if not o.nearly), outcomes[0])
    if not any(changes(one, ask(piece, edited, one.widths)) for one in (failed, outcomes[0])):
        return None
    chance = re.search(r"\brandom\b|\brng\b", new_text(edited, piece))
    return Named("random_numbers" if chance else "answers_change")


def size_written(outcomes: list[Outcome]) -> int:
    """A size that all answers have, though others are asked for; 0 when there is none."""
    if any(o.got is None or o.got.ndim != o.want.ndim for o in outcomes):
        return 0
    for axis in range(outcomes[0].want.ndim):
        got, want = (
            {o.numbers.shape[axis] for o in outcomes},
            {o.want.shape[axis] for o in outcomes},
        )
        if len(got) == 1 < len(want) and max(got) > 1:
            return int(max(got))
    return 0


def only_for_some(piece: Piece, outcomes: list[Outcome], named: Named) -> Named:
    """Right for one question and wrong for another: a size has become a number."""
    wrong = [o.widths.columns for o in outcomes if not o.nearly]
    right = [o.widths.columns for o in outcomes if o.nearly]
    if piece.name == "one_hot":
        shapes = all(o.nearly or not o.fits for o in outcomes)
        return Named("only_some_labels") if shapes else named
    failed = next(o for o in outcomes if not o.nearly)
    factor = common_factor(failed.numbers, failed.want) if failed.fits else float("nan")
    if max(wrong) == 1:
        return Named("one_column_scaled" if np.isfinite(factor) else "fails_for_one_column", factor)
    if failed.fits and close_each(failed.numbers, failed.want).mean() > 0.5:
        return named  # a few entries are off, and a single column had none of them
    if max(right) == 1:
        told = failed.error is not None and failed.error["meets"]
        return named if told else Named("only_one_column")
    return Named("size_fixed")


def reason_of_softmax(failed: Outcome, named: Named) -> Named:
    """What can be said of shares that no well-known slip gives."""
    if named.slip:
        return named
    parts = len(TIMES)
    usual, want = (np.split(each, parts)[0] for each in (failed.numbers, failed.want))
    if close(usual, want):
        return named if np.isfinite(failed.numbers).all() else Named("overflow")
    total = float(usual[:, 0].sum())
    if np.isclose(total, 1.0):
        return Named("other_shares")
    return Named("sum_not_one", values={"number": f"{total:.4g}"})


def square_slip(piece: Piece, edited: Edited) -> Named | None:
    """On square matrices even a missing transpose gives numbers."""
    outcome = ask(piece, edited, piece.square)
    if outcome.got is None:
        return None
    named = name_slip(piece, [Answer(outcome.widths, outcome.got, outcome.want)])
    # These would have shown before; and a name for a shape is none.
    known = named.slip and named.slip not in ("factor", "sign", "shape", "zero", "lost_axis")
    return named if known else None
