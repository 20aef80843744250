"""What is said of what was found: sentences of web/text by their keys, in the order they stand."""

import re

import numpy as np
from numpy.typing import NDArray

from nnlab.arrays import Array
from page.code.errors import sentences as of_error
from page.code.errors import shapes_met
from page.protocol import Blame, CodeError, Finding, Phrase

from .updates import MATRICES, STEPS

RULES_WITH_NAMES = ("loss", "output_delta", "soft_targets")


def phrase(key: str, **values: str | int | float | Phrase) -> Phrase:
    return {"key": key, "values": values}


def shown(value: float) -> str:
    """Four digits, as a number stands in a matrix."""
    size = abs(value)
    text = f"{value:.3e}" if size and (size < 1e-3 or size >= 1e5) else f"{float(f'{value:.4g}'):g}"
    return text.replace("e-0", "e-").replace("e+0", "e+").replace("-", "−")


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", text) is not None


def shape_of(shape: list[int]) -> str:
    """As NumPy writes it."""
    return str(tuple(shape))


def of_finding(found: Finding, error: CodeError | None, example: Phrase | None) -> None:
    """Puts the sentences into `found["says"]`."""
    slip, rule = found["slip"], found["rule"]
    if slip == "not_written":
        found["says"] = [phrase("slip_not_written")]
        return
    named: str | Phrase = phrase(f"rule_{rule}") if found["piece"] in RULES_WITH_NAMES else rule
    says = [phrase(f"finding_{found['piece']}", rule=named)]
    values: dict[str, str | int | float | Phrase] = {
        "factor": shown(found["factor"]),
        "got": shape_of(found["got_shape"]),
        "want": shape_of(found["want_shape"]),
        **{
            name: text.replace("-", "−") if is_number(text) else text
            for name, text in found["values"].items()
        },
    }
    raised = error is not None and error["slip"] == slip
    if error and (raised or not slip):
        says += of_error(slip, found["values"], error["meets"], error["message"])
    else:
        says += [phrase(f"slip_{part}", **values) for part in slip.split("+") if part]
    shown_by_example = slip in SHOWN or "only_usual" in slip
    if example and shown_by_example:
        says.append(example)
    if found["since"]:
        says += of_update(found)
    found["says"] = says


SHOWN = ("", "written_over_before_use", "zeroed", "only_one_column", "answers_change")
"""Slips of which an entry that is off tells more."""


def of_update(found: Finding) -> list[Phrase]:
    """Since which step an update is off, and in which matrices, where that tells something."""
    since, factor = found["since"], found["factor_since"]
    wrong, slip = found["wrong"], found["slip"]
    if slip in ("rate_fixed", "no_numbers"):
        return []
    says = [phrase(f"update_since_{'first' if since == 1 else 'later'}", since=since)]
    if not slip and np.isfinite(factor):
        says.append(phrase("update_factor_since", since=since, factor=shown(factor)))
    if not wrong:
        says.append(phrase("update_everywhere"))
    elif slip in ("", "factor", "some_left_out"):  # else it is chance where numbers are alike
        says.append(phrase("update_where", wrong=", ".join(wrong)))
    return says


def example_of(
    got: Array, want: Array, off: NDArray[np.bool_], of: Array | None = None, parts: int = 1
) -> Phrase | None:
    """One entry that is wrong, and how many are; with the entry that it is made of, if there is
    one of its own. Where there are several `parts`, the place is the one in its own part."""
    if got.shape != want.shape or not off.any():
        return None
    place = tuple(int(k) for k in np.argwhere(off)[0])
    here = (place[0] % (len(want) // parts), *place[1:]) if parts > 1 else place
    return phrase(
        "for_example" if of is None else "for_example_of",
        wrong=int(off.sum()),
        all=int(off.size),
        place=", ".join(str(k) for k in here) if of is None else shown(float(of[place])),
        got=shown(float(got[place])),
        want=shown(float(want[place])),
    )


def example_of_update(got: Array, want: Array, off: NDArray[np.bool_]) -> Phrase | None:
    """One parameter whose change, (steps, parameters), is wrong, and how many are."""
    if not off.any():
        return None
    row, place = (int(k) for k in np.argwhere(off)[0])
    matrix = next(m for m in MATRICES if m.place.start <= place < m.place.stop)
    return phrase(
        "for_example_update",
        wrong=int(off.sum()),
        all=int(off.size),
        place=place,
        matrix=f"{matrix.symbol}{matrix.layer}",
        step=row % STEPS + 1,
        got=shown(float(got[row, place])),
        want=shown(float(want[row, place])),
    )


def of_blame(blame: Blame, meets: list[dict[str, str]], tells_factor: bool) -> None:
    values: dict[str, str | int] = {
        "layer": blame["layer"],
        "layers": blame["layers"],
        "next": blame["layer"] + 1,
        "wrong": ", ".join(blame["wrong"]),
    }
    says = [phrase(f"blame_{blame['symbol']}", **values)]
    says += shapes_met(meets)
    if tells_factor and np.isfinite(blame["factor"]):
        says.append(phrase("by_factor_nearest", factor=shown(blame["factor"])))
    blame["says"] = says
