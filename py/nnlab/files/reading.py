"""What a file or a page says of how a table is read, part by part."""

from typing import Any, cast

from ..cell_numbers import NOW
from ..cell_scales import WAYS
from ..decoding import ENCODINGS
from ..table_reading import COMMENTS, DATES, DELIMITERS, GAPS, THOUSANDS, Given
from .constraints import (
    Constraint,
    Flag,
    ListOf,
    MapOf,
    NotAllowed,
    Number,
    OneOf,
    Text,
    Whole,
    check,
)
from .phrases import Phrase

MOST_SKIPPED = 10_000
NAMES = ListOf(Text(), 2000)
GAPS_OF_ONE = ListOf(Number(-1e300, 1e300), 20)
PARTS: dict[str, Constraint] = {
    "encoding": OneOf([*ENCODINGS]),
    "delimiter": OneOf(DELIMITERS),
    "decimal": OneOf([".", ","]),
    "thousands": OneOf(THOUSANDS),
    "comment": OneOf(["", *COMMENTS]),
    "header": Flag(),
    "skip": Whole(0, MOST_SKIPPED),
    "foot": Whole(0, MOST_SKIPPED),
    "join": NAMES,
    "one_hot": NAMES,
    "without": NAMES,
    "gaps": OneOf(GAPS),
    "gap_words": NAMES,
    "dates": OneOf(DATES),
    "codes": NAMES,
    "gap_numbers": GAPS_OF_ONE,
    "gaps_in": MapOf(GAPS_OF_ONE, 1000),
    "clocks": NAMES,
    "seasons": NAMES,
    "ways": MapOf(OneOf(WAYS), 1000),
    "version": Whole(0, NOW),
}
LATER: dict[str, Any] = {
    "dates": "words", "codes": [], "gap_numbers": [], "gaps_in": {}, "clocks": [], "seasons": [],
    "foot": 0, "gap_words": [],
}  # fmt: skip
"""Parts that a whole reading from before lacks, and how such a table was read then."""


def check_reading(reading: Any) -> Given:
    """What somebody says of a reading. Raises NotAllowed for another part, or another value."""
    if not isinstance(reading, dict):
        raise NotAllowed("reading", reading, Phrase("allowed_object", names=", ".join(PARTS)))
    for part in reading:
        if part not in PARTS:
            raise NotAllowed("reading", part, Phrase("allowed_only", names=", ".join(PARTS)))
    if {*PARTS} - {*LATER, "ways", "version"} <= {*reading}:
        reading = {**LATER, **reading}
    return cast(Given, {p: check(f"reading.{p}", v, PARTS[p]) for p, v in reading.items()})
