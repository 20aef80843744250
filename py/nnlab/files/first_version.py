"""How the first version that kept models read a table, of which its files say nothing."""

import codecs
import csv
import io
import re
from collections import Counter

import numpy as np

from ..cell_numbers import NumberStyle, number
from ..table_reading import Given

DELIMITERS = ["\t", ";", "|", ","]
POINT = re.compile(r"[+-]?(\d+\.\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?", re.IGNORECASE)
CLASSIC = NumberStyle(",", "", 0)


def first_reading(content: bytes) -> Given:
    """The whole reading. Raises UnicodeDecodeError or csv.Error for what it could not read."""
    encoding, text = decoded(content)
    delimiter = find_delimiter(text)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    rows = [cells for row in rows if any(cells := [cell.strip() for cell in row])]
    header = bool(rows) and not any(np.isfinite(number(cell, CLASSIC)) for cell in rows[0])
    cells = [cell for row in rows[header:][:1000] for cell in row]
    commas = sum(COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(POINT.fullmatch(cell) is not None for cell in cells)
    return Given(
        encoding=encoding, delimiter=delimiter, decimal="," if commas > points else ".",
        thousands="", comment="", header=header, skip=0, foot=0, join=(), one_hot=(), without=(),
        gaps="leave_out", dates="words", codes=(), gap_numbers=(), gaps_in={}, clocks=(),
        seasons=(), ways={}, version=0,
    )  # fmt: skip


def decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16", content.decode("utf-16")
    try:
        return "UTF-8", content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "GB18030", content.decode("gb18030")


def find_delimiter(text: str) -> str:
    """The delimiter that divides most of the first lines into one same number of cells, over 1."""
    sample = text[:20_000].splitlines()[:50]
    if len(text) > 20_000 and len(sample) > 1:
        sample.pop()  # it may be cut
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        width, lines = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and lines / len(widths) > most:
            best, most = delimiter, lines / len(widths)
    return best
