"""A spreadsheet runs nothing in the data that are taken home, and all of it is read back."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from test_take_home import Run, run_at_home, unpack

import nnlab
from nnlab import Setup
from nnlab.cli import main
from page.lab.lab import Lab
from page.session import Session

NO_FORMULAS = ("=1+1|x", "@SUM(1)", "-low", "+high")


def test_no_cell_of_the_data_is_a_formula_and_all_are_read_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("=a", "-b", "@c", "+e", "d")
    rows = [[i % 7, -(i % 5), i % 3, -1.5 * i, 0.1 * i] for i in range(60)]
    classes = [NO_FORMULAS[i * 7 % 4] for i in range(60)]
    made = nnlab.Dataset.from_arrays(rows, classes)
    dataset = replace(made, feature_names=names, target_name="=kind")
    run = Run()
    run.lab = Lab(Setup(dataset="own", target="=kind", output="softmax", engine="plain"), dataset)
    folder = unpack(run.train(5).zip(), tmp_path)
    text = (folder / "data.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert all(float(cell) < 3 for cell in cells if cell[0] in "=+-@")  # those are numbers
    assert {"'=a", "'-b", "'@c", "'+e", "'=kind", "'@SUM(1)"} <= {*cells}
    assert run_at_home(folder).returncode == 0

    session = Session()
    session._current.install(1, run.lab, None)
    answers = session.ask("answer_file", data=text.encode())
    assert (answers["missing"], answers["unused"], answers["filled"]) == ([], [], [])
    assert (answers["truth"], answers["known"], answers["strange"]) == ("'=kind", 60, [])
    right = run.lab.predict(dataset.features).argmax(axis=1) == dataset.labels
    assert answers["score"] == pytest.approx(right.mean())
    assert main(["predict", str(folder / "model.json"), str(folder / "data.csv")]) == 0
    said = [row[0] for row in csv.reader(io.StringIO(capsys.readouterr().out))][1:]
    assert {cell[0] for cell in said} == {"'"} and len(said) == 60
