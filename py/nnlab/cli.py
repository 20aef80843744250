"""The command line: `python -m nnlab train --data flowers.csv --save model.json`, and so on."""

import argparse
import math
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from . import __version__
from .commands import check, predict, train
from .engines import ENGINES
from .presets import PRESETS
from .setup import DATASETS
from .table_reading import DATES
from .warn import TrainingWarning


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, with exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def whole_number(text: str, at_least: int) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < at_least:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of {at_least} or more")
    return int(text)


def count(text: str) -> int:
    return whole_number(text, 1)


def seed(text: str) -> int:
    return whole_number(text, 0)


def rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return value


def part(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value < 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to less than 1")
    return value


def make_parser() -> Parser:
    parser = Parser(prog="nnlab", description="A neural network in plain NumPy.")
    parser.add_argument("--version", action="version", version=f"nnlab {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    add_train(commands)
    asking = commands.add_parser(
        "predict",
        help="say the class of each row of a table",
        description="Reads a table and writes another one, as CSV: the class of each row, and how "
        "likely each class is. A row in which a number is missing gets an empty line; "
        "of a network that was trained on words, or with --fill-gaps, the answer with what stood "
        "in for gaps then.",
    )
    asking.add_argument("model", help="a model file, from here or from the page")
    asking.add_argument("data", help="a CSV file that has the model's features among its columns")
    asking.add_argument("--out", metavar="FILE", help="where to write; default: the terminal")
    asking.add_argument(
        "--rows", action="store_true", help="write each row's own cells in front of its answer"
    )
    checking = commands.add_parser(
        "check",
        help="hold back-propagation against the slope of the loss",
        description="Gradient check of a network on its own data: each parameter is nudged, and "
        "what the loss does is compared with what back-propagation says.",
    )
    checking.add_argument("model", nargs="?", help="a model file; default: the paper's network")
    return parser


def add_train(commands: Any) -> None:
    train = commands.add_parser(
        "train",
        help="train a network and print its loss and accuracy",
        description="Trains a preset's network. Every 10 epochs, counted from 0, one line gives "
        "the epoch and the loss: the sum over the samples, each measured right after the update "
        "from its batch. The end gives the accuracy (of a number to predict R²) on the training "
        "data, and on the test data when there is any.",
    )
    train.add_argument(
        "--preset",
        choices=PRESETS,
        help="default: paper; with --data, what the page begins with on an own table",
    )
    train.add_argument("--dataset", choices=DATASETS, help="default: the preset's")
    train.add_argument("--data", metavar="FILE", help="your own CSV file")
    train.add_argument("--target", metavar="COLUMN", help="what to predict; default: a guess")
    train.add_argument(
        "--without",
        metavar="COLUMN",
        action="append",
        help="what the network does not get; may be repeated; default: what tells it nothing, "
        "such as numbers of the rows",
    )
    train.add_argument(
        "--fill-gaps",
        action="store_true",
        help="also learn from rows that lack a value: the median, or the most frequent word, "
        "stands in; default: they are left out",
    )
    train.add_argument(
        "--dates", choices=DATES, help="how its dates are read; default: a guess, or a question"
    )
    train.add_argument(
        "--save", metavar="FILE", dest="save_as", help="write the trained model, as the page does"
    )
    train.add_argument("--seed", type=seed, metavar="N", help="default: the preset's")
    train.add_argument("--epochs", type=count, metavar="N", help="default: the preset's")
    train.add_argument("--learning-rate", type=rate, metavar="R", help="default: the preset's")
    train.add_argument("--batch-size", type=count, metavar="N", help="default: the preset's")
    train.add_argument(
        "--test-ratio", type=part, metavar="R", help="the part to test with; default: the preset's"
    )
    train.add_argument(
        "--patience",
        type=count,
        metavar="N",
        help="stop after N epochs without a new lowest test loss",
    )
    train.add_argument("--engine", choices=ENGINES, help="what runs it; default: the preset's")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. Returns 0, or 1 when it went wrong; 2 is a wrong argument or file."""
    parser = make_parser()
    options = vars(parser.parse_args(argv))
    commands: dict[str, Callable[..., int]] = {"train": train, "predict": predict, "check": check}
    command = commands[options.pop("command")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TrainingWarning)  # told in lines of its own
        try:
            code = command(**options)
            sys.stdout.flush()
            return code
        except BrokenPipeError:  # who reads has read enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the last flush
            return 1
        except (ValueError, OSError) as error:  # choices that do not go with each other
            parser.error(str(error))
