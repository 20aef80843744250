"""The article's figures show what nnlab computes now."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from make.figures import FILE, figures
from nnlab.experiment import Experiment
from nnlab.presets import PRESETS
from site_files import ROOT


def test_the_committed_table_is_what_nnlab_gives() -> None:
    kept, now = json.loads(FILE.read_text("utf-8")), figures()
    assert kept["chain"].keys() == now["chain"].keys()
    for figure in ("sigmoid", "chain"):
        for name, column in now[figure].items():
            got = np.ravel(kept[figure][name]).tolist()
            assert got == pytest.approx(np.ravel(column).tolist(), rel=1e-5, abs=1e-12), name


@pytest.mark.parametrize("file", ["index.html", "web/text/zh.json"])
def test_the_article_tells_the_losses_of_the_papers_own_run(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    (told,) = re.findall(r"(?:With seed 0|种子 0 为例)[^<\"]*", text)
    reports = list(Experiment(PRESETS["paper"]).trainer.epochs(400))
    low = min(reports, key=lambda report: report.printed_loss)
    last = reports[-1]
    for number in (
        f" {low.epoch} ",
        f"{low.printed_loss:.4f}",
        f"{last.printed_loss:.4f}",
        f"{low.train_loss:.4f}",
        f"{last.train_loss:.4f}",
    ):
        assert number in told
    after = [report.train_loss for report in reports[low.epoch - 1 :]]
    assert after == sorted(after, reverse=True)


def numbers_of(file: str, key: str) -> list[str]:
    """The numbers of a sentence of the article, in their order."""
    text = (ROOT / file).read_text("utf-8")
    (said,) = re.findall(rf'(?:data-text="{key}">|"{key}": ")([^<"]*)', text)
    return re.findall(r"\d+(?:\.\d+)?", said)


@pytest.mark.parametrize("file", ["index.html", "web/text/zh.json"])
def test_the_article_tells_when_the_printed_loss_is_lowest(file: str) -> None:
    lowest = []
    for seed in range(8):
        printed = [
            report.printed_loss
            for report in Experiment(replace(PRESETS["paper"], seed=seed)).trainer.epochs(400)
        ]
        low = printed.index(min(printed))
        assert printed[low:] == sorted(printed[low:])
        lowest.append(low + 1)
    told = [int(n) for n in numbers_of(file, "open_printed")[:5]]
    assert told == [0, 7, min(lowest), max(lowest), 400]


@pytest.mark.parametrize("file", ["index.html", "web/text/zh.json"])
def test_the_article_tells_the_accuracy_on_flowers_kept_back(file: str) -> None:
    last = []
    for seed in range(5):
        experiment = Experiment(replace(PRESETS["paper"], test_ratio=1 / 3, split_seed=seed))
        *_, report = experiment.trainer.epochs(400)
        last.append((report.test_accuracy, report.train_accuracy))
    tests, trained = np.mean(last, axis=0)
    one = 1 / len(experiment.test_rows)
    assert numbers_of(file, "open_accuracy") == [
        "0", "4", f"{tests:.3f}", f"{trained:.3f}", f"{one:.2f}",
    ]  # fmt: skip
