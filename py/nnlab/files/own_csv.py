"""One's own CSV file as an experiment, with its words, gaps and dates as they stand there."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Unpack

from ..experiment import Experiment
from ..presets import OWN_TABLE
from ..setup import Setup
from ..table_reading import Given
from ..table_roles import guess_task
from ..tables import Selection, Table, read_table
from .csv_file import CsvFile


@dataclass(frozen=True)
class Opened:
    """A file, what was taken of it, and the experiment on that."""

    table: Table
    why_left_out: dict[str, str]
    """The columns that were guessed to tell nothing, and why: see `table_roles`."""

    selection: Selection
    experiment: Experiment


def open_csv(
    path: str | PathLike[str],
    setup: Setup = OWN_TABLE,
    *,
    target: str = "",
    left_out: Collection[str] | None = None,
    **given: Unpack[Given],
) -> Experiment:
    """An experiment on a CSV file, ready to be trained; `setup` is the page's for own tables.

    What is not said is guessed: the column to predict, those that tell nothing, and how the file is
    read (gaps="fill", dates="dmy" and others: `table_reading.Reading`). `save` keeps the file, so
    that `nnlab predict` takes others of its kind. Raises ValueError for what is no such table.
    """
    return opened(path, setup, target, left_out, given).experiment


def opened(
    path: str | PathLike[str],
    setup: Setup,
    target: str,
    left_out: Collection[str] | None,
    given: Given,
) -> Opened:
    """What `open_csv` does, with all that it found."""
    content = Path(path).read_bytes()
    table = read_table(content, **given)
    target = target or table.guess_target()
    why = table.why_left_out(target) if left_out is None else {}
    left_out = tuple(why if left_out is None else left_out)
    for question in table.questions:
        if question.dates and question.column not in left_out:
            orders = " or ".join(answer["dates"] for _, answer in question.answers)
            raise ValueError(
                f"{question.column}: is {question.cell} {orders} (day, month, year)? Give dates"
            )
    task = guess_task(table.column(target))
    selection = table.select(target, left_out, task, (setup.test_ratio, setup.split_seed))
    setup = replace(setup, dataset="own", target=target, task=task, left_out=left_out)
    experiment = Experiment(setup, selection.dataset)
    experiment.csv = CsvFile(Path(path).name, content, asdict(table.reading))
    return Opened(table, why, selection, experiment)
