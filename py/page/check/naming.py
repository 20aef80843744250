"""Which well-known slip gives exactly the answer that was given, and by what factor it is off."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nnlab.arrays import Array

from .probes import Piece, Widths


@dataclass
class Named:
    """`slip` is one or several joined by "+", or "" when none is known."""

    slip: str = ""
    factor: float = float("nan")
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a function answered when it was asked with `widths`, and what it should have."""

    widths: Widths
    got: Array
    want: Array


def close(got: Array, want: Array) -> bool:
    return bool(close_each(got, want).all())


def close_each(got: Array, want: Array) -> Array:
    """To as many digits as two ways to compute the same may differ in."""
    return np.asarray(np.isclose(got, want, rtol=1e-7, atol=1e-10, equal_nan=True))


def is_right(answer: Answer) -> bool:
    return answer.got.shape == answer.want.shape and close(answer.got, answer.want)


def roughly(got: Array, want: Array, least: float = 1e-6) -> bool:
    """To the digits that float32 has. What is smaller than `least` may be lost."""
    size = float(np.max(np.abs(want), initial=0.0, where=np.isfinite(want)))
    return bool(np.allclose(got, want, rtol=2e-5, atol=least * min(1.0, size), equal_nan=True))


def common_factor(got: Array, want: Array) -> float:
    """c with got = c want in every entry; NaN when there is none."""
    sure = np.isfinite(want) & (np.abs(want) > 1e-9)
    if got.shape != want.shape or not sure.any() or not np.isfinite(got).all():
        return float("nan")
    ratios = got[sure] / want[sure]
    c = float(np.median(ratios))
    return c if close(got, c * want) else float("nan")


def name_slip(piece: Piece, answers: Sequence[Answer]) -> Named:
    """The slip that explains all answers at once; else all that are wrong."""
    named = name_all(piece, answers)
    several = [a for a in answers if a.widths.columns > 1]
    if not named.slip and not all(np.isfinite(a.got).all() for a in answers):
        named = name_all(piece, several) if several else named  # n - 1 is 0 for one column
    wrong = [a for a in answers if not is_right(a)]
    if named.slip or len(wrong) in (0, len(answers)):
        return named
    if max(a.widths.columns for a in wrong) == 1:
        return named  # one column is too little to tell one slip from another
    return name_all(piece, wrong)


def name_all(piece: Piece, answers: Sequence[Answer]) -> Named:
    """The right formula with a factor, a known slip, or a known slip with a factor."""
    whole = [common_factor(answer.got, answer.want) for answer in answers]
    if all(np.isfinite(whole)) and not any_is_zero(whole):
        named = name_factor(piece, answers, whole)
        if named.slip:
            return named
    slips = [piece.slips(answer.widths) for answer in answers]
    known = [name for name in slips[0] if all(name in more for more in slips)]
    for sign in (1.0, -1.0):
        for name in known:
            if all(
                answer.got.shape == more[name].shape and close(answer.got, sign * more[name])
                for answer, more in zip(answers, slips, strict=True)
            ):
                return valued(name, sign)
    for name in known:
        factors = [common_factor(a.got, s[name]) for a, s in zip(answers, slips, strict=True)]
        if all(np.isfinite(factors)) and not any_is_zero(factors):
            also = name_factor(piece, answers, factors)
            if also.slip:
                more = "factor_more" if also.slip == "factor" else also.slip
                return Named(f"{name.split(':')[0]}+{more}", also.factor, also.values)
    wrong = [a for a in answers if not is_right(a)] or answers
    return made_alike(wrong) or name_added(piece, answers) or by_shape(wrong[0])


def made_alike(answers: Sequence[Answer]) -> Named | None:
    """Of several answers, each is made as long as the others, or as large."""
    factors = [common_factor(answer.got, answer.want) for answer in answers]
    if len(answers) < 2 or not all(c > 0.0 for c in factors):
        return None
    lengths = [float(np.sqrt((answer.got**2).sum())) for answer in answers]
    if max(factors) < 1.0 and np.allclose(lengths, lengths[0], rtol=1e-6):
        return Named("norm_clipped", values={"number": f"{lengths[0]:.4g}"})
    largest = [float(np.abs(answer.got).max()) for answer in answers]
    sums = [float(np.abs(answer.got).sum()) for answer in answers]
    one = any(np.allclose(sizes, 1.0) for sizes in (lengths, largest, sums))
    places = all(np.isin(answer.want, (0.0, 1.0)).all() for answer in answers)
    return Named("size_made_one") if one and not places else None


def name_added(piece: Piece, answers: Sequence[Answer]) -> Named | None:
    """What is added to the right answer, always as many times."""
    terms = [piece.added(answer.widths) for answer in answers]
    if any(answer.got.shape != answer.want.shape for answer in answers):
        return None
    for name in terms[0]:
        times = [
            common_factor(answer.got - answer.want, term[name])
            for answer, term in zip(answers, terms, strict=True)
        ]
        if all(np.isfinite(times)) and np.allclose(times, times[0], rtol=1e-5):
            return Named(name, values={"number": f"{times[0]:.4g}"})
    return None


def valued(name: str, sign: float) -> Named:
    """A slip may bring a number: "clipped:5"."""
    slip, _, number = name.partition(":")
    return Named(
        slip + ("+sign" if sign < 0.0 else ""), values={"number": number} if number else {}
    )


def name_factor(piece: Piece, answers: Sequence[Answer], factors: Sequence[float]) -> Named:
    """Where the factors of all answers come from: a size, a number, or nothing that is known."""
    sizes = [piece.factors(answer.widths) for answer in answers]
    for sign, also in ((1.0, ""), (-1.0, "+sign")):
        for name in sizes[0]:
            known = [sign * size[name] for size in sizes]
            if np.allclose(factors, known, rtol=1e-6) and not all_are_one(known):
                return Named(name.split(":")[0] + also, factors[0])
    if np.allclose(factors, factors[0], rtol=1e-6):
        c = factors[0]
        whole = round(1.0 / c)
        if whole >= 3 and np.isclose(c * whole, 1.0, rtol=1e-6):
            return Named("divided_by_number", c, {"number": str(whole)})
        return Named("sign" if np.isclose(c, -1.0) else "factor", c)
    columns = np.array([answer.widths.columns for answer in answers])
    number = float(columns[0] / factors[0])
    if len(answers) > 1 and np.allclose(columns / number, factors, rtol=1e-6):
        if number < 1.0 and "sum_for_mean" in sizes[0]:
            return Named("sum_for_mean+factor_more", 1.0 / number)
        return Named("number_for_columns", factors[0], {"number": f"{number:.6g}"})
    return Named()


def any_is_zero(factors: Sequence[float]) -> bool:
    return bool(np.min(np.abs(factors)) < 1e-9)


def all_are_one(factors: Sequence[float]) -> bool:
    return bool(np.allclose(factors, 1.0))


def by_shape(answer: Answer) -> Named:
    got, want = answer.got, answer.want
    if want.ndim == 2 and got.shape == want.T.shape and close(got, want.T):
        return Named("transposed")
    if got.shape == want.shape:
        if np.allclose(got, 0.0, rtol=0.0, atol=1e-12):
            return Named("zero", 0.0)
        for digits in range(7):
            if np.allclose(got, np.round(want, digits), rtol=1e-12, atol=1e-12):
                return Named("rounded", values={"number": str(digits)})
        if two := of_two_values(got, want):
            return two
        if close(got, np.abs(want)):
            return Named("sign_lost")
        if left := of_left_out(got, want) or number_added([(got, want)]):
            return left
        return limited(got, want) or zeroed(got, want) or of_few_digits(got, want)
    if got.ndim == 0 or got.size == 1:
        return Named("one_number")
    if got.ndim < want.ndim and got.size == want.size:
        return Named("lost_axis" if 1 in want.shape else "made_flat")
    return Named("shape")


def limited(got: Array, want: Array) -> Named | None:
    """Right between two numbers, and one of the two beyond."""
    low, high = float(np.min(got)), float(np.max(got))
    size = float(np.max(np.abs(want)))
    few = want.size <= 4  # of which a limit explains nearly anything
    if few or not high - low > 1e-6 * size or not close(got, np.clip(want, low, high)):
        return None
    below, above = float(np.min(want)) < low, float(np.max(want)) > high
    if above and high <= 0.0:
        return None  # what is above 0 is 0: left out, more likely
    if above and below and not np.isclose(low, -high):
        return Named("result_between", values={"low": f"{low:g}", "high": f"{high:g}"})
    if above:
        return Named("result_clipped", values={"number": f"{high:g}"})
    return Named("result_lifted", values={"number": f"{low:g}"})


def zeroed(got: Array, want: Array) -> Named | None:
    """All is right but what is 0."""
    off = ~close_each(got, want).astype(bool)
    return Named("zeroed") if off.any() and not off.all() and not got[off].any() else None


def number_added(answers: Sequence[tuple[Array, Array]]) -> Named | None:
    """The same number in all entries of all answers, however small: what rounding leaves is never
    the same."""
    more = np.concatenate([np.ravel(got - want) for got, want in answers])
    c = float(np.median(more))
    if abs(c) > 1e-13 and float(np.max(np.abs(more - c))) < 0.01 * abs(c):
        return Named("number_added", values={"number": f"{c:.4g}"})
    return None


def of_left_out(got: Array, want: Array) -> Named | None:
    """All is right but one row or column at an end, which is 0."""
    if want.ndim != 2:
        return None
    off = ~close_each(got, want).astype(bool)
    for axis, name in enumerate(("row", "column")):
        for which, place in (("last", -1), ("first", 0)):
            line = np.zeros(want.shape, bool)
            np.moveaxis(line, axis, 0)[place] = True
            if want.shape[axis] > 1 and (off <= line).all() and not got[line].any():
                return Named(f"{which}_{name}_left_out")
            if want.shape[axis] > 1 and close(got, np.where(line, want, 0.0)):
                return Named(f"{name}_filled")
    return None


def of_two_values(got: Array, want: Array) -> Named | None:
    """Right places but for what stands there: other numbers than 0 and 1."""
    if not np.isin(want, (0.0, 1.0)).all() or not (want == 1.0).any():
        return None
    on, off = got[want == 1.0], got[want == 0.0]
    if off.size == 0 or np.ptp(on) > 0.0 or np.ptp(off) > 0.0 or on[0] == off[0]:
        return None
    values = {"on": f"{on[0]:g}", "off": f"{off[0]:g}"}
    kept = "_for_zero" if on[0] == 1.0 else "_for_one" if off[0] == 0.0 else "s"
    return Named(f"other_value{kept}", values=values)


def of_few_digits(got: Array, want: Array) -> Named:
    """Close to what is right, but not close enough: how many digits are."""
    size = np.maximum(np.abs(want), min(1.0, float(np.max(np.abs(want)))))
    with np.errstate(all="ignore"):
        worst = float(np.max(np.abs(got - want) / size))
    if not 0.0 < worst < 5e-3:
        return Named()
    return Named("approximate", values={"number": str(int(-np.log10(worst)))})
