"""Where on the earth: 48°10′12″N, 16.37° E, 北纬48°10′ as degrees, south and west below 0."""

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial

HALVES = {
    "N": "NS", "S": "NS", "E": "EW", "W": "EW", "北纬": "NS", "北緯": "NS", "南纬": "NS",
    "南緯": "NS", "东经": "EW", "東經": "EW", "東経": "EW", "西经": "EW", "西經": "EW",
    "西経": "EW", "с.ш.": "NS", "ю.ш.": "NS", "в.д.": "EW", "з.д.": "EW",
}  # fmt: skip
"""Each half of the earth, and which two there are of its kind."""

BELOW_0 = {"S", "W", "南纬", "南緯", "西经", "西經", "西経", "ю.ш.", "з.д."}
EAST_OR_WEST = "O"
"""Ost, or ouest and oeste: what else stands in the column tells."""

MOST = {"NS": 90.0, "EW": 180.0, "": 360.0}

HALF = "|".join(map(re.escape, (*HALVES, EAST_OR_WEST)))
NUMBER = r"\d{1,3}(?:[.,]\d+)?"
DEGREES = re.compile(
    rf"(?P<before>{HALF})? ?(?P<sign>[+\-−–])?(?P<d>{NUMBER}) ?[°º˚]"
    rf"(?: ?(?P<m>\d{{1,2}}(?:[.,]\d+)?) ?['’‘′´`]"
    rf"(?: ?(?P<s>\d{{1,2}}(?:[.,]\d+)?) ?(?:[\"”“″]|''|’’|′′))?)? ?(?P<behind>{HALF})?",
    re.IGNORECASE,
)


def parts(cell: str) -> re.Match[str] | None:
    return DEGREES.fullmatch(re.sub(r"[\s\u00a0\u202f]+", " ", cell.strip()))


def half_of(found: re.Match[str]) -> str:
    half = found["before"] or found["behind"] or ""
    return half.upper() if half.isascii() else half.lower()


def degrees(cell: str, o_is: str = "") -> str:
    """Decimal degrees, as `unmarked` writes them; "" for another cell.

    `o_is` is the half that O stands for, if it is known.
    """
    found = parts(cell)
    if not found or (found["before"] and found["behind"]):
        return ""
    half = half_of(found)
    half = o_is if half == EAST_OR_WEST else half
    if (half and found["sign"]) or (half not in HALVES and half_of(found)):
        return ""
    d, m, s = (float((found[part] or "0").replace(",", ".")) for part in "dms")
    whole = [found[part] is None or found[part].isdecimal() for part in "dm"]
    exact = (whole[0] or not found["m"]) and (whole[1] or not found["s"])
    value = d + m / 60 + s / 3600
    if not exact or m >= 60 or s >= 60 or value > MOST[HALVES.get(half, "")]:
        return ""
    negative = half in BELOW_0 or found["sign"] in ("-", "−", "–")
    return "-" * negative + unmarked(value)


def unmarked(value: float) -> str:
    """A number without a mark, so that it is one in any style: 16.37 is 1637e-2."""
    mantissa, _, exponent = f"{value:.16e}".partition("e")
    return f"{mantissa.replace('.', '')}e{int(exponent) - 16}"


O_EAST, O_WEST = "degrees, O is east", "degrees, O is west"
PLACES: dict[str, Callable[[str], str]] = {
    "degrees": degrees,
    O_EAST: partial(degrees, o_is="E"),
    O_WEST: partial(degrees, o_is="W"),
}
"""Ways of columns, see `cell_scales.WAYS`, and how they change a cell."""


def is_place(way: str, cells: Collection[str], rest: Sequence[str]) -> bool:
    """Whether cells surely are meant so: halves of one kind, or minutes; O beside another half."""
    found = [each for cell in cells if (each := parts(cell))]
    halves = {half for each in found if (half := half_of(each))}
    if EAST_OR_WEST in halves:
        if halves & {"E", "W"} != {"W" if way == O_EAST else "E"}:
            return False
    elif way != "degrees":
        return False
    kinds = {HALVES.get(half, "EW") for half in halves}
    return len(kinds) == 1 or (not kinds and not rest and any(each["m"] for each in found))
