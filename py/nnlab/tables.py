"""Other people's tables: a CSV file as they have it, read into columns.

Whatever has to be guessed is in the `Reading`, in which anybody may say otherwise, part by part.
The steps, in their order: `decoding`, `dividing`, `table_keys`, `table_shape` with `table_headers`,
`cell_scales`, `cell_units`, `number_style`, `table_columns`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Unpack

import numpy as np
import numpy.typing as npt

from .arrays import seeded
from .cell_numbers import NOW, NumberStyle
from .cell_scales import WORDS, plain_cells, ways_of
from .cell_units import without_unit
from .checks import one_of
from .data import TASKS, Dataset
from .decoding import decode
from .dividing import (
    blank_lines,
    find_comment,
    find_delimiter,
    parse,
    take_comments,
    take_sep,
    unwrapped,
)  # fmt: skip
from .encoding import encode
from .formats import refuse_other_formats, without_arff
from .number_style import Question, guess_style
from .pictures import pictures_of
from .split import stratified_split
from .table_clocks import read_clocks
from .table_codes import read_codes
from .table_columns import (
    FIRST_CELLS,
    Column,
    joined_words,
    make_column,
    too_many,
    unique_names,
    unit_of,
)
from .table_dates import find_seasons, read_dates
from .table_errors import TableError
from .table_gaps import read_gap_numbers, read_gap_words
from .table_hints import Hint, hints, listed, of_pixels
from .table_keys import with_names_above
from .table_one_hot import join_one_hot
from .table_reading import Given, Reading, check_given
from .table_roles import guess_target, target_error, why_left_out
from .table_shape import Shape, shape


@dataclass(frozen=True)
class Table:
    """A file's columns, and how it was read."""

    columns: tuple[Column, ...]
    reading: Reading
    questions: tuple[Question, ...]
    """What should be asked before the numbers are used: see `number_style.Question`."""

    short: tuple[int, ...]
    """The lines of rows with fewer cells than the others; what they lack is missing."""

    @property
    def rows(self) -> int:
        return self.columns[0].numbers.size

    def column(self, name: str) -> Column:
        """Raises TableError when there is none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError("not_a_column", column=name)

    def guess_target(self) -> str:
        """The column that most likely holds the classes: see `table_roles.guess_target`."""
        return guess_target(self.columns)

    def why_left_out(self, target: str) -> dict[str, str]:
        """For each column that makes no good feature the reason: see `table_roles`."""
        return why_left_out(self.columns, target)

    def guess_left_out(self, target: str) -> list[str]:
        """The columns that make no good feature."""
        return [*self.why_left_out(target)]

    def hints(self, target: str, left_out: Collection[str], task: str = "classes") -> list[Hint]:
        """What is strange in this choice of columns, and what would mend it."""
        found = hints(self.columns, self.reading, target, left_out, task)
        chosen = [c for c in self.columns if c.name != target and c.name not in left_out]
        gaps = [column for column in chosen if not complete(column)]
        if gaps and self.reading.gaps == "fill":
            values: dict[str, str | int] = {"names": listed([column.name for column in gaps])}
            found.append(Hint("filled", values, Given(gaps="leave_out")))
        elif gaps:
            rows = int((~np.all([there(column) for column in gaps], axis=0)).sum())
            found.append(Hint("gaps", {"count": rows, "rows": self.rows}, Given(gaps="fill")))
        if self.short:
            found.append(Hint("short", {"count": len(self.short), "line": self.short[0]}))
        return found

    def select(
        self,
        target: str,
        left_out: Collection[str],
        task: str = "classes",
        split: tuple[float, int] = (0.0, 0),
    ) -> "Selection":
        """The data set of the chosen columns, and how many rows had to be left out for gaps.

        `task` says whether the target holds classes or numbers: see `data.TASKS`. `split` is the
        test ratio and the seed of the split: what words and gaps become is learnt from the training
        rows, see `encoding`.
        Raises TableError when no data set can be made of them.
        """
        classes = self.column(target)
        for name in left_out:
            self.column(name)
        if one_of("task", task, TASKS) == "numbers":
            if not classes.is_numeric or classes.is_date:
                raise TableError("target_words", column=target)
        elif not classes.may_be_class:
            raise target_error(classes)
        features = [c for c in self.columns if c.name != target and c.name not in left_out]
        if not features:
            raise TableError("no_features")
        for column in features:
            if not column.is_feature:
                raise TableError("not_numeric", column=column.name)

        numeric = task == "numbers"
        without = [classes.class_names.index(name) for name in self.reading.without
                   if name in classes.class_names and not numeric]  # fmt: skip
        codes = np.zeros(self.rows, np.intp) if numeric else classes.codes
        dropped = np.isin(codes, without)
        fills = self.reading.gaps == "fill"
        gaps = np.zeros(self.rows, bool) if fills else np.any([c.missing for c in features], axis=0)
        missing = (classes.missing | gaps) & ~dropped
        there = np.ones(self.rows, bool)
        for column in features:
            if column.is_numeric and not fills:
                there &= np.isfinite(column.numbers)
        usable = ~missing & ~dropped & there
        if numeric:
            usable &= np.isfinite(classes.numbers)
        if not usable.any():
            raise TableError("no_complete_rows")
        not_numeric = int((~missing & ~dropped & ~usable).sum())
        gap_rows = int(gaps.sum() + (~there & ~gaps).sum())
        lost = codes[~usable & ~dropped & (codes >= 0)]
        codes = codes[usable]
        present = np.unique(codes)
        targets = classes.numbers[usable]
        if numeric and (targets == targets[0]).all():
            raise TableError("one_number", column=target, value=f"{targets[0]:g}")
        if not numeric and present.size < 2 and not fills and (lost != present[0]).any():
            raise TableError("one_class_left", name=classes.class_names[present[0]], count=gap_rows)
        if not numeric and present.size < 2:
            raise TableError("one_class", name=classes.class_names[present[0]])
        labels = codes[:0] if numeric else np.searchsorted(present, codes)
        strata = codes if numeric else labels
        train, _ = stratified_split(strata, split[0], seeded(split[1]))
        encoded = partial(encode, features, np.flatnonzero(usable))
        names, numbers, sources = encoded(train)
        pixels = pictures_of(numbers) is not None
        for column, source in zip(features, sources, strict=True):
            values = numbers[:, source.first]
            if not pixels and not source.words and (values == values[0]).all():
                strange = {"column": column.name, "value": f"{values[0]:g}"}
                lacking = of_pixels(self.columns, target, [c.name for c in features])
                if lacking and not numeric:
                    raise TableError("lacks_pixels", **strange, **lacking[0].values)
                raise TableError("constant", **strange)
        written = any(each.dates or each.is_truth or not each.is_numeric for each in features)
        dataset = Dataset(
            name="own",
            feature_names=names,
            class_names=() if numeric else tuple(classes.class_names[code] for code in present),
            features=np.ascontiguousarray(numbers),
            labels=labels,
            numbers=targets if numeric else None,
            target_name=target,
            unit=unit_of(target) if numeric else "",
            sources=sources if fills or written else (),
            row_numbers=None if usable.all() else np.flatnonzero(usable) + 1,
            encoded=encoded if fills or written else None,
        )
        return Selection(dataset, int(missing.sum()), not_numeric, int(dropped.sum()))


@dataclass(frozen=True)
class Selection:
    """A data set made of a table, and the rows that are not in it, counted by the reason."""

    dataset: Dataset
    missing: int
    """Rows with a missing value in a chosen column."""

    not_numeric: int
    """Other rows: all is there, but not all of it is numbers."""

    dropped: int
    """Rows of the classes that the reading leaves out."""


def read_table(data: bytes, **given: Unpack[Given]) -> Table:
    """The table in a file's bytes; what is not `given` of its `Reading` is guessed.

    Raises TableError, in one clear sentence, when there is none, and ValueError for what cannot be
    given.
    """
    table = table_of(divide(data, given), given)
    if not any(column.is_feature for column in table.columns):
        raise TableError("no_numeric")
    return table


@dataclass(frozen=True)
class Divided:
    """A file's cells, as they are written, and how they were found."""

    found: Shape
    names: list[str]
    """One for each column, all different."""

    encoding: str
    comment: str
    delimiter: str


def divide(data: bytes, given: Given) -> Divided:
    """The first half of `read_table`, with what it raises."""
    check_given(given)
    if "decimal" in given and given["decimal"] == given.get("thousands"):
        raise TableError("same_marks", mark=given["decimal"])
    text, encoding = decode(data, given.get("encoding", ""))
    refuse_other_formats(text)
    text, sep = take_sep(unwrapped(without_arff(text)))
    text, above = blank_lines(text, given.get("skip", 0))
    comment = given["comment"] if "comment" in given else find_comment(text)
    text, said = take_comments(text, comment)
    if not text.strip():
        raise TableError("empty")
    delimiter = given.get("delimiter") or sep or find_delimiter(text)
    rows = with_names_above(parse(text, delimiter), given.get("version", NOW))
    found = shape(rows, said, delimiter, given, above)
    return Divided(found, unique_names(found.names), encoding, comment, delimiter)


def table_of(divided: Divided, given: Given) -> Table:
    """The second half of `read_table`: cells become numbers and classes.

    Nothing in it need be a feature: of a few rows to answer, no word comes again.
    """
    found, names, delimiter = divided.found, divided.names, divided.delimiter
    version = given.get("version", NOW)
    written = [*zip(*found.rows, strict=True)]
    named = dict(zip(names, written, strict=True))
    ways = {} if version < 4 else given["ways"] if "ways" in given else ways_of(named)
    plain = [plain_cells(own, ways.get(name, "")) for name, own in named.items()]
    cells, units = zip(*(without_unit(own, version) for own in plain), strict=True)
    marked = [
        () if ways.get(name) == WORDS else own for name, own in zip(names, cells, strict=True)
    ]
    style, styles, questions = guess_style(names, marked, delimiter, given)
    styles = [replace(own, version=version) for own in styles]
    columns = [
        make_column(
            name,
            column,
            own,
            nameless=found.header and not given_name,
            units=own_units,
            words=ways.get(name) == WORDS,
        )
        for name, column, own, given_name, own_units in zip(
            names, cells, styles, found.names, units, strict=True
        )
    ]
    columns = [
        column if own is before else replace(column, first=tuple(before[:FIRST_CELLS]))
        for column, own, before in zip(columns, plain, written, strict=True)
    ]
    columns = read_gap_numbers(columns, cells, styles, given)
    columns, codes, digits = read_codes(columns, cells, given)
    columns, clocks = read_clocks(columns, cells, given)
    seasons = find_seasons(columns, cells, given)
    dated, dates, doubtful = read_dates(columns, cells, seasons, given)
    columns = read_gap_words(dated, cells, given)
    reading = Reading(
        encoding=divided.encoding,
        delimiter=delimiter,
        decimal=style.decimal,
        thousands=style.thousands,
        comment=divided.comment,
        header=found.header,
        skip=found.skip,
        foot=found.foot,
        join=given["join"] if "join" in given else tuple(c.name for c in columns if too_many(c)),
        one_hot=given.get("one_hot", ()),
        without=given.get("without", ()),
        gaps=given.get("gaps", "leave_out"),
        gap_words=given.get("gap_words", ()),
        dates=dates,
        codes=codes,
        gap_numbers=given.get("gap_numbers", ()),
        gaps_in=given.get("gaps_in", {}),
        clocks=clocks,
        seasons=seasons,
        ways=ways,
        version=version,
    )
    mended = mend(columns, found, reading)
    return Table(tuple(mended), reading, (*doubtful, *digits, *questions), tuple(found.short))


def there(column: Column) -> npt.NDArray[np.bool_]:
    """Where a feature has a value, (n,)."""
    return np.isfinite(column.numbers) if column.is_numeric else column.codes >= 0


def complete(column: Column) -> bool:
    return not column.is_feature or bool(there(column).all())


def mend(columns: list[Column], found: Shape, reading: Reading) -> list[Column]:
    """The columns with words joined, and columns joined, as the reading says."""
    columns = [*columns]
    for at, column in enumerate(columns):
        if column.name in reading.join:
            words = joined_words([row[at] for row in found.rows])
            style = NumberStyle(version=reading.version)
            own = column.is_code or reading.ways.get(column.name) == WORDS
            made = make_column(column.name, words, style, nameless=column.nameless, words=own)
            columns[at] = replace(made, is_code=column.is_code)
    group = [column for column in columns if column.name in reading.one_hot]
    if len(group) > 1:
        name, cells = join_one_hot(group)
        others = [column for column in columns if column not in group]
        name = unique_names([*(c.name for c in others), name])[-1]
        columns = [*others, make_column(name, cells, NumberStyle())]
    return columns
