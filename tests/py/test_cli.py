"""The command line: what it prints, and what it says to a wrong argument."""

import re
from dataclasses import replace

import pytest

from nnlab import PRESETS, Experiment
from nnlab.cli import main


def test_train_prints_the_losses_of_the_paper_run(capsys):
    assert main(["train", "--preset", "paper", "--seed", "3", "--epochs", "21"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    reports = list(Experiment(replace(PRESETS["paper"], seed=3)).trainer.epochs(21))
    expected = [(epoch, reports[epoch].printed_loss) for epoch in (0, 10, 20)]
    printed = [re.fullmatch(r"epoch +(\d+) +loss (\d+\.\d+)", line).groups() for line in lines]
    assert [int(epoch) for epoch, _ in printed] == [0, 10, 20]
    for (_, loss), (_, exact) in zip(printed, expected, strict=True):
        assert float(loss) == pytest.approx(exact, abs=1e-6)
    assert last == f"accuracy {reports[-1].train_accuracy:.4f}"


def test_a_breakdown_ends_with_code_1(capsys):
    assert main(["train", "--learning-rate", "1000"]) == 1
    assert "learning rate is likely too high" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["train", "--preset", "papers"],
        ["train", "--seed", "-1"],
        ["train", "--seed", "one"],
        ["train", "--epochs", "0"],
        ["train", "--learning-rate", "nan"],
        ["train", "--learning-rate", "0"],
        ["train", "--batch-size", "1.5"],
        ["train", "iris.csv"],
        ["train", "--patience", "5"],
    ],
)
def test_a_wrong_argument_gets_one_line_and_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.count("\n") == 1
    assert "--help" in streams.err


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for option in ("--preset", "--seed", "--epochs", "--learning-rate", "--batch-size"):
        assert option in text
