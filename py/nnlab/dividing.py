"""A text divided into rows and cells: which lines are none, and which mark divides columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cell_clocks import clock
from .cell_dates import written
from .cell_numbers import MISSING
from .cell_units import is_number
from .table_errors import TableError
from .table_reading import BLANKS, COMMENTS, DELIMITERS, WIDE_BLANKS

if TYPE_CHECKING:
    import _csv

OUTER = ["\t", ";", "|", "；"]
"""Whoever divides by these may write commas in cells."""

MOST_ROWS = 200_000
MOST_COLUMNS = 1000

SEP = re.compile(r'^\s*"?sep=(\t|[^"\r\n])"?[,;\t]*[ ]*(\r\n|\n|\r|$)', re.IGNORECASE)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")

QUOTED = re.compile(
    r"'([^']*)'|'([\d.+-][^']*)|[“”„]([^“”„]*)[“”]|[‘’]([^‘’]*)’|«([^«»]*)»|=\"([^\"]*)\""
)

BLANK = "[ \t\u3000]"  # no-break ones stand inside numbers

BOX = re.compile(r"[-=+|]{4,}")
WRAPPED = re.compile(r'"(?:[^"]|"")*"')
WRAPPED_LINES = 200
QUOTED_AFTER_BLANK = re.compile(r'[,;|] +"[^"\r\n]*" *(?:[,;|]|$)', re.MULTILINE)

NAMED = re.compile(r"([^\W\d][^=:]{0,39}?) ?[=:] ?(?!//)(\S.*)")
"""A cell that says its own name, as Temp: 23.5 or t=5."""

RULE = re.compile(r":?-{2,}:?")  # between a Markdown table's header and its rows


@dataclass(frozen=True)
class Row:
    """One row's cells without outer blanks, and the number of its last line, from 1."""

    line: int
    cells: list[str]


def take_sep(text: str) -> tuple[str, str]:
    """Without the line that tells Excel the delimiter, and that delimiter or ""."""
    found = SEP.match(text)
    if not found:
        return text, ""
    return found.group(2) + text[found.end() :], found.group(1)


def blank_lines(text: str, count: int) -> tuple[str, str]:
    """The text with its first lines empty, so that the others keep their numbers; and the last of
    these lines."""
    lines = [found for _, found in zip(range(count), LINE.finditer(text), strict=False)]
    if not lines:
        return text, ""
    end = lines[-1].end()
    return re.sub(r"[^\r\n]", "", text[:end]) + text[end:], lines[-1].group()


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Each line with its end, and whether a quoted cell goes on into it."""
    quoted = False
    for found in LINE.finditer(text):
        line = found.group()
        if line:
            yield line, quoted
            quoted ^= line.count('"') % 2 == 1 and not (not quoted and is_comment(line))


def is_comment(line: str) -> bool:
    return line.lstrip().startswith((*COMMENTS,))


def find_comment(text: str) -> str:
    """What comments begin with, or "".

    Where most lines begin so, or the first cell is nothing but that sign, it is no comment.
    """
    for prefix in COMMENTS:
        if prefix not in text:
            continue
        lines = [line.strip() for line, quoted in lines_of(text) if not quoted and line.strip()]
        marked = [line for line in lines if begins_comment(line, prefix)]
        if marked and 2 * len(marked) < len(lines):
            return prefix
    return ""


def begins_comment(line: str, prefix: str) -> bool:
    """A spreadsheet's error is no comment, nor is a column that is called “#”."""
    if not line.startswith(prefix):
        return False
    first = re.split(r"[,;\t|，；]", line, maxsplit=1)
    cell = first[0].strip()
    return cell.lower() not in MISSING and not (len(first) > 1 and cell == prefix)


def take_comments(text: str, prefix: str) -> tuple[str, str]:
    """The text with its comments empty, and what the last one above the rows says."""
    if not prefix:
        return text, ""
    kept, header, above = [], "", True
    for line, quoted in lines_of(text):
        stripped = line.strip()
        if not quoted and begins_comment(stripped, prefix):
            if above:
                header = stripped.lstrip(prefix).strip()
            kept.append(re.sub(r"[^\r\n]", "", line))
        else:
            above = above and not stripped
            kept.append(line)
    return "".join(kept), header


def unwrapped(text: str) -> str:
    """The text of a file in which each whole line was put into quotation marks."""
    lines = text.splitlines()
    there = [line.strip() for line in lines if line.strip()]
    if not there or not all(map(WRAPPED.fullmatch, there[:WRAPPED_LINES])):
        return text
    if not any(re.search(r"[,;\t|]", line) for line in there[:1]):
        return text
    return "".join(
        line.strip()[1:-1].replace('""', '"') + "\n" if WRAPPED.fullmatch(line.strip()) else "\n"
        for line in lines
    )


def find_delimiter(text: str) -> str:
    """The delimiter that divides the first lines best.

    That is into one same number of cells, over 1, many of which look like numbers.
    """
    sample = first_lines(text)
    best, most = "", 0.0
    whole = {mark for mark in DELIMITERS if divides_all(sample, mark)}
    marks = {mark for mark in whole if mark.strip()}
    for delimiter in DELIMITERS:
        if delimiter in (BLANKS, ",") and marks and delimiter not in whole:
            continue  # blanks or commas inside cells
        if delimiter == "," and any(holds_commas(sample, mark) for mark in OUTER):
            continue  # commas inside numbers
        score = rate(sample, delimiter)
        if score > most + 1e-9:
            best, most = delimiter, score
    if not best:
        raise TableError("one_column")
    return WIDE_BLANKS if best == "\t" and is_aligned(sample) else best


def first_lines(text: str) -> list[str]:
    """Some 20,000 characters of whole lines; of wide tables, names and a few rows."""
    end = 20_000
    while True:
        sample = [line for line in text[:end].splitlines() if line.strip()][:50]
        if len(text) <= end:
            return sample
        if len(sample) > 4:
            return sample[:-1]  # it may be cut
        end *= 2


def divides_all(sample: list[str], delimiter: str) -> bool:
    """Whether it divides all lines into one same number of cells, over 1."""
    widths = {len(row) for row in rows_of(sample, delimiter)}
    return len(widths) == 1 and max(widths) > 1


def is_aligned(sample: list[str]) -> bool:
    """Whether tabs only fill the space between columns: even between the names, several stand."""
    cells = [line.strip("\t ").split("\t") for line in sample]
    widths = {sum(map(bool, row)) for row in cells}
    return len(widths) == 1 and all("" in row for row in cells)


def rate(sample: list[str], delimiter: str) -> float:
    """How well it divides: 0 for not at all."""
    rows = rows_of(sample, delimiter)
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
    if width < 2:
        return 0.0
    cells = [cell.strip() for row in rows if len(row) == width for cell in row]
    there = [cell for cell in cells if cell]
    numbers = sum(map(is_value, there))
    return count / len(rows) * (0.1 + numbers / max(1, len(there)))


def is_value(cell: str) -> bool:
    """Whether a cell holds a number, a date or a time; also behind a name of its own."""
    if is_number(cell) or written(cell) is not None or clock(cell) is not None:
        return True
    named = NAMED.fullmatch(cell)
    return named is not None and is_number(named[2])


def holds_commas(sample: list[str], delimiter: str) -> bool:
    """Whether this mark divides at least as many lines as commas do, and these stand in numbers."""
    rows = [[row for row in rows_of(sample, mark) if len(row) > 1] for mark in (delimiter, ",")]
    with_commas = [cell.strip() for row in rows[0] for cell in row if "," in cell]
    return len(rows[0]) >= len(rows[1]) and bool(with_commas) and all(map(is_number, with_commas))


def rows_of(sample: list[str], delimiter: str) -> list[list[str]]:
    try:
        return [row for row in reader("\n".join(sample), delimiter) if row]
    except csv.Error:
        return []


def reader(text: str, delimiter: str, *, strict: bool = False) -> "_csv.Reader":
    """Python's own reader of CSV; blanks before a row or after it, and tabs, are blanks to it."""
    if delimiter == WIDE_BLANKS:
        text = re.sub(rf"^{BLANK}+|{BLANK}+(?=\r?$)", "", text, flags=re.MULTILINE)
        text, delimiter = re.sub(rf" *\t{BLANK}*|{BLANK}{{2,}}", "\t", text), "\t"
    elif delimiter == BLANKS:
        text = re.sub(rf"{BLANK}+(?=\r?$)", "", text, flags=re.MULTILINE)
        text = re.sub(BLANK, " ", text)
        return csv.reader(
            io.StringIO(text, newline=""), delimiter=" ", skipinitialspace=True, strict=strict
        )
    skip = QUOTED_AFTER_BLANK.search(text[:20_000]) is not None
    strict = strict and not skip  # whoever writes blanks before a quoted cell does so behind it
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, skipinitialspace=skip
    )


def is_rule(first: str, cells: list[str]) -> bool:
    """Whether a row is but a line that is drawn between others."""
    return first[0] in "-:+=" and (
        all(map(RULE.fullmatch, filter(None, cells))) or BOX.fullmatch("".join(cells)) is not None
    )


def unquoted(cell: str) -> str:
    """Without quotation marks that CSV does not know, and without Excel's ="..."."""
    found = QUOTED.fullmatch(cell)
    return next(filter(None, found.groups()), "").strip() if found else cell


def parse(text: str, delimiter: str) -> list[Row]:
    """The rows that hold anything. Raises TableError where there are none, or too many."""
    lines = reader(text, delimiter, strict=True)
    rows: list[Row] = []
    begun = 0
    try:
        for row in lines:
            cells = [cell.strip() for cell in row]
            first = next(filter(None, cells), "")
            if first and not is_rule(first, cells):
                rows.append(Row(lines.line_num, cells))
            begun = lines.line_num
    except csv.Error:
        if '\\"' in text:  # as MySQL and JSON write a quotation mark
            return parse(text.replace('\\"', '""'), delimiter)
        raise TableError("malformed", line=begun + 1) from None
    if not rows:
        raise TableError("empty")
    hides_numbers = any(
        is_number(unquoted(cell)) and not is_number(cell) for row in rows[:50] for cell in row.cells
    )
    return [Row(row.line, [*map(unquoted, row.cells)]) for row in rows] if hides_numbers else rows
