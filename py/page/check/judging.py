"""Whether a function of the edited package answers as the original's does; if not, why not."""

from dataclasses import dataclass, field, replace

import numpy as np

import nnlab
from page.code.edited import Edited
from page.protocol import CodeError, Finding

from . import updates
from .asking import Outcome, ask, find, told
from .lines import as_written
from .naming import Named, close, close_each, common_factor, number_added
from .probes import Piece
from .reasons import reason
from .sentences import example_of, example_of_update, of_finding
from .where import place_of
from .written import few_digits_named


@dataclass
class Judged:
    """`finding` is None when all answers are right; `catches` are what is worth a word then."""

    piece: Piece
    finding: Finding | None = None
    catches: list[Named] = field(default_factory=list)
    printed: str = ""


def judge(piece: Piece, edited: Edited) -> Judged:
    outcomes = [ask(piece, edited, widths) for widths in piece.probes]
    judged = Judged(piece, printed=outcomes[0].printed)
    spoiled = sorted({name for outcome in outcomes for name in outcome.spoiled})
    harmed = [name for name in spoiled if name not in piece.spoils]
    kinds = {outcome.kind for outcome in outcomes}
    lists = kinds & IN_ITSELF or (piece.list_is_wrong and "list" in kinds)
    forgiven = "" if lists else forgiven_slip(piece, outcomes)
    if forgiven or (all(outcome.nearly for outcome in outcomes) and not lists):
        named = Named("given_written_over", values={"name": told(harmed)}) if harmed else None
        named = named or number_added([(o.numbers, o.want) for o in outcomes])
        if named:
            judged.finding = finding(piece, edited, outcomes[0], named)
            return judged
        if forgiven:
            judged.catches.append(Named(forgiven.partition(":")[0]))
        if spoiled:
            judged.catches.append(Named("writes_over", values={"name": told(spoiled)}))
        if "list" in kinds:
            judged.catches.append(Named("a_list"))
        if outcomes[0].dtype == "bool":
            judged.catches.append(Named("booleans"))
        few = {outcome.dtype for outcome in outcomes} | {*few_digits_named(edited, piece)}
        if "float32" in few:
            judged.catches.append(Named("float32"))
        elif (
            not forgiven and piece.far != "exact" and not all(outcome.right for outcome in outcomes)
        ):
            judged.catches.append(Named("few_digits"))
        return judged
    if outcomes[0].kind not in IN_ITSELF and forgiven_far(piece, edited, outcomes):
        exact = piece.far == "exact"
        judged.catches.append(Named("no_number_exactly" if exact else "activations_by_name"))
        return judged
    named, failed, error = reason(piece, edited, outcomes, spoiled)
    named.slip = as_written(edited, piece, named.slip)
    judged.finding = finding(piece, edited, failed, named, error)
    return judged


IN_ITSELF = {"matrix", "one in a list", "several"}
"""Kinds of answers that are wrong whatever their numbers."""


def forgiven_far(piece: Piece, edited: Edited, outcomes: list[Outcome]) -> bool:
    """Whether it is right for all activations that there are, though not for a stub; or only gives
    no number, or stops, where an output is exactly at its end."""
    if piece.far == "exact" and all(no_number(outcome) for outcome in outcomes):
        return True
    if piece.known is None:
        return False
    known = replace(piece, run=piece.known)
    return all(ask(known, edited, widths).nearly for widths in piece.probes)


def no_number(outcome: Outcome) -> bool:
    if not outcome.fits:
        return outcome.error is not None
    off = ~close_each(outcome.numbers, outcome.want).astype(bool)
    return not np.isfinite(outcome.numbers[off]).any()


def forgiven_slip(piece: Piece, outcomes: list[Outcome]) -> str:
    """What of `piece.forgives` all answers are, though not all of them are right; else ""."""
    if all(o.nearly for o in outcomes) or not all(o.fits for o in outcomes):
        return ""
    made = [piece.forgives(outcome.widths) for outcome in outcomes]
    for name in made[0]:
        if all(close(o.numbers, one[name]) for o, one in zip(outcomes, made, strict=True)):
            return name
    return ""


def finding(
    piece: Piece,
    edited: Edited,
    outcome: Outcome,
    named: Named,
    error: CodeError | None = None,
) -> Finding:
    since, wrong, factor_since = 0, list[str](), float("nan")
    if piece.name == "update" and outcome.fits and not piece.far:
        right = close_each(outcome.numbers, outcome.want)
        since, wrong = updates.where_off(right)
        row = int(np.argmin(right.all(axis=1)))
        now = ~right[row].astype(bool)
        factor_since = common_factor(outcome.numbers[row, now], outcome.want[row, now])
    function = find(getattr(edited, piece.module), piece.function)
    original = find(getattr(nnlab, piece.module), piece.function)
    file = f"nnlab/{piece.module}.py"
    if error and error["file"] and (named.slip in ("", error["slip"]) or not function):
        place = error["file"], error["line"]
    elif function:
        place = place_of(edited, function, original, piece, named.slip)
    else:
        place = file, 1
    found: Finding = {
        "piece": piece.name,
        "rule": piece.rule,
        "file": place[0],
        "function": piece.function,
        "line": place[1],
        "matrix": piece.matrix,
        "slip": named.slip,
        "values": named.values,
        "factor": named.factor,
        "since": since,
        "factor_since": factor_since,
        "wrong": wrong,
        "got_shape": outcome.shapes[0],
        "want_shape": outcome.shapes[1],
        "message": error["message"] if error else "",
        "says": [],
    }
    example = None
    if outcome.fits:
        got, want = outcome.numbers, outcome.want
        alone = piece.name == "derivative" and outcome.parts == 1
        of = piece.given(outcome.widths)["a"] if alone else None
        off = ~close_each(got, want).astype(bool)
        if piece.name == "update":
            example = example_of_update(got, want, off)
        else:
            example = example_of(got, want, off, of, outcome.parts)
    of_finding(found, error, example)
    return found
