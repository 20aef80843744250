"""What the commands of the command line do: see `cli`."""

import csv
import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from .answers import (
    answered_table,
    as_text,
    cells_of,
    divide_rows,
    find_columns,
    read_columns,
    with_names,
)  # fmt: skip
from .arrays import Array
from .breakdowns import BREAKDOWNS
from .experiment import Experiment
from .files.own_csv import opened
from .files.saving import load, save
from .gradient_check import check_gradients
from .presets import OWN_TABLE, PRESETS
from .reports import EpochReport
from .table_columns import unique_names
from .table_reading import Given
from .tables import Divided

STOPS = {
    "target_loss": "the training loss has reached its target",
    "patience": "the test loss has stopped falling",
}
CHECKED_ROWS = 16


def train(preset: str | None, save_as: str | None, **options: Any) -> int:
    """Trains, and prints losses and accuracies. Returns 1 when training has broken down."""
    experiment = make_experiment(preset, **options)
    trainer = experiment.trainer
    _, why_plain = trainer.engine_used
    if why_plain:
        print(f"nnlab: plain NumPy trains, which takes longer: {why_plain}", file=sys.stderr)
    history = experiment.train(progress=printer(experiment.setup.epochs))
    if sys.stderr.isatty():
        print("\x1b[K", end="", file=sys.stderr)
    if history.breakdown:
        why = BREAKDOWNS[history.breakdown]
        print(f"epoch {trainer.epoch - 1}: training has broken down: {why}")
        print("The learning rate is likely too high.")
        return 1
    last = experiment.reports[-1]
    if trainer.stopped:
        print(f"stopped after epoch {last.epoch - 1}: {STOPS[trainer.stopped]}")
    print_end(experiment)
    if save_as:
        save(experiment, save_as)
        own = " It holds your data, too." if experiment.csv else ""
        print(f"saved {save_as}: the page opens it under Keep & share.{own}")
    return 0


def print_end(experiment: Experiment) -> None:
    """Accuracies; of a number to predict R², and by how much it is missed."""
    data, last = experiment.dataset, experiment.reports[-1]
    for part, score, error in [
        ("", last.train_accuracy, last.train_error),
        ("test ", last.test_accuracy, last.test_error),
    ]:
        if score is None:
            continue
        if error is None:
            print(f"{part}accuracy {score:.4f}")
        else:
            print(f"{part}R² {score:.4f}, off by {error:.4g} {data.unit}".rstrip())


LEFT_OUT = {
    "words": "no numbers",
    "codes": "codes with a 0 in front, most of them different",
    "constant": "always the same",
    "row_number": "it only numbers the rows",
    "id": "an identifier",
    "long_number": "long numbers, all different: an id or a time",
    "target": "it may say the answer already",
    "one_hot": "it is the class in another column",
    "gaps": "most of its cells are gaps",
}
"""Why `table_roles.why_left_out` leaves a column out, as the page says it too."""


def make_experiment(
    preset: str | None, data: str | None, target: str | None, without: list[str] | None,
    dates: str | None = None, fill_gaps: bool = False,
    **options: Any,
) -> Experiment:  # fmt: skip
    """The preset's experiment with the options that were given, on the own file if there is one."""
    setup = OWN_TABLE if data and not preset else PRESETS[preset or "paper"]
    given_options = {k: v for k, v in options.items() if v is not None}
    if given_options.get("test_ratio") == 0.0:
        given_options = {"patience": 0} | given_options  # there is no test loss to wait for
    setup = replace(setup, **given_options)
    if data is None:
        if target or without or dates or fill_gaps:
            raise ValueError(
                "--target, --without, --dates and --fill-gaps are about your own file: "
                "give --data FILE"
            )
        return Experiment(setup)
    if options["dataset"]:
        raise ValueError("--dataset and --data do not go with each other")
    given = Given(dates=dates) if dates else Given()
    if fill_gaps:
        given["gaps"] = "fill"
    own = opened(data, setup, target or "", without, given)
    table, experiment, dataset = own.table, own.experiment, own.selection.dataset
    setup = experiment.setup
    for question in table.questions:
        if question.column in setup.left_out:
            continue
        meant = {answer.get("decimal"): value for value, answer in question.answers}
        code = table.column(question.column).is_code
        value = "a code" if code else f"{meant.get(table.reading.decimal, float(question.cell)):g}"
        print(f"{question.column}: {question.cell} is read as {value}; if it is not, write it so")
    names = ", ".join(dataset.class_names) or "a number"
    print(f"{dataset.rows} rows, {len(dataset.feature_names)} features; {setup.target}: {names}")
    for column in table.columns:
        if column.dates and column.name not in (setup.target, *setup.left_out):
            order = f", read as {column.dates.order}" if column.dates.in_order else ""
            since = f"days since {column.dates.first}{order}"
            print(f"{column.name}: {since if column.is_date else 'hours of the day'}")
    for name, reason in own.why_left_out.items():
        print(f"{name} is left out: {LEFT_OUT[reason]} (--without says which columns are)")
    gaps = own.selection.missing, own.selection.not_numeric
    for count, gap in zip(gaps, ("missing", "no number"), strict=True):
        if count:
            print(f"{count} rows are left out: a value is {gap}; --fill-gaps takes them in")
    return experiment


def printer(epochs: int) -> Callable[[EpochReport], None]:
    """What prints the losses, and on a terminal how far training is."""
    terminal = sys.stderr.isatty()

    def say(report: EpochReport) -> None:
        if terminal:
            print(f"\r\x1b[K{report.epoch} of {epochs} epochs", end="\r", file=sys.stderr)
        if not report.breakdown and (report.epoch - 1) % 10 == 0:
            print(f"epoch {report.epoch - 1:3d}   loss {report.printed_loss:.6f}")

    return say


def predict(model: str, data: str, out: str | None, rows: bool = False) -> int:
    """Writes the class of each row of a table, and the probabilities; or the number.

    With `rows` each row's own cells stand in front of them, and numbers have six digits.
    """
    experiment = load(model)
    divided, inputs, notes = rows_of(Path(data).read_bytes(), experiment)
    whole = [bool(there) for there in np.all(np.isfinite(inputs), axis=1)]
    classes = experiment.dataset.class_names
    if classes:
        labels = iter(experiment.classify(inputs[whole]).tolist())
        shares = iter(experiment.probabilities(inputs[whole]).tolist())
    else:
        numbers = experiment.predict(inputs[whole]).tolist()
        labels = iter([f"{each:.6g}" for each in numbers] if rows else numbers)
        shares = repeat(list[float]())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    answer = "prediction" if rows else experiment.setup.target or "class"
    own = divided.found.rows if rows else [[]] * len(whole)
    header = [answer, *(f"p({name})" for name in classes)]
    named = unique_names([*divided.names, *header]) if rows else header
    writer.writerow(map(as_text, named))
    for there, cells in zip(whole, own, strict=True):
        said = [next(labels), *(f"{p:.4f}" for p in next(shares))] if there else []
        line = [*cells, *(said or [""] * (1 + len(classes)))]
        writer.writerow([as_text(str(each)) for each in line])
    if out:
        Path(out).write_text(text.getvalue(), "utf-8-sig" if rows else "utf-8")
    else:
        print(text.getvalue(), end="")
    if not all(whole):
        notes.append(f"{whole.count(False)} rows lack a number, and got an empty line")
    for note in notes:
        print(f"nnlab: {note}", file=sys.stderr)
    return 0


SETTLED = ("gap_numbers", "gaps_in", "ways", "version")
"""What a reading says that holds for other rows, too."""


def rows_of(content: bytes, experiment: Experiment) -> tuple[Divided, Array, list[str]]:
    """A table's cells, its rows as the network's features, (rows, features), and what was done.

    NaN is a missing number. Where the network was trained on words, or on columns with gaps, the
    table may have the columns as their owner writes them, and what is no number and no known word
    is taken as in training, and so is each row of a column that the table lacks.
    """
    dataset, csv_file = experiment.dataset, experiment.csv
    known: Mapping[str, Any] = csv_file.reading if csv_file else {}
    # Training has settled which digits are words: a guess from other rows may say otherwise.
    settled: Any = {part: known[part] for part in SETTLED if part in known}
    names = [source.name for source in dataset.sources] or [*dataset.feature_names]
    divided = divide_rows(content, {}, names)
    as_features = with_names(divided, dataset.feature_names)  # as in the zip's data.csv
    whole = {*dataset.feature_names} <= {*as_features.names}
    if dataset.sources and csv_file and ({*names} <= {*divided.names} or not whole):
        style: Any = {part: known[part] for part in ("decimal", "thousands") if part in known}
        given: Any = {**settled, **style}
        table = answered_table(divided, given)
        found, missing = find_columns(dataset.sources, table)
        read = read_columns(dataset.sources, found, cells_of(divided), table.rows)
        lacking = [f"{name}: no such column, so what is usual in training" for name in missing]
        gaps = [f"{name}: gaps filled with {value}: {count}" for name, count, value in read.filled]
        new = [f"{name}: {count} words that training had not" for name, count in read.unknown]
        return divided, read.inputs.T, lacking + gaps + new
    divided = as_features
    table = answered_table(divided, settled)
    columns = [table.column(name).numbers for name in dataset.feature_names]
    return divided, np.column_stack(columns), []


def check(model: str | None) -> int:
    """Prints what the gradient check finds, matrix by matrix. Returns 1 when one is wrong."""
    experiment = load(model) if model else Experiment(PRESETS["paper"])
    run = experiment.trainer
    some = slice(0, None, max(1, run.inputs.shape[1] // CHECKED_ROWS))
    found = check_gradients(experiment.network, run.inputs[:, some], run.targets[:, some])
    for matrix in found:
        name = f"{matrix.symbol}{matrix.layer}"
        print(f"{name:4s} {matrix.verdict:9s} largest relative error {matrix.largest_error:.1e}")
    return int(any(matrix.verdict == "wrong" for matrix in found))
