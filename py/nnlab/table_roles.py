"""Which of a table's columns is likely to be the target, and which are no good features."""

import re
from collections.abc import Sequence

import numpy as np

from .pictures import can_be_square, pictures_of, some_rows
from .table_columns import MOST_CLASSES, Column
from .table_errors import TableError
from .table_one_hot import one_hot_group

# Names, in lower case, that a column hardly has but where the answer stands.
ANSWER_NAMES = [
    "target", "label", "outcome", "result", "標籤", "标签", "结果", "結果",
]  # fmt: skip

# Names that people give to the column with the classes, and some to a feature.
TARGET_NAMES = [
    *ANSWER_NAMES, "class", "species", "category", "type", "diagnosis", "kind", "variety",
    "survived", "churn", "churned", "exited", "attrition", "fraud", "is_fraud", "isfraud",
    "purchased", "subscribed", "loan_status", "loan status", "default.payment.next.month",
    "default payment next month", "hazardous", "heartdisease", "heart disease", "grower",
    "klasse", "classe", "clase", "categoría", "catégorie", "kategorie", "sorte", "art",
    "espèce", "especie", "класс", "类别", "品种", "品種", "分类", "分類", "种类", "種類", "類別",
]  # fmt: skip

# And to one with a number that somebody wants to know beforehand.
NUMBER_NAMES = [
    "price", "saleprice", "sale price", "sale_price", "selling price", "selling_price", "cost",
    "value", "medv", "median_house_value", "sales", "revenue", "salary", "income", "wage", "rent",
    "charges", "mpg", "yield", "progression", "preis", "kaufpreis", "miete", "gehalt", "prix",
    "loyer", "salaire", "precio", "alquiler", "цена", "价格", "房价", "售价", "总价", "单价",
    "租金", "房租", "工资", "薪资", "收入", "销量", "销售额", "產量", "产量", "價格", "房價",
]  # fmt: skip

# And to one that stands last.
LAST_NAMES = [*NUMBER_NAMES, *ANSWER_NAMES, "y", "score", "output", "response", "得分", "分数"]

UNIT = re.compile(
    r"[ _]+(in[ _])?(eur|euros?|usd|gbp|chf|cny|rmb|jpy|sek|nok|dkk|pln|inr|brl|dollars?|[k€$£¥])$"
)

ID_NAME = re.compile(
    r"#|(row|sample|case|record|item|patient|subject|customer|user|passenger|student)?[ _.-]?"
    r"(id|ids|index|idx|uid|uuid|guid|no\.?|nr\.?|num|number|key|rownames?|row|lfd\.? ?nr\.?)"
    r"|unnamed: \d+|(level_)?\d+_?index|rownames?|.*[ _.-]id|(?-i:.*[a-z]ID)|"
    r"序号|序號|编号|編號|行号|行號|学号|學號|号码|番号|ид|№",
    re.IGNORECASE,
)

LONG = 1e7
FIRST_TIME, LAST_TIME = 5e8, 3e9
"""In seconds from 1970 on: what is in between was between 1985 and 2065."""

MOSTLY = 0.5
"""Where so many of a column's cells are gaps, it costs most rows, or most of it is made up."""

FEWEST_ROWS = 8
"""In a shorter table a column may number the rows, or go with the classes, by chance."""


def guess_target(columns: Sequence[Column]) -> str:
    """The column that most likely holds what is to be told: see `guess_task`.

    The last one, if it is many numbers with the name of an answer, see `is_named_number`; else one
    that is called so; else the last one, if it is words; else one with the name of a number that
    people want to know; else the last one of words, or of true and false; else the first or
    the last one, if it is few numbers; else the last one of many numbers; else one of few.
    Raises TableError when no column can be the target, or when the one that is called so has only
    one value.
    """
    if is_named_number(columns):
        return columns[-1].name
    for column in reversed(columns):
        if column.name.lower() in TARGET_NAMES:
            if column.different == 1:
                raise TableError("one_class", name=column.class_names[0])
            if column.is_class or (column.is_numeric and not column.dates):
                return column.name
    possible = [column for column in reversed(columns) if column.is_class and not column.dates]
    if possible and possible[0] is columns[-1] and is_words(columns[-1]):
        return columns[-1].name
    for column in reversed(columns):
        if plain_name(column) in NUMBER_NAMES and guess_task(column) == "numbers":
            return column.name
    numbers = [column for column in reversed(columns) if is_number(columns, column)]
    for candidates in (
        [column for column in possible if not column.is_numeric],
        [column for column in possible if column.is_truth],
        [column for column in possible if column in (columns[0], columns[-1])],
        numbers if len(columns) > 1 else [],
        possible,
    ):
        for column in candidates:
            if not is_row_number(column):
                return column.name
    if any(column.dates for column in columns) and not any(map(may_tell, columns)):
        raise TableError("only_dates")
    raise TableError("no_target", most=MOST_CLASSES)


def is_named_number(columns: Sequence[Column]) -> bool:
    """Whether the last column is many numbers with the name of an answer, and no other is rather.

    Rather are classes that are called "label" and the like, or "class" beside what is no price; and
    words beside x and y, which are where labelled points lie.
    """
    *others, last = columns
    if not answers_by_name(last) or guess_task(last) != "numbers" or last.different < 2:
        return False
    classes = [column for column in others if column.is_class and not column.dates]
    names = ANSWER_NAMES if ends_in(last, NUMBER_NAMES) else [*ANSWER_NAMES, "class"]
    if any(column.name.lower() in names for column in classes):
        return False
    in_plane = last.name.lower() == "y" and any(each.name.lower() == "x" for each in others)
    return not (in_plane and any(map(is_words, classes)))


def guess_task(column: Column) -> str:
    """Whether a target most likely holds "classes" or "numbers": see `data.TASKS`."""
    numeric = column.is_numeric and not column.is_class and not column.is_date
    return "numbers" if numeric else "classes"


def is_number(columns: Sequence[Column], column: Column) -> bool:
    """Whether it holds many different numbers, and not of the rows."""
    numbering = is_id(column) or (column is columns[0] and is_index(column))
    measured = guess_task(column) == "numbers" and not column.dates
    return measured and column.different > 1 and not numbering


def may_tell(column: Column) -> bool:
    """Whether it says more of a row than when it was and which."""
    numbers_rows = is_row_number(column) or is_id(column) or was_exported(column)
    return column.different > 1 and not column.dates and not numbers_rows


def plain_name(column: Column) -> str:
    """Its name in lower case, without a unit in brackets or a currency behind it."""
    return UNIT.sub("", re.sub(r"[(（\[].*", "", column.name).strip().lower())


def answers_by_name(column: Column) -> bool:
    """Whether a last column's name, or the end of it, is that of a number to predict."""
    return ends_in(column, LAST_NAMES)


def ends_in(column: Column, names: Sequence[str]) -> bool:
    name = plain_name(column)
    return name in names or re.split(r"[ _]", name)[-1] in names


def is_words(column: Column) -> bool:
    return column.is_truth or not column.is_numeric


def target_error(column: Column) -> TableError:
    """Why a column can hold no classes."""
    if column.different < 2:
        return TableError("one_class", name="".join(column.class_names) or column.name)
    if column.is_numeric:
        return TableError("target_number", column=column.name, values=column.different)
    return TableError(
        "target_values", column=column.name, values=column.different, most=MOST_CLASSES
    )


def why_left_out(columns: Sequence[Column], target: str) -> dict[str, str]:
    """For each column that makes no good feature the reason.

    "words", "codes", "constant", "row_number", "id"; "long_number", which may be an id or a time;
    "target", which may say the class already; "one_hot", which is the target in another column;
    "gaps", which hardly has anything.
    A column with a name is not left out as a numbering when nothing else is left to learn from.
    """
    classes = next((column for column in columns if column.name == target), None)
    group = one_hot_group(columns, target)
    reasons = {}
    for at, column in enumerate(columns):
        reason = ""
        if column.name == target:
            continue
        if not column.is_feature:
            reason = "codes" if column.is_code else "words"
        elif column.different < 2:
            reason = "constant"
        elif column.name in group:
            reason = "one_hot"
        elif is_row_number(column) or (at == 0 and is_index(column)) or at < count_levels(columns):
            reason = "row_number"
        elif is_id(column):
            reason = "id"
        elif column.name.lower() in ANSWER_NAMES or (classes and says_class(column, classes)):
            reason = "target"
        elif is_long_number(column):
            reason = "long_number"
        elif gaps_in(column) >= MOSTLY:
            reason = "gaps"
        if reason:
            reasons[column.name] = reason
    rest = [
        c for c in columns if c.name != target and reasons.get(c.name, "constant") == "constant"
    ]
    if "constant" in reasons.values() and are_pixels(rest):
        return {name: reason for name, reason in reasons.items() if reason != "constant"}
    if len(reasons) == len(columns) - 1:
        doubtful = [c.name for c in columns if not named_id(c) and not was_exported(c)]
        reasons = {
            name: reason
            for name, reason in reasons.items()
            if name not in doubtful or reason not in ("row_number", "long_number", "gaps")
        }
    return reasons


def gaps_in(column: Column) -> float:
    """Which part of a feature's cells has no value."""
    there = np.isfinite(column.numbers) if column.is_numeric else ~column.missing
    return 1.0 - float(there.mean())


def are_pixels(columns: Sequence[Column]) -> bool:
    """Whether each row of them is a picture, whose corners may well be the same in all."""
    if not columns or not can_be_square(len(columns)):
        return False
    rows = some_rows(columns[0].numbers.size)
    return pictures_of(np.column_stack([column.numbers[rows] for column in columns])) is not None


def is_row_number(column: Column) -> bool:
    """Whether it counts the rows: 0, 1, 2 or 1, 2, 3, or in a long table from any number on.

    Also in another order, as in a table that was shuffled or sorted.
    """
    n = column.numbers
    if column.dates or n.size < 3 or not column.is_whole or column.missing.any() or column.is_truth:
        return False
    steps = np.diff(n)
    if n[0] in (0.0, 1.0) and (steps == 1).all():
        return True
    if n.size < FEWEST_ROWS:
        return False
    return len({*n.tolist()}) == n.size == int(n.max() - n.min()) + 1


def is_index(column: Column) -> bool:
    """Whether a first column without a name is one that was exported with the table."""
    n = column.numbers
    if not was_exported(column) or not column.is_whole or column.dates:
        return False
    all_different = 2 * column.different > n.size  # some come again where rows were drawn
    return all_different or float(np.mean(np.diff(n) == 1)) > 0.5


def count_levels(columns: Sequence[Column]) -> int:
    """How many columns at the beginning are an index of several levels; 0 for one or none."""
    names = [was_exported(column) and column.is_whole for column in columns]
    count = names.index(False) if False in names else 0
    return count if count > 1 else 0


def was_exported(column: Column) -> bool:
    """Whether it has no name, as an index has that was written with its table."""
    return column.nameless or re.fullmatch(r"Unnamed: \d+|level_\d", column.name) is not None


def named_id(column: Column) -> bool:
    return ID_NAME.fullmatch(column.name) is not None


def is_id(column: Column) -> bool:
    """Whether its name says so and hardly any value comes twice; of words none is a feature."""
    return named_id(column) and column.is_whole and 2 * column.different >= column.numbers.size


def says_class(column: Column, classes: Column) -> bool:
    """Whether each class has a value of its own in it, and always the same."""
    if column.different != classes.different or not column.is_class:
        return False
    both = (column.codes >= 0) & (classes.codes >= 0)
    if both.sum() < FEWEST_ROWS:
        return False
    pairs = {*zip(column.codes[both].tolist(), classes.codes[both].tolist(), strict=True)}
    return len(pairs) == column.different


def is_long_number(column: Column) -> bool:
    """Whether it holds long whole numbers, hardly any twice: ids, or times counted from 1970.

    What is measured or paid is seldom that exact, and seldom always of as many digits.
    """
    n = column.numbers[~column.missing]
    if column.dates or n.size < FEWEST_ROWS or not column.is_numeric or not np.isfinite(n).all():
        return False
    least, most = float(np.abs(n).min()), float(np.abs(n).max())
    if least < LONG or np.floor(np.log10(least)) != np.floor(np.log10(most)):
        return False
    if 10 * column.different < 9 * n.size:
        return False
    seconds = n / (1000.0 if least > 1e12 else 1.0)
    since_1970 = seconds.min() >= FIRST_TIME and seconds.max() <= LAST_TIME
    rising = bool((np.diff(n) >= 0.0).all())
    exact = column.is_whole and 2 * int((n % 100.0 == 0.0).sum()) < n.size
    return exact or (since_1970 and rising)


def may_be_ids(column: Column) -> bool:
    """Whether it holds whole numbers of as many digits, 5 or more, hardly any twice or rounded."""
    n = np.abs(column.numbers[~column.missing])
    if column.dates or n.size < FEWEST_ROWS or not column.is_whole or n.min() < 1e4:
        return False
    alike = np.floor(np.log10(n.min())) == np.floor(np.log10(n.max()))
    rounded = int((n % 10.0 == 0.0).sum())
    return bool(alike) and 10 * column.different >= 9 * n.size and 2 * rounded < n.size


def is_numbering(column: Column) -> bool:
    """Whether it holds whole numbers, each once and all equally far apart: 0, 10, 20.

    So do ids, but also what was measured at equal steps."""
    n = column.numbers
    if column.dates or n.size < FEWEST_ROWS or not column.is_whole or column.missing.any():
        return False
    steps = np.diff(np.sort(n))
    return bool(steps[0] > 0.0 and (steps == steps[0]).all())
