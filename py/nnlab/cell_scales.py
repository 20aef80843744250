"""Numbers with something behind them, and words that look like numbers.

A word multiplies (2.5万) or names an end of a scale (5 - very much); there are the most points
(8/10), an error (4.5 ± 0.1), it is a place on the earth (48°10′N), or in parts (2h 50m). Words are
school grades such as 3-, serials such as 1E3, and addresses such as 192.168.0.1.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from .cell_degrees import PLACES, is_place
from .cell_numbers import ASCII, MISSING, UNIT, is_plain_number
from .cell_parts import PARTS, is_in_parts

POWERS = {
    "k": 3, "K": 3, "Tsd": 3, "tsd": 3, "千": 3, "万": 4, "萬": 4, "M": 6, "mn": 6, "Mio": 6,
    "mio": 6, "B": 9, "bn": 9, "Mrd": 9, "mrd": 9, "亿": 8, "億": 8,
}  # fmt: skip
BARE = {*"kKMB"}
"""Those that may be units: kelvin, molar, bytes."""

MULTIPLIED = re.compile(
    rf"(?P<number>[^\w]{{0,3}}[\d.,]*\d)[ \u00a0\u202f]?(?P<word>{'|'.join(POWERS)})\.?"
)
IN_FRONT = re.compile(r"[^\d.,]*")
BEHIND = re.compile(r"[^\W\d_]|[/±°º˚]|\+-")
SHORT = re.compile(r"\d+ ?[kKMB]")
PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
DOUBTFUL = re.compile(r"[.,]\d{3}$")
"""1,250K may be 1.25 or 1250 thousand: such a column is not read so."""

POINTS = re.compile(r"((?:0|[1-9]\d*)(?:[.,]\d+)?) ?/ ?(\d+)")
MOST_POINTS = ("5", "6", "10", "15", "20", "100")
"""3/24 and 1/12 may be a month, 3/8 is an inch's part."""

MEASURED = re.compile(r"([+\-−]?\d*[.,]?\d+) ?(?:±|\+/-|\+-) ?\d*[.,]?\d+")

LABELLED = re.compile(r"(\d{1,2})(?: [-–—] | ?[=:(] ?)[^\W\d_].*")
"""Not 3-Jan, nor 3. März: without blanks around it a dash may be a part of anything."""
LONGEST_SCALE = 10

GRADE = re.compile(r"[1-6][+-]?")
MAY_BE_WORDS = re.compile(r"^\d[+-]$|^\d+[eE]\d+$|^\d+\.\d+\.\d+\.\d+$", re.MULTILINE)
ADDRESS = re.compile(r"(?:(?:1?\d?\d|2[0-4]\d|25[0-5])\.){3}(?:1?\d?\d|2[0-4]\d|25[0-5])")
"""Of a computer in the internet: its points part no thousands."""

POWER = re.compile(r"\d+[eE]\d+")
SERIAL = re.compile(r"(?=.*[A-Za-z])[A-Za-z]{0,3}\d+[A-Za-z]{0,3}\d*")


def multiplied(cell: str) -> str:
    """25000 for 2.5万; "" for another cell."""
    found = MULTIPLIED.fullmatch(cell)
    if not found or DOUBTFUL.search(found["number"]) or not is_plain_number(found["number"]):
        return ""
    return shifted(found["number"], POWERS[found["word"]])


def shifted(number: str, power: int) -> str:
    """A number times 10 to that power, with the signs and the decimal mark that it has."""
    front = IN_FRONT.match(number)
    body = number[front.end() :] if front else number
    at = max(body.rfind("."), body.rfind(","))
    whole, behind = (body[:at], body[at + 1 :]) if at >= 0 else (body, "")
    digits = re.sub("[.,]", "", whole) + behind[:power].ljust(power, "0")
    rest = behind[power:] and body[at] + behind[power:]
    return number[: len(number) - len(body)] + (digits.lstrip("0") or "0") + rest


def is_amount(found: Mapping[str, str], rest: Sequence[str]) -> bool:
    """Whether these surely multiply: 273.15 K is none, 12B and 12M may be houses' numbers."""
    words = {match["word"] for cell in found if (match := MULTIPLIED.fullmatch(cell))}
    if words - BARE:
        return True
    if all(map(SHORT.fullmatch, found)) and {*map(str.upper, words)} != {*"KM"}:
        return False
    if len({*map(str.upper, words)}) > 1 or any(UNIT.search(c.translate(ASCII)) for c in found):
        return True
    return words <= {*"kK"} and goes_on(found, rest)


def goes_on(found: Mapping[str, str], rest: Sequence[str]) -> bool:
    """Whether the others are whole numbers in the hundreds, which 1.5K goes on from."""
    numbers = [cell.rstrip("kK") for cell in found]
    if not rest or not all(map(PLAIN.fullmatch, numbers)):
        return False
    whole = all(cell.isascii() and cell.isdecimal() and 100 <= int(cell) < 1000 for cell in rest)
    return whole and all(1 <= float(number.replace(",", ".")) < 100 for number in numbers)


def labelled(cell: str) -> str:
    """5 for 5 - very much; "" for another cell."""
    found = LABELLED.fullmatch(cell)
    return found[1] if found and int(found[1]) <= LONGEST_SCALE else ""


def is_scale(found: Mapping[str, str], rest: Sequence[str]) -> bool:
    """Whether others have no label, at least one: where all have one, it is a word."""
    return bool(rest) and all(cell.isdecimal() and int(cell) <= LONGEST_SCALE for cell in rest)


def points(most: str, cell: str) -> str:
    """8.5 for 8.5/10, out of 10; "" for another cell, or more than those: 120/100 is none."""
    found = POINTS.fullmatch(cell)
    fits = found and found[2] == most and float(found[1].replace(",", ".")) <= int(most)
    return found[1] if found and fits else ""


def measured(cell: str) -> str:
    """4.5 for 4.5 ± 0.1; "" for another cell."""
    found = MEASURED.fullmatch(cell)
    return found[1] if found else ""


CHANGES: dict[str, Callable[[str], str]] = {
    "multiplied": multiplied,
    "labelled": labelled,
    **{f"of {most}": partial(points, most) for most in MOST_POINTS},
    "measured": measured,
    **PLACES,
    **PARTS,
}
"""How a cell becomes a plain number."""

LIKELY = 200
"""So many different cells tell whether a column may hold numbers in parts."""

SURE_BESIDE_WORDS = ("multiplied", "duration", *(way for way in CHANGES if way.startswith("of ")))
MOST_ODD = 5
"""One in so many different cells may be no number there, as “varies” beside 19M."""

WORDS = "words"
WAYS = (*CHANGES, WORDS)
"""How a column's cells can be meant: see `Reading.ways`."""


def ways_of(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Of the columns' cells those that are not plain: each column's way."""
    return {name: way for name, cells in columns.items() if (way := way_of(cells))}


def way_of(cells: Sequence[str]) -> str:
    """One of WAYS, if a column's cells surely are meant so; else ""."""
    different = dict.fromkeys(cells)
    text = "\n".join(different)
    behind = BEHIND.search(text) is not None  # nearly never of numbers, and quickly seen
    if not behind and not MAY_BE_WORDS.search(text):
        return ""
    there = [cell for cell in different if cell.lower() not in MISSING]
    for way, change in CHANGES.items() if behind else ():
        if way.startswith("of ") and "/" not in text:
            continue
        if way in PARTS and not any(map(change, there[:LIKELY])):
            continue
        found = {cell: plain for cell in there if (plain := change(cell))}
        if not found:
            continue
        others = [cell for cell in there if cell not in found]
        rest = [cell for cell in others if is_plain_number(cell)]
        odd = len(others) - len(rest)
        if odd and (way not in SURE_BESIDE_WORDS or MOST_ODD * odd > len(found)):
            continue
        if is_sure(way, found, rest):
            return way
    addresses = bool(there) and all(map(ADDRESS.fullmatch, there))
    return WORDS if addresses or are_grades(there) or are_serials(there) else ""


def is_sure(way: str, found: Mapping[str, str], rest: Sequence[str]) -> bool:
    if way == "multiplied":
        return is_amount(found, rest)
    if way == "labelled":
        return is_scale(found, rest)
    if way in PLACES:
        return is_place(way, found, rest)
    if way in PARTS:
        return is_in_parts(way, found, rest)
    return way == "measured" or not rest


def plain_cells(cells: Sequence[str], way: str) -> Sequence[str]:
    """The cells of a column that are meant that way, as plain numbers; "" changes none."""
    change = CHANGES.get(way)
    if change is None:
        return cells
    known = {cell: change(cell) or cell for cell in dict.fromkeys(cells)}
    return [known[cell] for cell in cells]


def are_grades(cells: Sequence[str]) -> bool:
    """Whether they are school grades, as 2+ and 3-; 3+ alone is any number above, 5- an amount."""
    if not all(map(GRADE.fullmatch, cells)):
        return False
    signs = {cell[1] for cell in cells if len(cell) > 1}
    signed = {cell[0] for cell in cells if len(cell) > 1}
    plain = any(len(cell) == 1 for cell in cells)
    return len(signs) > 1 or (plain and len(signed) > 1)


def are_serials(cells: Sequence[str]) -> bool:
    """Whether they are serials, 1E3 among them; at least half cannot be numbers, as A12."""
    powers = [cell for cell in cells if POWER.fullmatch(cell)]
    if not powers:
        return False
    rest = [cell for cell in cells if not is_plain_number(cell)]
    if 2 * len(rest) < len(cells) or not all(map(SERIAL.fullmatch, rest)):
        return False
    longest = max(map(len, [*powers, *rest]))
    others = (cell for cell in cells if is_plain_number(cell) and not POWER.fullmatch(cell))
    return all(cell.isdecimal() and len(cell) <= longest for cell in others)
