"""The number that a table's cell holds, however its owner writes numbers.

In any script's digits, with any of the usual minus signs, with a currency or percent sign, which
is taken for a unit: 12 % is 12. What stands for decimals and between thousands is a `NumberStyle`.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from .arrays import Array

# Ways to write that a value is not known, in lower case, and from which version of NOW on.
FIRST_GAPS = {"", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none", "缺失", "无"}  # 0
GAPS = {  # 1; the last ones are a spreadsheet's errors
    "", "?", "-", "--", "—", "–", "−", ".", "na", "n/a", "n.a.", "<na>", "nan", "nat", "null",
    "none", "(null)", "\\n", "missing", "缺失", "无", "空", "未知",
    "#n/a", "#na", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!",
}  # fmt: skip

LATER_GAPS = {  # 3
    "#nv", "#wert!", "#bezug!", "#zahl!", "#n/d", "#valeur!", "#nom?", "#nombre!", "#valor!",
    "#¡valor!", "#¡ref!", "#¡div/0!", "#¿nombre?", "#valore!", "#rif!", "#знач!", "#н/д", "#дел/0!",
    "---", "-/-", "..", "...", "…", "(blank)", "(空)", "(空白)", "n.d.", "k.a.", "k. a.", "н/д",
    "нд", "нет данных", "不详", "不詳", "暂无", "无数据",
}  # fmt: skip
MISSING = GAPS | LATER_GAPS

NO_VALUE = "no value"
"""What a gap is called where it is a word: what is unknown may tell something."""

MINUS_SIGNS = "−‐‑‒–﹣"
BLANK_SIGNS = "\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
APOSTROPHES = "’‘ʼ´`＇"
IGNORED = "\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff"  # they say how text runs
ARABIC_DECIMAL, ARABIC_THOUSANDS = "٫", "٬"

ASCII = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},  # full width
    **dict.fromkeys(map(ord, MINUS_SIGNS), "-"),
    **dict.fromkeys(map(ord, BLANK_SIGNS), " "),
    **dict.fromkeys(map(ord, APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, IGNORED), ""),
    **dict(zip(map(ord, "￥￡￠￦٪،"), "¥£¢₩%,", strict=True)),
}

FRACTION = re.compile(rf"([+＋－{MINUS_SIGNS}-]?) ?(\d*) ?([¼-¾⅐-⅞])")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
TIMES_TEN = re.compile(r" ?[x×*·⋅] ?10(?:\^|\*\*)\(?([+-]?\d+)\)?")
"""Behind a number, as in 1.5 × 10^3; without the ^, 1920x1080 is a size."""

NO_CENTS = re.compile(r"(?<=\d)[.,]-{1,2}(?!\d)")
"""As in 1250,- of a price: nothing behind the mark."""

NOW = 5
"""The version of how cells are read. It goes up when a cell becomes another number, or a gap: what
an earlier version kept is read as then. 0 had float() and one decimal mark, 1 no units behind
numbers, 2 none of LATER_GAPS nor what `amount` says of 3; 3 nothing of `cell_scales`, no ℃, and no
row of units; 4 yes and no in fewer tongues, fewer dates, and nothing for `NO_AMOUNT`, ticks, and
units that some cells lack."""

LONGEST = 60
"""No number is written with more characters."""

CURRENCY = (
    r"(?:[A-Z]{0,3}[$€£¥₩₹₽₺₫₴₪฿₱¢﷼₦₿]|\\|USD|EUR|GBP|CNY|RMB|JPY|CHF|INR|AUD|CAD|HKD"
    r"|元|円|원|kr\.?|Kč|zł|Rs\.?)"
)
IN_BRACKETS = re.compile(rf"({CURRENCY})? ?\(([^()]*)\) ?({CURRENCY})?")
"""What an accountant writes for a negative amount."""

NO_AMOUNT = re.compile(rf"{CURRENCY} *--?|--? *{CURRENCY}")
"""What an accountant writes for 0."""

UNIT = re.compile(rf"{CURRENCY}|[%‰]")
SIGNED = re.compile(
    rf"([+-]?) ?(?:(?:{CURRENCY}|%) ?)?([+-]?)([\d.,' ]*\d[\d.,' ]*?(?:[eEdD][+-]?\d+)?)"
    rf" ?(-?) ?(?:[%‰]|{CURRENCY})?"
)


@dataclass(frozen=True)
class NumberStyle:
    """What stands before decimals, "." or ",", and between groups of digits, "" for nothing."""

    decimal: str = "."
    thousands: str = ""
    version: int = NOW
    """How cells are read: see NOW."""

    no_gaps: bool = False
    """Whether even None is a word."""

    @property
    def gaps(self) -> set[str]:
        """Ways to write that a value is not known, in lower case."""
        if self.no_gaps:
            return set()
        return MISSING if self.version > 2 else GAPS if self.version else FIRST_GAPS


@dataclass(frozen=True)
class Amount:
    """A cell's sign, -1 or 1, and its digits and marks in ASCII, without currency or percent."""

    sign: int
    body: str
    arabic: bool
    """Whether its marks say themselves what they are."""


def amount(cell: str, version: int = NOW) -> Amount | None:
    """What of a cell may be a number; None for a cell that is surely none.

    From version 3 on: 0½, 1.5 × 10^3, 1250,- and ($100) are numbers.
    """
    arabic, all_ways = False, version > 2
    if not all_ways and ("،" in cell or cell.lstrip("+-").startswith("%")):
        return None
    if not cell.isascii():
        cell = plainer(cell) if all_ways else cell
        arabic = ARABIC_DECIMAL in cell or ARABIC_THOUSANDS in cell
        cell = cell.replace(ARABIC_DECIMAL, ".").replace(ARABIC_THOUSANDS, ",")
        cell = cell.translate(ASCII).strip()
        cell = "".join(str(int(c)) if c.isdecimal() else c for c in cell)
    if len(cell) > LONGEST or not any(map(str.isdigit, cell)):
        return Amount(1, "0", False) if version > 4 and NO_AMOUNT.fullmatch(cell) else None
    if all_ways:
        cell = TIMES_TEN.sub(r"e\1", cell) if "10" in cell else cell
        cell = NO_CENTS.sub("", cell)
    bracketed = IN_BRACKETS.fullmatch(cell) if "(" in cell else None
    if bracketed and not all_ways and (bracketed[1] or bracketed[3]):
        return None
    negative = bracketed is not None
    found = SIGNED.fullmatch("".join(filter(None, bracketed.groups())) if bracketed else cell)
    if found is None:
        return None
    before, after, body, behind = found.groups()
    if [negative, before != "", after != "", behind != ""].count(True) > 1:
        return None
    sign = -1 if negative != ("-" in (before, after, behind)) else 1
    return Amount(sign, body.strip(), arabic)


def plainer(cell: str) -> str:
    """Fractions of one character as decimals, and raised digits as others, behind a 10."""
    found = FRACTION.fullmatch(cell)
    if found:
        decimals = f"{int(found[2] or 0) + unicodedata.numeric(found[3]):.10g}"
        return found[1] + decimals.replace(".", ARABIC_DECIMAL)
    return re.sub("(?<=10)[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda raised: "^" + raised[0].translate(RAISED), cell)


@cache
def pattern(style: NumberStyle) -> re.Pattern[str]:
    """What an amount's body looks like; thousands in threes, or as in India."""
    decimal, mark = re.escape(style.decimal), re.escape(style.thousands)
    grouped = rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+|[1-9]\d?(?:{mark}\d{{2}})+{mark}\d{{3}}|"
    whole = rf"(?:{grouped if mark else ''}\d+)"
    return re.compile(rf"(?:{whole}(?:{decimal}\d*)?|{decimal}\d+)(?:[eEdD][+-]?\d+)?")


def number(cell: str, style: NumberStyle) -> float:
    """The number that a cell holds, or NaN. Infinity is none, nor is Python's own 1_000."""
    if style.decimal == "." or not style.version:
        try:
            value = float(cell if style.decimal == "." else cell.replace(",", ".", 1))
            return value if np.isfinite(value) and "_" not in cell else np.nan
        except ValueError:
            pass
    found = amount(cell, style.version) if style.version else None
    if found is None:
        return np.nan
    if found.arabic:
        style = NumberStyle(".", ",")
    if not pattern(style).fullmatch(found.body):
        other = "," if style.decimal == "." else "."
        if style.thousands or not only_decimal(found.body, other):
            return np.nan
        style = NumberStyle(other)  # it can only be meant so
    if style.thousands:
        found = Amount(found.sign, found.body.replace(style.thousands, ""), False)
    digits = found.body.replace(style.decimal, ".").replace("D", "e").replace("d", "e")
    value = found.sign * float(digits)
    return value if np.isfinite(value) else np.nan


def only_decimal(body: str, mark: str) -> bool:
    """Whether `mark` can only stand before decimals in it: not in front of exactly three digits."""
    if body.count(mark) != 1 or not pattern(NumberStyle(mark)).fullmatch(body):
        return False
    whole, decimals = body.split(mark)
    return not (len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0")


def is_plain_number(cell: str) -> bool:
    """Whether a cell holds a number in one style or another."""
    return any(np.isfinite(number(cell, style)) for style in ANY_STYLE)


ANY_STYLE = [
    NumberStyle(decimal, thousands) for decimal in ".," for thousands in ("", *".,' ")
    if thousands != decimal
]  # fmt: skip


def to_numbers(cells: Sequence[str], style: NumberStyle) -> Array:
    """Each cell's number, or NaN: (cells,)."""
    if style.decimal == "." or not any("." in cell for cell in cells):
        plain = cells
        if style.decimal == ",":
            plain = [cell.replace(",", ".", 1) for cell in cells]
        try:  # nearly always, and ten times as fast as cell by cell
            numbers = np.array(list(map(float, plain)))
            if np.isfinite(numbers).all() and "_" not in "".join(cells):
                return numbers
        except ValueError:
            pass
    known = {cell: number(cell, style) for cell in dict.fromkeys(cells)}
    return np.array([known[cell] for cell in cells], np.float64)


def unit(cell: str) -> str:
    """The currency or percent sign of a cell that holds a number, or ""."""
    found = UNIT.search(cell.translate(ASCII))
    return found.group() if found and amount(cell) else ""
