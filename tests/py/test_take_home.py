"""The take-home zip: plain CPython and NumPy, without this repository, get the page's numbers."""

import codecs
import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nnlab
import page
from nnlab import Setup, read_table
from nnlab.cli import main
from nnlab.files.csv_file import CsvFile
from nnlab.presets import PRESETS
from page.keep.take_home_file import FIXED_FILES, FOLDER, write_take_home
from page.lab.lab import Lab
from page.requests import check_setup

MODERN = asdict(PRESETS["modern"])
COLUMNS = ("epoch", "train_loss", "train_accuracy", "printed_loss", "test_loss", "test_accuracy")


class Run:
    """A lab that is trained as the page trains it, and the history that the page would keep."""

    def __init__(self, **setup: Any) -> None:
        # Plain on both sides, so that not a bit may differ; another `exp` would give other bits.
        self.lab = Lab(check_setup(setup | {"engine": "plain"}))
        self.history: dict[str, list[float]] = {name: [] for name in COLUMNS}
        self._note(epoch=0, printed_loss=np.nan, **self.lab.measured())

    def _note(self, **figures: Any) -> None:
        for name, column in self.history.items():
            value = figures[name]
            column.append(np.nan if value is None else value)

    def train(self, epochs: int, calls_for_time: int = 10**9) -> "Run":
        """Trains; time is out every `calls_for_time` looks at the clock, as on a slow machine."""
        end = self.lab.trainer.epoch + epochs
        while self.lab.trainer.epoch < end and not self.lab.trainer.breakdown:
            self.slice(end - self.lab.trainer.epoch, calls_for_time)
        return self

    def slice(self, epochs: int, calls: int) -> None:
        left = iter(range(calls - 1))
        for report in self.lab.advance(epochs, lambda: next(left, None) is None):
            self._note(**report._asdict())

    def zip(self, own: CsvFile | None = None) -> bytes:
        history = {name: np.array(column, np.float64) for name, column in self.history.items()}
        return write_take_home(self.lab, self.lab.setup, self.lab.recorder.journal, history, own)


def unpack(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        zipped.extractall(folder)
    return folder / FOLDER


def run_at_home(folder: Path) -> subprocess.CompletedProcess[str]:
    return at_home(folder, "run.py")


def at_home(folder: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Under plain CPython: no environment, no user's packages, another working folder."""
    if sys.platform == "emscripten":
        pytest.skip("a browser starts no second Python")
    command = [sys.executable, "-E", "-s", "-B", str(folder / script), *arguments]
    # The machine may choose OpenBLAS's kernels by these; others give other last bits.
    blas = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS")}
    return subprocess.run(
        command, env=blas, cwd=folder.parent, capture_output=True, text=True, check=False
    )


def agrees(data: bytes, folder: Path) -> str:
    """Runs the zip's run.py, which must get the same numbers; what it printed."""
    done = run_at_home(unpack(data, folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "largest difference from the page, relative: 0.0e+00" in done.stdout
    return done.stdout


def test_the_paper_s_run_gives_the_same_losses_at_home(tmp_path: Path) -> None:
    run = Run(seed=7).train(30)
    printed = agrees(run.zip(), tmp_path)
    assert f"epoch     30   loss {run.history['train_loss'][-1]:.6f}" in printed


@pytest.mark.parametrize(
    "setup",
    [
        MODERN | {"left_out": ["petal width (cm)"]},
        asdict(PRESETS["overfitting"]) | {"split_seed": 3},
        {
            "dataset": "wine",
            "standardize": True,
            "balanced": True,
            "shuffle": True,
            "optimizer": "momentum",
        },
        MODERN | {"test_ratio": 0.5, "patience": 2, "target_loss": 0.9},
        {"learning_rate": 1e6},
    ],
    ids=["modern", "toy", "wine", "stops early", "breaks down"],
)
def test_every_kind_of_run_does(setup: dict[str, Any], tmp_path: Path) -> None:
    agrees(Run(**setup).train(12).zip(), tmp_path)


def test_what_was_changed_while_it_trained_is_changed_at_home(tmp_path: Path) -> None:
    run = Run(**MODERN).train(4)
    run.lab.trainer.learning_rate = 0.03
    run.lab.trainer.batch_size = 5
    run.train(3)
    run.lab.network.l2 = 0.01
    run.train(3)
    printed = agrees(run.zip(), tmp_path)
    assert "by hand" not in printed


def test_a_change_inside_an_epoch_starts_the_journal_anew_after_it(tmp_path: Path) -> None:
    run = Run(seed=1, engine="plain").train(3)
    run.slice(1, calls=2)  # two chunks of the fourth epoch
    assert run.lab.trainer.epoch == 3
    run.lab.trainer.learning_rate = 0.4
    run.train(5)
    assert run.lab.recorder.journal.start is not None
    assert "It starts after epoch 4" in agrees(run.zip(), tmp_path)


def test_weights_that_were_changed_by_hand_are_where_it_starts(tmp_path: Path) -> None:
    run = Run(**MODERN).train(5)
    checkpoint = run.lab.checkpoint_at(None)
    vector = checkpoint.vector.copy()
    vector[0] = 3.5
    run.lab.install(replace(checkpoint, vector=vector))
    run.train(5)
    assert "It starts after epoch 5" in agrees(run.zip(), tmp_path)


def test_a_run_that_went_back_and_another_way(tmp_path: Path) -> None:
    run = Run().train(10)
    run.lab.trainer.learning_rate = 0.2
    run.train(5)
    run.lab.go_back(8)
    for column in run.history.values():
        del column[9:]
    run.train(6)
    printed = agrees(run.zip(), tmp_path)
    assert "by hand" not in printed
    assert [change.epoch for change in run.lab.recorder.journal.changes] == [0, 8]


def test_a_run_that_another_worker_took_over(tmp_path: Path) -> None:
    run = Run(**MODERN).train(6)
    run.lab.trainer.learning_rate = 0.03
    run.train(2)
    snapshot = run.lab.snapshot()
    sent: Any = dict(snapshot)
    sent["vector"] = {"data": snapshot["vector"], "shape": [*snapshot["vector"].shape]}
    state = snapshot["optimizer_state"]
    sent["optimizer_state"] = {k: {"data": v, "shape": [*v.shape]} for k, v in state.items()}
    run.lab = Lab(run.lab.setup)
    run.lab.restore(sent)
    run.lab.trainer.learning_rate = 0.03
    run.train(4)
    assert "by hand" not in agrees(run.zip(), tmp_path)


def test_a_lie_is_noticed(tmp_path: Path) -> None:
    folder = unpack(Run().train(5).zip(), tmp_path)
    history = (folder / "history.csv").read_text("utf-8").splitlines()
    cells = history[3].split(",")
    cells[1] = repr(float(cells[1]) * 1.001)
    (folder / "history.csv").write_text("\n".join([*history[:3], ",".join(cells), *history[4:]]))
    assert run_at_home(folder).returncode == 1


def test_the_code_at_home_is_the_zip_s_own(tmp_path: Path) -> None:
    folder = unpack(Run().train(3).zip(), tmp_path)
    source = folder / "nnlab/activations.py"
    source.write_text(source.read_text("utf-8").replace("a * (", "1.1 * a * ("), "utf-8")
    done = run_at_home(folder)
    assert done.returncode == 1, done.stdout + done.stderr


def test_the_zip_holds_the_data_exactly_and_no_strange_path() -> None:
    run = Run(dataset="breast_cancer").train(1)
    with zipfile.ZipFile(io.BytesIO(run.zip())) as zipped:
        names = zipped.namelist()
        assert len(names) == len(set(names))
        assert all(name.startswith(f"{FOLDER}/") and ".." not in name for name in names)
        for name in ("data.csv", "history.csv"):  # for a Chinese Excel
            assert zipped.read(f"{FOLDER}/{name}").startswith(codecs.BOM_UTF8)
        data = zipped.read(f"{FOLDER}/data.csv").decode("utf-8-sig")
        assert json.loads(zipped.read(f"{FOLDER}/run.json"))["epochs"] == 1
    header, *rows = csv.reader(io.StringIO(data))
    assert header[:-1] == [*run.lab.dataset.feature_names]
    found = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    np.testing.assert_array_equal(found, run.lab.dataset.features)
    labels = [run.lab.dataset.class_names[label] for label in run.lab.dataset.labels]
    assert [row[-1] for row in rows] == labels


def test_predict_py_answers_for_a_table(tmp_path: Path) -> None:
    folder = unpack(Run(**MODERN).train(30).zip(), tmp_path)
    done = at_home(folder, "predict.py")
    assert done.returncode == 0, done.stderr
    header, *rows = csv.reader(io.StringIO(done.stdout))
    assert header == ["class", "p(setosa)", "p(versicolor)", "p(virginica)"]
    truth = [
        row[-1] for row in csv.reader(io.StringIO((folder / "data.csv").read_text("utf-8-sig")))
    ]
    right = [row[0] == true for row, true in zip(rows, truth[1:], strict=True)]
    assert sum(right) > 135


def test_predict_py_reads_words_and_gaps_as_the_own_file_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaves = ["brown" if i % 9 == 0 else "red" if i % 2 else "green" for i in range(40)]
    lines = [f"K{i};{leaf};{f'{i % 7},5' if i % 5 else ''};{'oak' if i % 2 else 'ash'}"
             for i, leaf in enumerate(leaves)]  # fmt: skip
    content = "\n".join(["name;leaf;width;sort", *lines]).encode()
    table = read_table(content, gaps="fill")
    own = CsvFile("trees.csv", content, {"gaps": "fill", "decimal": ","})
    setup = Setup(
        dataset="own", target="sort", left_out=("name",), output="softmax", engine="plain"
    )
    run = Run()
    run.lab = Lab(setup, table.select("sort", ["name"]).dataset)
    data = run.train(20).zip(own)
    folder, new = unpack(data, tmp_path), tmp_path / "new.csv"
    new.write_text("name;leaf;width\nx;red;3,5\ny;green;", "utf-8")
    assert main(["predict", str(folder / "model.json"), str(new)]) == 0
    answers = [line.split(",")[0] for line in capsys.readouterr().out.splitlines()]
    assert answers == ["sort", "oak", "ash"]
    done = at_home(folder, "predict.py", str(new))
    assert done.returncode == 0 and "The answers are in" in done.stdout
    header, *rows = csv.reader(io.StringIO((tmp_path / "new-answers.csv").read_text("utf-8-sig")))
    assert header == ["name", "leaf", "width", "prediction", "p(ash)", "p(oak)"]
    assert [row[:4] for row in rows] == [["x", "red", "3,5", "oak"], ["y", "green", "", "ash"]]
    assert at_home(folder, "run.py").returncode == 0
    other = tmp_path / "other.csv"
    other.write_text("a;b\n1;2\n2;3", "utf-8")
    failed = at_home(folder, "predict.py", str(other))
    assert failed.returncode == 2 and "The answers are in" not in failed.stdout
    assert "among them “leaf”" in failed.stderr  # and not “leaf = brown”
    assert not (tmp_path / "other-answers.csv").exists()


def test_what_goes_home_goes_on_in_python(tmp_path: Path) -> None:
    run = Run(**MODERN).train(12)
    folder = unpack(run.zip(), tmp_path)
    back = nnlab.load(folder / "model.json")
    np.testing.assert_array_equal(back.network.vector, run.lab.network.vector)
    expected = run.train(5).history["train_loss"]
    assert back.train(5)["train_loss"].tolist() == expected
    model = (folder / "network.onnx").read_bytes()
    assert model == unpacked_onnx(tmp_path / "again", Run(**MODERN).train(12))


def unpacked_onnx(folder: Path, run: Run) -> bytes:
    return (unpack(run.zip(), folder) / "network.onnx").read_bytes()


def code_cells(folder: Path) -> list[str]:
    notebook = json.loads((folder / "continue.ipynb").read_text("utf-8"))
    assert all(cell.get("outputs", []) == [] for cell in notebook["cells"])  # none was made up
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("setup", [MODERN, {}], ids=["modern", "paper"])
def test_the_notebook_s_cells_run_one_after_the_other(
    setup: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In plain Python, so that it holds in the browser's, too."""
    folder = unpack(Run(**setup).train(5).zip(), tmp_path)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    for cell in code_cells(folder):
        exec(cell, names)
    assert names["history"]["epoch"].tolist() == [*range(26)]
    assert names["Curve"](names["history"]["train_loss"])._repr_svg_().startswith("<svg")
    assert np.abs(names["a"] - names["experiment"].network.forward(names["x"])[1]).max() < 1e-15
    assert (names["mine"].classify(names["X"]) == names["y"]).mean() > 0.9
    assert nnlab.load(folder / "continued.json").trainer.epoch == 25


def test_the_notebook_runs_in_jupyter_s_kernel(tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient", reason="only this test needs it")
    import nbformat

    folder = unpack(Run(**MODERN).train(5).zip(), tmp_path)
    notebook = nbformat.read(folder / "continue.ipynb", as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    svg = [out for cell in notebook.cells for out in cell.get("outputs", [])
           if "image/svg+xml" in out.get("data", {})]  # fmt: skip
    assert len(svg) == 1


def test_the_same_run_gives_the_same_bytes() -> None:
    assert Run().train(2).zip() == Run().train(2).zip()


def test_every_fixed_file_is_one_that_the_worker_mounts() -> None:
    listed = json.loads(Path(page.__file__).parents[1].joinpath("files.json").read_text("utf-8"))
    assert {f"page/keep/take_home/{name}" for name in FIXED_FILES} <= {*listed}
