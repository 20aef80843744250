"""Numbers with a word behind them that multiplies (2.5万) or names a step of a scale (5 - very
much); and cells that look like numbers and are words: marks such as 3-, codes such as 1E3."""

import re
from collections.abc import Collection, Sequence

from .cell_numbers import MISSING, is_plain_number

POWERS = {
    "k": 3, "K": 3, "Tsd": 3, "tsd": 3, "千": 3, "万": 4, "萬": 4, "M": 6, "mn": 6, "Mio": 6,
    "mio": 6, "B": 9, "bn": 9, "Mrd": 9, "mrd": 9, "亿": 8, "億": 8,
}  # fmt: skip
MULTIPLIED = re.compile(
    rf"(?P<number>[^\w]{{0,3}}[\d.,]*\d)[ \u00a0\u202f]?(?P<word>{'|'.join(POWERS)})\.?"
)
LETTER = re.compile(r"[^\W\d_]")
SHORT = re.compile(r"\d+ ?[kKMB]")
DOUBTFUL = re.compile(r"[.,]\d{3}$")
"""1,250K may be 1.25 or 1250 thousand: such a column is not read so."""

STEP = re.compile(r"(\d{1,2}) ?[-–—=:.(] ?[^\W\d_].*")
LAST_STEP = 10

MARK = re.compile(r"(\d{1,2})[+-]?")
SIGNED_MARK = re.compile(r"\d[+-]")
MAY_BE_WORDS = re.compile(r"^\d[+-]$|^\d+[eE]\d+$", re.MULTILINE)
POWER = re.compile(r"\d+[eE]\d+")
CODE = re.compile(r"(?=.*[A-Za-z])[A-Za-z]{0,3}\d+[A-Za-z]{0,3}\d*")


def plain_cells(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a column, as plain numbers where a word behind them is a part of the number."""
    different = dict.fromkeys(cells)
    if not LETTER.search("".join(different)):  # nearly always of numbers, and quickly seen
        return cells
    there = [cell for cell in different if cell.lower() not in MISSING]
    for change in (multiplied, step):
        found = {cell: plain for cell in there if (plain := change(cell))}
        rest = [cell for cell in there if cell not in found]
        sure = is_amount(found) if change is multiplied else is_scale(rest)
        if found and sure and all(map(is_plain_number, rest)):
            return [found.get(cell, cell) for cell in cells]
    return cells


def multiplied(cell: str) -> str:
    """2.5e4 for 2.5万; "" for another cell."""
    found = MULTIPLIED.fullmatch(cell)
    if not found or DOUBTFUL.search(found["number"]) or not is_plain_number(found["number"]):
        return ""
    return f"{found['number']}e{POWERS[found['word']]}"


def is_amount(found: Collection[str]) -> bool:
    """Whether these surely multiply: 12B and 12M may be a house's number, 1.5M and $3M are none."""
    return any(not SHORT.fullmatch(cell) for cell in found)


def step(cell: str) -> str:
    """5 for 5 - very much; "" for another cell."""
    found = STEP.fullmatch(cell)
    return found[1] if found and int(found[1]) <= LAST_STEP else ""


def is_scale(cells: Sequence[str]) -> bool:
    """Whether these are steps without a name, at least one: where all have one, it is a word."""
    return bool(cells) and all(cell.isdecimal() and int(cell) <= LAST_STEP for cell in cells)


def are_words(cells: Sequence[str]) -> bool:
    """Whether a column's numbers are none: marks as 2+ and 3-, codes as 1E3 beside A12."""
    different = dict.fromkeys(cells)
    if not MAY_BE_WORDS.search("\n".join(different)):
        return False
    there = [cell for cell in different if cell.lower() not in MISSING]
    if any(map(SIGNED_MARK.fullmatch, there)) and all(map(MARK.fullmatch, there)):
        return any("+" in cell for cell in there) or all(
            len(cell.strip("-")) == 1 for cell in there
        )
    if any(map(POWER.fullmatch, there)):
        numbers = (POWER.fullmatch(cell) or is_plain_number(cell) for cell in there)
        rest = [cell for cell, is_one in zip(there, numbers, strict=True) if not is_one]
        return bool(rest) and all(map(CODE.fullmatch, rest))
    return False
