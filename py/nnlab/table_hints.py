"""What is strange in a table or in a choice of its columns, and what would mend it."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from .cell_degrees import PLACES
from .cell_numbers import NO_VALUE
from .table_clocks import may_be_clocks
from .table_columns import MOST_NUMBER_CLASSES, Column, same_word
from .table_gaps import may_stand_for_gaps, stand_for_gaps, takes_gap_word
from .table_leaks import near_target
from .table_one_hot import one_hot_group
from .table_order import like_target
from .table_reading import Given, Reading
from .table_roles import (
    MOSTLY,
    TARGET_NAMES,
    are_pixels,
    gaps_in,
    is_numbering,
    may_be_ids,
    why_left_out,
)

MOST_NAMED = 6

POSTCODE = re.compile(
    r"\bzip|postal|post.?code|postleitzahl|\bplz\b|邮编|邮政编码|郵便番号|郵遞區號", re.IGNORECASE
)
MOST_DIGITS = 2
"""Of a count of postcodes; a postcode has more."""

GAPS_THAT_MAY_SPEAK = {"none": 0.0, "无": 0.0, "na": 0.2, "n/a": 0.2}
"""Of so many rows at least: NA, which R writes for any gap, in a fifth."""


@dataclass(frozen=True)
class Hint:
    """One thing that is strange.

    `code` is "dates_ymd" and the like, "bad_dates", "clock", "bad_clocks", "may_be_clock",
    "may_be_code",
    "seasons", "degrees", "duration", "owed", "gap_says", "gap_class", "mostly_gaps", "unused_gaps",
    "gap_words", "gaps", "filled", "gap_number", "gap_numbers", "gap_in", "gaps_in",
    "codes", "numbering", "ids", "capitals", "joined", "rare_class", "one_hot", "says_class",
    "looks_like", "number", "units", "mixed_units", "pixels" or "short".
    """

    code: str
    values: dict[str, str | int]
    """What stands in the braces of its sentence."""

    given: Given = field(default_factory=Given)
    """Reading the file again with this mends it; empty when nothing would."""

    left_out: tuple[str, ...] = ()
    """Leaving these columns out mends it."""

    again: tuple[str, ...] = ()
    """Using these columns again mends it."""


def hints(
    columns: Sequence[Column],
    reading: Reading,
    target: str,
    left_out: Collection[str],
    task: str = "classes",
) -> list[Hint]:
    """What is strange when `target` is learnt from all columns but those of `left_out`."""
    by_name = {column.name: column for column in columns}
    features = [name for name in by_name if name != target and name not in left_out]
    found = []
    if target in by_name:
        found += of_classes(by_name[target], reading) if task == "classes" else []
        found += of_one_hot(columns, reading, target, features, task)
    found += [
        Hint("number", {"column": column.name, "values": column.different})
        for column in columns
        if column.name != target
        and column.name.lower() in TARGET_NAMES
        and column.is_numeric
        and column.different > MOST_NUMBER_CLASSES
    ]
    for name in features:
        found += of_dates(by_name[name], reading)
    found += of_seasons(columns, reading, target, features)
    found += of_ways(columns, reading)
    found += of_gaps_that_speak(columns, reading, target, features)
    found += of_mostly_gaps(columns, reading, target, features)
    found += of_digits(columns, reading, target, features)
    found += of_pixels(columns, target, features) if task == "classes" else []
    for column in columns:
        if len(column.units) > 1 and column.is_numeric:
            signs = ", ".join(sign or "–" for sign in column.units)
            found.append(Hint("units", {"column": column.name, "signs": signs}))
        elif len(column.units) > 1:
            units = ", ".join(column.units)
            found.append(Hint("mixed_units", {"column": column.name, "units": units}))
    return found


def of_digits(
    columns: Sequence[Column], reading: Reading, target: str, features: Sequence[str]
) -> list[Hint]:
    """Digits that are codes, numbers that stand for gaps, and what may only number the rows."""
    found = []
    for column in columns:
        if column.is_code and (column.name in (target, *features) or not column.is_feature):
            known = (*column.first, *column.class_names)
            cell = next((cell for cell in known if cell[:1] == "0"), column.first[0])
            others = tuple(name for name in reading.codes if name != column.name)
            found.append(Hint("codes", {"column": column.name, "cell": cell}, Given(codes=others)))
    found += of_gap_numbers(columns, reading, target, features)
    chosen = [column for column in columns if column.name in features]
    for column in chosen:
        if POSTCODE.search(column.name) and column.is_whole and not column.dates:
            cell = next((cell for cell in column.first if cell.isdecimal()), "")
            if len(cell) > MOST_DIGITS and not any(cell[:1] == "0" for cell in column.first):
                given = Given(codes=(*reading.codes, column.name))
                found.append(Hint("may_be_code", {"column": column.name, "cell": cell}, given))
    doubts = {c.name: "numbering" for c in chosen if is_numbering(c)}
    doubts = {c.name: "ids" for c in chosen if may_be_ids(c)} | doubts
    if len(doubts) < len(features):
        found += [Hint(code, {"column": name}, left_out=(name,)) for name, code in doubts.items()]
    return found


def of_gap_numbers(
    columns: Sequence[Column], reading: Reading, target: str, features: Sequence[str]
) -> list[Hint]:
    """Numbers that may stand for gaps, and those that do already."""
    found = []
    if reading.gap_numbers:
        numbers = ", ".join(map(as_written, reading.gap_numbers))
        found.append(Hint("gap_numbers", {"numbers": numbers}, Given(gap_numbers=())))
    if reading.gaps_in:
        different = sorted({number for own in reading.gaps_in.values() for number in own})
        numbers = ", ".join(map(as_written, different))
        names = listed([*reading.gaps_in])
        found.append(Hint("gaps_in", {"numbers": numbers, "names": names}, Given(gaps_in={})))
    if are_pixels([column for column in columns if column.name in features]):
        return found  # whose paper is 0
    used = [c for c in columns if c.name in features or (c.name == target and not c.is_class)]
    far, unlikely = stand_for_gaps(used), may_stand_for_gaps(used)
    for number, (of, count) in [*far.items(), *unlikely.items()]:
        values: dict[str, str | int] = {
            "number": as_written(number), "names": listed(of), "count": count,
        }  # fmt: skip
        if number in far:
            given = Given(gap_numbers=(*reading.gap_numbers, number))
        else:
            more = {name: (*reading.gaps_in.get(name, ()), number) for name in of}
            given = Given(gaps_in={**reading.gaps_in, **more})
        found.append(Hint("gap_number" if number in far else "gap_in", values, given))
    return found


def of_pixels(columns: Sequence[Column], target: str, features: Sequence[str]) -> list[Hint]:
    """Which columns the rows lack to be pictures."""
    others = [c for c in columns if c.name not in (target, *features) and c.is_numeric]
    if not others or are_pixels([c for c in columns if c.name in features]):
        return []
    reasons = why_left_out(columns, target)
    lacking = [column.name for column in others if column.name not in reasons]
    whole = [column for column in columns if column.name in (*features, *lacking)]
    if not lacking or not are_pixels(whole):
        return []
    values: dict[str, str | int] = {"names": listed(lacking), "side": math.isqrt(len(whole))}
    return [Hint("pixels", values, again=tuple(lacking))]


def as_written(number: float) -> str:
    return f"{number:g}".replace("-", "−")


def of_seasons(
    columns: Sequence[Column], reading: Reading, target: str, features: Sequence[str]
) -> list[Hint]:
    """Columns in which 2009-10 was taken for a word."""
    found = []
    for column in columns:
        known = column.name in (target, *features) or not column.is_feature
        if known and column.name in reading.seasons:
            others = tuple(name for name in reading.seasons if name != column.name)
            cell = next(filter(None, column.first), "")
            values: dict[str, str | int] = {"column": column.name, "cell": cell}
            found.append(Hint("seasons", values, Given(seasons=others)))
    return found


def of_mostly_gaps(
    columns: Sequence[Column], reading: Reading, target: str, features: Sequence[str]
) -> list[Hint]:
    """Columns that are nearly empty, whether used or not, and those whose gaps are a word."""
    found = []
    reasons = why_left_out(columns, target)
    for column in columns:
        name, used = column.name, column.name in features
        percent = min(99, round(100 * gaps_in(column)))  # a feature has some values
        part: dict[str, str | int] = {"column": name, "percent": percent}
        others = tuple(each for each in reading.gap_words if each != name)
        if used and name in reading.gap_words:
            word = {"column": name, "word": column.gap_word}
            found.append(Hint("gap_words", {**word}, Given(gap_words=others), (name,)))
        elif used and column.is_feature and gaps_in(column) >= MOSTLY and len(features) > 1:
            found.append(Hint("mostly_gaps", part, left_out=(name,)))
        elif not used and reasons.get(name) == "gaps":
            words = Given(gap_words=(*others, name)) if takes_gap_word(column) else Given()
            again = (name,) if words else ()
            said = {**part, "word": column.gap or NO_VALUE}
            found.append(Hint("unused_gaps", said, words, again=again))
    return found


def of_ways(columns: Sequence[Column], reading: Reading) -> list[Hint]:
    """Columns of places on the earth, of durations, of debits and credits: what a cell is then."""
    found = []
    for column in columns:
        way = reading.ways.get(column.name, "")
        code = "degrees" if way in PLACES else way
        cells = zip(column.first, column.numbers.tolist(), strict=False)
        read = ((cell, number) for cell, number in cells if cell and math.isfinite(number))
        cell, number = next(read, ("", 0.0))
        if cell and code in ("degrees", "duration", "owed"):
            others = {name: each for name, each in reading.ways.items() if name != column.name}
            said = f"{number:.6g}".replace("-", "−")
            values: dict[str, str | int] = {"column": column.name, "cell": cell, "number": said}
            found.append(Hint(code, values, Given(ways=others)))
    return found


def of_gaps_that_speak(
    columns: Sequence[Column], reading: Reading, target: str, features: Sequence[str]
) -> list[Hint]:
    """Gaps of words that all say None, or the like, which may be an answer as well."""
    found = []
    for column in columns:
        others = tuple(each for each in reading.gap_words if each != column.name)
        if column.name == target and column.name in reading.gap_words:
            values: dict[str, str | int] = {"column": column.name, "word": column.gap_word}
            found.append(Hint("gap_class", values, Given(gap_words=others)))
        if column.name not in (target, *features) or column.is_numeric or not column.class_names:
            continue
        count, word = int(column.missing.sum()), column.gap.lower()
        often = (
            word in GAPS_THAT_MAY_SPEAK and count >= GAPS_THAT_MAY_SPEAK[word] * column.missing.size
        )
        if often and count > 1:
            values = {"column": column.name, "word": column.gap, "count": count}
            found.append(Hint("gap_says", values, Given(gap_words=(*others, column.name))))
    return found


def of_clocks(column: Column, reading: Reading) -> list[Hint]:
    """How a column's times become numbers, or whether its numbers may be times."""
    if column.dates:
        cell = column.dates.first
        hours = f"{column.dates.number(cell):.4g}"
        others = tuple(name for name in reading.clocks if name != column.name)
        values: dict[str, str | int] = {"column": column.name, "cell": cell, "hours": hours}
        return [Hint("clock", values, Given(clocks=others))]
    if may_be_clocks(column):
        values = {"column": column.name, "cell": column.first[0]}
        return [Hint("may_be_clock", values, Given(clocks=(*reading.clocks, column.name)))]
    return []


def of_dates(column: Column, reading: Reading) -> list[Hint]:
    """How a column's dates become numbers, and which of its cells are none."""
    dates = column.dates
    if not dates:
        return of_clocks(column, reading)
    strange = int((~column.missing & np.isnan(column.numbers)).sum())
    values: dict[str, str | int] = {"column": column.name, "count": strange}
    if dates.order == "clock":
        return of_clocks(column, reading) + ([Hint("bad_clocks", values)] if strange else [])
    given = Given(dates=dates.others[0]) if dates.others else Given()
    code = f"dates_{dates.order}" if dates.in_order else "dates_named"
    found = [Hint(code, {"column": column.name, "first": dates.first}, given)]
    return found + ([Hint("bad_dates", values)] if strange else [])


def of_classes(classes: Column, reading: Reading) -> list[Hint]:
    found = []
    if classes.name in reading.join:
        others = tuple(name for name in reading.join if name != classes.name)
        found.append(Hint("joined", {"column": classes.name}, Given(join=others)))
    if classes.alike < classes.different:
        apart = {same_word(name) for name in classes.class_names}
        values: dict[str, str | int] = {
            "column": classes.name,
            "classes": classes.different,
            "left": len(apart) or classes.alike,
            "names": listed(classes.class_names),
        }
        found.append(Hint("capitals", values, Given(join=(*reading.join, classes.name))))
    rows = np.bincount(classes.codes[classes.codes >= 0], minlength=len(classes.class_names))
    rare = [
        name
        for name, count in zip(classes.class_names, rows, strict=True)
        if count == 1 and name not in reading.without
    ]
    if rare:
        left = len(classes.class_names) - len({*reading.without, *rare})
        without = (*reading.without, *rare)
        given = Given(without=without) if left >= 2 else Given()
        found.append(Hint("rare_class", {"names": listed(rare), "count": len(rare)}, given))
    return found


def of_one_hot(
    columns: Sequence[Column], reading: Reading, target: str, features: Sequence[str], task: str
) -> list[Hint]:
    group = one_hot_group(columns, target)
    if target in group:
        values: dict[str, str | int] = {"names": listed(group), "count": len(group)}
        return [Hint("one_hot", values, Given(one_hot=tuple(group)))]
    reasons = why_left_out(columns, target)
    by_name = {column.name: column for column in columns}
    used = [by_name[name] for name in features]
    near = near_target(used, by_name[target], task) if len(features) > 1 else []
    same = [name for name in features if reasons.get(name) in ("target", "one_hot") or name in near]
    others = [column for column in used if column.name not in same]
    like = like_target(others, by_name[target], task) if len(features) > 1 else []
    return [
        Hint(code, {"names": listed(names), "column": target}, left_out=tuple(names))
        for code, names in (("says_class", same), ("looks_like", like))
        if names
    ]


def listed(names: Sequence[str]) -> str:
    more = ", …" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
