"""Answers for a file: the zip taken home gives those of the page, whatever the file lacks."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nnlab.answers import answer_table
from nnlab.files.csv_file import CsvFile
from nnlab.files.model_file import COLUMNS
from nnlab.files.own_csv import opened
from nnlab.setup import Setup
from page.keep.take_home_file import FOLDER, write_take_home
from page.lab.lab import Lab

SETUP = Setup(
    dataset="own", target="price (£)", task="numbers", standardize=True, hidden_sizes=(4,),
    hidden_activations=("tanh",), engine="plain", epochs=5,
)  # fmt: skip


def houses() -> bytes:
    rng = np.random.default_rng(2)
    lines = ["district,area,garage,sold,price (£)"]
    for at in range(60):
        district, area = ("Harbour", "Station", "West")[at % 3], int(rng.integers(50, 200))
        cells = [district, str(area) if at % 7 else "", "yes" if at % 2 else "no"]
        day = f"2020-{at % 12 + 1:02d}-{at % 28 + 1:02d}"
        lines.append(",".join([*cells, day, str(1000 * area + 9000 * (at % 3))]))
    return "\n".join(lines).encode()


def at_home(lab: Lab, own: CsvFile, folder: Path) -> Path:
    epochs = [{"printed_loss": np.nan, "epoch": 0, **lab.measured()}]
    epochs += [report._asdict() for report in lab.trainer.epochs(5)]
    history = {name: np.array([e[name] for e in epochs], np.float64) for name in COLUMNS}
    data = write_take_home(lab, SETUP, lab.recorder.journal, history, own)
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        zipped.extractall(folder)
    return folder / FOLDER


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if sys.platform == "emscripten":
        pytest.skip("a browser starts no second Python")
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_zip_answers_a_file_as_the_page_does(tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_bytes(houses())
    own = opened(str(tmp_path / "houses.csv"), SETUP, "price (£)", None, {"gaps": "fill"})
    assert own.experiment.csv
    lab = Lab(SETUP, own.selection.dataset)
    folder = at_home(lab, own.experiment.csv, tmp_path)
    done = run(folder, "run.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nprice (£) on all 60 rows: R² " in done.stdout  # its unit once

    for name, text in {
        "moved": "Area,SOLD,garage,District\n80,2020-03-04,yes,Harbour\n,,no,Atlantis\n",
        "lacking": "garage,area,district\nyes,80,station\nno,120,\nno,,West\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        of_page = answer_table(text.encode(), lab.dataset, lab.outputs, np.zeros(0), {})
        done = run(folder, "predict.py", str(tmp_path / f"{name}.csv"))
        assert done.returncode == 0, done.stderr
        assert f"The answers are in {tmp_path / name}-answers.csv" in done.stdout
        assert ("sold: no such column" in done.stderr) == ("sold" in of_page.missing)
        written = (tmp_path / f"{name}-answers.csv").read_text("utf-8-sig")
        assert [*csv.reader(io.StringIO(written))] == [of_page.header, *of_page.preview]

    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n2,3\n", "utf-8")
    done = run(folder, "predict.py", str(strange))
    assert done.returncode == 2 and done.stdout == ""
    assert "4 of the 4 columns" in done.stderr
