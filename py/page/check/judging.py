"""Whether a function of the edited package answers as the original's does; if not, why not."""

import inspect
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array
from page.code.edited import Edited
from page.code.paper import prints_kept
from page.protocol import CodeError, Finding

from . import updates
from .lines import as_written
from .naming import Answer, Named, close, close_each, common_factor, name_slip, roughly
from .network_pieces import scaled_initializer
from .probes import NotTwo, Piece, Widths
from .sentences import example_of, of_finding
from .where import place_of
from .written import few_digits_named


@dataclass
class Outcome:
    """What came of asking once."""

    widths: Widths
    want: Array
    least: float
    got: Array | None = None
    dtype: str = ""
    kind: str = ""
    """What the answer is, if no array of numbers: "none", "list", "two", "no numbers"."""

    error: CodeError | None = None
    spoiled: list[str] = field(default_factory=list)
    """What of the given was written over."""

    printed: str = ""

    @property
    def right(self) -> bool:
        return self.fits and close(self.numbers, self.want)

    @property
    def nearly(self) -> bool:
        return self.fits and roughly(self.numbers, self.want, self.least)

    @property
    def fits(self) -> bool:
        return self.got is not None and self.got.shape == self.want.shape

    @property
    def numbers(self) -> Array:
        assert self.got is not None
        return self.got


@dataclass
class Judged:
    """`finding` is None when all answers are right; `catches` are what is worth a word then."""

    piece: Piece
    finding: Finding | None = None
    catches: list[Named] = field(default_factory=list)
    printed: str = ""


def ask(piece: Piece, package: Edited, widths: Widths) -> Outcome:
    want = np.asarray(piece.run(nnlab, piece.given(widths)), np.float64)
    given = piece.given(widths)
    before = {name: np.array(value) for name, value in given.items()}
    outcome = Outcome(widths, want, piece.least)
    with prints_kept() as paper:
        try:
            answer = piece.run(package, given)
            if answer is None:
                outcome.kind = "none"
            else:
                outcome.kind = "list" if isinstance(answer, list | tuple) else ""
                read = np.asarray(answer)
                outcome.dtype = str(read.dtype)
                if read.dtype.kind in "USOc" and piece.name != "state":
                    outcome.kind = "no numbers"
                else:
                    outcome.got = np.asarray(read, np.float64)
        except NotTwo as error:
            outcome.kind = str(error) or "two"
        except Exception as error:
            # Not the error itself, which would keep all that the function had made.
            outcome.error = package.explain(error)
    outcome.printed = paper.getvalue()
    outcome.spoiled = [name for name, value in given.items() if changed(before[name], value)]
    return outcome


def changed(before: Array, after: Any) -> bool:
    return not np.array_equal(before, np.asarray(after), equal_nan=before.dtype.kind == "f")


def judge(piece: Piece, edited: Edited) -> Judged:
    outcomes = [ask(piece, edited, widths) for widths in piece.probes]
    judged = Judged(piece, printed=outcomes[0].printed)
    spoiled = sorted({name for outcome in outcomes for name in outcome.spoiled})
    harmed = [name for name in spoiled if name not in piece.spoils]
    lists = piece.list_is_wrong and any(outcome.kind == "list" for outcome in outcomes)
    if all(outcome.nearly for outcome in outcomes) and not lists:
        if harmed:
            named = Named("given_written_over", values={"name": told(harmed)})
            judged.finding = finding(piece, edited, outcomes[0], named)
            return judged
        if spoiled:
            judged.catches.append(Named("writes_over", values={"name": told(spoiled)}))
        if outcomes[0].dtype == "bool":
            judged.catches.append(Named("booleans"))
        few = {outcome.dtype for outcome in outcomes} | {*few_digits_named(edited, piece)}
        if "float32" in few:
            judged.catches.append(Named("float32"))
        elif not all(outcome.right for outcome in outcomes):
            judged.catches.append(Named("few_digits"))
        return judged
    named, failed, error = reason(piece, edited, outcomes, spoiled)
    named.slip = as_written(edited, piece, named.slip)
    judged.finding = finding(piece, edited, failed, named, error)
    return judged


def reason(
    piece: Piece, edited: Edited, outcomes: list[Outcome], spoiled: list[str]
) -> tuple[Named, Outcome, CodeError | None]:
    """The slip, the first outcome that is wrong, and the error if there is one."""
    failed = next((o for o in outcomes if not o.nearly), outcomes[0])
    kinds = {
        "none": "nothing_returned", "two": "not_two", "dictionary": "not_two+a_dictionary",
        "no numbers": "not_numbers",
    }  # fmt: skip
    if failed.kind in kinds:
        return Named(kinds[failed.kind]), failed, None
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
    else:
        named = Named(explained["slip"], values=explained["values"])
    harmed = set(spoiled) - piece.spoils
    blurred = (
        "",
        "approximate",
        "slope_elsewhere",
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
    return named, failed, explained


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


def told(names: list[str]) -> str:
    """Each argument once, though it may have been given several times: "z" and "far z"."""
    return ", ".join(dict.fromkeys(name.split(" ")[-1] for name in names))


def only_for_some(piece: Piece, outcomes: list[Outcome], named: Named) -> Named:
    """Right for one question and wrong for another: a size has become a number."""
    wrong = [o.widths.columns for o in outcomes if not o.nearly]
    right = [o.widths.columns for o in outcomes if o.nearly]
    if piece.name == "one_hot":
        shapes = all(o.nearly or not o.fits for o in outcomes)
        return Named("only_some_labels") if shapes else named
    if max(wrong) == 1:
        return Named("fails_for_one_column")
    if max(right) == 1:
        return Named("only_one_column")
    return Named("size_fixed")


def reason_of_softmax(failed: Outcome, named: Named) -> Named:
    """What can be said of shares that no well-known slip gives."""
    if named.slip:
        return named
    usual, want = np.split(failed.numbers, 3)[0], np.split(failed.want, 3)[0]
    if close(usual, want):
        return named if np.isfinite(failed.numbers).all() else Named("overflow")
    total = float(usual[:, 0].sum())
    if np.isclose(total, 1.0):
        return Named("other_shares")
    return Named("sum_not_one", values={"number": f"{total:.4g}"})


def reason_of_update(piece: Piece, edited: Edited, failed: Outcome, named: Named) -> Named:
    got, want = failed.numbers, failed.want
    if not np.isfinite(got[got != 0.0]).any() and got.any():
        return Named("no_numbers") if named.slip not in ("correction_late",) else named
    unclear = named.slip in ("", "factor", "approximate")
    if not unclear and not named.slip.startswith("learning_rate_missing+"):
        return named
    fixed = updates.fixed_rate(got, want)
    if np.isfinite(fixed):
        sign = "+sign" if fixed < 0.0 else ""
        return Named("rate_fixed" + sign, values={"number": f"{abs(fixed):.4g}"})
    first, second = updates.by_rate(got, want)
    if np.isfinite([first, second]).all() and not np.isclose(first, second):
        values = {"first": f"{first:.4g}", "second": f"{second:.4g}"}
        rates = {"rate": f"{updates.RATE:g}", "other": f"{updates.OTHER_RATE:g}"}
        return Named("rate_misused", values=values | rates)
    off = ~close_each(got, want).astype(bool)
    if off.any() and not off.all() and not got[off].any():
        return Named("some_left_out")
    decay = updates.decay(got, want, updates.start())
    if np.isfinite(decay):
        # With plain descent, a decay and a penalty are one and the same.
        slip = "decay_in_gradient" if piece.rule == "sgd" else "weight_decay"
        return Named(slip, values={"number": f"{decay:.4g}"})
    decay = updates.decay_without_rate(got, want, updates.start())
    if np.isfinite(decay):
        return Named("weight_decay_without_rate", values={"number": f"{decay:.4g}"})
    return constant_changed(piece, edited) or named


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


def square_slip(piece: Piece, edited: Edited) -> Named | None:
    """On square matrices even a missing transpose gives numbers."""
    outcome = ask(piece, edited, piece.square)
    if outcome.got is None:
        return None
    named = name_slip(piece, [Answer(outcome.widths, outcome.got, outcome.want)])
    # These would have shown before; and a name for a shape is none.
    known = named.slip and named.slip not in ("factor", "sign", "shape", "zero", "lost_axis")
    return named if known else None


def finding(
    piece: Piece,
    edited: Edited,
    outcome: Outcome,
    named: Named,
    error: CodeError | None = None,
) -> Finding:
    since, wrong, factor_since = 0, list[str](), float("nan")
    if piece.name == "update" and outcome.fits:
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
        "got_shape": [] if outcome.got is None else [*outcome.got.shape],
        "want_shape": [*outcome.want.shape],
        "message": error["message"] if error else "",
        "says": [],
    }
    example = None
    if outcome.fits:
        got, want = outcome.numbers, outcome.want
        of = piece.given(outcome.widths)["a"] if piece.name == "derivative" else None
        example = example_of(got, want, ~close_each(got, want).astype(bool), of)
    of_finding(found, error, example)
    return found


def find(module: Any, path: str) -> Any:
    """The function at a dotted path, or None."""
    for name in path.split("."):
        module = getattr(module, name, None)
    return module if inspect.isfunction(module) else None
