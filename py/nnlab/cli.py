"""The command line: `python -m nnlab train --preset paper --seed 0`."""

import argparse
import math
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from .breakdowns import BREAKDOWNS
from .experiment import Experiment
from .presets import PRESETS
from .setup import DATASETS
from .training import Trainer
from .warn import TrainingWarning

STOPS = {
    "target_loss": "the training loss has reached its target",
    "patience": "the test loss has stopped falling",
}


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
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    train = commands.add_parser(
        "train",
        help="train a network and print its loss and accuracy",
        description="Trains a preset's network. Every 10 epochs, counted from 0, one line gives "
        "the epoch and the loss: the sum over the samples, each measured right after the update "
        "from its batch. The end gives the accuracy on the training data, and on the test data "
        "when there is any.",
    )
    train.add_argument("--preset", choices=PRESETS, default="paper", help="default: %(default)s")
    train.add_argument("--dataset", choices=DATASETS, help="default: the preset's")
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
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. Returns 0, or 1 when training has broken down; 2 is a wrong argument."""
    parser = make_parser()
    options = vars(parser.parse_args(argv))
    options.pop("command")
    preset = PRESETS[options.pop("preset")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TrainingWarning)  # told in lines of its own
        setup = replace(preset, **{k: v for k, v in options.items() if v is not None})
        try:
            trainer = Experiment(setup).trainer
        except ValueError as error:  # choices that do not go with each other
            parser.error(str(error))
        return train(trainer, setup.epochs)


def train(trainer: Trainer, epochs: int) -> int:
    _, why_plain = trainer.engine_used
    if why_plain and sys.platform != "emscripten":
        print(f"nnlab: plain NumPy trains, which takes longer: {why_plain}", file=sys.stderr)
    for report in trainer.epochs(epochs):
        if report.breakdown:
            why = BREAKDOWNS[report.breakdown]
            print(f"epoch {report.epoch - 1}: training has broken down: {why}")
            print("The learning rate is likely too high.")
            return 1
        if (report.epoch - 1) % 10 == 0:
            print(f"epoch {report.epoch - 1:3d}   loss {report.printed_loss:.6f}")
        last = report
    if trainer.stopped:
        print(f"stopped after epoch {last.epoch - 1}: {STOPS[trainer.stopped]}")
    print(f"accuracy {last.train_accuracy:.4f}")
    if last.test_accuracy is not None:
        print(f"test accuracy {last.test_accuracy:.4f}")
    return 0
