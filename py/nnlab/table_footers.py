"""What stands below a table: its total, where it comes from, how many rows there are."""

import re
from collections import Counter
from collections.abc import Sequence

from .cell_numbers import MISSING
from .cell_units import is_number
from .dividing import Row

MOST = 10

TOTAL = re.compile(
    r"(?:(?:grand|sub|column|overall)[ -]?)?totals?(?: general)?|sums?|average|mean|avg\.?|overall"
    r"|summe|gesamt|insgesamt|gesamtsumme|mittelwert|durchschnitt|somme|moyenne|suma|promedio|totale"
    r"|razem|średnia|итого|всего|среднее|合计|合計|总计|總計|总和|小计|小計"
    r"|ø|∅|⌀|(?:klassen|noten)?(?:schnitt|durchschnitt)|gemiddelde|ortalama|toplam|平均分|平均|平均值|均值|计|総計|합계|평균|총계",
    re.IGNORECASE,
)

EVERYDAY = re.compile(
    r"ensemble|media|max(?:imum)?|min(?:imum)?|std\.?(?: ?dev(?:iation)?\.?)?|stdev|median|count|n"
    r"|standardabweichung|anzahl|最高分|最低分|及格率|优秀率|标准差|中位数|最大值|最小值|人数|最大|最小",
    re.IGNORECASE,
)
"""Names of totals that are words for much else: of a row that has all its cells they are none."""


def find_footers(rows: Sequence[Row]) -> int:
    """How many of the last rows are none: a note in one cell, or a total by its name."""
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0] if rows else 0
    count = 0
    for row in reversed(rows[2:][-MOST:]):
        if not is_footer(row, width, rows[: len(rows) - 1 - count]):
            break
        count += 1
    return count


def is_footer(row: Row, width: int, above: Sequence[Row]) -> bool:
    """Words that no row above has in the same column, alone or as the name of a total."""
    filled = [(at, cell) for at, cell in enumerate(row.cells) if cell]
    if not filled:
        return True
    at, cell = filled[0]
    if is_number(cell) or cell.lower() in MISSING:
        return False
    if any(len(other.cells) > at and other.cells[at] == cell for other in above):
        return False
    alone = len(filled) == 1 and (width > 2 or len(row.cells) < width) and " " in cell
    name = cell.rstrip(":： ")
    if EVERYDAY.fullmatch(name):
        return len(filled) < width
    return alone or TOTAL.fullmatch(name) is not None
