"""Train the paper's run and print its losses as JSON; the same in CPython and Pyodide."""

import json
from dataclasses import replace

from nnlab.experiment import Experiment
from nnlab.presets import PRESETS


def losses(seed: int) -> list[list[float | None]]:
    """The printed loss and the training loss after each epoch of the paper's run."""
    paper = replace(PRESETS["paper"], seed=seed)
    reports = Experiment(paper).trainer.epochs(paper.epochs)
    return [[report.printed_loss, report.train_loss] for report in reports]


def main(seed: str) -> int:
    """Print the losses as one line."""
    print(json.dumps(losses(int(seed))), flush=True)
    return 0
