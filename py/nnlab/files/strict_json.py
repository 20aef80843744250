"""JSON that comes from anybody: what is taken of it, field by field, and what says why it is not.

Every number comes back exactly as it was written. What JSON has no number for is a text: "NaN",
"Infinity", "-Infinity".
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import Array
from .constraints import Constraint, NotAllowed, Number, check
from .phrases import Phrase

MOST_BYTES = 100_000_000
MOST_DEPTH = 12
MOST_ENTRIES = 10_000_000
NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def as_json(value: Any) -> Any:
    """`value` as JSON can say it: arrays as lists, NaN and infinity as texts."""
    if isinstance(value, np.ndarray):
        return as_json(value.tolist())
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def parse(text: str) -> dict[str, Any]:
    """The JSON object in `text`, if it is one, not too large and not too deep."""
    if len(text) > MOST_BYTES:
        raise NotAllowed(
            "file", f"{len(text) / 1e6:.0f} MB", Phrase("allowed_size", most=MOST_BYTES // 10**6)
        )
    depth = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group()[:1], 0)
        if depth > MOST_DEPTH:
            raise NotAllowed("file", "lists in lists", Phrase("allowed_depth", most=MOST_DEPTH))

    def refuse(constant: str) -> None:
        raise NotAllowed("file", constant, Phrase("allowed_constants"))

    try:
        fields = json.loads(text, parse_constant=refuse)
    except NotAllowed:
        raise
    except (ValueError, RecursionError) as error:
        raise NotAllowed("file", text, why_not_json(error)) from None
    if not isinstance(fields, dict):
        raise NotAllowed("file", fields, Phrase("allowed_json_object"))
    return fields


def why_not_json(error: Exception) -> Phrase:
    """Where a text stops being JSON; the parser's own words are English."""
    if not isinstance(error, json.JSONDecodeError):
        return Phrase("allowed_json")
    breaks_off = not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated")
    if breaks_off:
        return Phrase("allowed_json_whole", line=error.doc.rstrip().count("\n") + 1)
    return Phrase("allowed_json_until", line=error.lineno, column=error.colno)


def members(
    field: str,
    value: Any,
    names: Sequence[str] | Mapping[str, Any],
    needed: Sequence[str] | None = None,
) -> dict[str, Any]:
    """`value`, if it is an object with exactly these names; or only with the `needed` ones."""
    if not isinstance(value, dict):
        raise NotAllowed(field, value, Phrase("allowed_object", names=", ".join(names)))
    for name in value:
        if name not in names:
            raise NotAllowed(field, name, Phrase("allowed_only", names=", ".join(names)))
    for name in names if needed is None else needed:
        if name not in value:
            raise NotAllowed(
                field, f"without {name}", Phrase("allowed_object", names=", ".join(names))
            )
    return value


def items(field: str, value: Any, count: int | None, what: str) -> list[Any]:
    """`value`, if it is a list of `count`, or of any number up to MOST_ENTRIES.

    `what` is "numbers", "lists", "all_layers" or "epochs".
    """
    allowed = Phrase(f"allowed_{what}", count=MOST_ENTRIES if count is None else count)
    if not isinstance(value, list):
        raise NotAllowed(field, value, allowed)
    if len(value) > MOST_ENTRIES if count is None else len(value) != count:
        raise NotAllowed(field, f"a list of {len(value)}", allowed)
    return value


def numbers(
    field: str,
    value: Any,
    shape: Sequence[int],
    constraint: Constraint | None = None,
    *,
    finite: bool = True,
) -> Array:
    """`value`, if it is lists in lists of numbers, of this shape."""
    count, *rest = shape
    entries = items(field, value, count, "lists" if rest else "numbers")
    if rest:
        rows = [numbers(f"{field}[{k}]", row, rest, constraint) for k, row in enumerate(entries)]
        return np.array(rows).reshape(shape)
    if constraint is None and {*map(type, entries)} <= {float}:  # nearly always, and fast
        array = np.array(entries, np.float64)
        if np.isfinite(array).all():
            return array
    allowed = constraint or Number(-math.inf)
    taken = [
        number(f"{field}[{k}]", entry, allowed, finite=finite) for k, entry in enumerate(entries)
    ]
    return np.array(taken, np.float64)


def number(field: str, value: Any, constraint: Constraint, *, finite: bool = True) -> float:
    if not finite and isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    return float(check(field, value, constraint))
